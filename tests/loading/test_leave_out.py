"""Loading all but the rows that a report named: a second step, for those bytes and faults alone, not forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from sqlalchemy import select

from perfdata.council import Council
from perfdata.errors import Refused
from perfdata.loading.leave_out import LeftOut, cannot_leave_out, waiting
from perfdata.loading.load import load_files
from perfdata.loading.reports import Kind, LoadReport
from perfdata.store.database import Database
from perfdata.store.health import examine
from perfdata.store.tables import SourceRow
from tests.loading.conftest import NOW, TODAY, load
from tests.loading.held import everything, history
from tests.loading.tables import BOARDS, figures, write

OCTOBER = date(2026, 10, 31)
NEWER = "23/11/2026"


def leaving_out(database: Database, council: Council, report: str, *paths: Path) -> LoadReport:
    """Load the files without the rows that this report named."""
    return load_files(database, council, paths, today=TODAY, now=NOW, loaded_by="the tests", leave_out=report)


def listed(database: Database) -> Sequence[LeftOut]:
    """The rows that wait to be mended; the health check counts the same."""
    with database.reading() as session:
        rows = waiting(session, limit=100)
        assert examine(session).left_out == len(rows)
        return rows


def a_bad_and_a_good_row(path: Path) -> Path:
    """Row 2 has no number in it; row 3 revises another measure."""
    return figures(
        path,
        {"Value": "ninety", "Entered On": NEWER},
        {"Code": "ENV-001", "Value": "44.9", "Target": "46.0", "Entered On": NEWER},
    )


def test_the_good_rows_are_loaded_and_the_others_named_and_listed(
    filled: Database, council: Council, tmp_path: Path
) -> None:
    path = a_bad_and_a_good_row(tmp_path / "october.csv")
    seen = load(filled, council, path)
    assert not seen.accepted
    assert cannot_leave_out(seen) is None
    report = leaving_out(filled, council, seen.id, path)
    assert (report.id, report.accepted, report.stored, report.left_out_rows) == (seen.id, True, True, 1)
    [file] = report.files
    assert (file.new, file.revised, file.periods) == (0, 1, ("Oct 2026",))
    assert file.left_out == seen.files[0].faults
    assert str(history(filled, "ENV-001", OCTOBER)[-1].value) == "44.9"
    assert str(history(filled, "ENV-021", OCTOBER)[-1].value) != "ninety"
    [row] = listed(filled)
    assert (row.file_name, row.row, row.code) == ("october.csv", 2, "ENV-021")
    assert row.problem == seen.files[0].faults[0].problem
    with filled.reading() as session:
        receipt = session.scalars(select(SourceRow.report).order_by(SourceRow.id.desc())).first()
    assert receipt is not None
    assert [fault["row"] for fault in receipt["left_out"]] == [2]


def test_a_row_stays_on_the_list_until_a_good_one_for_the_same_measure_and_period_comes(
    filled: Database, council: Council, tmp_path: Path
) -> None:
    path = a_bad_and_a_good_row(tmp_path / "october.csv")
    leaving_out(filled, council, load(filled, council, path).id, path)
    september = figures(tmp_path / "a.csv", {"Period": "Sep 2026", "Value": "91.0", "Entered On": NEWER})
    assert load(filled, council, september).stored
    assert [row.row for row in listed(filled)] == [2]
    mended = figures(tmp_path / "another name.csv", {"Value": "91.9", "Entered On": NEWER})
    assert load(filled, council, mended, check_only=True).accepted
    assert [row.row for row in listed(filled)] == [2]
    assert load(filled, council, mended).stored
    assert listed(filled) == []


@pytest.mark.parametrize("wrong", [{"Code": "ENV-999"}, {"Period": "Octember 2026"}])
def test_a_row_that_names_no_measure_or_period_is_mended_by_the_same_row_of_a_file_of_that_name(
    wrong: dict[str, str], filled: Database, council: Council, tmp_path: Path
) -> None:
    path = figures(tmp_path / "october.csv", {"Value": "91.9", "Entered On": NEWER} | wrong)
    leaving_out(filled, council, load(filled, council, path).id, path)
    assert len(listed(filled)) == 1
    right = figures(tmp_path / "october.csv", {"Value": "91.9", "Entered On": NEWER})
    assert load(filled, council, right).stored
    assert listed(filled) == []


def test_leaving_the_same_rows_out_again_changes_nothing(filled: Database, council: Council, tmp_path: Path) -> None:
    path = a_bad_and_a_good_row(tmp_path / "october.csv")
    seen = load(filled, council, path).id
    leaving_out(filled, council, seen, path)
    before = everything(filled)
    again = load(filled, council, path, check_only=True)
    assert again.id == seen
    assert leaving_out(filled, council, seen, path).changed == 0
    assert everything(filled) == before


def test_another_report_than_the_one_on_these_files_is_refused(
    filled: Database, council: Council, tmp_path: Path
) -> None:
    path = a_bad_and_a_good_row(tmp_path / "october.csv")
    seen = load(filled, council, path).id
    before = everything(filled)
    # The bytes change, and the fault does not.
    figures(
        path,
        {"Value": "ninety", "Entered On": NEWER},
        {"Code": "ENV-001", "Value": "45.9", "Target": "46.0", "Entered On": NEWER},
    )
    with pytest.raises(Refused, match=f"Report {seen} is not the report"):
        leaving_out(filled, council, seen, path)
    # There are no faults at all.
    good = figures(tmp_path / "good.csv", {"Value": "91.9", "Entered On": NEWER})
    with pytest.raises(Refused, match="is not the report"):
        leaving_out(filled, council, seen, good)
    assert everything(filled) == before


def test_the_same_bytes_with_other_faults_are_another_report(
    filled: Database, council: Council, tmp_path: Path
) -> None:
    """What is held has changed since: the row is older now than the figure held."""
    path = a_bad_and_a_good_row(tmp_path / "october.csv")
    seen = load(filled, council, path).id
    newest = figures(
        tmp_path / "newest.csv", {"Code": "ENV-001", "Value": "45.5", "Target": "46.0", "Entered On": "24/11/2026"}
    )
    assert load(filled, council, newest).stored
    with pytest.raises(Refused, match="is not the report"):
        leaving_out(filled, council, seen, path)
    now = load(filled, council, path)
    assert now.id != seen
    assert leaving_out(filled, council, now.id, path).left_out_rows == 2


def test_tables_that_are_taken_whole_cannot_lose_a_row(filled: Database, council: Council, tmp_path: Path) -> None:
    boards = write(tmp_path / "boards.csv", BOARDS, [{"board": "XYZ", "name": "", "slack_channel": "x"}])
    headless = tmp_path / "headless.csv"
    headless.write_text("a,b\n1,2\n", encoding="utf-8")
    for path, reason in ((boards, "holds boards, which are taken whole"), (headless, "no rows to leave out")):
        seen = load(filled, council, path)
        assert reason in str(cannot_leave_out(seen))
        with pytest.raises(Refused, match=reason):
            leaving_out(filled, council, seen.id, path)


def test_rows_of_several_tables_of_one_workbook(filled: Database, council: Council, tmp_path: Path) -> None:
    """Each is left out by its sheet and row, whatever the sheet holds, and mended by the same row."""
    plans = Path("tests/data/business_plans_2026-27_Q2.xlsx")
    book = openpyxl.load_workbook(plans, data_only=True)
    due = next(cell for row in book["Place"].iter_rows() for cell in row if isinstance(cell.value, datetime))
    code = next(cell for row in book["Place"].iter_rows() for cell in row if cell.value == "ENV-001")
    due.value, code.value = "some day", "ENV-0O1"
    path = tmp_path / plans.name
    book.save(path)
    seen = load(filled, council, path)
    wrong = {due.row, code.row}
    assert {fault.row for fault in seen.files[0].faults} == wrong
    assert (seen.files[0].kind, cannot_leave_out(seen)) == (Kind.SEVERAL, None)
    report = leaving_out(filled, council, seen.id, path)
    assert (report.stored, report.left_out_rows) == (True, 2)
    assert {(row.sheet, row.row) for row in listed(filled)} == {("Place", row) for row in wrong}
    assert load(filled, council, plans).stored
    assert listed(filled) == []


def test_what_happens_in_the_same_transaction_happens_with_the_load_or_not_at_all(
    filled: Database, council: Council, tmp_path: Path
) -> None:
    path = figures(tmp_path / "october.csv", {"Value": "91.9", "Entered On": NEWER})
    before = everything(filled)

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        load_files(filled, council, [path], today=TODAY, now=NOW, loaded_by="the tests", and_then=fails)
    assert everything(filled) == before
