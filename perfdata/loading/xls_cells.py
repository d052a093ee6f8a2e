"""What calamine does not tell about the cells of an .xls file: percentages, dates without a day, errors,
formulas never calculated.

An .xls file is a small file system with one stream of records. Record types and layouts are those of Microsoft's
published description [MS-XLS]; only BIFF8, which every spreadsheet since 1997 writes, is looked at. Runs in the child.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from perfdata.loading.faults import bad_file
from perfdata.loading.workbook_cells import Piece
from perfdata.loading.workbook_parts import damaged, shown_as

EVERY_ROW = 1 << 30
END_OF_CHAIN = 0xFFFFFFFE
BOUND_SHEET, FORMAT, STYLE, PASSWORD = 0x0085, 0x041E, 0x00E0, 0x002F
FORMULA, NUMBER, RK, MANY_RK, ERROR, ROW, END = 0x0006, 0x0203, 0x027E, 0x00BD, 0x0205, 0x0208, 0x000A
CALCULATED_BY, NOT_CALCULATED = 0x01C1, 0x005E
# What programs that do not calculate write as a result: a blank or nought. Each is also the result of some formulas,
# and is believed where the file names the program that calculated it last.
NO_RESULT = (b"\x03\x00\x00\x00\x00\x00\xff\xff", bytes(8))
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def oddities(path: Path) -> dict[str, Piece]:
    """What is odd about each sheet's cells, by the sheet's name. Raises BadFile."""
    try:
        stream = _workbook_stream(path.read_bytes())
        formats: dict[int, str] = {}
        styles: list[int] = []
        sheets: list[tuple[str, int]] = []
        calculated = False
        for kind, body in _records(stream, 0):
            if kind == PASSWORD:
                raise bad_file(
                    "password-protected", "The workbook is protected by a password.", "Save a copy of it without one."
                )
            if kind == FORMAT:
                formats[struct.unpack_from("<H", body)[0]] = _text(body[2:], 2)
            elif kind == STYLE:
                styles.append(struct.unpack_from("<H", body, 2)[0])
            elif kind == CALCULATED_BY:
                calculated = any(body[4:8])
            elif kind == BOUND_SHEET:
                sheets.append((_text(body[6:], 1), struct.unpack_from("<I", body)[0]))
        percent, dayless = shown_as(styles, formats)
        return {name: _sheet(stream, start, percent, dayless, calculated=calculated) for name, start in sheets}
    except (struct.error, IndexError, UnicodeDecodeError):
        raise damaged() from None


def _sheet(stream: bytes, start: int, percent: dict[int, int], dayless: set[int], *, calculated: bool) -> Piece:
    piece = Piece(EVERY_ROW)
    for kind, body in _records(stream, start):
        if kind == NOT_CALCULATED:
            calculated = False
        elif kind in (NUMBER, RK, FORMULA, ERROR):
            row, column, style = struct.unpack_from("<HHH", body)
            _note(piece, row + 1, column + 1, style, percent, dayless)
            if kind == ERROR and body[7]:
                piece.errors[row + 1, column + 1] = _ERRORS.get(body[6], "#ERROR!")
            elif kind == FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
                piece.errors[row + 1, column + 1] = _ERRORS.get(body[8], "#ERROR!")
            elif kind == FORMULA and not calculated and body[6:14] in NO_RESULT:
                piece.wait(row + 1, column + 1)
        elif kind == MANY_RK:
            row, column = struct.unpack_from("<HH", body)
            for place, offset in enumerate(range(4, len(body) - 2, 6), column + 1):
                _note(piece, row + 1, place, struct.unpack_from("<H", body, offset)[0], percent, dayless)
        elif kind == ROW:
            piece.hidden += bool(struct.unpack_from("<H", body, 12)[0] & 0x20)
    return piece


def _note(piece: Piece, row: int, column: int, style: int, percent: dict[int, int], dayless: set[int]) -> None:
    if style in percent:
        piece.percent[row, column] = percent[style]
    elif style in dayless:
        piece.dayless.add((row, column))


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Records from `place` to the end of their part."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        if kind == END:
            return
        place += 4 + length


def _text(body: bytes, width: int) -> str:
    """A string with its length in `width` bytes before it, and a flag for two bytes a letter."""
    length = int.from_bytes(body[:width], "little")
    wide, start = body[width] & 1, width + 1
    return body[start : start + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")


def _workbook_stream(content: bytes) -> bytes:
    """The stream of records, out of the file system that the file is."""
    size, small_size = 1 << struct.unpack_from("<H", content, 30)[0], 1 << struct.unpack_from("<H", content, 32)[0]
    if not (size in (512, 4096) and small_size == 64):
        raise damaged()
    directory, cutoff, small_table = (struct.unpack_from("<I", content, place)[0] for place in (48, 56, 60))
    table_parts = [one for one in struct.unpack_from("<109I", content, 76) if one < END_OF_CHAIN - 3]
    following, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // size)):
        more = struct.unpack_from(f"<{size // 4}I", content, size * (following + 1))
        table_parts += [one for one in more[:-1] if one < END_OF_CHAIN - 3]
        following = more[-1]

    def sector(number: int) -> bytes:
        return content[size * (number + 1) : size * (number + 2)]

    table = b"".join(sector(part) for part in table_parts)

    def chain(number: int, links: bytes, limit: int) -> Iterator[int]:
        for _ in range(limit):
            if number >= END_OF_CHAIN - 3:
                return
            yield number
            number = struct.unpack_from("<I", links, number * 4)[0]

    most = len(content) // size + 1
    entries = b"".join(sector(part) for part in chain(directory, table, most))
    root_start = struct.unpack_from("<I", entries, 116)[0]
    for place in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, place + 64)[0]
        name = entries[place : place + max(length - 2, 0)].decode("utf-16-le")
        if name.casefold() == "workbook":
            start, whole = struct.unpack_from("<II", entries, place + 116)
            if whole >= cutoff:
                return b"".join(sector(part) for part in chain(start, table, most))[:whole]
            small = b"".join(sector(part) for part in chain(root_start, table, most))
            links = b"".join(sector(part) for part in chain(small_table, table, most))
            parts = chain(start, links, len(small) // 64 + 1)
            return b"".join(small[64 * part : 64 * (part + 1)] for part in parts)[:whole]
    raise damaged()
