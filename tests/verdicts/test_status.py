"""Status by polarity and tolerance, judged on the figure as published."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
def test_no_judgement_always_has_its_reason(value: str | None, target: str | None, status: Status) -> None:
    judgement = judge(a_measure(), an_observation("Oct 2026", value, target))
    assert judgement.status is status
    assert judgement.reason.endswith(".")
    assert not judgement.status.judged


def test_nothing_held_is_missing() -> None:
    assert judge(a_measure(), None).status is Status.MISSING


figures = st.decimals(-1000, 1000, places=1, allow_nan=False)


@given(figures, figures, st.decimals(0, 50, places=1), st.sampled_from(["higher", "lower"]))
def test_a_better_figure_never_has_a_worse_status(
    value: Decimal, target: Decimal, tolerance: Decimal, polarity: str
) -> None:
    measure = a_measure(polarity, f"absolute {tolerance}")
    better = value + (1 if polarity == "higher" else -1)
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
