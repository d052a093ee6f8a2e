"""A workbook's cells as the texts that columns clean, some thousand rows at a time. Runs in the reading child.

A long sheet says the same again and again: each column of a batch is sent as its distinct texts, and for each row the
place of its text among them.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import compress
from math import isfinite
from typing import Any

from perfdata.loading.faults import bad_file
from perfdata.loading.workbook_cells import Piece

BATCH = 5_000
MOST_CELL_CHARACTERS = 131_072
_FINEST = Decimal("1e-10")

Packed = tuple[list[str], bytes]
"""A column's distinct texts, and the places among them as unsigned numbers of two bytes."""
Batch = tuple[list[int], list[Packed], list[tuple[int, int]]]
"""The numbers of rows that are not blank, their columns, and where formulas stand that were never calculated."""


def batch(rows: Sequence[Sequence[Any]], first_row: int, left: int, piece: Piece) -> Batch:
    """Consecutive rows of one piece, beginning with `first_row`; calamine leaves out `left` columns, which are blank.

    Raises BadFile for a cell that is longer than any may be.
    """
    columns: list[Sequence[str]] = [[""] * len(rows)] * left
    for column, cells in enumerate(zip(*rows, strict=True), left + 1):
        columns.append(_texts(cells, first_row, column, piece))
    return batch_of_texts(range(first_row, first_row + len(rows)), columns, piece)


def batch_of_texts(numbers: Sequence[int], columns: list[Sequence[str]], piece: Piece) -> Batch:
    """The same of columns of texts. A formula never calculated may stand beyond all the columns that calamine sees."""
    waiting = (
        [(row, column) for row in numbers for column in piece.uncalculated.get(row, ())] if piece.uncalculated else []
    )
    widest = max((column for _, column in waiting), default=0)
    columns = [*columns, *[[""] * len(numbers)] * (widest - len(columns))]
    told = {row for row, _ in waiting}
    filled = map(any, zip(*columns, strict=True)) if columns else [False] * len(numbers)
    kept = [said or row in told for row, said in zip(numbers, filled, strict=True)]
    if not all(kept):
        numbers = list(compress(numbers, kept))
        columns = [list(compress(texts, kept)) for texts in columns]
    return list(numbers), [_packed(texts) for texts in columns], waiting


def _packed(texts: Sequence[str]) -> Packed:
    distinct = list(dict.fromkeys(texts))
    places = dict(zip(distinct, range(len(distinct)), strict=True))
    return distinct, array("H", map(places.__getitem__, texts)).tobytes()


def _texts(cells: Sequence[Any], first_row: int, column: int, piece: Piece) -> Sequence[str]:
    """A column's cells as texts; one by one only where that is needed."""
    kinds = set(map(type, cells))
    if kinds == {str} and not piece.errors:
        if max(map(len, cells)) > MOST_CELL_CHARACTERS:
            raise _too_long()
        return cells
    if kinds <= {float, int} and not piece.percent:
        return list(map(_number, cells))
    return [_text(cell, row, column, piece) for row, cell in enumerate(cells, first_row)]


def _text(cell: Any, row: int, column: int, piece: Piece) -> str:
    """A cell as its columns clean it. A fraction shown as a percentage is written as one, with its sign."""
    if type(cell) is str:
        if len(cell) > MOST_CELL_CHARACTERS:
            raise _too_long()
        return cell or piece.errors.get((row, column), "")
    if type(cell) is float or type(cell) is int:
        return f"{_digits(cell, 100)}%" if (row, column) in piece.percent else _number(cell)
    if type(cell) is bool:
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        return f"{cell:%Y-%m}" if (row, column) in piece.dayless else f"{cell:%Y-%m-%d}"
    if isinstance(cell, time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else ""


@lru_cache(maxsize=65_536)
def _number(number: float) -> str:
    if not isfinite(number):
        return str(number)
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return _digits(number, 1)


def _digits(number: float, times: int) -> str:
    """The number as a spreadsheet knows it, to fifteen digits, without an exponent and without float noise."""
    exact = Decimal(f"{number:.15g}") * times
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -10:
        exact = exact.quantize(_FINEST)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _too_long() -> Exception:
    return bad_file("a cell is too long", f"A cell has over {MOST_CELL_CHARACTERS:,} characters.", "Shorten it.")
