"""Tables of groups for tests, and the measure's own figures that go with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from perfdata import periods
from perfdata.breakdowns import Breakdown
from perfdata.measures import Measure
from perfdata.observations import Observation
from perfdata.verdicts.series import Series
from perfdata.verdicts.withholding import publishable
from tests.verdicts.builders import a_measure, an_observation

FEWEST = 5
Cell = tuple[int, int] | int | None
"""A group's numerator and denominator, or its count; None where the file withheld it."""

Table = Mapping[str, Sequence[Cell]]
"""By dimension, its groups in order; the groups are called a, b, c and so on."""

SHARE = a_measure("higher", unit="%", decimals=1)
COUNT = a_measure("higher", unit="number", decimals=0)


def a_group(period: str, dimension: str, group: str, cell: Cell, measure: Measure) -> Breakdown:
    """One group's row as a file would give it."""
    numerator = denominator = value = None
    if isinstance(cell, tuple):
        numerator, denominator = map(Decimal, cell)
        value = measure.rounded(numerator * 100 / denominator) if denominator else None
    elif cell is not None:
        value = Decimal(cell)
    return Breakdown(
        measure_id=1, period=periods.parse(period), dimension=dimension, group=group, value=value,
        suppressed=cell is None, numerator=numerator, denominator=denominator, revision=1,
        entered_on=periods.parse(period).end, source_file="equality.csv", source_row=2,
    )  # fmt: skip


def rows_of(period: str, table: Table, measure: Measure) -> list[Breakdown]:
    """All rows of one period."""
    return [
        a_group(period, dimension, chr(ord("a") + at), cell, measure)
        for dimension, cells in table.items()
        for at, cell in enumerate(cells)
    ]


def whole(period: str, cell: Cell) -> Observation:
    """The measure's own figure for a period."""
    if isinstance(cell, tuple):
        numerator, denominator = map(Decimal, cell)
        value = str(round(numerator * 100 / denominator, 1)) if denominator else None
        return replace(an_observation(period, value), numerator=numerator, denominator=denominator)
    return an_observation(period, "*" if cell is None else str(cell))


def published(
    tables: Mapping[str, Table], totals: Mapping[str, Cell], measure: Measure = COUNT
) -> tuple[Breakdown, ...]:
    """What may be published of the tables of several periods, with the measure's own figures known too."""
    rows = [row for period, table in tables.items() for row in rows_of(period, table, measure)]
    series = Series.of([whole(period, cell) for period, cell in totals.items()])
    return publishable({"T-001": rows}, {"T-001": measure}, {"T-001": series}, FEWEST)["T-001"]


def cells_of(rows: Sequence[Breakdown]) -> list[Cell]:
    """The cells again, in order, as `rows_of` was given them: None where withheld."""
    found: list[Cell] = []
    for row in rows:
        if row.suppressed:
            found.append(None)
        elif row.numerator is not None and row.denominator is not None:
            found.append((int(row.numerator), int(row.denominator)))
        else:
            assert row.value is not None
            found.append(int(row.value))
    return found
