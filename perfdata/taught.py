"""Words that the Performance Team has given to measures: what a snapshot holds of them, and the version they move."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.council import Alias
from perfdata.store.tables import MeasureRow, TaughtRow

TAUGHT_VERSION = select(func.count(TaughtRow.id) + func.count(TaughtRow.removed_at)).scalar_subquery()
"""A number that rises whenever words are taught or removed."""


def taught(session: Session) -> tuple[Alias, ...]:
    """The words that are in force, the oldest first."""
    rows = session.execute(
        select(TaughtRow.words, MeasureRow.code, TaughtRow.why)
        .join(MeasureRow, MeasureRow.id == TaughtRow.measure_id)
        .where(TaughtRow.removed_at.is_(None))
        .order_by(TaughtRow.id)
    )
    return tuple(Alias(words, code, why) for words, code, why in rows)
