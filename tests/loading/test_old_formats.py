"""Small fixed .xls and .ods files: percentages, dates, errors and hidden rows are those that the spreadsheet shows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfdata import periods
from perfdata.council import Council
from perfdata.store.database import Database
from tests.loading.conftest import load
from tests.loading.held import history

FOLDER = Path("tests/data/old_formats")
END = periods.month(2025, 10).end


@pytest.mark.parametrize("name", ["export.xls", "export.ods"])
def test_an_export_in_an_old_format(database: Database, council: Council, name: str) -> None:
    """A fraction shown as a percentage, a month shown as a date, a withheld mark."""
    file = load(database, council, Path("config/norbridge/data/measures.csv"), FOLDER / name).files[1]
    assert [fault.to_json() for fault in file.faults] == []
    held = {code: history(database, code, END)[-1] for code in ("ENV-021", "HSG-020", "HSG-021")}
    assert (held["ENV-021"].value, held["ENV-021"].target) == (Decimal("92.3"), Decimal(90))
    assert (held["HSG-020"].value, held["HSG-020"].target) == (Decimal(519), Decimal(400))
    assert (held["HSG-021"].value, held["HSG-021"].suppressed) == (None, True)
    assert ("Hidden sheets, which are not read: lookup." in file.notes) is (name == "export.xls")
    assert any("1 hidden row" in note for note in file.notes) is (name == "export.xls")


@pytest.mark.parametrize(("name", "reason"), [("wrong.xls", "bad value"), ("wrong.ods", "formula never calculated")])
def test_what_is_wrong_in_an_old_format(unchanged: Database, council: Council, name: str, reason: str) -> None:
    """A bare fraction, and a cell that has no value; neither is read as missing."""
    faults = load(unchanged, council, FOLDER / name).files[0].faults
    assert [(fault.row, fault.reason) for fault in faults] == [(2, "looks like a fraction"), (3, reason)]
