"""The order of nominations: each piece of evidence by its own rule, and nothing but evidence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata.council import RankWeights
from perfdata.facts import Facts, facts_of
from perfdata.snapshot import Snapshot
from perfdata.surgeries.evidence import Evidence, OpenAction
from perfdata.surgeries.ranking import NAMES, points_of
from perfdata.verdicts.reading import Assurance, Variation

WEIGHTS = RankWeights()


@pytest.fixture(scope="module")
def facts(sample_snapshot: Snapshot) -> Facts:
    """The facts of a monthly measure with a target of 400."""
    return replace(facts_of(sample_snapshot, "HSG-020"), target=Decimal(400), periods_off_target=0)


def part(name: str, evidence: Evidence, seconds: int = 0) -> Decimal:
    """The points for one piece of evidence, when it alone counts."""
    return points_of(evidence, seconds, replace(RankWeights(0, 0, 0, 0, 0, 0), **{name: 100})).total


@pytest.mark.parametrize(("shortfall", "points"), [("0", "0"), ("50", "50"), ("100", "100"), ("120", "100")])
def test_distance_counts_in_full_at_a_quarter_of_the_target(facts: Facts, shortfall: str, points: str) -> None:
    assert part("distance", Evidence(facts, shortfall=Decimal(shortfall))) == Decimal(points)


def test_a_target_of_nothing_is_missed_altogether_by_anything(facts: Facts) -> None:
    assert part("distance", Evidence(replace(facts, target=Decimal(0)), shortfall=Decimal(1))) == 100


@pytest.mark.parametrize(("periods", "points"), [(0, "0"), (3, "25"), (12, "100"), (53, "100")])
def test_duration_counts_in_full_after_a_year(facts: Facts, periods: int, points: str) -> None:
    assert part("duration", Evidence(replace(facts, periods_off_target=periods))) == Decimal(points)


@pytest.mark.parametrize(
    ("variation", "assurance", "points"),
    [
        (Variation.WORSENING, Assurance.MEETS, 100),
        (Variation.IMPROVING, Assurance.MISSES, 0),
        (Variation.NONE, Assurance.MISSES, 75),
        (Variation.TOO_FEW, Assurance.UNKNOWN, 50),
        (Variation.NONE, Assurance.HIT_AND_MISS, 25),
        (Variation.NONE, Assurance.MEETS, 0),
    ],
)
def test_a_real_change_for_the_worse_counts_most(
    facts: Facts, variation: Variation, assurance: Assurance, points: int
) -> None:
    assert part("change", Evidence(facts, variation=variation, assurance=assurance)) == points


@pytest.mark.parametrize(("quarter", "points"), [(1, 0), (2, 0), (3, 50), (4, 100), (None, 50)])
def test_the_last_quarter_of_similar_councils_counts_in_full(facts: Facts, quarter: int | None, points: int) -> None:
    assert part("comparison", Evidence(facts, quarter=quarter)) == points


def test_what_is_in_hand_counts_less_but_work_on_a_related_measure_does_not_count(facts: Facts) -> None:
    own, related = OpenAction("Recruit", "Head", None), OpenAction("Recruit", "Head", None, "Another measure")
    assert part("not_in_hand", Evidence(facts)) == 100
    assert part("not_in_hand", Evidence(facts, open_actions=(own,))) == 0
    assert part("not_in_hand", Evidence(facts, open_actions=(related,))) == 100


@pytest.mark.parametrize(("seconds", "points"), [(0, 0), (1, 50), (2, 100), (15, 100)])
def test_two_seconds_count_as_much_as_any_number(facts: Facts, seconds: int, points: int) -> None:
    assert part("seconds", Evidence(facts), seconds) == points


def _a_hundred(cuts: list[int]) -> RankWeights:
    """Weights that add up to 100: five of them, between cuts of 90, and 10 for seconds."""
    edges = [0, *sorted(cuts), 90]
    return RankWeights(**dict(zip(NAMES, [*(after - before for before, after in pairwise(edges)), 10], strict=True)))


@given(
    shortfall=st.decimals(0, 1000, places=1),
    periods=st.integers(0, 60),
    variation=st.sampled_from(Variation),
    assurance=st.sampled_from(Assurance),
    quarter=st.sampled_from([None, 1, 2, 3, 4]),
    seconds=st.integers(0, 20),
    weights=st.lists(st.integers(0, 90), min_size=4, max_size=4).map(_a_hundred),
)
def test_points_lie_between_none_and_a_hundred_and_are_the_sum_of_their_parts(
    facts: Facts,
    shortfall: Decimal,
    periods: int,
    variation: Variation,
    assurance: Assurance,
    quarter: int | None,
    seconds: int,
    weights: RankWeights,
) -> None:
    evidence = Evidence(
        replace(facts, periods_off_target=periods),
        shortfall=shortfall,
        variation=variation,
        assurance=assurance,
        quarter=quarter,
    )
    points = points_of(evidence, seconds, weights)
    assert 0 <= points.total <= 100
    assert points.total == sum(one.weight * one.share for one in points.parts)
    assert [(one.name, one.weight) for one in points.parts] == [(name, getattr(weights, name)) for name in NAMES]
    worse = points_of(replace(evidence, shortfall=shortfall + 10), seconds, weights)
    assert worse.total >= points.total


def test_the_sum_in_the_method_is_right(facts: Facts) -> None:
    evidence = Evidence(
        replace(facts, periods_off_target=3),
        shortfall=Decimal(50),
        variation=Variation.NONE,
        assurance=Assurance.MISSES,
        quarter=3,
    )
    points = points_of(evidence, 1, WEIGHTS)
    worked = " + ".join(f"{one.weight} × {one.share.normalize():f}" for one in points.parts)
    method = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
    assert f"    {worked} = {points.total.normalize():f} points\n" in method
