"""What leaves as a file: all that may, nothing that may not, whole or not at all, and nothing that could run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from perfdata import exporting
from perfdata.alerts.releasing import release
from perfdata.audit_bundle import export_audit
from perfdata.council import Council, Visible
from perfdata.errors import BadInput, NotAllowed, NotFound, Refused
from perfdata.exporting import FORMULA_STARTS, Written, harmless
from perfdata.loading.load import load_files
from perfdata.people import Person, Role
from perfdata.periods import Period, month
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database
from tests.sample_council import FOLDER, NOW, TODAY, load_sample, person_titled, read_sample

OPERATOR = Person("T", "terminal", "terminal", frozenset({Role.PERFORMANCE_TEAM}))
NASTY = '=HYPERLINK("https://example.org","press")'


@pytest.fixture(scope="module")
def council() -> Council:
    """The sample council."""
    return read_sample()


@pytest.fixture(scope="module")
def held(council: Council, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The sample council's figures, with a note that is a formula."""
    folder = tmp_path_factory.mktemp("held")
    database = Database(f"sqlite:///{folder / 'held.db'}", synchronous="OFF")
    schema.ensure(database)
    load_sample(database, council)
    with (folder / "nasty.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [["Code", "Period", "Value", "Target", "Note", "Entered On"]]
        rows.append(["ENV-001", "Oct 2026", "44.9", "46.0", NASTY, "24/11/2026"])
        csv.writer(file).writerows(rows)
    paths = [folder / "nasty.csv"]
    assert load_files(database, council, paths, today=TODAY, now=NOW, loaded_by="the tests").stored
    yield database
    database.close()


@pytest.fixture(scope="module")
def snapshot(held: Database, council: Council) -> Snapshot:
    """What is held."""
    with held.reading() as session:
        return build_snapshot(session, council, TODAY)


def export_open(snapshot: Snapshot, person: Person, path: Path, *, force: bool = False) -> Written:
    """Open data of a council that shows what is loaded, for which nothing but the snapshot is looked at."""
    return exporting.export_observations(Session(), snapshot, person, path, force=force)


def at(day: date) -> datetime:
    """The morning of a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_open_data_hold_every_open_figure_and_no_other(snapshot: Snapshot, tmp_path: Path) -> None:
    written = export_open(snapshot, OPERATOR, tmp_path / "open.csv")
    rows = table(written.path)
    exempt = {code for code, measure in snapshot.measures.items() if measure.exempt}
    withheld = {
        (code, one.period.label) for code, series in snapshot.series.items()
        for one in series.observations if one.suppressed
    }  # fmt: skip
    assert exempt
    assert withheld
    expected = {
        (code, one.period.label): one for code, series in snapshot.series.items() if code not in exempt
        for one in series.observations if not one.suppressed
    }  # fmt: skip
    assert written.rows == len(rows) == len(expected)
    assert {(row["measure_code"], row["period"]) for row in rows} == set(expected)
    for row in rows:
        one = expected[row["measure_code"], row["period"]]
        assert row["value"] == ("" if one.value is None else format(one.value, "f"))
        assert (row["source_file"], row["source_row"]) == (one.source_file, str(one.source_row))
    titles = {snapshot.measures[code].title for code in exempt}
    assert not titles & {row["measure_title"] for row in rows}
    [october] = [row for row in rows if (row["measure_code"], row["period"]) == ("ENV-001", "Oct 2026")]
    assert (october["value"], october["target"], october["status"]) == ("44.9", "46.0", "off target")
    assert "HYPERLINK" not in written.path.read_text(encoding="utf-8")


def test_a_measures_history_has_each_revision_with_its_receipt(
    held: Database, snapshot: Snapshot, tmp_path: Path
) -> None:
    with held.reading() as session:
        written = exporting.export_measure(session, snapshot, OPERATOR, "env-001", tmp_path / "one.csv")
        count = session.scalar(
            text("SELECT count(*) FROM observations o JOIN measures m ON m.id = o.measure_id WHERE m.code = 'ENV-001'")
        )
    rows = table(written.path)
    assert written.rows == len(rows) == count
    october = [row for row in rows if row["period"] == "Oct 2026"]
    assert [row["value"] for row in october] == ["44.3", "44.9"]
    assert [row["current"] for row in october] == ["no", "yes"]
    assert october[1]["note"] == f"'{NASTY}"
    assert (october[1]["source_file"], october[1]["source_row"]) == ("nasty.csv", "2")
    assert len(october[1]["source_digest"]) == 64


def test_only_the_performance_team_exports(held: Database, snapshot: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "out"
    for title in ("Councillor 8", "Chair, Climate", "Head of Highways"):
        person = person_titled(snapshot, title)
        with held.reading() as session:
            with pytest.raises(NotAllowed):
                export_open(snapshot, person, path)
            with pytest.raises(NotAllowed):
                exporting.export_measure(session, snapshot, person, "ENV-001", path)
            with pytest.raises(NotAllowed):
                export_audit(session, snapshot, person, path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.either_database
def test_nothing_is_published_before_its_release(
    database: Database, council: Council, snapshot: Snapshot, tmp_path: Path
) -> None:
    """September's round is released to one board, then to all; then October's figures come, and its round."""
    calendar = replace(council.calendar, first_round=month(2026, 9))
    council = replace(council, visible=Visible.ON_RELEASE, calendar=calendar)
    first, *others = snapshot.boards
    data, september, october = FOLDER / "data", month(2026, 9), month(2026, 10)

    def load(day: date, name: str) -> None:
        paths = [data / "boards.csv", data / "measures.csv", data / "doris" / name]
        assert load_files(database, council, paths, today=day, now=at(day), loaded_by="the tests").stored

    def released(period: Period, day: date, *boards: str) -> None:
        with database.transaction() as session:
            release(session, council, period, now=at(day), released_by="the tests", readers=boards)

    def export(name: str) -> dict[tuple[str, str], str]:
        with database.reading() as session:
            held = build_snapshot(session, council, TODAY)
            rows = table(exporting.export_observations(session, held, OPERATOR, tmp_path / name).path)
        return {(row["measure_code"], row["period"]): row["value"] for row in rows}

    load(date(2026, 10, 23), "observations_2026-09.csv")
    assert export("a.csv") == {}
    released(september, date(2026, 10, 28), first)
    assert export("b.csv") == {}
    released(september, date(2026, 10, 29), *others)
    shown = export("c.csv")
    assert shown["ENV-001", "Sep 2026"]
    load(TODAY, "observations.csv")
    assert export("d.csv") == shown
    released(october, date(2026, 11, 26), first, *others)
    assert export("e.csv")["ENV-001", "Oct 2026"] == "44.3"


def test_a_file_is_written_over_only_when_that_is_asked_for(snapshot: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="is there already"):
        export_open(snapshot, OPERATOR, path)
    assert path.read_text(encoding="utf-8") == "mine"
    export_open(snapshot, OPERATOR, path, force=True)
    assert table(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_whole_or_not_there(snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    path = tmp_path / "open.csv"
    path.write_text("mine", encoding="utf-8")
    monkeypatch.setattr(exporting, "judge", fails)
    with pytest.raises(ZeroDivisionError):
        export_open(snapshot, OPERATOR, path, force=True)
    assert path.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_done_is_said(held: Database, snapshot: Snapshot, tmp_path: Path) -> None:
    with held.reading() as session, pytest.raises(NotFound, match="There is no measure ENV-999"):
        exporting.export_measure(session, snapshot, OPERATOR, "ENV-999", tmp_path / "x.csv")
    with pytest.raises(BadInput, match="There is no folder"):
        export_open(snapshot, OPERATOR, tmp_path / "none" / "x.csv")
    with pytest.raises(BadInput, match="is a folder"):
        export_open(snapshot, OPERATOR, tmp_path, force=True)


@given(st.text())
def test_no_text_can_run_as_a_formula_and_none_is_lost(words: str) -> None:
    cell = harmless(words)
    assert not cell.lstrip().startswith(FORMULA_STARTS)
    assert cell in (words, f"'{words}")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (Decimal("-0.50"), "-0.50"),
        (Decimal("1E+3"), "1000"),
        ("-0.5", "'-0.5"),
        (" \t=1+1", "' \t=1+1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ("it's", "it's"),
        (True, "yes"),
        (None, ""),
        (3, "3"),
    ],
)
def test_cells(cell: exporting.Cell, written: str) -> None:
    assert harmless(cell) == written
