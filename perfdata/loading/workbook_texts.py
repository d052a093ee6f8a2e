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
from itertools import compress, count
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
"""The numbers of the rows that are not blank, their columns, and where formulas stand that were never calculated."""

_Column = tuple[list[str], "array[int]"]


def batch(rows: Sequence[Sequence[Any]], first_row: int, left: int, piece: Piece) -> Batch:
    """Consecutive rows of one piece, beginning with `first_row`; calamine leaves out `left` columns, which are blank.

    Raises BadFile for a cell that is longer than any may be.
    """
    columns = [_blank(len(rows))] * left
    for column, cells in enumerate(zip(*rows, strict=True), left + 1):
        columns.append(_column(cells, first_row, column, piece))
    return _batch(range(first_row, first_row + len(rows)), columns, piece)


def blank_batch(numbers: Sequence[int], piece: Piece) -> Batch:
    """Rows of a piece in which calamine sees nothing."""
    return _batch(numbers, [], piece)


def _batch(numbers: Sequence[int], columns: list[_Column], piece: Piece) -> Batch:
    """What is to be sent. A formula never calculated may stand beyond all the columns that calamine sees."""
    waiting: list[tuple[int, int]] = []
    if piece.uncalculated:
        waiting = [(row, column) for row in numbers for column in piece.uncalculated.get(row, ())]
    widest = max((column for _, column in waiting), default=0)
    columns = [*columns, *[_blank(len(numbers))] * (widest - len(columns))]
    kept = _filled(columns, len(numbers))
    if waiting:
        told = {row for row, _ in waiting}
        kept = [filled or row in told for row, filled in zip(numbers, kept, strict=True)]
    if not all(kept):
        numbers = list(compress(numbers, kept))
        columns = [(texts, array("H", compress(places, kept))) for texts, places in columns]
    return list(numbers), [(texts, places.tobytes()) for texts, places in columns], waiting


def _filled(columns: Sequence[_Column], rows: int) -> list[bool]:
    """Which of the rows hold anything."""
    blank = tuple(texts.index("") if "" in texts else -1 for texts, _ in columns)
    if not columns or -1 in blank:
        return [bool(columns)] * rows
    return [places != blank for places in zip(*(places for _, places in columns), strict=True)]


def _blank(rows: int) -> _Column:
    return [""], array("H", [0]) * rows


def _column(cells: Sequence[Any], first_row: int, column: int, piece: Piece) -> _Column:
    """A column's cells, of which each distinct one is turned once; all of them one by one only where that is needed."""
    kinds = set(map(type, cells))
    numbers = kinds <= {float, int} and not piece.percent
    if not numbers and (piece.errors or kinds != {str}):
        cells = [_text(cell, row, column, piece) for row, cell in enumerate(cells, first_row)]
    places = dict(zip(dict.fromkeys(cells), count()))
    texts = list(map(_number, places)) if numbers else list(places)
    if max(map(len, texts), default=0) > MOST_CELL_CHARACTERS:
        raise bad_file("a cell is too long", f"A cell has over {MOST_CELL_CHARACTERS:,} characters.", "Shorten it.")
    return texts, array("H", map(places.__getitem__, cells))


def _text(cell: Any, row: int, column: int, piece: Piece) -> str:
    """A cell as its columns clean it. A fraction shown as a percentage is written as one, with its sign."""
    if type(cell) is str:
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
