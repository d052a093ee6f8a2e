"""Comparators and breakdowns as tables: their columns, and the entries that their rows make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perfdata.benchmarks import Comparator
from perfdata.council import Council
from perfdata.loading.columns import OneOf, Text, YesNo
from perfdata.loading.faults import BadCell
from perfdata.loading.figure_cells import NOTHING, Figure, Figures
from perfdata.loading.headings import Layout
from perfdata.loading.observations_table import Codes, PeriodWords, bare, unknown_code
from perfdata.loading.period_cells import read_any_period, read_period
from perfdata.loading.plausibility import Smallest, check
from perfdata.loading.reports import Kind
from perfdata.loading.rows import Row
from perfdata.loading.store_entries import Entry
from perfdata.measures import Definition
from perfdata.periods import Frequency, Period

Smallests = Mapping[str, Smallest]


@dataclass(frozen=True, slots=True)
class Compared:
    """The figures of one row, as `plausibility.check` judges them."""

    row: Row
    code: str
    definition: Definition
    value: Figure
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: Figure = NOTHING


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The measures that a row may name, with their ids."""

    definitions: Mapping[str, Definition]
    ids: Mapping[str, int]

    def take(self, row: Row, column: Codes) -> Definition | None:
        """The measure that the row names; None after noting a fault."""
        code = row.take(column)
        if not code:
            return None
        definition = self.definitions.get(code)
        if definition is None:
            row.refuse(column, unknown_code(code, {bare(known): known for known in self.definitions}))
        return definition


class ComparisonTable:
    """What the two tables share: a measure, a period, a figure, and how a figure is judged."""

    def __init__(self, council: Council, today: date) -> None:
        marks = council.missing_marks
        self.today = today
        self.code = Codes(heading="code")
        self.period = PeriodWords(heading="period")
        self.value = Figures(heading="value", missing=marks, withheld=council.withheld_marks)
        self.target = Figures(heading="target", missing=marks, required=False)
        self.numerator = Figures(heading="numerator", missing=marks, required=False, percent_allowed=False)
        self.denominator = Figures(heading="denominator", missing=marks, required=False, percent_allowed=False)

    def take_period(self, row: Row, frequency: Frequency | None) -> Period | None:
        """The period, of the frequency given or of any kind; None after noting a fault."""
        words = row.take(self.period)
        try:
            period = read_any_period(words) if frequency is None else read_period(words, frequency)
        except BadCell as error:
            row.refuse(self.period, error)
            return None
        if period.end > self.today:
            row.refuse(
                self.period,
                BadCell("future period", f"{period.label} has not ended yet.", "Correct the period."),
            )
        return period


class BenchmarksTable(ComparisonTable):
    """Comparators. A published figure may cover a longer period than the measure's own."""

    def __init__(self, council: Council, today: date) -> None:
        super().__init__(council, today)
        self.council = Text(heading="council", filled=True, longest=200)
        self.group = OneOf(heading="group", words=Comparator)
        self.source = Text(heading="source", required=False, longest=500)
        self.layout = Layout(
            Kind.BENCHMARKS, (self.code, self.period, self.council, self.group, self.value, self.source)
        )

    def read(self, rows: Iterable[Row], dictionary: Dictionary, known: Smallests) -> list[Entry]:
        """The entries of the rows that have no fault; the others have noted theirs."""
        found = (self._entry(row, dictionary, known) for row in rows)
        return [entry for entry in found if entry is not None]

    def _entry(self, row: Row, dictionary: Dictionary, known: Smallests) -> Entry | None:
        definition = dictionary.take(row, self.code)
        period = self.take_period(row, None)
        council, group = row.take(self.council), row.take(self.group)
        value, source = row.take(self.value), row.take(self.source)
        if row.faulty or definition is None or period is None:
            return None
        if value.withheld:
            row.refuse(
                self.value,
                BadCell("bad value", "A published figure cannot be withheld.", "Leave it blank: it is not published."),
            )
        check(Compared(row, definition.code, definition, value), self, known)
        if row.faulty:
            return None
        return Entry(
            row,
            subject=f"{definition.code} {council}",
            key={
                "measure_id": dictionary.ids[definition.code],
                "period_start": period.start,
                "period_end": period.end,
                "council": council,
            },
            content={
                "frequency": period.frequency.value,
                "group": group.value,
                "value": value.number,
                "source": source,
            },
            entered_on=row.dated or self.today,
            period=period.label,
        )


class BreakdownsTable(ComparisonTable):
    """Figures by group. A cell with a withheld mark, or a row that says so, has neither value nor parts."""

    def __init__(self, council: Council, today: date) -> None:
        super().__init__(council, today)
        self.dimension = Text(heading="dimension", filled=True, longest=200)
        self.group = Text(heading="group", filled=True, longest=200)
        self.suppressed = YesNo(heading="suppressed", blank=False, required=False)
        self.layout = Layout(
            Kind.BREAKDOWNS,
            (
                self.code, self.period, self.dimension, self.group, self.value, self.numerator, self.denominator,
                self.suppressed,
            ),
        )  # fmt: skip

    def read(self, rows: Iterable[Row], dictionary: Dictionary, known: Smallests) -> list[Entry]:
        """The entries of the rows that have no fault; the others have noted theirs."""
        found = (self._entry(row, dictionary, known) for row in rows)
        return [entry for entry in found if entry is not None]

    def _entry(self, row: Row, dictionary: Dictionary, known: Smallests) -> Entry | None:
        definition = dictionary.take(row, self.code)
        period = self.take_period(row, definition.frequency) if definition else None
        dimension, group = row.take(self.dimension), row.take(self.group)
        value, suppressed = row.take(self.value), row.take(self.suppressed)
        numerator, denominator = row.take(self.numerator), row.take(self.denominator)
        if row.faulty or definition is None or period is None:
            return None
        parts = numerator.number is not None or denominator.number is not None
        if (suppressed or value.withheld) and (value.number is not None or parts):
            row.refuse(
                self.suppressed,
                BadCell(
                    "withheld and given",
                    "The row is marked as withheld, and gives figures.",
                    "Remove the figures, or the mark.",
                ),
            )
        withheld = suppressed or value.withheld
        check(Compared(row, definition.code, definition, value, numerator.number, denominator.number), self, known)
        if row.faulty:
            return None
        return Entry(
            row,
            subject=f"{definition.code} {dimension}: {group}",
            key={
                "measure_id": dictionary.ids[definition.code],
                "period_start": period.start,
                "period_end": period.end,
                "dimension": dimension,
                "group": group,
            },
            content={
                "value": value.number,
                "suppressed": withheld,
                "numerator": numerator.number,
                "denominator": denominator.number,
            },
            entered_on=row.dated or self.today,
            period=period.label,
        )
