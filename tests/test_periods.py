"""Periods: labels, neighbours, due dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata import periods
from perfdata.errors import BadInput
from perfdata.periods import Frequency, Period

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
FREQUENCIES = st.sampled_from(Frequency)


@pytest.mark.parametrize(
    ("label", "start", "end", "previous", "year_before", "words"),
    [
        ("Oct 2026", date(2026, 10, 1), date(2026, 10, 31), "Sep 2026", "Oct 2025", "October 2026"),
        ("Feb 2024", date(2024, 2, 1), date(2024, 2, 29), "Jan 2024", "Feb 2023", "February 2024"),
        ("Q1 2026/27", date(2026, 4, 1), date(2026, 6, 30), "Q4 2025/26", "Q1 2025/26", "April to June 2026 (Q1)"),
        ("Q4 2025/26", date(2026, 1, 1), date(2026, 3, 31), "Q3 2025/26", "Q4 2024/25", "January to March 2026 (Q4)"),
        ("Autumn 2025/26", date(2025, 9, 1), date(2025, 12, 31), "Summer 2024/25", "Autumn 2024/25",
         "autumn term 2025/26"),
        ("Spring 2025/26", date(2026, 1, 1), date(2026, 3, 31), "Autumn 2025/26", "Spring 2024/25",
         "spring term 2025/26"),
        ("Summer 2025/26", date(2026, 4, 1), date(2026, 7, 31), "Spring 2025/26", "Summer 2024/25",
         "summer term 2025/26"),
        ("2025/26", date(2025, 4, 1), date(2026, 3, 31), "2024/25", "2024/25", "the year 2025/26"),
        ("1999/00", date(1999, 4, 1), date(2000, 3, 31), "1998/99", "1998/99", "the year 1999/00"),
    ],
)  # fmt: skip
def test_a_label_names_one_period(
    label: str, start: date, end: date, previous: str, year_before: str, words: str
) -> None:
    period = periods.parse(label)
    assert (period.start, period.end, period.label, period.words) == (start, end, label, words)
    assert period.previous().label == previous
    assert period.year_before().label == year_before
    assert period.previous().following() == period


@pytest.mark.parametrize(
    "text", ["", "October 2026", "oct 2026", "Oct 26", "Q5 2026/27", "Q1 2026", "2026/28", "Winter 2025/26", "46326"]
)
def test_anything_else_is_refused_and_shown(text: str) -> None:
    with pytest.raises(BadInput, match="is not a period") as refused:
        periods.parse(text)
    assert text in refused.value.sentence


@pytest.mark.parametrize(
    ("as_of", "lag", "frequency", "label"),
    [
        (date(2026, 11, 24), 12, Frequency.MONTHLY, "Oct 2026"),
        (date(2026, 11, 24), 24, Frequency.MONTHLY, "Oct 2026"),
        (date(2026, 11, 24), 25, Frequency.MONTHLY, "Sep 2026"),
        (date(2026, 11, 24), 40, Frequency.MONTHLY, "Sep 2026"),
        (date(2026, 11, 24), 60, Frequency.TERMLY, "Summer 2025/26"),
        (date(2026, 8, 15), 15, Frequency.TERMLY, "Summer 2025/26"),
        (date(2026, 11, 24), 60, Frequency.QUARTERLY, "Q1 2026/27"),
        (date(2026, 11, 24), 420, Frequency.ANNUAL, "2024/25"),
    ],
)
def test_the_due_period_is_the_latest_whose_lag_has_passed(
    as_of: date, lag: int, frequency: Frequency, label: str
) -> None:
    assert periods.due(as_of, lag, frequency).label == label


@given(DAYS, FREQUENCIES)
def test_every_label_reads_back_as_the_same_period(day: date, frequency: Frequency) -> None:
    period = periods.containing(day, frequency)
    assert periods.parse(period.label) == period


@given(DAYS, FREQUENCIES)
def test_periods_follow_each_other_without_overlap(day: date, frequency: Frequency) -> None:
    period = periods.containing(day, frequency)
    gap = timedelta(days=32 if frequency is Frequency.TERMLY and period.label.startswith("Summer") else 1)
    assert period.following().start == period.end + gap
    assert period.following().previous() == period
    assert period.year_before() < period


@given(DAYS, FREQUENCIES, st.integers(0, 500))
def test_a_due_period_is_due_and_the_next_is_not(as_of: date, frequency: Frequency, lag: int) -> None:
    def falls_due(period: Period) -> date:
        return period.end + timedelta(days=lag)

    period = periods.due(as_of, lag, frequency)
    assert falls_due(period) <= as_of < falls_due(period.following())
