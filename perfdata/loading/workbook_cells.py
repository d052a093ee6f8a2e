"""What calamine does not tell about a sheet's cells: errors, formulas never calculated, formats, hidden rows.

The sheet's XML is looked at in pieces of whole rows, in step with the rows that calamine gives, so that a large sheet
needs no more room. Most pieces have nothing odd in them, and are only searched for a few words. Runs in the child.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from perfdata.loading.faults import BadFile, bad_file
from perfdata.loading.workbook_parts import SAVE_AGAIN, Styles, damaged, letters_to_number, too_large

PIECE = 2 * 1024 * 1024
MOST_AHEAD = 200_000
LONGEST_ROW = 64 * 1024 * 1024
_ROW = re.compile(rb'<row\b[^>]*?\br="([0-9]{1,7})"')
_HIDDEN = re.compile(rb'<row\b[^>]*?\bhidden="(?:1|true)"')
_ERROR = re.compile(rb'<c\b([^>]*\bt="e"[^>]*)>(.*?)</c>', re.DOTALL)
_FORMULA = re.compile(rb"<c\b([^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(<v\s*/>|<v\s*>\s*</v>)?\s*</c>")
_NOUGHT = re.compile(rb"<c\b([^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*<v>0</v>\s*</c>")
_STYLED = re.compile(rb'<c\b([^>]*?\bs="([0-9]+)"[^>]*?)(/?)>')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_RESULT = re.compile(rb"<v[^>]*>([^<]*)</v>")
_ODDLY_QUOTED = re.compile(rb"<(?:c|row|f|v)\b[^>]*='")


@dataclass(slots=True)
class Piece:
    """Some whole rows: up to `last_row`, and what is odd in them, by (row, column); all are counted from 1.

    `errors` are what error cells show; `uncalculated` columns by row; `percent` the decimals that percentages show;
    `dayless` dates shown without their day.
    """

    last_row: int
    hidden: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: dict[int, list[int]] = field(default_factory=dict)
    percent: dict[tuple[int, int], int] = field(default_factory=dict)
    dayless: set[tuple[int, int]] = field(default_factory=set)
    italic: set[tuple[int, int]] = field(default_factory=set)
    links: bool = False

    def wait(self, row: int, column: int) -> None:
        """Note a formula that was never calculated."""
        self.uncalculated.setdefault(row, []).append(column)

    @property
    def odd(self) -> int:
        """How much is odd in it, as a measure of the room that it takes."""
        cells = len(self.errors) + len(self.percent) + len(self.dayless) + len(self.italic)
        return cells + sum(map(len, self.uncalculated.values()))


def pieces(part: IO[bytes], styles: Styles, *, calculated: bool = True) -> Iterator[Piece]:
    """The sheet's rows in pieces. Raises BadFile for a sheet that is written in a way that would hide what is odd.

    Where the workbook says that its formulas are still to be `calculated`, a result of nought is none.
    """
    wanted = set(styles.percent) | styles.dayless | styles.italic
    rest = b""
    while True:
        read = part.read(PIECE)
        content = rest + read
        if not rest and read and b"<worksheet" not in content[:4096] and b"<row" not in content:
            raise damaged()
        end = content.rfind(b"</row>") + len(b"</row>") if read else len(content)
        if end < len(b"</row>") and read:
            if len(content) > LONGEST_ROW:
                raise too_large()
            rest = content
            continue
        yield _piece(content[:end], styles, wanted, calculated=calculated)
        rest = content[end:]
        if not read:
            return


class Ahead:
    """Pieces that a thread looks for while calamine, which lets it run, takes the same sheet apart.

    It looks no further ahead than there is room for what it finds; the rest is looked for when it is asked for.
    """

    def __init__(self, found: Iterator[Piece]) -> None:
        self._found = found
        self._ready: list[Piece] = []
        self._failed: Exception | None = None
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[Piece]:
        """The pieces in their order. Raises what looking for them raised."""
        self._thread.join()
        yield from self._ready
        if self._failed is not None:
            raise self._failed
        yield from self._found

    def _look(self) -> None:
        odd = 0
        try:
            for piece in self._found:
                self._ready.append(piece)
                odd += piece.odd
                if odd > MOST_AHEAD:
                    return
        except Exception as error:
            self._failed = error


def _piece(content: bytes, styles: Styles, wanted: set[int], *, calculated: bool) -> Piece:
    if b"='" in content and _ODDLY_QUOTED.search(content):
        raise _oddly_written()
    last = content.rfind(b"<row")
    found = _ROW.match(content, last) if last >= 0 else None
    piece = Piece(int(found[1]) if found else 0)
    if b"hidden=" in content:
        piece.hidden = sum(1 for _ in _HIDDEN.finditer(content))
    if b't="e"' in content:
        for cell in _ERROR.finditer(content):
            shown = _RESULT.search(cell[2])
            piece.errors[_place(cell[1])] = shown[1].decode("utf-8", "replace") if shown else "#ERROR!"
    if b"<f" in content:
        piece.links = b"[" in content and re.search(rb"<f\b[^>]*>[^<]*\[", content) is not None
        for cell in _FORMULA.finditer(content):
            # A formula whose result is a text without letters has been calculated.
            if not (cell[2] and b't="str"' in cell[1]):
                piece.wait(*_place(cell[1]))
        for cell in () if calculated else _NOUGHT.finditer(content):
            piece.wait(*_place(cell[1]))
    if wanted and b' s="' in content:
        _look_up_styles(content, styles, piece)
    return piece


def _look_up_styles(content: bytes, styles: Styles, piece: Piece) -> None:
    for cell in _STYLED.finditer(content):
        style = int(cell[2])
        if cell[3] or not (style in styles.percent or style in styles.dayless or style in styles.italic):
            continue
        place = _place(cell[1])
        if style in styles.percent:
            piece.percent[place] = styles.percent[style]
        if style in styles.dayless:
            piece.dayless.add(place)
        if style in styles.italic:
            piece.italic.add(place)


def _place(attributes: bytes) -> tuple[int, int]:
    """Where the cell stands. Raises BadFile where it is left to be counted: what is odd about it would be lost."""
    found = _PLACE.search(attributes)
    if found is None:
        raise _oddly_written()
    return int(found[2]), letters_to_number(found[1].decode())


def _oddly_written() -> BadFile:
    return bad_file("damaged workbook", "The workbook is written in a way that no spreadsheet uses.", SAVE_AGAIN)
