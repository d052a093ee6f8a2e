"""Comparators, breakdowns, milestones and past surgeries: read back as the file says, in revisions, with receipts."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from perfdata.benchmarks import Comparator, benchmarks
from perfdata.breakdowns import breakdowns
from perfdata.council import Council
from perfdata.past_surgeries import past_actions
from perfdata.periods import parse
from perfdata.plans import milestones
from perfdata.snapshot import build_snapshot
from perfdata.store.database import Database
from tests.loading.conftest import FOLDER, TODAY, load
from tests.loading.held import counted
from tests.loading.tables import write

DATA = FOLDER / "data"
BENCHMARK = {"code": "ENV-001", "period": "2022/23", "council": "Ashenford", "group": "neighbour", "value": "41.8"}
BREAKDOWN = {
    "code": "CSC-002", "period": "Sep 2025", "dimension": "Age band", "group": "0-4", "value": "9.1", "numerator": "8",
    "denominator": "88", "suppressed": "n",
}  # fmt: skip
MILESTONE = {
    "directorate": "Place", "objective_ref": "PL1", "objective": "Settle the rounds", "milestone": "Correct addresses",
    "due": "2026-09-30", "rag": "Red", "update": "Two of three.", "service": "Highways",
}  # fmt: skip
ACTION = {
    "surgery": "S-1", "date": "2026-03-10", "code": "HSG-004", "board": "HCB", "chaired_by": "scrutiny chair",
    "action_ref": "S-1-A1", "action": "Inspect first", "owner_role": "Head", "due": "2026-05-31", "status": "complete",
    "update": "", "outcome": "improved",
}  # fmt: skip


def rows_of(name: str) -> list[dict[str, str]]:
    """The sample's table, as it stands in the file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Decimal | None:
    """A figure as the sample writes it."""
    return None if text in ("", "*") else Decimal(text)


def test_comparators_read_back(filled: Database, council: Council) -> None:
    """Every council's figure for a measure, with the row where it stands; blank is not published, never nought."""
    assert load(filled, council, DATA / "benchmarks.csv").stored
    with filled.reading() as session:
        measure = build_snapshot(session, council, TODAY).measures["ENV-004"]
        held = benchmarks(session, {measure.code: measure})[measure.code]
    expected = {
        (parse(row["period"]), row["council"]): (Comparator(row["group"]), number(row["value"]), row["source"], place)
        for place, row in enumerate(rows_of("benchmarks.csv"), 2)
        if row["code"] == "ENV-004"
    }
    assert {(one.period, one.council): (one.group, one.value, one.source, one.source_row) for one in held} == expected
    assert any(one.value is None for one in held)
    assert {(one.source_file, one.revision, one.entered_on) for one in held} == {("benchmarks.csv", 1, TODAY)}


def test_breakdowns_read_back(filled: Database, council: Council) -> None:
    """Groups in the order of the file; a withheld one has neither value nor parts."""
    assert load(filled, council, DATA / "equality.csv").stored
    with filled.reading() as session:
        measure = build_snapshot(session, council, TODAY).measures["CSC-002"]
        held = breakdowns(session, {measure.code: measure})[measure.code]
    assert [
        (one.period.label, one.dimension, one.group, one.value, one.suppressed, one.numerator, one.denominator)
        for one in held
    ] == [
        (
            row["period"], row["dimension"], row["group"], number(row["value"]), row["suppressed"] == "y",
            number(row["numerator"]), number(row["denominator"]),
        )
        for row in rows_of("equality.csv") if row["code"] == "CSC-002"
    ]  # fmt: skip


def test_milestones_and_past_actions_read_back(filled: Database, council: Council) -> None:
    """In the council's own words, in the order of the file."""
    assert load(filled, council, DATA / "objectives.csv", DATA / "surgeries_history.csv").stored
    with filled.reading() as session:
        plans, actions = milestones(session), past_actions(session)
    assert [
        (one.directorate, one.objective_ref, one.milestone, str(one.due), one.status, one.update) for one in plans
    ] == [
        (row["directorate"], row["objective_ref"], row["milestone"], row["due"], row["rag"], row["update"])
        for row in rows_of("objectives.csv")
    ]
    assert [(one.surgery, one.code, one.action_ref, one.action, one.outcome) for one in actions] == [
        (row["surgery"], row["code"], row["action_ref"], row["action"], row["outcome"])
        for row in rows_of("surgeries_history.csv")
    ]
    assert actions[-1].held_on > TODAY


