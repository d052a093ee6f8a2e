"""What must hold of any chart: worked numbers, and that moving a series moves its chart in step."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata.verdicts.icons import AssuranceIcon, PointType, Wanted, assurance_icon, point_type
from perfdata.verdicts.limits import limits_of
from perfdata.verdicts.process_chart import Point, ProcessChart, process_chart
from perfdata.verdicts.signals import Rule, Signal

WORKED = [72, 70, 74, 71, 73, 69, 75, 72, 71, 74, 70, 73]
OUTLIER = [1, 2, 1, 2, 10, *[1, 2] * 6, 1]
FIGURES = st.lists(st.none() | st.integers(-50, 50), max_size=40)


def chart_of(values: Sequence[float | None], *, rebase_at: int | None = None, screen: bool = True) -> ProcessChart:
    """One point a day."""
    days = [date(2026, 1, 1) + timedelta(days=place) for place in range(len(values))]
    rebase = [] if rebase_at is None or rebase_at >= len(days) else [days[rebase_at]]
    return process_chart([Point(*one) for one in zip(days, values, strict=True)], rebase=rebase, screen=screen)


def signals_of(chart: ProcessChart) -> list[Signal | None]:
    return [marks.signal for group in chart.groups for marks in group.marks]


def test_the_worked_limits() -> None:
    limits = limits_of(WORKED, screen=True)
    assert limits is not None
    assert limits.lower is not None
    assert limits.upper is not None
    assert (limits.mean, round(limits.lower, 1), round(limits.upper, 1)) == (72, 63.5, 80.5)


@pytest.mark.parametrize(("screen", "lower", "upper"), [(True, -0.72, 4.60), (False, -3.06, 6.95)])
def test_screening_leaves_an_outlier_out_of_the_limits(screen: bool, lower: float, upper: float) -> None:
    limits = limits_of(OUTLIER, screen=screen)
    assert limits is not None
    assert limits.lower == pytest.approx(lower, abs=0.005)
    assert limits.upper == pytest.approx(upper, abs=0.005)


def test_a_constant_series_has_no_limits_when_screened() -> None:
    screened, plain = limits_of([5] * 12, screen=True), limits_of([5] * 12, screen=False)
    assert screened is not None
    assert (screened.mean, screened.lower, screened.upper) == (5, None, None)
    assert plain is not None
    assert (plain.mean, plain.lower, plain.upper) == (5, 5, 5)
    assert limits_of([None, None], screen=True) is None


@pytest.mark.parametrize(
    ("values", "signal"),
    [
        ([*WORKED, 81], Signal(Rule.OUTSIDE, 1)),
        ([*WORKED, 66, 67, 68, 69, 70, 71, 72.5], Signal(Rule.TREND, 1)),
        ([*WORKED, 66, 67, 68, 69, 74, 74, 75], None),
        ([*WORKED, 78.5, 78.5, 78.5], Signal(Rule.NEAR, 1)),
        ([*WORKED, 71, 70, 71, 70, 71, 70, 71], Signal(Rule.SHIFT, -1)),
        ([*WORKED, 71, 70, 71, 70, 71, 70, 73], None),
    ],
)
def test_the_latest_figures_signal(values: list[float], signal: Signal | None) -> None:
    days = [date(2026, 1, 1) + timedelta(days=place) for place in range(len(values))]
    points = [Point(*one) for one in zip(days, values, strict=True)]
    assert process_chart(points, fix_after=len(WORKED)).latest.marks[-1].signal == signal


def test_a_gap_ends_a_run_and_no_range_spans_it() -> None:
    unbroken, broken = chart_of([1, 2, 3, 4, 5, 6, 7]), chart_of([1, 2, 3, None, 4, 5, 6, 7])
    assert all(Signal(Rule.TREND, 1) in marks.all_rules for marks in unbroken.latest.marks)
    assert not any(Signal(Rule.TREND, 1) in marks.all_rules for marks in broken.latest.marks)
    limits, without = limits_of([1, 2, None, 8, 9], screen=False), limits_of([1, 2, 8, 9], screen=False)
    assert limits is not None
    assert without is not None
    assert limits.upper == 5 + 2.66
    assert without.upper == pytest.approx(5 + 2.66 * 8 / 3)


def test_no_rule_looks_across_a_rebase() -> None:
    values = [*[10, 12] * 8, *[8, 9] * 9]
    assert Signal(Rule.SHIFT, -1) in signals_of(chart_of(values))
    rebased = chart_of(values, rebase_at=16)
    assert signals_of(rebased) == [None] * len(values)
    assert [group.number for group in rebased.groups] == [0, 1]


@given(FIGURES, st.integers(-100, 100), st.sampled_from([0.125, 0.5, 2, 4]))
def test_moving_and_stretching_a_series_moves_its_limits_and_changes_no_signal(
    values: list[int | None], shift: int, scale: float
) -> None:
    chart = chart_of(values)
    moved = chart_of([None if one is None else one * scale + shift for one in values])
    assert signals_of(moved) == signals_of(chart)
    for before, after in zip(chart.groups, moved.groups, strict=True):
        if before.limits is None or before.limits.lower is None or before.limits.upper is None:
            assert after.limits is None or after.limits.lower is None
            continue
        assert after.limits is not None
        assert after.limits.mean == pytest.approx(before.limits.mean * scale + shift, abs=1e-9)
        assert after.limits.lower == pytest.approx(before.limits.lower * scale + shift, abs=1e-9)
        assert after.limits.upper == pytest.approx(before.limits.upper * scale + shift, abs=1e-9)


@given(FIGURES)
def test_reflecting_a_series_swaps_improvement_and_concern(values: list[int | None]) -> None:
    swapped = {
        PointType.IMPROVEMENT: PointType.CONCERN,
        PointType.CONCERN: PointType.IMPROVEMENT,
        PointType.COMMON_CAUSE: PointType.COMMON_CAUSE,
    }
    chart, mirrored = chart_of(values), chart_of([None if one is None else -one for one in values])
    for group, mirror in zip(chart.groups, mirrored.groups, strict=True):
        judged = [point_type(one, Wanted.INCREASE) for one in group.marks]
        assert [point_type(one, Wanted.INCREASE) for one in mirror.marks] == [swapped[one] for one in judged]
        assert [point_type(one, Wanted.DECREASE) for one in group.marks] == [swapped[one] for one in judged]
        if group.limits is None:
            continue
        for target in (-60.0, -1.0, 0.0, 2.5, 60.0):
            icon = assurance_icon(group.limits, target, Wanted.INCREASE)
            assert assurance_icon(mirror.limits, -target, Wanted.DECREASE) is icon


@given(FIGURES, st.integers(0, 40), st.integers(-50, 50))
def test_a_later_figure_changes_nothing_before_a_rebase(values: list[int | None], rebase_at: int, later: int) -> None:
    shown = chart_of(values, rebase_at=rebase_at)
    grown = chart_of([*values, later], rebase_at=rebase_at)
    before = min(rebase_at, len(values))
    if before < len(values):
        assert signals_of(grown)[:before] == signals_of(shown)[:before]


@given(FIGURES)
def test_a_figures_signal_is_the_first_rule_that_it_meets(values: list[int | None]) -> None:
    order = list(Rule)
    for group in chart_of(values).groups:
        for point, marks in zip(group.points, group.marks, strict=True):
            places = [order.index(one.rule) for one in marks.all_rules]
            assert places == sorted(set(places))
            assert not (marks.outside and marks.near)
            if point.value is None:
                assert marks.signal is None


def test_on_the_limit_is_not_beyond_it() -> None:
    limits = limits_of(WORKED, screen=True)
    assert limits is not None
    assert limits.upper is not None
    assert not limits.outside(limits.upper)
    assert assurance_icon(limits, limits.upper, Wanted.INCREASE) is AssuranceIcon.INCONSISTENT
    assert assurance_icon(limits, limits.upper + 0.01, Wanted.INCREASE) is AssuranceIcon.FAIL
    assert assurance_icon(limits, limits.upper + 0.01, Wanted.DECREASE) is AssuranceIcon.PASS
    assert assurance_icon(limits, 1.0, Wanted.NEUTRAL) is None
    assert assurance_icon(limits, None, Wanted.INCREASE) is None


def test_the_order_of_the_points_does_not_matter() -> None:
    points = [Point(date(2026, 1, 1) + timedelta(days=place), value) for place, value in enumerate(OUTLIER)]
    shuffled = random.Random(1).sample(points, len(points))
    assert process_chart(shuffled) == process_chart(points)
