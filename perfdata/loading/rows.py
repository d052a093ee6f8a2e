"""One row of a file: takes its cells through their columns, and notes each fault with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice
from typing import Any, TypeVar, cast

from perfdata.loading.columns import Column
from perfdata.loading.faults import BadCell, shown
from perfdata.loading.headings import Heading
from perfdata.loading.oddities import Cell, Oddity
from perfdata.loading.reports import Fault, Kind

Value = TypeVar("Value")
AT_ONCE = 1_000
_NO_LABELS: Mapping[str, str] = {}


class Row:
    """A row under its headings. `faults` is the file's list, to which this row adds its own.

    `dated` is the date that the whole sheet gives itself; None where there is none. `partial` is true when the row is
    a workbook's figure, which says nothing of what it was worked out from; `places` are then the decimals that its
    cell shows, where that is known. `labels` are the sheet's own headings for columns that it calls otherwise.
    """

    __slots__ = ("_cells", "_faults", "_heading", "_labels", "dated", "faulty", "number", "partial", "places", "sheet")

    def __init__(
        self,
        number: int,
        cells: Sequence[Cell],
        heading: Heading,
        faults: list[Fault],
        sheet: str | None = None,
        dated: date | None = None,
        *,
        partial: bool = False,
        places: int | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        self.number = number
        self.sheet = sheet
        self.dated = dated
        self.partial = partial
        self.places = places
        self.faulty = False
        self._labels = labels or _NO_LABELS
        self._cells = cells
        self._heading = heading
        self._faults = faults

    @property
    def kind(self) -> Kind:
        """What the table that the row stands in holds."""
        return self._heading.layout.kind

    @property
    def place(self) -> str:
        """Where the row stands, at the beginning of a sentence."""
        return f"Sheet {self.sheet}, row {self.number}" if self.sheet else f"Row {self.number}"

    def take(self, column: Column[Value]) -> Value:
        """The cleaned value of this row's cell; a column that the file lacks counts as a blank cell.

        After a fault the value means nothing: `faulty` must be looked at before anything is made of it.
        """
        position = self._heading.positions.get(column.heading)
        cell = "" if position is None else self._cells[position]
        try:
            if isinstance(cell, Oddity):
                raise cell.fault()
            return column.value(cell)
        except BadCell as error:
            self.refuse(column, error)
            return cast(Value, None)

    def text(self, column: Column[Any]) -> str:
        """The cell as it stands; blank for one that has no text of its own."""
        cell = self._cell(column)
        return "" if isinstance(cell, Oddity) else cell

    def _cell(self, column: Column[Any]) -> Cell:
        position = self._heading.positions.get(column.heading)
        return "" if position is None else self._cells[position]

    def refuse(self, column: Column[Any] | None, error: BadCell) -> None:
        """Note a fault, of a cell or of the whole row."""
        self.faulty = True
        self._faults.append(
            Fault(
                error.reason,
                error.problem,
                error.advice,
                row=self.number,
                column=self._labels.get(column.heading, column.heading) if column else None,
                value=shown(self.text(column)) if column else None,
                sheet=self.sheet,
            )
        )


def take_all(rows: Iterable[Row], columns: Sequence[Column[Any]]) -> Iterator[Sequence[Any]]:
    """The cleaned values of several cells of each row, as `Row.take` gives each.

    A long file says the same again and again: cells that were met before are looked up, for many rows together.
    """
    for _, under_one_heading in groupby(rows, lambda row: id(row._heading)):
        while some := list(islice(under_one_heading, AT_ONCE)):
            try:
                yield from _together(some, columns)
            except BadCell:
                # Which of them are at fault is found row by row.
                yield from ([row.take(column) for column in columns] for row in some)


def _together(rows: Sequence[Row], columns: Sequence[Column[Any]]) -> Iterator[Sequence[Any]]:
    """The values of rows under one heading. Raises BadCell when any of their cells is at fault."""
    cells = list(zip(*(row._cells for row in rows), strict=True))
    positions = rows[0]._heading.positions
    blank = ("",) * len(rows)
    places = [positions.get(column.heading) for column in columns]
    given = (blank if place is None else cells[place] for place in places)
    return zip(*map(_values, columns, given), strict=True)


def _values(column: Column[Any], cells: Sequence[Cell]) -> list[Any]:
    new = {}
    for cell in set(cells).difference(column.known):
        if isinstance(cell, Oddity):
            raise cell.fault()
        new[cell] = column.value(cell)
    if new:
        return [new[cell] if cell in new else column.known[cell] for cell in cells]
    return list(map(column.known.__getitem__, cells))