@pytest.mark.parametrize(
    ("first", "change", "said"),
    [
        (BENCHMARK, {"value": "42.0"}, ("value", "41.8", "42.0")),
        (BREAKDOWN, {"value": "10.2", "numerator": "9"}, ("value", "9.1", "10.2")),
        (MILESTONE, {"rag": "Amber"}, ("status", "Red", "Amber")),
        (ACTION, {"status": "overdue"}, ("status", "complete", "overdue")),
    ],
)
def test_a_change_is_a_revision(
    filled: Database,
    council: Council,
    tmp_path: Path,
    first: dict[str, str],
    change: dict[str, str],
    said: tuple[str, str, str],
) -> None:
    """Old beside new in the report; what was held stays; the same once more changes nothing."""
    one = write(tmp_path / "one.csv", first, [first])
    two = write(tmp_path / "two.csv", first, [first | change])
    assert load(filled, council, one).files[0].new == 1
    revised = load(filled, council, two).files[0]
    assert (revised.new, revised.revised, revised.unchanged) == (0, 1, 0)
    change_said = revised.revisions[0].changes[0]
    assert (change_said.column, change_said.was, change_said.now) == said
    before = counted(filled)
    assert load(filled, council, two).files[0].unchanged == 1
    assert counted(filled) == before


@pytest.mark.parametrize(
    ("row", "change", "reason"),
    [
        (BENCHMARK, {"code": "XYZ-1"}, "unknown code"),
        (BENCHMARK, {"period": "2022"}, "bad period"),
        (BENCHMARK, {"period": "2026/27"}, "future period"),
        (BENCHMARK, {"council": ""}, "missing council"),
        (BENCHMARK, {"group": "friend"}, "bad group"),
        (BENCHMARK, {"value": "141.8"}, "out of range"),
        (BENCHMARK, {"value": "0.418"}, "looks like a fraction"),
        (BENCHMARK, {"value": "*"}, "bad value"),
        (BREAKDOWN, {"period": "2025/26"}, "period does not match frequency"),
        (BREAKDOWN, {"suppressed": "y"}, "withheld and given"),
        (BREAKDOWN, {"value": "*"}, "withheld and given"),
        (BREAKDOWN, {"numerator": "9"}, "value does not match numerator and denominator (10.2)"),
        (BREAKDOWN, {"dimension": ""}, "missing dimension"),
        (MILESTONE, {"directorate": "Palace"}, "unknown directorate"),
        (MILESTONE, {"service": "Fun"}, "unknown service"),
        (MILESTONE, {"due": "30 September"}, "bad date in due"),
        (MILESTONE, {"milestone": ""}, "missing milestone"),
        (ACTION, {"board": "XXX"}, "unknown board"),
        (ACTION, {"date": ""}, "missing date"),
        (ACTION, {"action": ""}, "missing action"),
        (ACTION, {"action_ref": ""}, "missing action_ref"),
    ],
)  # fmt: skip
def test_wrong_rows(
    unchanged: Database,
    council: Council,
    tmp_path: Path,
    row: dict[str, str],
    change: dict[str, str],
    reason: str,
) -> None:
    """Each table knows what it can hold; the fault has its row and a sentence."""
    file = load(unchanged, council, write(tmp_path / "wrong.csv", row, [row | change])).files[0]
    assert [(fault.row, fault.reason) for fault in file.faults] == [(2, reason)]


def test_contradictions_are_refused(unchanged: Database, council: Council, tmp_path: Path) -> None:
    """Two rows of one file, or of two, that say different things; a repeat is mentioned and no fault."""
    other = BENCHMARK | {"value": "50"}
    twice = write(tmp_path / "twice.csv", BENCHMARK, [BENCHMARK, other])
    assert {fault.reason for fault in load(unchanged, council, twice).files[0].faults} == {"duplicate conflict"}
    one, two = write(tmp_path / "a.csv", BENCHMARK, [BENCHMARK]), write(tmp_path / "b.csv", BENCHMARK, [other])
    report = load(unchanged, council, one, two)
    assert [fault.reason for file in report.files for fault in file.faults] == [
        "files contradict each other (with b.csv: ENV-001 Ashenford 2022/23)",
        "files contradict each other (with a.csv: ENV-001 Ashenford 2022/23)",
    ]
    repeat = write(tmp_path / "repeat.csv", BENCHMARK, [BENCHMARK, BENCHMARK])
    assert "Row 3 repeats row 2." in load(unchanged, council, repeat, check_only=True).files[0].notes


def test_what_was_known_on_a_day(filled: Database, council: Council) -> None:
    """Nothing that was loaded later is known earlier."""
    assert load(filled, council, DATA / "benchmarks.csv", DATA / "equality.csv").stored
    with filled.reading() as session:
        measures = build_snapshot(session, council, TODAY).measures
        earlier = date(2026, 11, 23)
        assert benchmarks(session, measures, known_on=earlier) == {}
        assert breakdowns(session, measures, known_on=earlier) == {}
        assert not milestones(session, known_on=earlier)
        assert not past_actions(session, known_on=earlier)
