"""Figures that cannot be what they say, by measures that a test makes for itself."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from perfdata.council import Council
from perfdata.loading.plausibility import scale
from perfdata.store.database import Database
from tests.loading.conftest import FOLDER, load
from tests.loading.tables import figures, write

PARTS = {"Numerator": "9", "Denominator": "1000"}


def reasons(
    database: Database, council: Council, tmp_path: Path, unit: str, row: dict[str, str], **measure: str
) -> list[str]:
    """What is wrong with one figure of a new measure in that unit."""
    with (FOLDER / "data/measures.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    dictionary = write(tmp_path / "measures.csv", first, [first | {"code": "NEW-1", "unit": unit} | measure])
    row = {"Code": "NEW-1", "Target": ""} | row
    report = load(database, council, dictionary, figures(tmp_path / "figures.csv", row), check_only=True)
    return [fault.reason for file in report.files for fault in file.faults]


@pytest.mark.parametrize(
    ("unit", "row", "reason"),
    [
        ("%", {"Value": "0"}, None),
        ("%", {"Value": "100"}, None),
        ("%", {"Value": "100.1"}, "out of range"),
        ("%", {"Value": "-1"}, "out of range"),
        ("%", {"Value": "0.9"}, "looks like a fraction"),
        ("%", {"Value": "1"}, "looks like a fraction"),
        ("%", {"Value": "0.9%"}, None),
        ("%", {"Value": "0.9"} | PARTS, None),
        ("%", {"Value": "90", "Target": "0.9"}, "looks like a fraction"),
        ("%", {"Value": "90", "Target": "0.9%"}, None),
        ("%", {"Value": "2", "Target": "0.9"}, None),
        ("%", {"Value": "110", "Numerator": "11", "Denominator": "10"}, "numerator above denominator"),
        ("number", {"Value": "0.5"}, None),
        ("number", {"Value": "-3"}, "out of range"),
        ("number", {"Value": "90%"}, "unit mismatch"),
        ("number", {"Value": "11", "Numerator": "110", "Denominator": "10"}, None),
        ("£000", {"Value": "-3"}, None),
        ("points", {"Value": "-3"}, None),
        ("per 1,000", {"Value": "9"} | PARTS, None),
        ("per 1,000", {"Value": "0.9"} | PARTS, "value does not match numerator and denominator (9.0)"),
        ("ratio", {"Value": "0"} | PARTS, None),
        ("%", {"Value": "0.9%", "Numerator": "9", "Denominator": "0"}, "bad denominator"),
        ("%", {"Value": "*", "Numerator": "9", "Denominator": "-1"}, "bad denominator"),
        ("%", {"Value": "", "Numerator": "9"}, None),
        ("%", {"Value": "90", "Target": "140"}, "out of range"),
        ("number", {"Value": "9", "Target": "90%"}, "unit mismatch"),
        ("number", {"Value": "9", "Target": "£90"}, "unit mismatch"),
        ("%", {"Value": "90", "Target": "*"}, "bad target"),
        ("%", {"Value": "90", "Numerator": "9%", "Denominator": "10"}, "bad numerator"),
        (
            "per 100,000",
            {"Value": "1", "Numerator": "999999999999999", "Denominator": "0.0000000001"},
            f"value does not match numerator and denominator ({'9' * 15}{'0' * 15}.0)",
        ),
    ],
)
def test_what_a_unit_allows(
    unchanged: Database, council: Council, tmp_path: Path, unit: str, row: dict[str, str], reason: str | None
) -> None:
    """Each unit has its limits; parts that are given must agree with the value; nothing is guessed."""
    assert reasons(unchanged, council, tmp_path, unit, row) == ([] if reason is None else [reason])


@pytest.mark.parametrize(
    ("unit", "value", "low", "high"),
    [("%", "140", "0", "200"), ("number", "-3", "-10", "10")],
)
def test_the_dictionary_can_allow_more(
    unchanged: Database, council: Council, tmp_path: Path, unit: str, value: str, low: str, high: str
) -> None:
    """A range that goes beyond the unit's limits lifts them."""
    spread = {"polarity": "range", "range_low": low, "range_high": high}
    assert reasons(unchanged, council, tmp_path, unit, {"Value": value}, **spread) == []


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [("1", "8", "12.5"), ("1", "16", "6.3"), ("2499", "10000", "25.0"), ("1", "3", "33.3"), ("2", "3", "66.7")],
)
def test_parts_are_rounded_half_up(
    unchanged: Database, council: Council, tmp_path: Path, numerator: str, denominator: str, value: str
) -> None:
    """1 in 16 is 6.25%, which is published as 6.3%."""
    row = {"Value": value, "Numerator": numerator, "Denominator": denominator}
    assert reasons(unchanged, council, tmp_path, "%", row) == []


def test_a_small_percentage_is_believed_of_a_measure_that_is_small(
    unchanged: Database, council: Council, tmp_path: Path
) -> None:
    """Where the figures held are near it, a percentage under one is no fraction."""
    low = {"Code": "ENV-007", "Period": "Oct 2026", "Target": "", "Value": "0.9"}
    assert load(unchanged, council, figures(tmp_path / "low.csv", low), check_only=True).accepted
    high = {"Value": "0.9", "Target": ""}
    assert not load(unchanged, council, figures(tmp_path / "high.csv", high), check_only=True).accepted


@pytest.mark.parametrize(
    ("unit", "times"),
    [("%", 100), ("per 1,000", 1000), ("per 10,000", 10_000), ("per 100,000", 100_000), ("days", 1), ("per head", 1)],
)
def test_scale(unit: str, times: int) -> None:
    """What numerator over denominator is multiplied by."""
    assert scale(unit) == times
