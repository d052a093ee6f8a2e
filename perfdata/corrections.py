"""Corrections: when a load changes a figure or a status that was said in a thread, the thread is told, naming both.

What was said last in each thread is held against what is held now. A correction is itself a statement once it has been
posted, so that the next load is held against it. Each is owed under a key made of the data version and the newest
statement that it corrects: one a thread and load, however many processes look and wherever one of them dies.

A figure that has since been withheld is not repeated. Exempt measures are left alone: nothing is sent about them
unasked. What an alert stated is left to its addenda (`perfdata/alerts/addenda.py`), in the thread of that alert.
Statements are followed for as many days as the council's configuration says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.alerts.addenda import stated_in_threads
from perfdata.asking.answers import Figure
from perfdata.asking.figures import figure_of
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.periods import Period
from perfdata.rounds import london_date
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import StatementRow
from perfdata.verdicts.status import Status
from perfdata.visibility import stated

MOST = 20
"""Figures that one correction names; how many more there are is said."""

_Thread = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Corrected(Payload):
    """One figure that was said and is otherwise now. `said_words` is blank where it is withheld now, or was then."""

    figure: Figure
    said_words: str
    said_on: date
    status_before: Status

    @property
    def changes_status(self) -> bool:
        """Whether it is judged otherwise now."""
        return self.figure.status is not self.status_before


@dataclass(frozen=True, slots=True)
class Correction(Payload):
    """What one thread is told after one load; `more` figures have changed too and are not named."""

    items: tuple[Corrected, ...]
    more: int = 0

    @property
    def changes_status(self) -> bool:
        """Whether any status has changed, so that the channel is told as well as the thread."""
        return any(item.changes_status for item in self.items)


def newest_statement(session: Session) -> int:
    """The number of the newest statement; 0 when there is none."""
    return session.scalar(select(func.max(StatementRow.id))) or 0


def owe_corrections(session: Session, snapshot: Snapshot, now: datetime, *, after: int = 0) -> int:
    """Owe each thread what has changed in what was said there; returns how many messages are newly owed.

    With `after`, only statements with a higher number are looked at: the others were, at the same data version.
    """
    since = now - timedelta(days=snapshot.council.correct_within_days)
    rows = session.scalars(
        select(StatementRow).where(StatementRow.stated_at >= since, StatementRow.id > after).order_by(StatementRow.id)
    )
    in_alerts = set(stated_in_threads(session, since))
    latest: dict[_Thread, dict[tuple[str, Period], StatementRow]] = defaultdict(dict)
    for row in rows:
        measure = snapshot.measures.get(row.code)
        if measure is not None and not measure.exempt:
            period = Period(row.period_start, row.period_end, measure.frequency)
            thread = row.team_id, row.channel_id, row.thread_ts
            if (thread, row.code, period) not in in_alerts:
                latest[thread][row.code, period] = row
    # The same figure may have been said in many threads.
    held = cache(partial(_held, snapshot))
    return sum(_owe(session, snapshot, thread, said, held, now) for thread, said in latest.items())


def _owe(
    session: Session,
    snapshot: Snapshot,
    thread: _Thread,
    said: dict[tuple[str, Period], StatementRow],
    held: Callable[[str, Period, int], Figure],
    now: datetime,
) -> bool:
    team_id, channel_id, thread_ts = thread
    now_held = ((row, held(code, period, row.revision)) for (code, period), row in said.items())
    changed = [(row, figure) for row, figure in now_held if _differs(snapshot.measures[row.code], row, figure)]
    if not changed:
        return False
    return outbox.owe(
        session,
        key=f"correction:{snapshot.version}:{max(row.id for row, _ in changed)}",
        team_id=team_id,
        channel_id=channel_id,
        thread_ts=thread_ts,
        kind=outbox.Kind.CORRECTION,
        payload=_correction(changed).to_payload(),
        now=now,
    )


def _held(snapshot: Snapshot, code: str, period: Period, revision: int) -> Figure:
    measure = snapshot.measures[code]
    return figure_of(measure, period, stated(snapshot, code, period, revision).series[code].at(period))


def _differs(measure: Measure, row: StatementRow, figure: Figure) -> bool:
    said = measure.rounded(row.value) if row.value is not None else None
    return figure.value != said or str(figure.status) != row.status


def _correction(changed: Sequence[tuple[StatementRow, Figure]]) -> Correction:
    """Those whose status has changed first."""
    items = sorted((_corrected(row, figure) for row, figure in changed), key=lambda item: not item.changes_status)
    return Correction(tuple(items[:MOST]), max(len(items) - MOST, 0))


def _corrected(row: StatementRow, figure: Figure) -> Corrected:
    hidden = figure.status is Status.SUPPRESSED or row.value is None
    return Corrected(figure, "" if hidden else row.value_words, london_date(row.stated_at), Status(row.status))
