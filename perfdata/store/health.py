"""What the database says about its own health: how much is held, what waits, what a person must look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.store.tables import InboxRow, LeftOutRow, MeasureRow, ObservationRow, OutboxRow, SourceRow


@dataclass(frozen=True, slots=True)
class Health:
    """Counts at one moment. `broken_audit_entry` is the first entry that is not as it was written, None if all are.

    `unanswered` are messages noted and not dealt with; `waiting` are owed and not delivered, the oldest since
    `oldest_owed_at`; `troubled` ended without delivery, or may have been posted, and wait for a person. `left_out`
    are rows that loads left out and nobody has mended.
    """

    measures: int
    figures: int
    last_loaded_at: datetime | None
    unanswered: int
    waiting: int
    oldest_owed_at: datetime | None
    troubled: int
    broken_audit_entry: int | None
    left_out: int


def examine(session: Session) -> Health:
    """Count what is held and what waits. Changes nothing."""
    waiting = OutboxRow.state.in_(("owed", "sending", "doubtful"))
    return Health(
        measures=session.scalar(select(func.count(MeasureRow.id))) or 0,
        figures=session.scalar(select(func.count(ObservationRow.id))) or 0,
        last_loaded_at=session.scalar(select(func.max(SourceRow.loaded_at))),
        unanswered=session.scalar(select(func.count(InboxRow.id)).where(InboxRow.finished_at.is_(None))) or 0,
        waiting=session.scalar(select(func.count(OutboxRow.id)).where(waiting)) or 0,
        oldest_owed_at=session.scalar(select(func.min(OutboxRow.owed_at)).where(waiting)),
        troubled=troubled(session),
        broken_audit_entry=audit.verify(session),
        left_out=session.scalar(select(func.count(LeftOutRow.id)).where(LeftOutRow.mended_at.is_(None))) or 0,
    )


def troubled(session: Session) -> int:
    """How many messages ended without delivery, or may have been posted."""
    return session.scalar(select(func.count(OutboxRow.id)).where(OutboxRow.state.in_(("unknown", "failed")))) or 0
