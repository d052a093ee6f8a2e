"""A measure's figure for groups of people, such as age bands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.measures import Measure
from perfdata.periods import Period
from perfdata.receipts import place_of
from perfdata.store.tables import BreakdownRow, SourceRow


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One group's figure, with its receipt. A withheld one (`suppressed`) has no value and no parts.

    As read, only what the file withheld is marked so. What may be published is for `verdicts.withholding` to say, and
    a snapshot holds nothing else.
    """

    measure_id: int
    period: Period
    dimension: str
    group: str
    value: Decimal | None
    suppressed: bool
    numerator: Decimal | None
    denominator: Decimal | None
    revision: int
    entered_on: date
    source_file: str
    source_row: int


def breakdowns(
    session: Session, measures: Mapping[str, Measure], *, known_on: date | None = None
) -> dict[str, tuple[Breakdown, ...]]:
    """The current figures by measure code, in the order of the file; with `known_on`, what was known on that day.
    A measure with none is left out."""
    table = BreakdownRow
    by_id = {measure.id: measure for measure in measures.values()}
    query = (
        select(*table.__table__.columns, SourceRow.name.label("file"))
        .join(SourceRow, SourceRow.id == table.source_id)
        .order_by(table.entered_on, table.revision, table.id)
    )
    if known_on is not None:
        query = query.where(table.entered_on <= known_on)
    current: dict[str, dict[tuple[date, date, str, str], Breakdown]] = defaultdict(dict)
    for row in session.execute(query):
        if (measure := by_id.get(row.measure_id)) is None:
            continue
        current[measure.code][row.period_start, row.period_end, row.dimension, row.group] = Breakdown(
            measure_id=row.measure_id,
            period=Period(row.period_start, row.period_end, measure.frequency),
            dimension=row.dimension,
            group=row.group,
            value=row.value,
            suppressed=row.suppressed,
            numerator=row.numerator,
            denominator=row.denominator,
            revision=row.revision,
            entered_on=row.entered_on,
            source_file=place_of(row.file, row.source_sheet),
            source_row=row.source_row,
        )
    return {code: tuple(found.values()) for code, found in current.items()}
