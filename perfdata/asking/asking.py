"""The front of asking: one object that a process keeps, which answers from whatever snapshot it is given."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict

from perfdata.asking.areas import Areas
from perfdata.asking.index import build_index
from perfdata.asking.queries import Choice, Context, Query, Refusal
from perfdata.asking.refusals import not_allowed
from perfdata.asking.thesaurus import Thesaurus
from perfdata.asking.understanding import Known, understand
from perfdata.permissions import Act, may_see, refusal
from perfdata.snapshot import Snapshot
from perfdata.verdicts.status import Status

KEPT = 8
"""Word indexes kept: the current snapshot's for each audience, and a few of past days."""

_Audience = frozenset[str]


class Asking:
    """Questions in, answers out. Safe to use from several threads.

    The word index of a snapshot is built at the first question to it, once for each audience: exempt measures are in
    the index of those who may see them and in no other.
    """

    def __init__(self, residents: Thesaurus) -> None:
        self._residents = residents
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[int, _Audience], tuple[weakref.ref[Snapshot], Known]] = OrderedDict()

    def understand(self, text: str, snapshot: Snapshot, context: Context) -> Query | Choice | Refusal:
        """What `text` asks of this snapshot, as this person, here, may ask it."""
        if (sentence := refusal(context.person, Act.ASK, None, context.place)) is not None:
            return not_allowed(sentence)
        return understand(text, self._known_to(snapshot, context), context.prior)

    def _known_to(self, snapshot: Snapshot, context: Context) -> Known:
        exempt = frozenset(
            code
            for code, measure in snapshot.measures.items()
            if measure.exempt and may_see(context.person, measure, context.place)
        )
        key = (id(snapshot), exempt)
        with self._lock:
            kept = self._known.get(key)
            if kept is not None and kept[0]() is snapshot:
                self._known.move_to_end(key)
                return kept[1]
            known = _known(snapshot, exempt, self._residents)
            self._known[key] = (weakref.ref(snapshot), known)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            return known


def _known(snapshot: Snapshot, exempt: _Audience, residents: Thesaurus) -> Known:
    measures = {
        code: measure for code, measure in snapshot.measures.items() if not measure.exempt or code in exempt
    }
    council = snapshot.council
    areas = Areas(measures.values(), snapshot.boards, council.board_words, residents)
    index = build_index(measures, council.aliases, residents, areas.names)

    def pressing(code: str) -> tuple[int, ...]:
        verdict = snapshot.verdicts[code]
        order = (Status.OFF_TARGET, Status.MISSING, Status.SLIGHTLY_OFF, Status.ON_TARGET)
        state = verdict.latest_judgement.status
        return (order.index(state) if state in order else len(order), -verdict.periods_off_target)

    return Known(index, areas, snapshot.today, pressing)
