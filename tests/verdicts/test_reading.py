"""What a chart says: whether a measure is changing, whether its target can be relied on, and why when it cannot."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from perfdata import periods
from perfdata.asking.findings import assurance_reason, finding_of, no_chart_note, variation_reason, variation_sentence
from perfdata.measures import Aggregation
from perfdata.periods import Frequency
from perfdata.verdicts.obstacles import BY_DEFINITION, BY_FIGURES, Obstacle
from perfdata.verdicts.reading import Assurance, Reading, Variation, reading_at
from perfdata.verdicts.series import Series
from perfdata.verdicts.verdict import Verdict, verdict_at
from tests.verdicts.builders import a_measure, a_series

OCTOBER = periods.parse("Oct 2026")
STEADY = ["72", "70", "74", "71", "73", "69", "75", "72", "71", "74", "70", "73", "71", "72", "74", "70", "72"]
"""Seventeen figures about 72."""


def verdict_of(values: list[str | None], polarity: str = "higher", target: str = "80", **changes: Any) -> Verdict:
    """The verdict at October 2026 of a monthly measure."""
    return verdict_at(a_measure(polarity, **changes), a_series("Oct 2026", values, target), OCTOBER)


def reading_of(values: list[str | None], polarity: str = "higher", **changes: Any) -> Reading:
    return verdict_of(values, polarity, **changes).reading


def said(verdict: Verdict) -> tuple[str, str, str]:
    """The reasons for variation and assurance, and the sentence of an answer."""
    finding = finding_of(verdict)
    assert finding is not None
    return variation_reason(verdict, finding), assurance_reason(verdict), variation_sentence(verdict, finding)


def test_usual_variation() -> None:
    verdict = verdict_of([*STEADY, "71", "73", "72"])
    assert verdict.reading.variation is Variation.NONE
    assert not verdict.reading.early
    assert said(verdict) == (
        "The latest figure is within its usual range (65.0% to 79.0%).",
        "Its usual range does not reach the target: it will not meet it unless something changes.",
        "The changes from month to month are its usual variation.",
    )


CHANGES: list[tuple[list[str | None], str, int, str]] = [
    (["95"], "Oct 2026", 1, "in October 2026: the figure is above its usual range"),
    (
        ["71", "72.5", "73", "74", "75", "76", "77", "78"],
        "Apr 2026",
        7,
        "since April 2026: it has risen 7 months running",
    ),
    (
        ["79", "74", "79"],
        "Aug 2026",
        2,
        "since August 2026: 2 of the last 3 months are near the top of its usual range",
    ),
    (
        ["75", "74", "75", "74.5", "75", "74", "75"],
        "Apr 2026",
        7,
        "since April 2026: 7 months in a row above its average",
    ),
]


@pytest.mark.parametrize(("latest", "since", "run", "words"), CHANGES)
def test_real_changes_are_named_counted_and_dated(latest: list[str | None], since: str, run: int, words: str) -> None:
    verdict = verdict_of([*STEADY, *latest])
    reading = verdict.reading
    assert reading.variation is Variation.IMPROVING
    assert reading.since is not None
    assert (reading.since.label, reading.run) == (since, run)
    assert f"There is a real change for the better {words}" in said(verdict)[0]
    worse = verdict_of([*STEADY, *latest], "lower").reading
    assert replace(reading, variation=Variation.WORSENING, assurance=worse.assurance) == worse


def test_a_step_is_dated_from_its_first_figure() -> None:
    verdict = verdict_of([*STEADY, "72", "71", "82", "86", "87"], "lower", target="60")
    assert verdict.reading.since is not None
    assert (verdict.reading.since.label, verdict.reading.run) == ("Aug 2026", 3)
    assert "3 months in a row above its average" in said(verdict)[0]
    assert "the latest beyond its usual range" in said(verdict)[0]


def test_a_gap_ends_a_run() -> None:
    high = ["75", "74", "75", "74.5", "75", "74", "75"]
    assert reading_of([*STEADY, *high]).variation is Variation.IMPROVING
    assert reading_of([*STEADY, *high[:3], None, *high[3:]]).variation is Variation.NONE
    assert reading_of([*STEADY, *high[:3], "*", *high[3:]]).variation is Variation.NONE


def test_the_latest_figure_is_read_when_the_due_one_is_missing() -> None:
    reading = reading_of([*STEADY, "95", None])
    assert reading.variation is Variation.IMPROVING
    assert reading.since == periods.parse("Sep 2026")


def test_figures_after_the_period_are_not_looked_at() -> None:
    series = a_series("Oct 2026", [*STEADY, "72", "95"])
    assert reading_at(a_measure(), series, periods.parse("Sep 2026")).variation is Variation.NONE
    assert reading_at(a_measure(), series, OCTOBER).variation is Variation.IMPROVING


@pytest.mark.parametrize(
    ("latest", "low", "high", "variation"),
    [
        ("95", "60", "80", Variation.WORSENING),
        ("95", "90", "99", Variation.IMPROVING),
        ("95", "60", "99", Variation.CHANGING),
    ],
)
def test_a_range_is_judged_by_the_distance_outside_it(latest: str, low: str, high: str, variation: Variation) -> None:
    reading = reading_of([*STEADY, latest], "range", range_low=Decimal(low), range_high=Decimal(high))
    assert reading.variation is variation


@pytest.mark.parametrize(
    ("polarity", "target", "assurance"),
    [
        ("higher", "60", Assurance.MEETS),
        ("higher", "72", Assurance.HIT_AND_MISS),
        ("higher", "90", Assurance.MISSES),
        ("lower", "60", Assurance.MISSES),
        ("lower", "90", Assurance.MEETS),
    ],
)
def test_assurance(polarity: str, target: str, assurance: Assurance) -> None:
    assert verdict_of(list(STEADY), polarity, target).reading.assurance is assurance


@pytest.mark.parametrize(
    ("low", "high", "assurance"),
    [
        ("60", "90", Assurance.MEETS),
        ("60", "75", Assurance.HIT_AND_MISS),
        ("85", "90", Assurance.MISSES),
        ("10", "20", Assurance.MISSES),
        (None, "90", Assurance.MEETS),
        (None, None, Assurance.UNKNOWN),
    ],
)
def test_assurance_of_a_range(low: str | None, high: str | None, assurance: Assurance) -> None:
    bounds = {"range_low": low and Decimal(low), "range_high": high and Decimal(high)}
    assert reading_of(list(STEADY), "range", **bounds).assurance is assurance


def test_a_lucky_month_is_not_called_lucky() -> None:
    verdict = verdict_of([*STEADY, "71", "78.5"], target="78.5", tolerance="none")
    assert verdict.reading.assurance is Assurance.HIT_AND_MISS
    met = verdict_of([*STEADY, "71", "73", "95"], target="95", tolerance="none")
    assert said(met)[1] == (
        "It met the target this time, but its usual range does not reach it. "
        "The figures are changing, though, so that may not hold."
    )


@pytest.mark.parametrize(
    ("values", "changes", "obstacle", "variation"),
    [
        (STEADY, {"aggregation": Aggregation.CUMULATIVE}, Obstacle.CUMULATIVE, Variation.NOT_CHARTED),
        (STEADY, {"aggregation": Aggregation.ROLLING}, Obstacle.ROLLING, Variation.NOT_CHARTED),
        (STEADY[:11], {}, Obstacle.TOO_FEW, Variation.TOO_FEW),
        (["1", "2", "3", "1", "0", "2"] * 3, {"unit": "number"}, Obstacle.RARE, Variation.NOT_CHARTED),
        (["9", "9", "8", "0"] * 4, {"unit": "number"}, None, Variation.NONE),
        (["9", "9", "0", "0"] * 4, {"unit": "number"}, Obstacle.RARE, Variation.NOT_CHARTED),
        (["5"] * 14, {}, Obstacle.CONSTANT, Variation.STEADY),
        ([], {}, Obstacle.TOO_FEW, Variation.TOO_FEW),
    ],
)
def test_what_stands_in_the_way_of_a_chart(
    values: list[str | None], changes: dict[str, Any], obstacle: Obstacle | None, variation: Variation
) -> None:
    reading = reading_of(values, **changes)
    assert (reading.obstacle, reading.variation) == (obstacle, variation)
    if obstacle is not None:
        assert (reading.assurance, reading.usual, reading.signal) == (Assurance.UNKNOWN, None, None)


@pytest.mark.parametrize(
    ("denominators", "unit", "obstacle"),
    [
        (["9", "17", "12"], "%", Obstacle.FEW_CASES),
        (["9", "17", "12"], "days", None),
        (["30", "91", "50"], "%", Obstacle.UNEVEN),
        (["30", "90", "50"], "%", None),
    ],
)
def test_shares_of_few_or_of_uneven_numbers_have_no_chart(
    denominators: list[str], unit: str, obstacle: Obstacle | None
) -> None:
    plain = a_series("Oct 2026", [*STEADY, "72"])
    series = Series.of(
        replace(one, denominator=Decimal(denominators[place % 3])) for place, one in enumerate(plain.observations)
    )
    assert reading_at(a_measure(unit=unit), series, OCTOBER).obstacle is obstacle


@pytest.mark.parametrize(
    ("frequency", "last", "obstacle"),
    [
        (Frequency.ANNUAL, "2025/26", Obstacle.ANNUAL),
        (Frequency.TERMLY, "Summer 2025/26", Obstacle.TERMLY),
        (Frequency.QUARTERLY, "Q2 2026/27", None),
    ],
)
def test_how_often_it_is_reported_decides(frequency: Frequency, last: str, obstacle: Obstacle | None) -> None:
    reading = reading_at(a_measure(frequency=frequency), a_series(last, list(STEADY)), periods.parse(last))
    assert reading.obstacle is obstacle
    assert reading.early is (obstacle is None)


def test_figures_that_hang_together_have_no_chart() -> None:
    chance, level, wandering = random.Random(4), 0.0, []
    for _ in range(60):
        level = 0.9 * level + chance.gauss(0, 1)
        wandering.append(f"{50 + level:.1f}")
    assert reading_of([*wandering]).obstacle is Obstacle.SLUGGISH


def test_a_season_is_not_a_change() -> None:
    year = [40, 41, 44, 47, 50, 53, 54, 53, 50, 46, 43, 41]
    wobble = ["0.3", "0.9", "0.1", "0.6", "0.2", "0.8", "0.5"]
    values: list[str | None] = [str(year[place % 12] + Decimal(wobble[place % 7])) for place in range(55)]
    verdict = verdict_of(values)
    assert verdict.reading.seasonal
    assert verdict.reading.variation is Variation.NONE
    reason, _, sentence = said(verdict)
    assert "usual range for October" in reason
    assert sentence == "The changes from month to month are usual for the time of year."
    values[-1] = str(year[54 % 12] + 9)
    raised = verdict_of(values)
    assert raised.reading.variation is Variation.IMPROVING
    assert "above its usual range for October" in said(raised)[0]


def test_too_few_figures_are_counted() -> None:
    verdict = verdict_of(list(STEADY[:11]))
    reason, assurance, sentence = said(verdict)
    assert reason == sentence == "Change cannot be told from chance with 11 figures; 12 are needed."
    assert assurance == ""
    assert no_chart_note(verdict.measure, verdict.reading) == ""


def test_early_limits_are_called_early() -> None:
    assert said(verdict_of(list(STEADY)))[0].endswith("That range is an early one, from 17 figures.")
    assert "early" not in said(verdict_of([*STEADY, "71", "73", "72"]))[0]


def test_the_range_is_shown_no_further_than_figures_can_go_and_judged_as_computed() -> None:
    high: list[str | None] = ["99", "100", "98", "100", "99", "100"] * 3
    reading = reading_of(high)
    assert reading.usual is not None
    assert reading.usual.high == 100
    assert verdict_of(high, "higher", "101").reading.assurance is Assurance.HIT_AND_MISS
    low = reading_of(["5", "1", "4", "2", "5", "1"] * 3, unit="number")
    assert low.usual is not None
    assert low.usual.low == 0
    below = reading_of(["5", "-1", "4", "2", "5", "1"] * 3, unit="£000")
    assert below.usual is not None
    assert below.usual.low < 0


def test_every_obstacle_has_a_place_in_the_table_and_a_sentence() -> None:
    assert {obstacle for obstacle, _ in (*BY_DEFINITION, *BY_FIGURES)} == set(Obstacle)
    assert all(obstacle.value.endswith(".") for obstacle in Obstacle)
    note = no_chart_note(
        a_measure(aggregation=Aggregation.ROLLING), reading_of(list(STEADY), aggregation=Aggregation.ROLLING)
    )
    assert note.startswith("Things done on time: no usual range. Each figure shares most of its twelve months")
