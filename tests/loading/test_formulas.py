"""Formulas are never calculated here: their stored results are read, and one without a result is never a figure."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from perfdata import periods
from perfdata.council import Council
from perfdata.loading.reports import LoadReport
from perfdata.store.database import Database
from tests.loading.conftest import load
from tests.loading.held import history
from tests.loading.made_files import CELL, workbook

FOLDER = Path("tests/data/old_formats")
MEASURES = Path("config/norbridge/data/measures.csv")
END = periods.month(2025, 10).end
HEADINGS = ("Code", "Period", "Value", "Target", "Entered On")
TO_CALCULATE = '<calcPr calcId="191029" fullCalcOnLoad="1"/>'
NO_RESULT = b"\x03\x00\x00\x00\x00\x00\xff\xff"
NOUGHT, TWO = bytes(8), b"\x00\x00\x00\x00\x00\x00\x00\x40"


def faults(report: LoadReport) -> list[tuple[int | None, str | None, str]]:
    """Row, column and reason of each fault of the figures."""
    return [(fault.row, fault.column, fault.reason) for fault in report.files[-1].faults]


def xlsx(path: Path, value: str, says: str = "") -> Path:
    """An export whose one value is the cell that is given."""
    texts = ("HSG-020", "Oct 2025", None, "400", "20/11/2025")
    heads = "".join(CELL.format(place=f"{letter}1", text=text) for letter, text in zip("ABCDE", HEADINGS, strict=True))
    cells = "".join(
        value if text is None else CELL.format(place=f"{letter}2", text=text)
        for letter, text in zip("ABCDE", texts, strict=True)
    )
    workbook(path, f'<row r="1">{heads}</row><row r="2">{cells}</row>', "A1:E2", says=says)
    return path


NEVER = [(2, "Value", "formula never calculated")]


@pytest.mark.parametrize(
    ("cell", "says", "expected"),
    [
        ('<c r="C2"><f>1+1</f></c>', "", NEVER),
        ('<c r="C2"><f>1+1</f><v/></c>', "", NEVER),
        ('<c r="C2"><f>1+1</f><v></v></c>', TO_CALCULATE, NEVER),
        ('<c r="C2"><f>A1*2</f><v>0</v></c>', TO_CALCULATE, NEVER),
        ('<c r="C2"><f>A1*2</f><v>0</v></c>', TO_CALCULATE.replace('"1"', '"0"'), []),
        ('<c r="C2"><f>A1*2</f><v>0</v></c>', "", []),
        ('<c r="C2"><f>A1*2</f><v>519</v></c>', TO_CALCULATE, []),
        ('<c r="C2"><v>0</v></c>', TO_CALCULATE, []),
        ('<c><f>1+1</f></c>', "", [(None, None, "damaged workbook")]),
        ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "", [(None, None, "damaged workbook")]),
    ],
)  # fmt: skip
def test_xlsx(
    unchanged: Database, council: Council, tmp_path: Path, cell: str, says: str, expected: list[object]
) -> None:
    """Some programs write nought for every formula, and say that the workbook is to be calculated when it is opened."""
    found = load(unchanged, council, MEASURES, xlsx(tmp_path / "one.xlsx", cell, says), check_only=True)
    assert faults(found) == expected


@pytest.mark.parametrize(
    ("name", "result", "value"),
    [
        ("formula.xls", NO_RESULT, "refused"),
        ("formula.xls", NOUGHT, "refused"),
        ("formula.xls", TWO, Decimal(2)),
        ("formula_calculated.xls", NO_RESULT, None),
        ("formula_calculated.xls", NOUGHT, Decimal(0)),
    ],
)
def test_xls(database: Database, council: Council, tmp_path: Path, name: str, result: bytes, value: object) -> None:
    """A blank or a nought is a formula's result only where the file says which program calculated it."""
    written = (FOLDER / name).read_bytes()
    assert written.count(NO_RESULT) == 1
    (tmp_path / name).write_bytes(written.replace(NO_RESULT, result))
    found = load(database, council, MEASURES, tmp_path / name)
    if value == "refused":
        assert faults(found) == [(3, "Value", "formula never calculated")]
        return
    assert faults(found) == []
    assert history(database, "HSG-020", END)[-1].value == value


def test_ods(unchanged: Database, council: Council, tmp_path: Path) -> None:
    """A cell with a formula and without a kind of value was never calculated; with one its result is read."""
    assert faults(load(unchanged, council, FOLDER / "wrong.ods"))[1:] == [(3, "Value", "formula never calculated")]
    path = tmp_path / "calculated.ods"
    with zipfile.ZipFile(FOLDER / "wrong.ods") as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            content = given.read(name)
            made.writestr(name, content.replace(b'/0"/>', b'/0" office:value-type="float" office:value="519"/>'))
    assert faults(load(unchanged, council, path)) == [(2, "Value", "looks like a fraction")]
