"""The child process in which every workbook is read, with limits on memory and time.

Run as `python -m perfdata.loading.workbook_child PATH SUFFIX`; writes `marshal` frames to standard output, which
`workbooks` reads. A workbook can abort the process that reads it, and then it is this one. Imports no more than it
needs, has none of the bot's settings in its environment, opens nothing but the one file, and evaluates nothing.
"""

from __future__ import annotations

import marshal
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

import python_calamine

from perfdata.loading import ods_cells, xls_cells
from perfdata.loading.faults import BadFile, bad_file
from perfdata.loading.workbook_cells import Piece, pieces
from perfdata.loading.workbook_parts import Parts, check_area, damaged, open_parts

MOST_MEMORY = 3 * 1024**3
MOST_CPU_SECONDS = 240
MOST_SHEETS = 200
MOST_CELL_CHARACTERS = 131_072
CHUNK = 2_000
# Marks of cells are told for sheets that people lay out by hand, never for long exports.
SMALL_SHEET_ROWS = 5_000
UNCALCULATED = 1
_FINEST = Decimal("1e-10")


def main(path: str, suffix: str) -> None:
    """Read the workbook and write what it holds. A BadFile becomes a frame of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for frame in _frames(Path(path), suffix):
            marshal.dump(frame, sys.stdout.buffer)
    except BadFile as error:
        _refuse(error)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError, ValueError):
        _refuse(damaged())
    except python_calamine.PasswordError:
        _refuse(
            bad_file("password-protected", "The workbook is protected by a password.", "Save a copy of it without one.")
        )
    except (python_calamine.CalamineError, OSError):
        _refuse(damaged())
    sys.stdout.buffer.flush()


def _refuse(error: BadFile) -> None:
    fault = error.faults[0]
    marshal.dump(("refused", fault.reason, fault.problem, fault.advice), sys.stdout.buffer)


def _frames(path: Path, suffix: str) -> Iterator[tuple[Any, ...]]:
    if suffix == ".xls":
        yield from _sheets(path, None, xls_cells.oddities(path))
        return
    with zipfile.ZipFile(path) as archive:
        parts = open_parts(archive)
        if suffix == ".ods":
            yield from _sheets(path, None, ods_cells.oddities(archive))
        else:
            yield from _sheets(path, (archive, parts), {})


def _sheets(
    path: Path, inside: tuple[zipfile.ZipFile, Parts] | None, known: dict[str, Piece]
) -> Iterator[tuple[Any, ...]]:
    book = python_calamine.CalamineWorkbook.from_path(path)
    if len(book.sheets_metadata) > MOST_SHEETS:
        raise bad_file("too many sheets", f"The workbook has over {MOST_SHEETS} sheets.", "Leave only what is needed.")
    hidden = []
    for number, sheet in enumerate(book.sheets_metadata):
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
            hidden.append(sheet.name)
            continue
        yield from _sheet(book, number, sheet.name, inside, known.get(sheet.name))
    yield ("end", hidden, bool(inside and inside[1].links))


def _sheet(
    book: python_calamine.CalamineWorkbook,
    number: int,
    name: str,
    inside: tuple[zipfile.ZipFile, Parts] | None,
    known: Piece | None,
) -> Iterator[tuple[Any, ...]]:
    sheet = book.get_sheet_by_index(number)
    check_area(sheet.total_height, sheet.total_width)
    merged = [(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1) for first, last in sheet.merged_cell_ranges or []]
    yield ("sheet", name, merged)
    found = _in_pieces(inside, name, known)
    piece = next(found, Piece(0))
    hidden, links, marks = piece.hidden, piece.links, _Marks()
    chunk: list[tuple[int, list[str]]] = []
    odd: dict[tuple[int, int], int] = {}
    left = (sheet.start or (0, 0))[1]
    last, small = 0, sheet.total_height <= SMALL_SHEET_ROWS
    # Rows are given from the first of the sheet, cells from the first column that holds any.
    for row, cells in enumerate(sheet.iter_rows(), 1):
        while row > piece.last_row and (following := next(found, None)) is not None:
            piece = following
            hidden, links = hidden + piece.hidden, links or piece.links
        texts = [_text(cell, row, column, piece) for column, cell in enumerate(cells, left + 1)]
        if left:
            texts = [""] * left + texts
        last, waiting = row, _note_waiting(row, texts, piece, odd)
        if waiting or any(texts):
            chunk.append((row, texts))
            if small:
                marks.note(row, piece)
        if len(chunk) >= CHUNK:
            yield ("rows", chunk, odd)
            chunk, odd = [], {}
    for row in sorted(later for later in piece.uncalculated if later > last):
        texts = []
        _note_waiting(row, texts, piece, odd)
        chunk.append((row, texts))
    yield ("rows", chunk, odd)
    yield ("marks", hidden, links, marks.italic, marks.places)


def _note_waiting(row: int, texts: list[str], piece: Piece, odd: dict[tuple[int, int], int]) -> bool:
    """Note the row's formulas that were never calculated, which may stand beyond all that calamine sees."""
    columns = piece.uncalculated.get(row, ())
    for column in columns:
        texts.extend([""] * (column - len(texts)))
        odd[row, column] = UNCALCULATED
    return bool(columns)


class _Marks:
    """Which cells are in italics, and how many decimals percentages show."""

    def __init__(self) -> None:
        self.italic: list[tuple[int, int]] = []
        self.places: dict[tuple[int, int], int] = {}
        self._seen: Piece | None = None

    def note(self, row: int, piece: Piece) -> None:
        if piece is not self._seen:
            self._seen = piece
            self.italic.extend(piece.italic)
            self.places.update(piece.percent)


def _in_pieces(inside: tuple[zipfile.ZipFile, Parts] | None, name: str, known: Piece | None) -> Iterator[Piece]:
    if known is not None:
        yield known
    elif inside is not None and (part_name := inside[1].sheets.get(name)):
        with inside[0].open(part_name) as part:
            yield from pieces(part, inside[1].styles)


def _text(cell: Any, row: int, column: int, piece: Piece) -> str:
    """A cell as its columns clean it. A fraction shown as a percentage is written as one, with its sign."""
    if type(cell) is str:
        if not cell:
            return piece.errors.get((row, column), "") if piece.errors else ""
        if len(cell) > MOST_CELL_CHARACTERS:
            raise bad_file("a cell is too long", f"A cell has over {MOST_CELL_CHARACTERS:,} characters.", "Shorten it.")
        return cell
    if type(cell) is float or type(cell) is int:
        if piece.percent and (row, column) in piece.percent:
            return f"{_digits(cell, 100)}%"
        return _number(cell)
    if type(cell) is bool:
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, date):
        return f"{cell:%Y-%m}" if (row, column) in piece.dayless else f"{cell:%Y-%m-%d}"
    if isinstance(cell, time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else ""


@lru_cache(maxsize=65_536)
def _number(number: float) -> str:
    """The number in digits. The same ones come again and again, and are then one text, which is sent once a chunk."""
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


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main(sys.argv[1], sys.argv[2])
