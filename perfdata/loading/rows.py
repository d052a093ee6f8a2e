"""One row of a file: takes its cells through their columns, and notes each fault with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from perfdata.loading.columns import Column
from perfdata.loading.faults import BadCell, shown
from perfdata.loading.headings import Heading
from perfdata.loading.oddities import Cell, Oddity
from perfdata.loading.reports import Fault, Kind

Value = TypeVar("Value")


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
        self._labels = labels or {}
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

    def take_all(self, columns: Sequence[Column[Any]]) -> list[Any]:
        """The cleaned values of several cells, as `take` gives each: at once where all have been met before."""
        positions, cells = self._heading.positions, self._cells
        try:
            return [
                column.known["" if (place := positions.get(column.heading)) is None else cells[place]]
                for column in columns
            ]
        except KeyError:
            return [self.take(column) for column in columns]

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
