"""Bad files: each is refused for its reason, or read as it must be."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfdata import periods
from perfdata.council import Council
from perfdata.loading.columns import plain
from perfdata.store.database import Database
from tests.loading.conftest import load
from tests.loading.held import counted, history
from tests.loading.made_files import MADE

pytestmark = pytest.mark.either_database

FOLDER = Path("tests/data/hostile")
CASES: list[dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
ALONE = [case for case in CASES if not case["file"].startswith("two_files/")]
ACCEPTED = [case for case in ALONE if case["outcome"] == "accepted"]
REFUSED = [case for case in ALONE if case["outcome"] != "accepted"]
PARTLY_RIGHT = [case for case in REFUSED if case["outcome"] == "rows refused" and case["reads"]]


def named(case: dict[str, Any]) -> str:
    """The case's name in the tests' output."""
    return str(case["file"])


def assert_reads(database: Database, case: dict[str, Any]) -> None:
    """The newest figure held is what the case says that the file must be read as."""
    for expected in case["reads"]:
        newest = history(database, expected["code"], periods.parse(expected["period"]).end)[-1]
        if "note" in expected:
            assert newest.note == expected["note"]
        else:
            value = None if expected["value"] in (None, "*") else Decimal(expected["value"])
            assert (newest.value, newest.suppressed) == (value, expected["value"] == "*")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that are too large to keep."""
    folder = tmp_path_factory.mktemp("made")
    for name, make in MADE.items():
        make(folder / name)
    return folder


def at(case: dict[str, Any], made: Path) -> Path:
    """Where the case's file is."""
    name = str(case["file"])
    return (made if name in MADE else FOLDER) / name


def test_every_file_is_a_case() -> None:
    """No bad file lies there unused."""
    files = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*")} - {"expected.json"}
    assert files | MADE.keys() == {case["file"] for case in CASES}


@pytest.mark.parametrize("case", ACCEPTED, ids=named)
def test_accepted(filled: Database, council: Council, made: Path, case: dict[str, Any]) -> None:
    """An odd file with nothing wrong in it is stored, and read as it must be."""
    report = load(filled, council, at(case, made))
    assert [fault.to_json() for fault in report.files[0].faults] == []
    assert report.stored
    assert_reads(filled, case)


@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_refused(unchanged: Database, council: Council, made: Path, case: dict[str, Any]) -> None:
    """A bad file is refused for exactly its reasons, with sentences, and leaves nothing behind."""
    before = counted(unchanged)
    report = load(unchanged, council, at(case, made))
    faults = report.files[0].faults
    assert not report.accepted
    assert not report.stored
    if case["outcome"] == "refused":
        assert [(fault.row, fault.reason) for fault in faults] == [(None, case["reason"])]
    else:
        assert [(fault.row, fault.reason) for fault in faults] == [(row["row"], row["reason"]) for row in case["rows"]]
    for fault in faults:
        assert fault.problem.endswith(".")
        assert fault.advice.endswith(".")
    assert counted(unchanged) == before


@pytest.mark.parametrize("case", PARTLY_RIGHT, ids=named)
def test_the_other_rows_are_right(filled: Database, council: Council, case: dict[str, Any], tmp_path: Path) -> None:
    """Without the rows that were refused, the file is accepted and read as it must be."""
    wrong = {row["row"] for row in case["rows"]}
    with (FOLDER / case["file"]).open(encoding="utf-8", newline="") as file:
        records = list(csv.reader(file))
    rest = tmp_path / "rest.csv"
    with rest.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(record for row, record in enumerate(records, 1) if row not in wrong)
    assert load(filled, council, rest).stored
    assert_reads(filled, case)


def test_two_files_that_contradict_each_other(unchanged: Database, council: Council) -> None:
    """Both are refused, each naming the other, and nothing of either is stored."""
    before = counted(unchanged)
    report = load(unchanged, council, FOLDER / "two_files")
    reasons = {file.name: [fault.reason for fault in file.faults] for file in report.files}
    assert reasons == {
        Path(case["file"]).name: [case["reason"]] for case in CASES if case["file"].startswith("two_files/")
    }
    assert counted(unchanged) == before


def test_columns_that_nothing_reads_are_named(unchanged: Database, council: Council) -> None:
    """An unknown heading is ignored, and said."""
    report = load(unchanged, council, FOLDER / "columns_extra.csv", check_only=True)
    assert "Columns that nothing reads: Area, Checked." in report.files[0].notes


def test_a_repeated_row_is_mentioned(filled: Database, council: Council) -> None:
    """The same row twice is stored once."""
    file = load(filled, council, FOLDER / "dup_same.csv").files[0]
    assert "Row 4 repeats row 2." in file.notes
    assert (file.rows, file.revised, file.unchanged) == (3, 2, 1)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("cp1252.csv", "Windows-1252"),
        ("utf16.csv", "UTF-16"),
        ("semicolon.csv", "semicolons"),
        ("tab.tsv", "tabs"),
        ("hidden_rows.xlsx", "1 hidden row"),
        ("external_link.xlsx", "no link is followed"),
    ],
)
def test_how_a_file_was_read_is_said(unchanged: Database, council: Council, file: str, said: str) -> None:
    """Encoding and delimiter are reported wherever they are not the usual ones."""
    assert any(said in note for note in load(unchanged, council, FOLDER / file, check_only=True).files[0].notes)


def test_direction_marks_do_not_enter(filled: Database, council: Council) -> None:
    """A note keeps its letters, of any script, and loses what could reorder the text around it."""
    load(filled, council, FOLDER / "rtl_zero_width.csv")
    notes = [history(filled, code, periods.month(2026, 10).end)[-1].note for code in ("HSG-020", "GOV-001")]
    assert notes[0] == plain(notes[0]) != ""
    assert "مرحبا" in notes[1]
