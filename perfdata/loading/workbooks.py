"""Workbooks as text: a child process reads them, within limits; here its frames become sheets.

Whatever is in a file, the most that it can do is to end the child. What the child could not read in the memory or the
time that it may take is refused.
"""

from __future__ import annotations

import marshal
import signal
import subprocess
import sys
import threading
from array import array
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from perfdata.loading.faults import BadFile, bad_file
from perfdata.loading.oddities import Cell, Oddity
from perfdata.loading.workbook_parts import damaged, too_large
from perfdata.loading.workbook_texts import Packed

MOST_SECONDS = 300
SECONDS_TO_END = 10
ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Sheet:
    """A visible sheet. `records` are (row as the spreadsheet shows it, cells), without blank rows.

    `merged` are ranges as (first row, first column, last row, last column), `italic` cells and `places` the decimals
    that percentages show, all counted from 1; the last two are told for small sheets only.
    """

    name: str
    merged: list[tuple[int, int, int, int]]
    records: list[tuple[int, list[Cell]]] = field(default_factory=list)
    hidden_rows: int = 0
    links: bool = False
    italic: set[tuple[int, int]] = field(default_factory=set)
    places: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass(slots=True)
class Workbook:
    """The visible sheets, and what a reader should know: `hidden` names the sheets that are not read."""

    sheets: list[Sheet]
    hidden: list[str]
    links: bool


def read_workbook(path: Path) -> Workbook:
    """The workbook's text. Raises BadFile for one that is unsafe, damaged, locked or larger than it may be."""
    command = [sys.executable, "-m", "perfdata.loading.workbook_child", str(path.absolute()), path.suffix.lower()]
    # The child gets none of this process's environment: there may be secrets in it.
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
    ) as child:
        timer = threading.Timer(MOST_SECONDS, child.kill)
        timer.start()
        try:
            workbook = _collect(child)
        except (EOFError, ValueError, TypeError):
            workbook = None
            with suppress(subprocess.TimeoutExpired):
                child.wait(SECONDS_TO_END)
        finally:
            timer.cancel()
            child.kill()
    if workbook is None:
        raise _how_it_ended(child.returncode)
    return workbook


def _collect(child: subprocess.Popen[bytes]) -> Workbook:
    assert child.stdout is not None
    sheets: list[Sheet] = []
    while True:
        kind, *said = marshal.load(child.stdout)
        if kind == "refused":
            raise bad_file(*said)
        if kind == "end":
            hidden, links = said
            return Workbook(sheets, hidden, links or any(sheet.links for sheet in sheets))
        if kind == "sheet":
            sheets.append(Sheet(*said))
        elif kind == "rows":
            numbers, columns, uncalculated = said
            records = list(zip(numbers, _unpacked(columns), strict=True))
            rows = dict(records) if uncalculated else {}
            for row, column in uncalculated:
                rows[row][column - 1] = Oddity.UNCALCULATED
            sheets[-1].records.extend(records)
        elif kind == "marks":
            sheet = sheets[-1]
            sheet.hidden_rows, sheet.links, italic, sheet.places = said
            sheet.italic = set(italic)


def _unpacked(columns: Iterable[Packed]) -> list[list[Cell]]:
    """The rows of texts in a batch."""
    given = [map(texts.__getitem__, array("H", places)) for texts, places in columns]
    return [list(row) for row in zip(*given, strict=True)]


def _how_it_ended(code: int) -> BadFile:
    if code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU, -signal.SIGSEGV):
        return too_large()
    return damaged()
