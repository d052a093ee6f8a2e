"""Gaps between groups, and whether chance could make them: the worked numbers of the method, and what holds always."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata.measures import Polarity
from perfdata.verdicts.chance import Estimate, difference, share
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.disparities import Chance, Split, against_the_rest, counts_people, ends, split_of, standing_out
from tests.groups.builders import COUNT, SHARE, Cell, a_group

METHOD = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
SECTION = METHOD.partition("\n## Gaps between groups\n")[2].partition("\n## ")[0]
PART = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def a_split(cells: Sequence[Cell], names: Sequence[str] = (), before: Sequence[Cell] = ()) -> Split:
    measure = COUNT if isinstance(cells[0], int) else SHARE
    called = names or [chr(ord("a") + at) for at in range(len(cells))]
    rows = [a_group("Sep 2026", "Sex", name, cell, measure) for name, cell in zip(called, cells, strict=True)]
    rows += [a_group("Sep 2025", "Sex", name, cell, measure) for name, cell in zip(called, before, strict=False)]
    found = split_of(measure, rows, "Sex")
    assert found is not None
    return found


def percent(estimate: Estimate) -> tuple[float, float]:
    return round(estimate.low * 100, 1), round(estimate.high * 100, 1)


def test_the_worked_numbers() -> None:
    """Read from the method: what it says is what comes out."""
    first, second = share(18, 100), share(48, 400)
    gap = difference(first, second)
    assert percent(first) == (11.7, 26.7)
    assert percent(second) == (9.2, 15.6)
    assert not gap.is_real
    low, high = percent(gap)
    text = " ".join(SECTION.replace(">", "").split())
    assert "18%, between 11.7% and 26.7%; 12%, between 9.2% and 15.6%" in text
    assert f"between {-low} points lower and {high} points higher: it may be chance" in text
    assert "a gap of 6 points, 1.5 times" in text


def test_a_gap_in_points_and_times() -> None:
    found = ends(a_split([(18, 100), (48, 400)], before=[(20, 100), (48, 400)]))
    assert found is not None
    assert (found.points, found.ratio, found.direction) == (Decimal("6.0"), Decimal("1.5"), Direction.BETTER)
    assert (found.chance, found.before, found.change) == (Chance.MAY_BE_CHANCE, Decimal("8.0"), Chance.MAY_BE_CHANCE)


def test_the_named_ends_are_compared_whatever_lies_furthest() -> None:
    names = ["1 (most deprived fifth)", "2", "5 (least deprived fifth)"]
    found = ends(a_split([(30, 100), (90, 100), (40, 100)], names))
    assert found is not None
    assert (found.group, found.other) == (names[2], names[0])


def test_no_gap_is_given_with_an_end_that_is_withheld() -> None:
    names = ["1 (most deprived fifth)", "2", "5 (least deprived fifth)"]
    assert ends(a_split([None, (90, 100), (40, 100)], names)) is None
    split = a_split([(30, 100), None, (40, 100)])
    assert against_the_rest(split, "b") is None
    rest = against_the_rest(split, "a")
    assert rest is not None
    assert rest.other == "c"


def test_those_not_known_are_set_against_nobody() -> None:
    split = a_split([(30, 100), (40, 100), (90, 100)], ["Female", "Male", "Not known"])
    found = ends(split)
    assert found is not None
    assert {found.group, found.other} == {"Female", "Male"}
    assert against_the_rest(split, "Not known") is None


def test_counts_have_no_gap() -> None:
    assert ends(a_split([30, 60])) is None


def test_the_more_gaps_are_looked_at_the_larger_one_has_to_be() -> None:
    two = ends(a_split([(60, 100), (45, 100)]))
    many = ends(a_split([(60, 100), (50, 100), (52, 100), (48, 100), (45, 100)]))
    assert two is not None
    assert many is not None
    assert two.points == many.points
    assert (two.chance, many.chance) == (Chance.REAL, Chance.MAY_BE_CHANCE)


def test_who_stands_out_from_all_the_others() -> None:
    found = standing_out(a_split([(300, 400), *[(500, 1000)] * 4]))
    assert [(one.group, one.other, one.chance) for one in found] == [("a", "", Chance.REAL)]


def test_the_rest_taken_together_is_no_mean_of_percentages() -> None:
    found = against_the_rest(a_split([(50, 100), (90, 100), (300, 1000)]), "a")
    assert found is not None
    assert found.other_value == Decimal("35.5")


@pytest.mark.parametrize(
    ("unit", "numerator", "told"),
    [
        ("%", "Complaints answered in time", True),
        ("%", "Visits in 14 days", True),
        ("%", "Arrears of current tenants (£)", False),
        ("%", "Tonnes recycled", False),
        ("days", "Working days lost in 12 months", False),
        ("per 1,000", "Suspensions", False),
    ],
)
def test_chance_is_reckoned_for_people_and_cases_only(unit: str, numerator: str, told: bool) -> None:
    assert counts_people(replace(SHARE, unit=unit, numerator=numerator)) is told


@given(PART, PART)
def test_a_gap_turned_round_is_the_same_gap(first: tuple[int, int], second: tuple[int, int]) -> None:
    there, back = difference(share(*first), share(*second)), difference(share(*second), share(*first))
    assert there.value == -back.value
    assert there.low == pytest.approx(-back.high)
    assert there.is_real is back.is_real
    assert there.low <= there.value <= there.high


@given(PART)
def test_a_share_lies_in_its_interval(part: tuple[int, int]) -> None:
    found = share(*part)
    assert -1e-12 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1 + 1e-12


@given(PART, PART)
def test_what_is_better_turns_over_with_the_polarity(first: tuple[int, int], second: tuple[int, int]) -> None:
    split = a_split([first, second])
    found, other = ends(split), ends(replace(split, measure=replace(SHARE, polarity=Polarity.LOWER)))
    assert found is not None
    assert other is not None
    assert (found.group == other.group) or found.points == 0
    turned = {Direction.BETTER: Direction.WORSE, Direction.WORSE: Direction.BETTER, Direction.SAME: Direction.SAME}
    assert found.direction is not None
    assert other.direction is turned[found.direction]


def test_no_share_of_nobody() -> None:
    with pytest.raises(ValueError, match="no share"):
        share(1, 0)
