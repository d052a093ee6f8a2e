"""The sample council's own files, loaded as a council would load them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from perfdata import periods
from perfdata.council import Council
from perfdata.loading.reports import Kind
from perfdata.store.database import Database
from perfdata.store.tables import BoardRow, MembershipRow, PersonRow, SourceRow
from tests.loading.conftest import FOLDER, load
from tests.loading.held import counted, everything, history

DATA = FOLDER / "data"
TRUTH = json.loads(Path("tests/data/truth.json").read_text(encoding="utf-8"))


def test_the_revisions_are_those_that_are_true(database: Database, council: Council) -> None:
    """After September's export, October's revises exactly the figures that were revised, old beside new."""
    assert load(database, council, DATA / "boards.csv", DATA / "measures.csv", DATA / "people.csv").stored
    september = load(database, council, DATA / "doris/observations_2026-09.csv").files[0]
    assert (september.new, september.revised, september.unchanged) == (5879, 0, 0)
    october = load(database, council, DATA / "doris/observations.csv").files[0]
    assert (october.new, october.revised, october.unchanged) == (107, 10, 5869)
    found = [
        {"code": revision.subject, "period": revision.period, "was": change.was, "now": change.now}
        for revision in october.revisions
        for change in revision.changes
        if change.column == "value"
    ]
    assert sorted(found, key=str) == sorted(TRUTH["revised_since_previous_export"], key=str)
    for revision in TRUTH["revised_since_previous_export"]:
        held = history(database, revision["code"], periods.parse(revision["period"]).end)
        assert [figure.value for figure in held] == [Decimal(revision["was"]), Decimal(revision["now"])]


def test_a_folder_is_taken_in_the_order_that_it_needs(database: Database, council: Council) -> None:
    """Boards and measures come before observations and people, and the older export before the newer one."""
    report = load(database, council, DATA)
    assert report.stored
    assert [file.kind for file in report.files] == [
        Kind.BOARDS, Kind.MEASURES, Kind.PEOPLE, Kind.OBSERVATIONS, Kind.OBSERVATIONS, Kind.BENCHMARKS,
        Kind.BREAKDOWNS, Kind.MILESTONES, Kind.PAST_SURGERIES,
    ]  # fmt: skip
    assert [file.name for file in report.files][3:5] == ["observations_2026-09.csv", "observations.csv"]
    assert [file.notes for file in report.files] == [()] * 9
    with database.reading() as session:
        sources = list(session.scalars(select(SourceRow).order_by(SourceRow.id)))
        assert sources[4].name == "observations.csv"
        assert sources[4].report["revised"] == 10


def test_loading_again_changes_nothing(database: Database, council: Council) -> None:
    """The same bytes a second time leave every row of every table as it was, and the report says so."""
    assert load(database, council, DATA).stored
    before = everything(database)
    for paths in ([DATA], [DATA / "doris/observations_2026-09.csv"]):
        report = load(database, council, *paths)
        assert report.accepted
        assert report.changed == 0
        for file in report.files:
            assert file.unchanged == file.rows
            assert "A file of exactly these bytes was loaded before: nothing changes." in file.notes
        assert everything(database) == before


def test_an_older_export_cannot_follow_a_newer_one(filled: Database, council: Council) -> None:
    """The current view does not depend on the order of loading: what the newer export replaced is refused."""
    before = counted(filled)
    report = load(filled, council, DATA / "doris/observations_2026-09.csv")
    assert {fault.reason for fault in report.files[0].faults} == {"older than the figure held"}
    assert len(report.files[0].faults) == len(TRUTH["revised_since_previous_export"])
    assert counted(filled) == before


def test_every_figure_has_its_receipt(filled: Database) -> None:
    """The row that is kept is the one that a spreadsheet shows."""
    held = history(filled, "ENV-001", periods.month(2026, 10).end)[-1]
    lines = (DATA / "doris/observations.csv").read_text(encoding="utf-8").splitlines()
    assert held.source_row == 56
    assert lines[55].startswith(f"ENV-001,Oct 2026,{held.value},")


def test_boards_and_people_are_held_with_their_seats(filled: Database) -> None:
    """Each board has its chair and vice chair, as the table of boards says."""
    with filled.reading() as session:
        assert session.scalars(select(BoardRow.code).order_by(BoardRow.code)).all() == [
            "AHB", "CRB", "CYP", "ENV", "GTB", "HCB",
        ]  # fmt: skip
        assert len(session.scalars(select(PersonRow)).all()) == 69
        chairs = session.scalars(select(MembershipRow.board_id).where(MembershipRow.role == "chair")).all()
    assert len(set(chairs)) == len(chairs) == 6


@pytest.mark.parametrize("check_only", [True, False])
def test_a_check_says_the_same_and_stores_nothing(database: Database, council: Council, check_only: bool) -> None:
    """A check gives the report that the load would give."""
    report = load(database, council, DATA, check_only=check_only)
    assert report.accepted
    assert report.stored is not check_only
    assert report.changed == 6 + 141 + 69 + 5879 + 107 + 10 + 2567 + 858 + 22 + 23
    assert (sum(counted(database).values()) == 0) is check_only
