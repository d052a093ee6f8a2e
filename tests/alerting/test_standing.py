"""Each measure gets exactly one class, by the first rule that fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata import periods
from perfdata.alerts.remarks import remark_on
from perfdata.alerts.section import Section, section_of
from perfdata.alerts.standing import Standing, standing
from perfdata.asking.new_targets import new_target_sentence
from perfdata.measures import Aggregation
from perfdata.verdicts.precedence import State, row_of, standing_of
from perfdata.verdicts.series import Series
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import verdict_at
from tests.verdicts.builders import a_measure, a_series, an_observation

OPENED_ON = date(2026, 10, 27)
IN_THE_ROUND, BEFORE_IT = date(2026, 11, 12), date(2026, 10, 26)
OCTOBER = periods.parse("Oct 2026")
GOOD, NEAR, BAD = "90", "79", "60"


def classed(
    values: list[str | None],
    *,
    target: str | None = "80",
    entered_on: date = IN_THE_ROUND,
    was: Status = Status.MISSING,
) -> Standing:
    """The class of a measure with these figures up to October, the last of them entered on `entered_on`."""
    series = a_series("Oct 2026", values)
    observations = [replace(one, target=one.target if target else None) for one in series.observations]
    observations[-1] = replace(observations[-1], entered_on=entered_on)
    return standing(verdict_at(a_measure(), type(series).of(observations), OCTOBER), OPENED_ON, was)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([GOOD, BAD], Standing.NEWLY_OFF),
        ([NEAR, BAD], Standing.NEWLY_OFF),
        ([BAD], Standing.NEWLY_OFF),
        ([BAD, BAD], Standing.STILL_OFF),
        ([BAD, None, "*", BAD], Standing.STILL_OFF),
        ([GOOD, None, BAD], Standing.NEWLY_OFF),
        ([BAD, GOOD], Standing.BACK_ON),
        ([BAD, NEAR], Standing.EASED),
        ([GOOD, NEAR], Standing.SLIGHTLY_OFF),
        ([NEAR, GOOD], Standing.ON_TARGET),
        ([GOOD], Standing.ON_TARGET),
        ([BAD, None], Standing.NOT_REPORTED),
        ([BAD, "*"], Standing.WITHHELD),
    ],
)
def test_the_class_follows_from_the_figure_and_the_one_before(values: list[str | None], expected: Standing) -> None:
    assert classed(values) is expected


def test_without_a_target_there_is_none_to_be_off() -> None:
    assert classed([BAD, BAD], target=None) is Standing.NO_TARGET


@pytest.mark.parametrize(
    ("entered_on", "expected"),
    [
        (OPENED_ON, Standing.STILL_OFF),
        (OPENED_ON - timedelta(days=1), Standing.NOT_DUE),
        (BEFORE_IT, Standing.NOT_DUE),
    ],
)
def test_a_figure_from_an_earlier_round_is_not_news(entered_on: date, expected: Standing) -> None:
    assert classed([BAD, BAD], entered_on=entered_on) is expected


@pytest.mark.parametrize(
    ("was", "expected"),
    [
        (Status.OFF_TARGET, Standing.NOT_DUE),
        (Status.ON_TARGET, Standing.NEWLY_OFF),
        (Status.SUPPRESSED, Standing.NEWLY_OFF),
        (Status.MISSING, Standing.NEWLY_OFF),
    ],
)
def test_a_revision_is_news_only_when_it_changes_the_status(was: Status, expected: Standing) -> None:
    assert classed([GOOD, BAD], was=was) is expected


@pytest.mark.parametrize("value", [None, "*"])
def test_missing_and_withheld_come_before_everything(value: str | None) -> None:
    expected = Standing.NOT_REPORTED if value is None else Standing.WITHHELD
    assert classed([BAD, value], entered_on=BEFORE_IT) is expected
    assert classed([BAD, value], target=None) is expected


@given(
    st.lists(st.sampled_from([GOOD, NEAR, BAD, None, "*"]), min_size=1, max_size=8),
    st.sampled_from(["80", None]),
    st.sampled_from([IN_THE_ROUND, BEFORE_IT]),
    st.sampled_from(Status),
)
def test_every_case_has_a_class_and_the_count_of_periods_agrees_with_it(
    values: list[str | None], target: str | None, entered_on: date, was: Status
) -> None:
    found = classed(values, target=target, entered_on=entered_on, was=was)
    run = verdict_at(a_measure(), a_series("Oct 2026", values), OCTOBER).periods_off_target
    if found is Standing.NEWLY_OFF:
        assert run == 1
    if found is Standing.STILL_OFF:
        assert run >= 2
    if found in (Standing.BACK_ON, Standing.EASED, Standing.SLIGHTLY_OFF, Standing.ON_TARGET):
        assert run == 0


def test_every_class_and_state_has_its_section_or_is_only_counted() -> None:
    for one in Standing:
        for state in (None, *State):
            section = section_of(one, state)
            if one is Standing.NOT_DUE:
                assert section is None
            elif one in (Standing.NEWLY_OFF, Standing.STILL_OFF):
                assert section in (Section(one.value), Section.BY_CHANCE, Section.EARLY_WARNING)
            elif state is None or state not in (State.OFF_BY_CHANCE, State.EARLY_WARNING):
                counted = one in (Standing.ON_TARGET, Standing.SLIGHTLY_OFF, Standing.NO_TARGET)
                assert (section is None) is counted


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
