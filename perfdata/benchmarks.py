"""Published figures of other councils for a measure, read when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.measures import Measure
from perfdata.periods import Frequency, Period
from perfdata.receipts import place_of
from perfdata.store.tables import BenchmarkRow, SourceRow


class Comparator(StrEnum):
    """Whose figure it is: the council's own, a nearest neighbour's, or the whole country's."""

    OWN = "own"
    NEIGHBOUR = "neighbour"
    ENGLAND = "england"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One council's published figure, with its receipt. `value` is None when it was not published.

    The period may be longer than the measure's own, since most figures are published once a year. `source` says who
    published it, in the file's words.
    """

    measure_id: int
    period: Period
    council: str
    group: Comparator
    value: Decimal | None
    source: str
    revision: int
    entered_on: date
    source_file: str
    source_row: int


def benchmarks_of(session: Session, measure: Measure, *, known_on: date | None = None) -> tuple[Benchmark, ...]:
    """The current figures of one measure, by period, then council; with `known_on`, what was known on that day."""
    table = BenchmarkRow
    query = (
        select(table, SourceRow.name)
        .join(SourceRow, SourceRow.id == table.source_id)
        .where(table.measure_id == measure.id)
        .order_by(table.period_start, table.period_end, table.council, table.entered_on, table.revision)
    )
    if known_on is not None:
        query = query.where(table.entered_on <= known_on)
    current: dict[tuple[Period, str], Benchmark] = {}
    for row, file in session.execute(query):
        period = Period(row.period_start, row.period_end, Frequency(row.frequency))
        current[period, row.council] = Benchmark(
            measure_id=row.measure_id,
            period=period,
            council=row.council,
            group=Comparator(row.group),
            value=row.value,
            source=row.source,
            revision=row.revision,
            entered_on=row.entered_on,
            source_file=place_of(file, row.source_sheet),
            source_row=row.source_row,
        )
    return tuple(current.values())
