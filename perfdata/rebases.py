"""The rebases that hold, now or on a past day, as a snapshot reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from perfdata.measures import Measure
from perfdata.periods import Period
from perfdata.store.once import table_of
from perfdata.store.tables import RebaseRow
from perfdata.verdicts.rebase import Rebase

_TABLE = table_of(RebaseRow)
REBASES_VERSION = select(func.count(_TABLE.c.id) + func.count(_TABLE.c.withdrawn_on)).scalar_subquery()
"""A number that rises whenever a rebase is decided or withdrawn; a term of the data version."""


def rebases(
    session: Session, measures: Mapping[str, Measure], known_on: date | None = None
) -> dict[str, tuple[Rebase, ...]]:
    """The rebases that hold, by measure code, the earliest first; with `known_on`, those that held on that day."""
    query = select(RebaseRow).order_by(RebaseRow.period_start, RebaseRow.id)
    if known_on is None:
        query = query.where(RebaseRow.withdrawn_on.is_(None))
    else:
        query = query.where(
            RebaseRow.decided_on <= known_on, or_(RebaseRow.withdrawn_on.is_(None), RebaseRow.withdrawn_on > known_on)
        )
    by_id = {measure.id: measure for measure in measures.values()}
    found: dict[str, list[Rebase]] = defaultdict(list)
    for row in session.scalars(query):
        measure = by_id[row.measure_id]
        start = Period(row.period_start, row.period_end, measure.frequency)
        found[measure.code].append(Rebase(start, row.fixed_on, row.reason, row.decided_on, row.decided_by))
    return {code: tuple(ones) for code, ones in found.items()}
