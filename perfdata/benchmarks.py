"""Published figures of other councils by measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
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


def benchmarks(
    session: Session, measures: Mapping[str, Measure], *, known_on: date | None = None
) -> dict[str, tuple[Benchmark, ...]]:
    """The current figures by measure code, each measure's by period, then council; with `known_on`, what was known
    on that day. A measure with none is left out."""
    table = BenchmarkRow
    codes = {measure.id: code for code, measure in measures.items()}
    query = (
        select(*table.__table__.columns, SourceRow.name.label("file"))
        .join(SourceRow, SourceRow.id == table.source_id)
        .order_by(table.period_start, table.period_end, table.council, table.entered_on, table.revision)
    )
    if known_on is not None:
        query = query.where(table.entered_on <= known_on)
    current: dict[str, dict[tuple[Period, str], Benchmark]] = defaultdict(dict)
    for row in session.execute(query):
        if row.measure_id not in codes:
            continue
        period = Period(row.period_start, row.period_end, Frequency(row.frequency))
        current[codes[row.measure_id]][period, row.council] = Benchmark(
            measure_id=row.measure_id,
            period=period,
            council=row.council,
            group=Comparator(row.group),
            value=row.value,
            source=row.source,
            revision=row.revision,
            entered_on=row.entered_on,
            source_file=place_of(row.file, row.source_sheet),
            source_row=row.source_row,
        )
    return {code: tuple(found.values()) for code, found in current.items()}
