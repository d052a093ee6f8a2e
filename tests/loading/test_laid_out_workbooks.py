"""The sample's workbooks, which people lay out by hand: read as its configuration says, and nothing counted twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from perfdata import periods
from perfdata.council import Council
from perfdata.observations import Observation
from perfdata.plans import milestones
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from tests.loading.conftest import FOLDER, TODAY, load
from tests.loading.held import counted, history

pytestmark = pytest.mark.either_database

WORKBOOKS = Path("tests/data")
SEPTEMBER, OCTOBER = WORKBOOKS / "scorecard_2026-09.xlsx", WORKBOOKS / "scorecard_2026-10.xlsx"
PLANS = WORKBOOKS / "business_plans_2026-27_Q2.xlsx"
EXPORT = FOLDER / "data/doris/observations.csv"
DICTIONARY = [FOLDER / "data/boards.csv", FOLDER / "data/measures.csv"]
TRUTH = json.loads((WORKBOOKS / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture
def defined(database: Database, council: Council) -> Database:
    """A database with the sample's measures and no figures."""
    assert load(database, council, *DICTIONARY).stored
    return database


def snapshot_of(database: Database, council: Council, known_on: date | None = None) -> Snapshot:
    """What is held."""
    with database.reading() as session:
        return build_snapshot(session, council, TODAY, known_on=known_on)


def told(observation: Observation) -> Observation:
    """What an observation says, without when and where it was stored."""
    return replace(observation, id=0, revision=0, measure_id=0, loaded_at=observation.loaded_at.replace(year=2000))


def test_revisions_of_two_workbooks_and_an_export(defined: Database, council: Council) -> None:
    """The second workbook revises what was revised; the export completes both, and revises nothing."""
    first = load(defined, council, SEPTEMBER).files[0]
    assert (first.rows, first.new, first.revised, first.unchanged) == (66, 725, 0, 0)
    second = load(defined, council, OCTOBER).files[0]
    scorecard = {code for code, one in snapshot_of(defined, council).measures.items() if one.tier == "scorecard"}
    true = {
        (one["code"], one["period"], Decimal(one["was"]), Decimal(one["now"]))
        for one in TRUTH["revised_since_previous_export"]
        if one["code"] in scorecard
    }
    assert {
        (one.subject, one.period, Decimal(change.was), Decimal(change.now))
        for one in second.revisions
        for change in one.changes
        if change.column == "value"
    } == true
    assert (second.new, second.revised, second.unchanged) == (58, len(true), 653)
    export = load(defined, council, EXPORT).files[0]
    assert (export.revised, export.unchanged) == (0, 0)
    assert export.new + export.completed == export.rows
    assert export.completed == 725 + 58


def test_what_is_held_in_the_end_is_what_the_export_alone_would_give(
    defined: Database, filled: Database, council: Council
) -> None:
    """Every figure of every measure, with its receipt; whichever files came before it."""
    for path in (SEPTEMBER, OCTOBER, EXPORT):
        assert load(defined, council, path).stored
    through, alone = snapshot_of(defined, council), snapshot_of(filled, council)
    for code, series in alone.series.items():
        assert list(map(told, through.series[code].observations)) == list(map(told, series.observations)), code


@pytest.mark.parametrize("path", [SEPTEMBER, OCTOBER, PLANS])
def test_a_workbook_that_says_nothing_new(filled: Database, council: Council, path: Path) -> None:
    """Its rounded figures are those held, now or on the workbook's own date. Milestones are not in the export."""
    load(filled, council, FOLDER / "data/objectives.csv")
    before = counted(filled)["observations"], counted(filled)["milestones"]
    file = load(filled, council, path).files[0]
    if path == SEPTEMBER:
        # What was revised since is older than the figure held, and the newest export does not say what it was.
        assert {fault.reason for fault in file.faults} == {"older than the figure held"}
        assert len(file.faults) == 9
    else:
        assert (file.faults, file.new, file.revised) == ((), 0, 0)
    assert (counted(filled)["observations"], counted(filled)["milestones"]) == before


def test_a_workbook_agrees_with_what_was_held_on_its_own_date(database: Database, council: Council) -> None:
    """September's workbook after both exports: what it says was so when it was issued."""
    assert load(database, council, *DICTIONARY, FOLDER / "data/doris").stored
    file = load(database, council, SEPTEMBER).files[0]
    assert (file.faults, file.new, file.revised, file.unchanged) == ((), 0, 0, 725)


