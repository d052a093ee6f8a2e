"""How a council lays its workbooks out by hand, as its configuration describes it. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from perfdata.periods import Frequency


class Stands(StrEnum):
    """Which period of a measure a column stands for, when its heading names a period of any kind.

    `SAME`: the very period that is named. `LAST`: the measure's last period in it, which must end with it. `ENDING`:
    the one period of the measure that ends in it.
    """

    SAME = "same"
    LAST = "last"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class FiguresLayout:
    """A part of a sheet with a measure a row and a period a column.

    Headings are written as `headings.same_heading` makes them. `code` may be empty: measures are then known by their
    titles. `target` and `note` are about the latest figure of the row, unless their heading ends in a period, which
    is then the one they are about. `skipped` are headings that nobody reads, on purpose; `totals` are words that begin
    a row that is no measure. `means` says what a column stands for, by the measure's frequency. Marks are stuck to
    titles; `thousands` are letters that may follow a figure whose unit is thousands of pounds.
    """

    code: tuple[str, ...]
    title: tuple[str, ...]
    target: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    heading_rows: int = 1
    means: Mapping[Frequency, Stands] = field(default_factory=dict)
    provisional_marks: tuple[str, ...] = ()
    provisional_italics: bool = False
    other_marks: tuple[str, ...] = ()
    thousands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MilestonesLayout:
    """A part of a sheet with a milestone a row; `columns` give the headings of each column of the table of milestones.

    The directorate is the sheet's name where no column holds it. `merged_down` are columns whose merged cells stand
    for every row that they cover.
    """

    columns: Mapping[str, tuple[str, ...]]
    merged_down: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkbookLayout:
    """One kind of workbook. `dated_by` are words that come before the date of which all in a sheet is true."""

    name: str
    figures: FiguresLayout | None = None
    milestones: MilestonesLayout | None = None
    dated_by: tuple[str, ...] = ()
