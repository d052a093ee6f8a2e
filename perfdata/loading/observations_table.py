"""The export of figures as a table: its columns, and the record that a row makes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from perfdata.council import Council
from perfdata.loading.columns import Column, Day, Text, YesNo, plain
from perfdata.loading.faults import BadCell, quoted
from perfdata.loading.figure_cells import Figure, Figures
from perfdata.loading.headings import Layout
from perfdata.loading.period_cells import read_period
from perfdata.loading.reports import Kind
from perfdata.loading.rows import Row, take_all
from perfdata.measures import Definition
from perfdata.periods import Frequency, Period


@dataclass(frozen=True, kw_only=True)
class Codes(Column[str]):
    """A measure's code, which must be one that the dictionary has; read without regard to case."""

    def clean(self, text: str) -> str:
        """The code, which may be unknown: the row asks the dictionary."""
        code = plain(text).upper()
        if not code:
            raise self.absent()
        return code


@dataclass(frozen=True, kw_only=True)
class PeriodWords(Column[str]):
    """A period's words; what they mean depends on the measure's frequency."""

    def clean(self, text: str) -> str:
        """The words as they stand."""
        return text


class Record(NamedTuple):
    """One figure as one row gives it. `dated` is false when the row has no date and got that of the load."""

    row: Row
    code: str
    definition: Definition
    period: Period
    value: Figure
    target: Figure
    numerator: Decimal | None
    denominator: Decimal | None
    provisional: bool
    note: str
    reported_status: str
    entered_on: date
    dated: bool

    @property
    def content(self) -> tuple[object, ...]:
        """Everything that is stored but the dates, in the order of `CONTENT_COLUMNS`."""
        return (
            self.value.number,
            self.value.withheld,
            self.target.number,
            self.numerator,
            self.denominator,
            self.provisional,
            self.note,
            self.reported_status,
        )


CONTENT_COLUMNS = (
    "value", "suppressed", "target", "numerator", "denominator", "provisional", "note", "reported_status",
)  # fmt: skip


class ObservationsTable:
    """The columns of the export, with the council's own marks, and how a row is read.

    A row entered after `today`, or about a period that has not ended, is a fault.
    """

    def __init__(self, council: Council, today: date) -> None:
        marks = council.missing_marks
        self.today = today
        self.code = Codes(heading="Code")
        self.period = PeriodWords(heading="Period")
        self.value = Figures(heading="Value", missing=marks, withheld=council.withheld_marks)
        self.target = Figures(heading="Target", missing=marks, required=False)
        self.numerator = Figures(heading="Numerator", missing=marks, required=False, percent_allowed=False)
        self.denominator = Figures(heading="Denominator", missing=marks, required=False, percent_allowed=False)
        self.status = Text(heading="Status", longest=40, required=False)
        self.provisional = YesNo(heading="Provisional", blank=False, required=False)
        self.note = Text(heading="Note", required=False)
        self.entered_on = Day(heading="Entered On", required=False)
        self.layout = Layout(
            Kind.OBSERVATIONS,
            (
                self.code, self.period, self.value, self.target, self.numerator, self.denominator, self.status,
                self.provisional, self.note, self.entered_on,
            ),
        )  # fmt: skip

    def read(self, rows: Sequence[Row], dictionary: Mapping[str, Definition]) -> list[Record]:
        """The records of the rows that have no fault; the others have noted theirs."""
        alike = {bare(code): code for code in dictionary}
        periods: dict[Frequency, dict[str, Period]] = {frequency: {} for frequency in Frequency}
        known: dict[str, tuple[Definition | None, dict[str, Period]]] = {
            code: (definition, periods[definition.frequency]) for code, definition in dictionary.items()
        }
        records = []
        for row, cells in zip(rows, take_all(rows, self.layout.columns), strict=True):
            code, words, value, target, numerator, denominator, status, provisional, note, entered_on = cells
            definition, met = known.get(code, (None, {}))
            period = met.get(words)
            if definition is None:
                if code:
                    row.refuse(self.code, unknown_code(code, alike))
            elif period is None and words is not None and (period := self._period(row, words, definition.frequency)):
                met[words] = period
            if entered_on is not None and entered_on > self.today:
                row.refuse(self.entered_on, self._in_future(entered_on))
            if row.faulty or definition is None or period is None:
                continue
            dated = entered_on or row.dated
            records.append(
                Record(
                    row, code, definition, period, value, target, numerator.number, denominator.number, provisional,
                    note, status, dated or self.today, dated is not None,
                )
            )  # fmt: skip
        return records

    def _period(self, row: Row, words: str, frequency: Frequency) -> Period | None:
        """The period that the words name; None where it is none that can be meant, which is then a fault."""
        try:
            period = read_period(words, frequency)
        except BadCell as error:
            row.refuse(self.period, error)
            return None
        if period.end <= self.today:
            return period
        row.refuse(
            self.period,
            BadCell(
                "future period",
                f"{period.label} has not ended yet.",
                "Correct the period, or load the figure when the period is over.",
            ),
        )
        return None

    def _in_future(self, day: date) -> BadCell:
        return BadCell(
            f"bad date in {self.entered_on.heading}",
            f"{day:%d/%m/%Y} is in the future.",
            "Correct the date on which the figure was entered.",
        )


def unknown_code(code: str, alike: Mapping[str, str]) -> BadCell:
    """What to raise for a code that the dictionary lacks; `alike` are its codes by what `bare` makes of them."""
    problem = f"The dictionary of measures has no {quoted(code)}."
    if meant := alike.get(bare(code)):
        return BadCell(f"unknown code, did you mean {meant}", problem, f"Write {meant}, if that is meant.")
    if odd := next((letter for letter in code if letter.isalpha() and not letter.isascii()), None):
        name = unicodedata.name(odd, "a letter without a name").lower()
        problem += f" Its letter {quoted(odd)} is a {name}, which may look like another."
    return BadCell("unknown code", problem, "Correct the code, or add the measure to the dictionary first.")


def bare(code: str) -> str:
    """A code without spaces and dashes of any kind, which is how codes are most often mistyped."""
    return "".join(letter for letter in code if letter.isalnum() or letter not in " -_.‐‑‒–—−")
