"""Which round was released last: what members see, and what is given out, goes up to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.rounds import london_date
from perfdata.store.tables import RoundRow


@dataclass(frozen=True, slots=True)
class ReleasedRound:
    """A round that has been released: the day on which it closed, and when it was released."""

    closed_on: date
    released_at: datetime


def newest_released(session: Session, by: date | None = None) -> ReleasedRound | None:
    """The newest round that has been released, with `by` on that day or before; None where there is none."""
    query = select(RoundRow).where(RoundRow.released_at.is_not(None)).order_by(RoundRow.period_start.desc())
    for row in session.scalars(query):
        if row.released_at is not None and (by is None or london_date(row.released_at) <= by):
            return ReleasedRound(row.closed_on, row.released_at)
    return None
