"""One row of a file: takes its cells through their columns, and notes each fault with its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar, cast

from perfdata.loading.columns import Column
from perfdata.loading.faults import BadCell, shown
from perfdata.loading.headings import Heading
from perfdata.loading.reports import Fault

Value = TypeVar("Value")


class Row:
    """A row under its headings. `faults` is the file's list, to which this row adds its own.

    `dated` is the date that the whole sheet gives itself; None where there is none.
    """

    __slots__ = ("_cells", "_faults", "_heading", "dated", "faulty", "number", "sheet")

    def __init__(
        self,
        number: int,
        cells: Sequence[str],
        heading: Heading,
        faults: list[Fault],
        sheet: str | None = None,
        dated: date | None = None,
    ) -> None:
        self.number = number
        self.sheet = sheet
        self.dated = dated
        self.faulty = False
        self._cells = cells
        self._heading = heading
        self._faults = faults

    @property
    def place(self) -> str:
        """Where the row stands, at the beginning of a sentence."""
        return f"Sheet {self.sheet}, row {self.number}" if self.sheet else f"Row {self.number}"

    def take(self, column: Column[Value]) -> Value:
        """The cleaned value of this row's cell; a column that the file lacks counts as a blank cell.

        After a fault the value means nothing: `faulty` must be looked at before anything is made of it.
        """
        try:
            return column.clean(self.text(column))
        except BadCell as error:
            self.refuse(column, error)
            return cast(Value, None)

    def text(self, column: Column[Any]) -> str:
        """The cell as it stands."""
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
                column=column.heading if column else None,
                value=shown(self.text(column)) if column else None,
                sheet=self.sheet,
            )
        )
