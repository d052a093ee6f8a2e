"""What readers were told: each alert as it was frozen, what became of its message, and what was added since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.alerts.addenda import of_alert
from perfdata.alerts.addendum import Addendum
from perfdata.alerts.alert import Alert
from perfdata.alerts.judging import named_readers
from perfdata.alerts.releasing import TASK
from perfdata.council import Council
from perfdata.periods import Period
from perfdata.readers import readers_of
from perfdata.rounds import london_date, round_of
from perfdata.store import outbox
from perfdata.store.tables import AlertRow, OutboxRow


@dataclass(frozen=True, slots=True)
class Told:
    """An alert as it was released, and what became of its message: `state` and, once posted, where.

    `addenda` are what was added to it since, the oldest first.
    """

    alert: Alert
    released_at: datetime
    released_by: str
    state: str
    posted_channel_id: str | None
    posted_ts: str | None
    addenda: tuple[Addendum, ...] = ()


def show(
    session: Session,
    council: Council,
    period: Period,
    readers: Collection[str] | None = None,
    *,
    as_at: date | None = None,
) -> tuple[Told, ...]:
    """What readers were told for that round, as it was frozen when released; empty when nothing was.

    With `as_at`, what had been released and added by the end of that day in London, and whether it had been posted.
    Raises NotFound for an unknown reader, BadInput for a period that is not a month.
    """
    start = round_of(period, council.calendar).period.start
    query = (
        select(AlertRow, OutboxRow)
        .join(OutboxRow, OutboxRow.key == AlertRow.outbox_key)
        .where(AlertRow.task == TASK, AlertRow.period_start == start)
        .order_by(AlertRow.id)
    )
    if readers is not None:
        keys = [one.key for one in named_readers(readers, readers_of(session, council))]
        query = query.where(AlertRow.reader.in_(keys))
    return tuple(
        Told(
            Alert.from_payload(message.payload),
            row.released_at,
            row.released_by,
            message.state if _by(message.settled_at, as_at) else str(outbox.State.OWED),
            message.posted_channel_id if _by(message.settled_at, as_at) else None,
            message.posted_ts if _by(message.settled_at, as_at) else None,
            tuple(one for added_at, one in of_alert(session, row.id) if _by(added_at, as_at)),
        )
        for row, message in session.execute(query).all()
        if _by(row.released_at, as_at)
    )


def _by(moment: datetime | None, as_at: date | None) -> bool:
    """Whether something had happened by the end of that day; without a day, whatever there is counts."""
    return as_at is None or (moment is not None and london_date(moment) <= as_at)
