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
from itertools import chain, islice
from pathlib import Path
from typing import Any

import python_calamine

from perfdata.loading import ods_cells, xls_cells
from perfdata.loading.faults import BadFile, bad_file
from perfdata.loading.workbook_cells import Ahead, Piece, pieces
from perfdata.loading.workbook_parts import Parts, check_area, damaged, open_parts
from perfdata.loading.workbook_texts import BATCH, batch, blank_batch

MOST_MEMORY = 3 * 1024**3
MOST_CPU_SECONDS = 240
MOST_SHEETS = 200
# Marks of cells are told for sheets that people lay out by hand, never for long exports.
SMALL_SHEET_ROWS = 5_000


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
    ahead = Ahead(_in_pieces(inside, name, known))
    sheet = book.get_sheet_by_index(number)
    check_area(sheet.total_height, sheet.total_width)
    merged = [(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1) for first, last in sheet.merged_cell_ranges or []]
    yield ("sheet", name, merged)
    found = iter(ahead)
    piece = next(found, Piece(0))
    hidden, links, marks = piece.hidden, piece.links, _Marks()
    left = (sheet.start or (0, 0))[1]
    small = sheet.total_height <= SMALL_SHEET_ROWS
    # Rows are given from the first of the sheet, cells from the first column that holds any.
    rows, last = sheet.iter_rows(), 0
    while True:
        while last >= piece.last_row and (following := next(found, None)) is not None:
            piece = following
            hidden, links = hidden + piece.hidden, links or piece.links
        some = list(islice(rows, min(BATCH, piece.last_row - last) if piece.last_row > last else BATCH))
        if not some:
            break
        given = batch(some, last + 1, left, piece)
        last += len(some)
        if small and given[0]:
            marks.note(piece)
        yield ("rows", *given)
    # Formulas never calculated may stand below all that calamine sees.
    for beyond in chain((piece,), found):
        if later := sorted(row for row in beyond.uncalculated if row > last):
            yield ("rows", *blank_batch(later, beyond))
    yield ("marks", hidden, links, marks.italic, marks.places)


class _Marks:
    """Which cells are in italics, and how many decimals percentages show."""

    def __init__(self) -> None:
        self.italic: list[tuple[int, int]] = []
        self.places: dict[tuple[int, int], int] = {}
        self._seen: Piece | None = None

    def note(self, piece: Piece) -> None:
        if piece is not self._seen:
            self._seen = piece
            self.italic.extend(piece.italic)
            self.places.update(piece.percent)


def _in_pieces(inside: tuple[zipfile.ZipFile, Parts] | None, name: str, known: Piece | None) -> Iterator[Piece]:
    if known is not None:
        yield known
    elif inside is not None and (part_name := inside[1].sheets.get(name)):
        with inside[0].open(part_name) as part:
            yield from pieces(part, inside[1].styles, calculated=inside[1].calculated)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main(sys.argv[1], sys.argv[2])
