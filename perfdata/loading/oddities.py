"""Cells that stand for something else than their text, and what is wrong with each."""

from __future__ import annotations

from enum import Enum

from perfdata.loading.faults import BadCell


class Oddity(Enum):
    """What is odd about a cell of a workbook; it has no text that may be believed."""

    UNCALCULATED = "formula never calculated"
    MERGED = "merged cells"

    def fault(self) -> BadCell:
        """What to raise when the cell is read."""
        if self is Oddity.MERGED:
            return BadCell(
                self.value,
                "The cell is merged with others, so that it is not clear for which rows or columns it stands.",
                "Unmerge the cells, and fill in each.",
            )
        return BadCell(
            self.value,
            "The cell has a formula that was never calculated, as far as the file tells, so that it has no value.",
            "Open the file in the spreadsheet program, save it as .xlsx, and load that.",
        )


Cell = str | Oddity
