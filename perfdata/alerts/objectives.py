"""Objectives of business plans in an alert: how their milestones stand, by the directorate's own judgement.

Milestones are never counted together with measures: they are judged, not measured. All are counted by the council's own
words for how they stand; those that are late, and those that stand otherwise than they were last told, are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from perfdata.past_surgeries import ENDED
from perfdata.payloads import Payload
from perfdata.plans import Milestone
from perfdata.readers import Reader

LONGEST_UPDATE = 400
"""The longest update of a milestone that is quoted whole, in characters."""


@dataclass(frozen=True, slots=True)
class MilestoneTold(Payload):
    """One milestone as it stood when the round closed; `status` and `update` are in the council's own words.

    `before` is its status when it was told last, blank where it had none, None where it was not there. `days_late` is
    counted up to the closing day, 0 where it is not late or is said to have ended.
    """

    directorate: str
    objective: str
    milestone: str
    status: str
    due: date | None
    update: str
    entered_on: date
    source_file: str
    source_row: int
    before: str | None = None
    days_late: int = 0

    @property
    def is_named(self) -> bool:
        """Whether it is told in words: it is late, new, or stands otherwise than before."""
        return self.days_late > 0 or self.status != self.before

    @property
    def quoted(self) -> str:
        """The update as it is quoted; cut short, and saying so, where it is very long."""
        words = " ".join(self.update.split())
        return words if len(words) <= LONGEST_UPDATE else f"{words[:LONGEST_UPDATE].rsplit(maxsplit=1)[0]} […]"


def milestones_told(
    reader: Reader,
    now: Iterable[Milestone],
    before: Iterable[Milestone],
    closed_on: date,
    boards: Mapping[str, frozenset[str]],
) -> tuple[MilestoneTold, ...]:
    """The milestones in the reader's remit as known `now`, those that are named first, the latest first.

    `boards` has the boards that look at a service: those with one of its measures in their remit.
    """
    then = {_key(one): one.status.casefold() for one in before}
    found = [
        MilestoneTold(
            one.directorate,
            one.objective,
            one.milestone,
            one.status.casefold(),
            one.due,
            one.update,
            one.entered_on,
            one.source_file,
            one.source_row,
            then.get(_key(one)),
            _days_late(one, closed_on),
        )
        for one in now
        if reader.is_for(one.objective_ref, one.directorate, one.service, boards.get(one.service, frozenset()))
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_named, -one.days_late)))


def named(milestones: Sequence[MilestoneTold]) -> tuple[MilestoneTold, ...]:
    """Those that are told in words."""
    return tuple(one for one in milestones if one.is_named)


def _key(one: Milestone) -> tuple[str, str, str]:
    return one.directorate, one.objective_ref, one.milestone


def _days_late(one: Milestone, closed_on: date) -> int:
    if one.due is None or one.status.casefold() in ENDED:
        return 0
    return max((closed_on - one.due).days, 0)
