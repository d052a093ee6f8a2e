"""Status by polarity and tolerance, judged on the figure as published."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata.measures import Polarity, ToleranceKind
from perfdata.verdicts.direction import Direction, direction
from perfdata.verdicts.status import Status, judge
from tests.verdicts.builders import a_measure, an_observation

GREEN, AMBER, RED = Status.ON_TARGET, Status.SLIGHTLY_OFF, Status.OFF_TARGET


@pytest.mark.parametrize(
    ("polarity", "tolerance", "value", "target", "status"),
    [
        ("higher", "relative 5%", "43.0", "45.0", AMBER),
        ("higher", "absolute 2", "42.9", "45.0", RED),
        ("higher", "absolute 2", "43.0", "45.0", AMBER),
        ("higher", "absolute 2", "45.0", "45.0", GREEN),
        ("higher", "absolute 2", "44.96", "45.0", GREEN),
        ("higher", "absolute 2", "42.95", "45.0", AMBER),
        ("lower", "relative 5%", "10.4", "9.5", RED),
        ("lower", "relative 10%", "2", "0", RED),
        ("lower", "relative 10%", "0", "0", GREEN),
        ("lower", "relative 10%", "-150", "-200", RED),
        ("lower", "relative 30%", "-150", "-200", AMBER),
        ("higher", "none", "79.9", "80", RED),
        ("higher", "none", "80", "80", GREEN),
        ("higher", "threshold 60", "61", "80", AMBER),
        ("higher", "threshold 60", "60", "80", AMBER),
        ("higher", "threshold 60", "59.9", "80", RED),
        ("higher", "threshold 60", "80", "80", GREEN),
        ("higher", "threshold 90", "79.9", "80", RED),
        ("lower", "threshold 12", "11", "10", AMBER),
        ("lower", "threshold 12", "12.1", "10", RED),
        ("lower", "threshold -100", "-150", "-200", AMBER),
        ("lower", "absolute 3", "2", "0", AMBER),
        ("lower", "absolute 3", "4", "0", RED),
        ("higher", "absolute 3", "-2", "0", AMBER),
        ("higher", "relative 10%", "-1", "0", RED),
        ("higher", "relative 10%", "-210", "-200", AMBER),
        ("nearest", "absolute 3 green 1", "97", "100", AMBER),
        ("nearest", "absolute 3 green 1", "103.1", "100", RED),
        ("nearest", "absolute 3 green 1", "101", "100", GREEN),
        ("nearest", "none green 1", "101.1", "100", RED),
        ("nearest", "absolute 3", "99.9", "100", AMBER),
        ("nearest", "absolute 3", "100", "100", GREEN),
        ("nearest", "relative 5%", "-9.5", "-10", AMBER),
        ("nearest", "threshold 90", "110", "100", AMBER),
        ("nearest", "threshold 90", "110.1", "100", RED),
    ],
)
def test_a_figure_is_judged_by_shortfall_and_tolerance(
    polarity: str, tolerance: str, value: str, target: str, status: Status
) -> None:
    assert judge(a_measure(polarity, tolerance), an_observation("Oct 2026", value, target)).status is status


@pytest.mark.parametrize(
    ("tolerance", "value", "status"),
    [
        ("absolute 1", "85", GREEN), ("absolute 1", "90", GREEN), ("absolute 1", "84", AMBER),
        ("absolute 1", "83.9", RED), ("absolute 1", "92", RED), ("relative 10%", "77", AMBER),
        ("relative 10%", "76.4", RED), ("relative 10%", "99.0", AMBER), ("none", "84.9", RED),
    ],
)  # fmt: skip
def test_a_range_is_judged_by_the_distance_to_its_nearer_bound(tolerance: str, value: str, status: Status) -> None:
    measure = a_measure("range", tolerance, range_low=Decimal(85), range_high=Decimal(90))
    assert judge(measure, an_observation("Oct 2026", value, None)).status is status


@pytest.mark.parametrize(
    ("value", "target", "status"),
    [(None, "80", Status.MISSING), ("*", "80", Status.SUPPRESSED), ("81", None, Status.NO_TARGET)],
)
@pytest.mark.parametrize("polarity", ["higher", "lower", "nearest"])
def test_no_judgement_always_has_its_reason(
    polarity: str, value: str | None, target: str | None, status: Status
) -> None:
    judgement = judge(a_measure(polarity), an_observation("Oct 2026", value, target))
    assert judgement.status is status
    assert judgement.reason.endswith(".")
    assert not judgement.status.judged
    assert judgement.rule is None


def test_a_context_measure_is_not_judged_even_against_a_target() -> None:
    measure = a_measure("context", "none")
    judgement = judge(measure, an_observation("Oct 2026", "81", "80"))
    assert (judgement.status, judgement.shortfall) == (Status.NO_TARGET, None)
    assert "background" in judgement.reason
    assert judge(measure, an_observation("Oct 2026", "*", "80")).status is Status.SUPPRESSED


def test_nothing_held_is_missing() -> None:
    assert judge(a_measure(), None).status is Status.MISSING


figures = st.decimals(-1000, 1000, places=1, allow_nan=False)
tolerances = st.one_of(
    st.just("none"),
    st.builds("absolute {}".format, st.decimals(0, 50, places=1)),
    st.builds("relative {}%".format, st.decimals(0, 50, places=1)),
    st.builds("threshold {:f}".format, figures),
)


@given(figures, figures, tolerances, st.sampled_from(["higher", "lower", "nearest"]))
def test_a_better_figure_never_has_a_worse_status(
    value: Decimal, target: Decimal, tolerance: str, polarity: str
) -> None:
    measure = a_measure(polarity, tolerance)
    toward = {"higher": Decimal(1), "lower": Decimal(-1), "nearest": min(max(target - value, Decimal(-1)), Decimal(1))}
    better = value + toward[polarity]
    rank = [RED, AMBER, GREEN]
    statuses = [judge(measure, an_observation("Oct 2026", str(one), str(target))).status for one in (value, better)]
    assert rank.index(statuses[0]) <= rank.index(statuses[1])


@pytest.mark.parametrize(
    ("unit", "tolerance", "value", "said"),
    [
        ("%", "absolute 1", "70", "at least 80%, with a tolerance of 1 percentage point;"),
        ("%", "relative 5%", "70", "at least 80%, with a tolerance of 5% of it;"),
        ("£000", "absolute 2", "70", "at least £80,000, with a tolerance of £2,000;"),
        ("number", "absolute 2", "70", "at least 80, with a tolerance of 2;"),
        ("days", "none", "70", "at least 80 days, with no tolerance;"),
    ],
)
def test_the_rule_is_said_in_the_unit_of_the_measure(unit: str, tolerance: str, value: str, said: str) -> None:
    assert said in judge(a_measure("higher", tolerance, unit=unit), an_observation("Oct 2026", value)).reason


@given(figures, figures, tolerances, st.sampled_from(["higher", "lower", "nearest"]))
def test_a_figure_reflected_with_its_target_and_its_polarity_keeps_its_status(
    value: Decimal, target: Decimal, tolerance: str, polarity: str
) -> None:
    measure = a_measure(polarity, tolerance)
    kept = measure.tolerance
    if kept.kind is ToleranceKind.THRESHOLD:
        kept = replace(kept, amount=-kept.amount)
    other = {"higher": Polarity.LOWER, "lower": Polarity.HIGHER, "nearest": Polarity.NEAREST}[polarity]
    reflected = replace(measure, polarity=other, tolerance=kept)
    here = judge(measure, an_observation("Oct 2026", str(value), str(target)))
    there = judge(reflected, an_observation("Oct 2026", str(-value), str(-target)))
    assert (here.status, here.shortfall) == (there.status, there.shortfall)


@pytest.mark.parametrize(
    ("polarity", "unit", "tolerance", "target", "words"),
    [
        ("higher", "%", "absolute 1", "45.0", "amber within 1 percentage point of the target"),
        ("higher", "%", "relative 5%", "45.0", "amber within 2.25 percentage points of the target, which is 5% of it"),
        ("lower", "days", "none", "9.5", "no amber: a figure that misses the target is red"),
        ("lower", "number", "relative 10%", "0", "no amber: a figure that misses the target is red"),
        ("higher", "%", "threshold 60", "80", "amber as far as 60%, red below that"),
        ("lower", "£000", "threshold 1200", "1000", "amber as far as £1,200,000, red above that"),
        ("nearest", "%", "absolute 3 green 1", "100",
         "green within 1 percentage point of the target, amber within 3 percentage points of the target"),
        ("nearest", "%", "threshold 90", "100", "amber no further from the target than 90% is"),
    ],
)  # fmt: skip
def test_the_rule_that_applied_can_be_named(polarity: str, unit: str, tolerance: str, target: str, words: str) -> None:
    judgement = judge(a_measure(polarity, tolerance, unit=unit), an_observation("Oct 2026", "70", target))
    assert judgement.rule is not None
    assert judgement.rule.words == words


def test_the_rule_of_a_range_is_about_its_nearer_bound() -> None:
    measure = a_measure("range", "relative 10%", range_low=Decimal(80), range_high=Decimal(90))
    rules = [judge(measure, an_observation("Oct 2026", value, None)).rule for value in ("70", "95")]
    assert [rule.words if rule else "" for rule in rules] == [
        "amber within 8 percentage points of the range, which is 10% of the nearer bound",
        "amber within 9 percentage points of the range, which is 10% of the nearer bound",
    ]


@pytest.mark.parametrize(
    ("polarity", "value", "earlier", "targets", "moved"),
    [
        ("nearest", "98", "105", ("100", "100"), Direction.BETTER),
        ("nearest", "98", "102", ("100", "100"), Direction.SAME),
        ("nearest", "98", "99", ("100", "102"), Direction.BETTER),
        ("nearest", "98", "99", ("100", None), None),
        ("context", "98", "99", ("100", "100"), None),
        ("lower", "98", "99", (None, None), Direction.BETTER),
    ],
)
def test_direction_needs_something_to_be_better(
    polarity: str, value: str, earlier: str, targets: tuple[str | None, str | None], moved: Direction | None
) -> None:
    now, then = (None if one is None else Decimal(one) for one in targets)
    measure = a_measure(polarity, "none")
    assert direction(measure, Decimal(value), Decimal(earlier), target=now, earlier_target=then) is moved


METHOD = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
WORKED = re.findall(
    r"^\| (higher|lower|nearest), (\S+) against ([^,]+), ([^|]+?) \| \w+ by ([^;]+); .* \| (.+?) \|$", METHOD, re.M
)


@pytest.mark.parametrize(("polarity", "value", "target", "tolerance", "shortfall", "status"), WORKED)
def test_the_worked_cases_of_the_method(
    polarity: str, value: str, target: str, tolerance: str, shortfall: str, status: str
) -> None:
    value, target = value.replace("−", "-"), target.replace("−", "-")
    judgement = judge(a_measure(polarity, tolerance), an_observation("Oct 2026", value, target))
    assert (str(judgement.status), judgement.shortfall) == (status, Decimal(shortfall))


def test_the_method_has_worked_cases() -> None:
    assert len(WORKED) == 8
