"""Rounds open and close on the right days, whatever the year, and alerts are due at London's hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdata import periods
from perfdata.council import ReportingCalendar
from perfdata.errors import BadInput
from perfdata.rounds import LONDON, latest_closed, round_of, rounds_closed
from perfdata.working_days import after_working_days, is_working_day, working_day_from

CALENDAR = ReportingCalendar(
    closing_day=24,
    alert_working_days=0,
    alert_time=time(9),
    first_round=periods.parse("Oct 2026"),
    extra_holidays=frozenset({date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)}),
)
CALENDARS = st.builds(
    ReportingCalendar,
    closing_day=st.integers(1, 28),
    alert_working_days=st.integers(0, 5),
    alert_time=st.times(time(6), time(20)).map(lambda at: at.replace(second=0, microsecond=0)),
    first_round=st.just(periods.parse("Oct 2026")),
    extra_holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2046, 12, 31)), max_size=20),
)
MOMENTS = st.integers(0, 5 * 365 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))
MONTHS = st.builds(periods.month, st.integers(2026, 2046), st.integers(1, 12))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 28), False),  # in place of Boxing Day, a Saturday
        (date(2026, 12, 29), True),
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2026, 3, 17), True),  # Saint Patrick's Day is a holiday in Northern Ireland only
        (date(2026, 8, 31), False),
        (date(2026, 8, 3), True),  # a holiday in Scotland only
        (date(2022, 9, 19), False),  # proclaimed for that year alone
    ],
)
def test_working_days_are_englands(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_working_days_are_counted_over_closed_days() -> None:
    closed = CALENDAR.extra_holidays
    assert working_day_from(date(2026, 12, 25), closed) == date(2027, 1, 4)
    assert after_working_days(date(2026, 12, 24), 0, closed) == date(2026, 12, 24)
    assert after_working_days(date(2026, 12, 24), 2, closed) == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("period", "opened_on", "closed_on"),
    [
        ("Sep 2026", date(2026, 9, 25), date(2026, 10, 26)),
        ("Oct 2026", date(2026, 10, 27), date(2026, 11, 24)),
        ("Nov 2026", date(2026, 11, 25), date(2026, 12, 24)),
        ("Dec 2026", date(2026, 12, 25), date(2027, 1, 25)),
        ("Nov 2022", date(2022, 11, 25), date(2022, 12, 28)),
    ],
)
def test_a_round_closes_on_the_24th_or_the_next_working_day(period: str, opened_on: date, closed_on: date) -> None:
    found = round_of(periods.parse(period), CALENDAR)
    assert (found.opened_on, found.closed_on) == (opened_on, closed_on)


@pytest.mark.parametrize(
    ("period", "due_at"),
    [("Oct 2026", datetime(2026, 11, 24, 9, tzinfo=UTC)), ("Apr 2027", datetime(2027, 5, 24, 8, tzinfo=UTC))],
)
def test_alerts_are_due_at_nine_in_london(period: str, due_at: datetime) -> None:
    assert round_of(periods.parse(period), CALENDAR).due_at == due_at


def test_only_months_have_rounds() -> None:
    with pytest.raises(BadInput, match="Q2 2026/27"):
        round_of(periods.parse("Q2 2026/27"), CALENDAR)


@settings(max_examples=200, deadline=None)
@given(CALENDARS, MONTHS)
def test_rounds_follow_each_other_without_gap_or_overlap(calendar: ReportingCalendar, period: periods.Period) -> None:
    found, following = round_of(period, calendar), round_of(period.following(), calendar)
    assert found.opened_on <= found.closed_on
    assert following.opened_on == found.closed_on + timedelta(days=1)
    assert found.due_at < following.due_at


@settings(max_examples=200, deadline=None)
@given(CALENDARS, MONTHS)
def test_a_round_closes_and_is_due_on_working_days(calendar: ReportingCalendar, period: periods.Period) -> None:
    found = round_of(period, calendar)
    due = found.due_at.astimezone(LONDON)
    assert is_working_day(found.closed_on, calendar.extra_holidays)
    assert is_working_day(due.date(), calendar.extra_holidays)
    assert found.closed_on >= period.following().start.replace(day=calendar.closing_day)
    assert due.time() == calendar.alert_time
    between = [found.closed_on + timedelta(days=n + 1) for n in range((due.date() - found.closed_on).days)]
    assert sum(is_working_day(day, calendar.extra_holidays) for day in between) == calendar.alert_working_days


@settings(max_examples=100, deadline=None)
@given(CALENDARS, MOMENTS)
def test_what_has_closed_is_every_round_whose_hour_has_come(calendar: ReportingCalendar, now: datetime) -> None:
    calendar = replace(calendar, alert_working_days=0)
    due = list(rounds_closed(calendar, now))
    assert all(found.due_at <= now for found in due)
    upcoming = due[-1].period.following() if due else calendar.first_round
    assert round_of(upcoming, calendar).due_at > now
    assert [found.period for found in due[1:]] == [found.period.following() for found in due[:-1]]


@pytest.mark.parametrize(
    ("today", "period"),
    [(date(2026, 11, 23), "Sep 2026"), (date(2026, 11, 24), "Oct 2026"), (date(2026, 10, 25), "Aug 2026")],
)
def test_the_latest_closed_round(today: date, period: str) -> None:
    assert latest_closed(CALENDAR, today).period.label == period
