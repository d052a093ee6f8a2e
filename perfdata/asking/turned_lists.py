"""Lists of a stretch of time: which measures went off target, or came back, between its beginning and its end."""

from __future__ import annotations

from perfdata.asking.queries import ListStatus, Query
from perfdata.snapshot import Snapshot
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

TURNED_WORDS = {
    ListStatus.NEWLY_RED: "went off target",
    ListStatus.RECOVERED: "came back on target",
}
_TURNED = {
    ListStatus.NEWLY_RED: ((Status.ON_TARGET, Status.SLIGHTLY_OFF), Status.OFF_TARGET),
    ListStatus.RECOVERED: ((Status.OFF_TARGET,), Status.ON_TARGET),
}
"""For each, a status before and the status after."""


def is_turned_list(query: Query) -> bool:
    """Whether the question is which measures turned over a stretch: a state that is news, and more than one month."""
    status = query.filter.status if query.filter is not None else None
    return status in _TURNED and query.span is not None and query.span.start != query.span.end


def before_stretch(verdict: Verdict, query: Query, snapshot: Snapshot) -> Verdict | None:
    """The verdict on the last figure of a period that ended before the stretch began; None where there is none."""
    assert query.span is not None
    code, first = verdict.measure.code, query.span.first_day
    held = [
        one.period for one in snapshot.series[code].observations if one.period.end < first and one.value is not None
    ]
    return snapshot.verdict(code, max(held)) if held else None


def turned(verdict: Verdict, query: Query, snapshot: Snapshot) -> bool:
    """Whether the status before the stretch and that of the last figure in it are those of the state asked for."""
    assert query.filter is not None
    assert query.filter.status is not None
    earlier, later = _TURNED[query.filter.status]
    if verdict.status is not later:
        return False
    before = before_stretch(verdict, query, snapshot)
    return before is not None and before.status in earlier
