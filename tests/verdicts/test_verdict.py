"""Runs off target, gaps, directions and what is shown when a figure is missing."""

from __future__ import annotations

from datetime import date

import pytest

from perfdata.measures import Aggregation
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import verdict_when_due
from tests.verdicts.builders import a_measure, a_series

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("values", "status", "run", "gaps", "since"),
    [
        (["70", "70", "70"], Status.OFF_TARGET, 3, 0, "Aug 2026"),
        (["85", "70", "70"], Status.OFF_TARGET, 2, 0, "Sep 2026"),
        (["70", "79", "70"], Status.OFF_TARGET, 1, 0, "Oct 2026"),
        (["70", None, "70"], Status.OFF_TARGET, 2, 1, "Aug 2026"),
        (["70", "*", None, "70"], Status.OFF_TARGET, 2, 2, "Jul 2026"),
        (["70", "70", "85"], Status.ON_TARGET, 0, 0, None),
        (["70", "70", None], Status.MISSING, 2, 0, "Aug 2026"),
        (["70", "*"], Status.SUPPRESSED, 1, 0, "Sep 2026"),
    ],
)
def test_a_run_off_target_steps_over_gaps(
    values: list[str | None], status: Status, run: int, gaps: int, since: str | None
) -> None:
    verdict = verdict_when_due(a_measure(), a_series("Oct 2026", values), TODAY)
    assert (verdict.status, verdict.periods_off_target, verdict.gaps) == (status, run, gaps)
    assert (verdict.off_target_since.label if verdict.off_target_since else None) == since


def test_a_missing_figure_never_borrows_the_one_before() -> None:
    verdict = verdict_when_due(a_measure(), a_series("Sep 2026", ["70", "85"]), TODAY)
    assert verdict.period.label == "Oct 2026"
    assert verdict.status is Status.MISSING
    assert verdict.observation is None
    assert verdict.latest is not None
    assert verdict.latest.period.label == "Sep 2026"
    assert verdict.latest_judgement.status is Status.ON_TARGET


def test_the_previous_figure_may_lie_before_a_gap_but_the_year_before_is_exact() -> None:
    values: list[str | None] = ["70"] + [None] * 10 + ["72", None, "71"]
    verdict = verdict_when_due(a_measure(), a_series("Oct 2026", values), TODAY)
    assert verdict.previous is not None
    assert (verdict.previous.observation.period.label, verdict.previous.direction) == ("Aug 2026", "worse")
    assert verdict.year_before is None


def test_a_cumulative_figure_is_not_compared_with_the_period_before() -> None:
    measure = a_measure(aggregation=Aggregation.CUMULATIVE)
    verdict = verdict_when_due(measure, a_series("Oct 2026", ["60"] * 12 + ["70"]), TODAY)
    assert verdict.previous is not None
    assert verdict.previous.direction is None
    assert verdict.year_before is not None
    assert verdict.year_before.direction == "better"
