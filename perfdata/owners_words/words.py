"""The owners' words as a snapshot holds them: who said what of which figure, and on which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.measures import Measure
from perfdata.periods import Period
from perfdata.store.once import table_of
from perfdata.store.tables import CommentRow

_TABLE = table_of(CommentRow)
COMMENTS_VERSION = select(func.count(_TABLE.c.id)).scalar_subquery()
"""A number that rises with each comment; a term of the data version."""

Comments = Mapping[str, Mapping[Period, tuple["Words", ...]]]
"""By measure code and period, the oldest first."""


@dataclass(frozen=True, slots=True)
class Words:
    """A service's own words on a figure. `title` is the role of whoever said them; blank for a note in a file."""

    words: str
    said_on: date
    title: str = ""


def comments(session: Session, measures: Mapping[str, Measure], known_on: date | None = None) -> Comments:
    """All comments; with `known_on`, those made up to that day."""
    query = select(CommentRow).order_by(CommentRow.id)
    if known_on is not None:
        query = query.where(CommentRow.said_on <= known_on)
    by_id = {measure.id: measure for measure in measures.values()}
    found: dict[str, dict[Period, tuple[Words, ...]]] = defaultdict(dict)
    for row in session.scalars(query):
        measure = by_id[row.measure_id]
        period = Period(row.period_start, row.period_end, measure.frequency)
        of_measure = found[measure.code]
        of_measure[period] = (*of_measure.get(period, ()), Words(row.words, row.said_on, row.title))
    return found