def test_cells_of_the_scorecard(defined: Database, council: Council) -> None:
    """Fractions, text, thousands, marks, provisional figures and dates, each where the sheet shows it."""
    assert load(defined, council, OCTOBER).stored
    snapshot = snapshot_of(defined, council)

    def figure(code: str, label: str) -> Observation:
        found = snapshot.series[code].at(periods.parse(label))
        assert found is not None
        return found

    assert figure("ENV-001", "Oct 2026").value == Decimal("44.3")
    assert figure("ENV-001", "Oct 2026").target == Decimal(46)
    assert figure("ENV-001", "Sep 2026").target is None
    assert figure("ENV-001", "Oct 2026").note.startswith("Below target. Garden waste")
    assert (figure("TRN-001", "Sep 2026").value, figure("HRM-004", "Aug 2026").value) == (
        Decimal("84.9"),
        Decimal(1219),
    )
    assert figure("HSG-021", "Aug 2026").suppressed
    assert (figure("ASC-006", "Jul 2026").value, figure("ASC-006", "Jul 2026").suppressed) == (None, False)
    assert figure("ENV-022", "Q2 2026/27").value == Decimal("5.8")
    assert figure("ENV-022", "Q2 2026/27").target == Decimal("5.6")
    assert figure("HWY-001", "2025/26").value == Decimal("5.2")
    assert figure("CSC-001", "Oct 2026").target is None
    assert figure("ENV-001", "Oct 2026").entered_on == date(2026, 11, 24)
    assert figure("ENV-001", "Oct 2026").source_file == "scorecard_2026-10.xlsx, sheet Scorecard"
    assert figure("ENV-001", "Oct 2026").source_row == 8
    assert figure("FIN-002", "Oct 2026").target is None


def test_provisional_figures_are_those_of_the_export(defined: Database, filled: Database, council: Council) -> None:
    """The mark stuck to a title says that some are, italics which."""
    assert load(defined, council, OCTOBER).stored
    export = snapshot_of(filled, council)
    for code, series in snapshot_of(defined, council).series.items():
        for one in series.observations:
            other = export.series[code].at(one.period)
            assert other is not None
            assert one.provisional == other.provisional, (code, one.period.label)


def test_business_plans_give_milestones_and_figures(defined: Database, council: Council) -> None:
    """Objectives merged down belong to every milestone beside them; months stand in the quarter's last month."""
    file = load(defined, council, PLANS).files[0]
    assert file.accepted
    with defined.reading() as session:
        held = milestones(session)
    assert len(held) == 22
    third = held[2]
    assert (third.directorate, third.objective_ref, third.objective) == (
        "Place", "PL1", "Settle the new collection rounds and cut repeat misses",
    )  # fmt: skip
    assert (third.milestone, third.due, third.status) == (
        "Publish quarterly route performance", date(2027, 3, 31), "Green",
    )  # fmt: skip
    assert (third.source_file, third.source_row) == ("business_plans_2026-27_Q2.xlsx, sheet Place", 7)
    assert load(defined, council, FOLDER / "data/objectives.csv").files[0].unchanged == 22
    held_figure = history(defined, "ENV-001", periods.month(2026, 9).end)[-1]
    assert (held_figure.value, held_figure.target) == (Decimal(44), Decimal(46))
    assert history(defined, "ENV-001", periods.month(2026, 8).end) == []


def changed(tmp_path: Path, *cells: tuple[str, object]) -> Path:
    """October's scorecard with some cells changed. Formulas lose their results, so those columns are cleared."""
    book = openpyxl.load_workbook(OCTOBER, data_only=True)
    for place, cell in cells:
        book["Scorecard"][place] = cell
    path = tmp_path / "changed.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("cell", "reason", "place"),
    [
        (("A8", "ENV-0O1"), "unknown code", (8, "Ref")),
        (("Q8", 443), "out of range", (8, "Oct-26")),
        (("Q14", 0.055), "period does not match frequency", (14, "Oct-26")),
        (("Q20", "a lot"), "bad value", (20, "Oct-26")),
        (("Q6", "Sep-26"), "column Sep 2026 appears twice", (None, None)),
        (("A3", "Position at 24 December 2026"), "bad date on the sheet", (None, None)),
        (("R8", "high"), "bad target", (8, "Target")),
        (("Q8", "=1/0"), "formula never calculated", (8, "Oct-26")),
    ],
)
def test_wrong_cells(
    defined: Database,
    council: Council,
    tmp_path: Path,
    cell: tuple[str, object],
    reason: str,
    place: tuple[int | None, str | None],
) -> None:
    """A fault names the sheet, the row, and the column as the sheet heads it."""
    file = load(defined, council, changed(tmp_path, cell)).files[0]
    assert [(fault.row, fault.column, fault.reason) for fault in file.faults] == [(*place, reason)]
    assert place[0] is None or file.faults[0].sheet == "Scorecard"


def test_a_title_stands_for_a_code_that_is_blank(defined: Database, council: Council, tmp_path: Path) -> None:
    """Marks stuck to it do not matter; a title that nobody knows is refused."""
    file = load(defined, council, changed(tmp_path, ("A8", None)), check_only=True).files[0]
    assert (file.faults, file.new) == ((), 720)
    file = load(defined, council, changed(tmp_path, ("A8", None), ("B8", "Something"))).files[0]
    assert [(fault.row, fault.reason) for fault in file.faults] == [(8, "unknown title")]
