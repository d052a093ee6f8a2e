"""Which of the scorecard's measures in a field deserve attention first: what a broad question is offered."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping

from perfdata.measures import Measure, Tier
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

_ORDER = (Status.OFF_TARGET, Status.MISSING, Status.SLIGHTLY_OFF, Status.ON_TARGET)


class Pressing:
    """The scorecard's measures in the order of what deserves attention, by service, directorate and board."""

    def __init__(self, measures: Mapping[str, Measure], verdicts: Mapping[str, Verdict]) -> None:
        """`verdicts` are those when due, by measure code."""
        scorecard = [one for one in measures.values() if one.tier is Tier.SCORECARD]
        scorecard.sort(key=lambda one: _attention(verdicts[one.code]))
        self._codes = [one.code for one in scorecard]
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._by_board: dict[str, set[int]] = defaultdict(set)
        for place, one in enumerate(scorecard):
            for name in (one.service, one.directorate):
                self._by_name[name].add(place)
            for board in one.boards:
                self._by_board[board].add(place)

    def first(self, names: Iterable[str], boards: Iterable[str], most: int) -> tuple[str, ...]:
        """Codes of the first measures, at most so many, of the services and directorates `names` or of the `boards`.

        Those of both come first, then those of a name.
        """
        named = {place for name in names for place in self._by_name.get(name, ())}
        boarded = {place for board in boards for place in self._by_board.get(board, ())}
        found: list[int] = []
        for places in (named & boarded, named - boarded, boarded - named):
            found += heapq.nsmallest(most - len(found), places)
        return tuple(self._codes[place] for place in found)


def _attention(verdict: Verdict) -> tuple[int, int]:
    state = verdict.latest_judgement.status
    return (_ORDER.index(state) if state in _ORDER else len(_ORDER), -verdict.periods_off_target)
