"""Workbooks read in a child process: what is refused, what ends the child, and what is read from each cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from perfdata.loading.faults import BadFile
from perfdata.loading.oddities import Oddity
from perfdata.loading.workbooks import read_workbook
from tests.loading.made_files import CELL, far_cell, workbook


def read_first(path: Path) -> list[tuple[int, list[object]]]:
    """The records of the first sheet."""
    return [(row, list(cells)) for row, cells in read_workbook(path).sheets[0].records]


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1:A1"])
def test_a_far_cell_ends_the_child_and_nobody_else(tmp_path: Path, dimension: str) -> None:
    """Whether the sheet says how large it is or lies about it."""
    path = tmp_path / "far.xlsx"
    far_cell(path, dimension)
    with pytest.raises(BadFile, match="too large when opened"):
        read_workbook(path)


@pytest.mark.parametrize(
    ("cell", "shown_as", "text"),
    [
        (92.3, "General", "92.3"),
        (519, "#,##0", "519"),
        (0.1 + 0.2, "General", "0.3"),
        (-12, "General", "-12"),
        (0.0000001, "General", "0.0000001"),
        (1 / 3, "General", "0.3333333333"),
        (0.923, "0.0%", "92.3%"),
        (1, "0%", "100%"),
        (1.5, "0.00%", "150%"),
        (0.412, "0.0", "0.412"),
        (0.412, '0.0"%"', "0.412"),
        (46296, "General", "46296"),
        (date(2026, 10, 31), "dd/mm/yyyy", "2026-10-31"),
        (date(2026, 10, 1), "mmm yyyy", "2026-10"),
        (date(2026, 10, 1), "mmm-yy", "2026-10"),
        (date(2026, 10, 1), "d mmm yyyy", "2026-10-01"),
        (True, "General", "TRUE"),
        ("=1+1", "General", Oddity.UNCALCULATED),
        ("  two  ", "General", "  two  "),
    ],
)
def test_what_a_cell_says(tmp_path: Path, cell: object, shown_as: str, text: object) -> None:
    """A fraction is a percentage only where it is shown as one, a number a date only where it is shown as one."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C4"] = cell
    sheet["C4"].number_format = shown_as
    book.save(tmp_path / "one.xlsx")
    assert read_first(tmp_path / "one.xlsx") == [(4, ["", "", text])]


def test_rows_and_columns_are_those_that_the_spreadsheet_shows(tmp_path: Path) -> None:
    """However much is blank before and between."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"], sheet["D7"] = "first", "last"
    book.save(tmp_path / "gaps.xlsx")
    assert read_first(tmp_path / "gaps.xlsx") == [(3, ["", "first", "", ""]), (7, ["", "", "", "last"])]


def test_hidden_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    """Hidden rows are read, and counted."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = "one", "two"
    sheet.row_dimensions[2].hidden = True
    book.create_sheet("lookup").sheet_state = "hidden"
    book.create_sheet("secret").sheet_state = "veryHidden"
    book.save(tmp_path / "hidden.xlsx")
    read = read_workbook(tmp_path / "hidden.xlsx")
    assert read.hidden == ["lookup", "secret"]
    assert [(one.name, len(one.records), one.hidden_rows) for one in read.sheets] == [("Sheet", 2, 1)]


def test_a_sheet_of_many_pieces(tmp_path: Path) -> None:
    """What is odd is found wherever in a long sheet it stands, and only there."""
    rows = "".join(
        f'<row r="{row}">{CELL.format(place=f"A{row}", text="x" * 90)}'
        + (f'<c r="B{row}"><f>1+1</f></c>' if row % 9_000 == 0 else f'<c r="B{row}"><v>{row}</v></c>')
        + "</row>"
        for row in range(1, 40_001)
    )
    workbook(tmp_path / "long.xlsx", rows, "A1:B40000")
    records = read_first(tmp_path / "long.xlsx")
    odd = [row for row, cells in records if cells[1] is Oddity.UNCALCULATED]
    assert len(records) == 40_000
    assert odd == [9_000, 18_000, 27_000, 36_000]
    assert all(cells[1] == str(row) for row, cells in records if row % 9_000)


@pytest.mark.parametrize(
    "written",
    [b"PK\x03\x04" + bytes(200), b"PK\x05\x06" + bytes(18), b"PK\x03\x04 and so on"],
)
def test_what_only_begins_as_a_workbook(tmp_path: Path, written: bytes) -> None:
    """Damage is said, and nothing of what the reader printed."""
    path = tmp_path / "broken.xlsx"
    path.write_bytes(written)
    with pytest.raises(BadFile, match="damaged workbook"):
        read_workbook(path)
