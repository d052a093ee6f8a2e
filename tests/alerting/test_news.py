"""A state is told once, then counted until it changes, begins anew, or has lasted 3, 6 or 12 periods."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata import periods
from perfdata.alerts.news import MILESTONES, Known, News, known_of, news_of
from perfdata.alerts.remarks import remark_on
from perfdata.asking.new_targets import new_target_sentence
from perfdata.measures import Aggregation
from perfdata.periods import Period
from perfdata.verdicts.precedence import State, row_of, standing_of
from perfdata.verdicts.series import Series
from perfdata.verdicts.verdict import Verdict, verdict_at
from tests.verdicts.builders import a_measure, a_series, an_observation

SEPTEMBER, OCTOBER = periods.parse("Sep 2026"), periods.parse("Oct 2026")
GOOD, NEAR, BAD = "90", "79", "60"


def known(state: State, run: int = 0, *, since: str = "Jun 2026", period: Period = OCTOBER) -> Known:
    """How a measure stood."""
    return Known(state, period, run, periods.parse(since) if run else None)


@pytest.mark.parametrize("state", State)
def test_what_was_not_told_before_is_new_and_what_was_is_not(state: State) -> None:
    run = 4 if state.off else 0
    now = known(state, run)
    assert news_of(now, None) is News.NEW
    assert news_of(now, now) is News.NONE


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (1, 2, News.NONE),
        (2, 3, News.AGAIN),
        (3, 4, News.NONE),
        (5, 6, News.AGAIN),
        (11, 12, News.AGAIN),
        (12, 13, News.NONE),
        (23, 24, News.NONE),
        (4, 7, News.AGAIN),
        (6, 9, News.NONE),
    ],
)
def test_a_long_run_is_named_again_at_three_six_and_twelve(before: int, now: int, expected: News) -> None:
    state = State.STILL_OFF_WORSENING
    assert news_of(known(state, now), known(state, before, period=SEPTEMBER)) is expected


def test_a_run_that_began_anew_and_a_second_recovery_are_news_though_the_state_has_the_same_name() -> None:
    june, september = (known(State.OFF_NO_CHART, 1, since=since) for since in ("Jun 2026", "Sep 2026"))
    assert news_of(september, june) is News.NEW
    assert news_of(known(State.RECOVERED), known(State.RECOVERED, period=periods.parse("Jul 2026"))) is News.NEW


@given(st.lists(st.sampled_from([GOOD, NEAR, BAD, None, "*"]), min_size=2, max_size=16))
def test_told_month_by_month_each_state_and_each_milestone_is_named_once(values: list[str | None]) -> None:
    """Whatever the figures, what is named is a change of state, a new run, or a run that reaches a milestone."""
    series = a_series("Oct 2026", values)
    months = [one.period for one in series.observations]
    told = [known_of(verdict_at(a_measure(), series, month)) for month in months]
    for before, now in pairwise(told):
        news = news_of(now, before)
        assert (news is News.NEW) == (
            now.state is not before.state
            or (now.state.off and now.since != before.since)
            or (now.state is State.RECOVERED and now.period != before.period)
        )
        if news is News.AGAIN:
            assert now.run in MILESTONES


@pytest.mark.parametrize(
    ("before", "now", "last", "new"),
    [
        ("45.0", "46.0", "Apr 2026", True),
        ("45.0", "45.0", "Apr 2026", False),
        ("45.0", "46.0", "May 2026", False),
    ],
)
def test_a_new_target_is_named_with_the_year_that_brings_it(before: str, now: str, last: str, new: bool) -> None:
    period = periods.parse(last)
    series = Series.of([an_observation(period.previous(), "45.5", before), an_observation(period, "45.5", now)])
    verdict = verdict_at(a_measure("higher", "none"), series, period)
    assert new_target_sentence(verdict) == ("The target rose from 45.0% to 46.0% in April 2026." if new else "")
    if new:
        remark = remark_on(verdict, row_of(standing_of(verdict)).state)
        assert remark.endswith("The target rose from 45.0% to 46.0% in April 2026.")


def test_the_target_of_a_figure_that_counts_from_april_is_never_called_new() -> None:
    period = periods.parse("Apr 2026")
    series = Series.of([an_observation(period.previous(), "95", "96"), an_observation(period, "8", "9")])
    assert verdict_at(a_measure(aggregation=Aggregation.CUMULATIVE), series, period).new_target is None


def test_an_improving_measure_is_told_when_it_may_be_on_target() -> None:
    verdict = _running([*["50", "48"] * 9, *map(str, range(48, 36, -1))], target="30")
    remark = remark_on(verdict, State.STILL_OFF_IMPROVING)
    assert remark.endswith("At the rate of the last 12 months, if it lasts, it would be on target in about 7 months.")


@pytest.mark.parametrize(
    ("target", "tolerance", "said"),
    [
        ("42", "absolute 2", "It can rise by another 2.0 percentage points before it is off target."),
        ("41", "absolute 2", "It can rise by another 1.0 percentage points before it is off target."),
        ("40", "absolute 2", "If it rises any further, it is off target."),
    ],
)
def test_a_measure_that_is_getting_worse_is_told_how_far_it_is_from_off_target(
    target: str, tolerance: str, said: str
) -> None:
    verdict = _running([*["36", "38"] * 9, *["42"] * 6], target=target, tolerance=tolerance)
    assert remark_on(verdict, State.EARLY_WARNING).endswith(said)


def _running(values: list[str], *, target: str, tolerance: str = "none") -> Verdict:
    """A measure of which less is better, with one figure a month up to October 2026."""
    return verdict_at(a_measure("lower", tolerance), a_series("Oct 2026", values, target), OCTOBER)
