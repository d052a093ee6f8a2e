"""Questions that the report asks about figures that are right in form, each by its rule and no sooner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any

import pytest

from perfdata import periods
from perfdata.council import Council
from perfdata.loading.findings import Known, findings
from perfdata.loading.store_measures import HeldMeasures
from perfdata.measures import Aggregation, Definition, Polarity, Tolerance, ToleranceKind
from perfdata.periods import Period
from perfdata.store.database import Database
from tests.loading.conftest import TODAY, load
from tests.loading.tables import figures

CODE = "ENV-021"
STEADY = ["90.1", "90.4", "89.8", "90.2", "90.5", "90.0", "90.3", "89.9", "90.2", "90.4"]


@pytest.fixture
def definition(unchanged: Database) -> Definition:
    """A monthly measure in per cent."""
    with unchanged.reading() as session:
        return HeldMeasures(session).definitions[CODE]


def months(values: list[str], last: Period) -> list[Known]:
    """Figures for the months up to `last`, entered on the day after their month."""
    ends = list(accumulate(repeat(None, len(values) - 1), lambda period, _: period.previous(), initial=last))
    return [
        Known(
            period,
            None if value == "*" else Decimal(value),
            value == "*",
            Decimal(90),
            Decimal(800),
            period.following().start,
        )
        for period, value in zip(reversed(ends), values, strict=True)
    ]


def ask(definition: Definition, known: list[Known], redefined: date | None = None) -> list[str]:
    """What is asked about these figures."""
    return findings(
        {CODE: known[-1].period},
        {CODE: known},
        {CODE: definition},
        {CODE: redefined} if redefined else {},
        TODAY,
    )


def test_ordinary_figures_are_not_asked_about(definition: Definition) -> None:
    """Nothing is said where nothing is odd, and a jump without an explanation is somebody else's to judge."""
    assert ask(definition, months(STEADY, periods.month(2026, 10))) == []
    assert ask(definition, months([*STEADY, "70"], periods.month(2026, 10))) == []


def test_a_target_of_nought(definition: Definition) -> None:
    """A tolerance in per cent of nothing is nothing; one in points is not asked about."""
    known = months(STEADY, periods.month(2026, 10))
    known[-1] = known[-1]._replace(target=Decimal(0))
    relative = replace(definition, tolerance=Tolerance(ToleranceKind.RELATIVE, Decimal(5)))
    absolute = replace(definition, tolerance=Tolerance(ToleranceKind.ABSOLUTE, Decimal(5)))
    assert ["the target is 0" in one for one in ask(relative, known)] == [True]
    assert ask(absolute, known) == []


def test_a_threshold_on_the_good_side_of_the_target(definition: Definition) -> None:
    """Intervention cannot begin where the target is met."""
    known = months(STEADY, periods.month(2026, 10))
    target = known[-1].target
    assert target is not None
    for polarity, step, asked in (("higher", 1, True), ("higher", -1, False), ("lower", -1, True), ("lower", 1, False)):
        tolerance = Tolerance(ToleranceKind.THRESHOLD, target + step)
        changed = replace(definition, polarity=Polarity(polarity), tolerance=tolerance)
        assert ["intervention begins" in one for one in ask(changed, known)] == [True] * asked


@pytest.mark.parametrize(("repeats", "asked"), [(5, 0), (6, 1), (9, 1)])
def test_the_same_figure_again_and_again(definition: Definition, repeats: int, asked: int) -> None:
    """Six months in a row, and not five."""
    known = months([*STEADY, *["91.5"] * repeats], periods.month(2026, 10))
    assert len([one for one in ask(definition, known) if "exactly 91.5" in one]) == asked


@pytest.mark.parametrize(("months_ago", "asked"), [(0, 0), (2, 0), (3, 1)])
def test_no_figure_for_months(definition: Definition, months_ago: int, asked: int) -> None:
    """Counted from the month that is due; a withheld figure is a report."""
    last = periods.due(TODAY, definition.lag_days, definition.frequency)
    for _ in range(months_ago):
        last = last.previous()
    known = months(STEADY, last)
    assert len(ask(definition, known)) == asked
    withheld = [*known, *months(["*"] * (months_ago + 1), periods.month(2026, 10))]
    assert ask(definition, withheld) == []


@pytest.mark.parametrize(
    ("change", "redefined", "said"),
    [
        ({"denominator": Decimal(1000)}, None, "the denominator went from 800 to 1000"),
        ({"target": Decimal(60)}, None, "the target went from 90 to 60"),
        ({}, date(2026, 11, 2), "the definition changed on 02/11/2026"),
    ],
)
def test_a_jump_that_has_an_explanation(
    definition: Definition, change: dict[str, Any], redefined: date | None, said: str
) -> None:
    """It is pointed out; the same change without a jump is not, nor a jump of a measure that starts again each year."""
    known = months([*STEADY, "60.0"], periods.month(2026, 10))
    known[-1] = known[-1]._replace(**change)
    assert [said in one for one in ask(definition, known, redefined)] == [True]
    calm = [*known[:-1], known[-1]._replace(value=Decimal("90.3"))]
    assert ask(definition, calm, redefined) == []
    assert ask(replace(definition, aggregation=Aggregation.CUMULATIVE), known, redefined) == []


def test_findings_stand_in_the_report(filled: Database, council: Council, tmp_path: Path) -> None:
    """With what is held before, and only for a file that changes something."""
    path = figures(
        tmp_path / "jump.csv",
        {"Value": "40.0", "Numerator": "800", "Denominator": "2000", "Entered On": "24/11/2026"},
    )
    report = load(filled, council, path)
    assert report.stored
    assert [CODE in one and "denominator went from" in one for one in report.files[0].findings] == [True]
    assert load(filled, council, path).files[0].findings == ()
