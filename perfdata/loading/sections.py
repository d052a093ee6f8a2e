"""A table inside a file: a whole text file, a sheet, or a part of a sheet; and the rows that it comes to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfdata.loading.faults import BadFile, bad_file
from perfdata.loading.headings import Heading, Layout, known_headings, read_header
from perfdata.loading.oddities import Cell, Oddity
from perfdata.loading.reports import Fault, Kind
from perfdata.loading.rows import Row
from perfdata.loading.text_files import TextTable
from perfdata.loading.workbooks import Sheet
from perfdata.measures import Definition

TITLE_ROWS = 20
"""How far down a sheet its headings may stand, under titles."""


class Section(ABC):
    """One table. `sheet` is None in a file without sheets."""

    kind: Kind
    sheet: str | None

    @property
    @abstractmethod
    def ignored(self) -> tuple[str, ...]:
        """The headings that nothing reads."""

    @property
    @abstractmethod
    def count(self) -> int:
        """How many rows stand under the headings."""

    @abstractmethod
    def rows(self, faults: list[Fault], definitions: Mapping[str, Definition]) -> list[Row]:
        """The rows; those that cannot be rows add a fault. `definitions` are those of the measures held."""


@dataclass
class LongSection(Section):
    """One row a thing, with headings in the first row."""

    heading: Heading
    records: Sequence[tuple[int, Sequence[Cell]]]
    sheet: str | None = None

    @property
    def kind(self) -> Kind:  # type: ignore[override]
        """What the table holds."""
        return self.heading.layout.kind

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings that nothing reads."""
        return self.heading.ignored

    @property
    def count(self) -> int:
        """How many rows stand under the headings."""
        return len(self.records)

    def rows(self, faults: list[Fault], definitions: Mapping[str, Definition]) -> list[Row]:
        """The rows that have as many cells as there are headings; each of the others is a fault."""
        found = []
        for number, cells in self.records:
            if self.sheet is not None and len(cells) != self.heading.width:
                # On a sheet every row has all columns; those that hold nothing may not be told.
                cells = [*cells[: self.heading.width], *[""] * (self.heading.width - len(cells))]
            if len(cells) == self.heading.width:
                found.append(Row(number, cells, self.heading, faults, self.sheet))
            else:
                faults.append(_ragged(number, len(cells), self.heading.width))
        return found


def text_section(table: TextTable, layouts: Sequence[Layout]) -> LongSection:
    """The table that a text file is. Raises BadFile when its headings are not those of a table."""
    return LongSection(read_header(table.header, layouts), table.records)


def sheet_section(sheet: Sheet, layouts: Sequence[Layout]) -> LongSection | None:
    """The long table that a sheet holds; None when it has no known headings. Raises BadFile when it is at fault."""
    words = known_headings(layouts)
    place = next(
        (
            place
            for place, (_, cells) in enumerate(sheet.records[:TITLE_ROWS])
            if sum(isinstance(cell, str) and words(cell) for cell in cells) > 1
        ),
        None,
    )
    if place is None:
        return None
    header_row, header = sheet.records[place]
    try:
        heading = read_header([cell if isinstance(cell, str) else "" for cell in header], layouts)
        _refuse_another_table(sheet, place, header, layouts)
    except BadFile as error:
        raise BadFile(*(_on_sheet(fault, sheet.name) for fault in error.faults)) from None
    if not sheet.records[place + 1 :]:
        raise bad_file("no rows", f"Sheet {sheet.name} has headings and nothing under them.", "Export the file again.")
    _mark_merged(sheet, heading, header_row)
    return LongSection(heading, sheet.records[place + 1 :], sheet.name)


def _refuse_another_table(sheet: Sheet, place: int, header: Sequence[Cell], layouts: Sequence[Layout]) -> None:
    """A second table stands beside the first, after a column without a heading, or below it, after blank rows."""
    filled = [column for column, cell in enumerate(header) if cell]
    beside = filled[-1] - filled[0] + 1 > len(filled)
    below = False
    before = sheet.records[place][0]
    words = known_headings(layouts)
    for number, cells in sheet.records[place + 1 :]:
        gap = number - before - 1
        if gap and (gap > 1 or sum(isinstance(cell, str) and words(cell) for cell in cells) > 1):
            below = True
        before = number
    if beside or below:
        raise bad_file(
            "more than one table on the sheet",
            f"Sheet {sheet.name} has another table {'beside' if beside else 'below'} the first.",
            "Put each table on a sheet of its own, without blank rows or columns inside.",
        )


def _mark_merged(sheet: Sheet, heading: Heading, header_row: int) -> None:
    """Cells of columns that are read, and that are merged with others, have no value of their own."""
    if not sheet.merged:
        return
    read = set(heading.positions.values())
    by_number = dict(sheet.records)
    for first_row, first_column, last_row, last_column in sheet.merged:
        for row in range(max(first_row, header_row + 1), last_row + 1):
            cells = by_number.get(row)
            if cells is None:
                continue
            for column in range(first_column - 1, min(last_column, len(cells))):
                if column in read:
                    cells[column] = Oddity.MERGED


def _on_sheet(fault: Fault, sheet: str) -> Fault:
    return Fault(fault.reason, fault.problem, fault.advice, fault.row, fault.column, fault.value, sheet)


def _ragged(number: int, cells: int, width: int) -> Fault:
    return Fault(
        "wrong number of fields",
        f"The row has {cells} cell{'' if cells == 1 else 's'}, and there are {width} headings.",
        "Put text that holds the delimiter or a line break in quotation marks, or complete the row.",
        row=number,
    )
