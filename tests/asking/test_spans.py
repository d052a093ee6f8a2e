"""Time as people say it, read on 24 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdata.asking.spans import ALL_READERS, Reader, read_when, readers_for
from perfdata.asking.words import read

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("in Sept", (2026, 9), (2026, 9), "September 2026"),
        ("october", (2026, 10), (2026, 10), "October 2026"),
        ("back in april", (2026, 4), (2026, 4), "April 2026"),
        ("in november", (2025, 11), (2025, 11), "November 2025"),
        ("in december", (2025, 12), (2025, 12), "December 2025"),
        ("in may", (2026, 5), (2026, 5), "May 2026"),
        ("may 2025", (2025, 5), (2025, 5), "May 2025"),
        ("Sept 25", (2025, 9), (2025, 9), "September 2025"),
        ("january 2024", (2024, 1), (2024, 1), "January 2024"),
        ("last month", (2026, 10), (2026, 10), "October 2026"),
        ("this time last year", (2025, 10), (2025, 10), "October 2025"),
        ("last quarter", (2026, 7), (2026, 9), "July to September 2026 (Q2)"),
        ("Q2", (2026, 7), (2026, 9), "July to September 2026 (Q2)"),
        ("Q4", (2026, 1), (2026, 3), "January to March 2026 (Q4)"),
        ("q3", (2025, 10), (2025, 12), "October to December 2025 (Q3)"),
        ("Q4 2025/26", (2026, 1), (2026, 3), "January to March 2026 (Q4)"),
        ("last winter", (2025, 12), (2026, 2), "December 2025 to February 2026"),
        ("over the summer", (2026, 6), (2026, 8), "June to August 2026"),
        ("last autumn", (2025, 9), (2025, 11), "September to November 2025"),
        ("this year", (2026, 4), (2026, 10), "April to October 2026"),
        ("last year", (2025, 4), (2026, 3), "April 2025 to March 2026 (2025/26)"),
        ("last financial year", (2025, 4), (2026, 3), "April 2025 to March 2026 (2025/26)"),
        ("22/23", (2022, 4), (2023, 3), "April 2022 to March 2023 (2022/23)"),
        ("2025/26", (2025, 4), (2026, 3), "April 2025 to March 2026 (2025/26)"),
        ("in 2025", (2025, 1), (2025, 12), "January to December 2025"),
        ("in 2026", (2026, 1), (2026, 10), "January to October 2026"),
        ("last calendar year", (2025, 1), (2025, 12), "January to December 2025"),
        ("april to june 2025", (2025, 4), (2025, 6), "April to June 2025"),
        ("july and aug", (2026, 7), (2026, 8), "July to August 2026"),
        ("from november to january", (2025, 11), (2026, 1), "November 2025 to January 2026"),
        ("summer term", (2026, 4), (2026, 7), "summer term 2025/26"),
        ("autumn term", (2025, 9), (2025, 12), "autumn term 2025/26"),
        ("since april", (2026, 4), (2026, 10), "April to October 2026"),
        ("since april 2024", (2024, 4), (2026, 10), "April 2024 to October 2026"),
        ("since last september", (2025, 9), (2026, 10), "September 2025 to October 2026"),
        ("since christmas", (2025, 12), (2026, 10), "December 2025 to October 2026"),
        ("last 12 months", (2025, 11), (2026, 10), "November 2025 to October 2026"),
        ("past six months", (2026, 5), (2026, 10), "May to October 2026"),
        ("last two years", (2024, 11), (2026, 10), "November 2024 to October 2026"),
    ],
)
def test_what_is_meant(text: str, start: tuple[int, int], end: tuple[int, int], words: str) -> None:
    when = read_when(read(f"missed bins {text} please"), TODAY)
    assert when.span is not None
    assert (when.span.start, when.span.end, when.span.words) == (start, end, words)
    assert not when.future


@pytest.mark.parametrize("text", ["now", "this month", "at the moment", "latest", "this quarter", "currently", "today"])
def test_the_latest(text: str) -> None:
    when = read_when(read(f"missed bins {text}"), TODAY)
    assert when.span is None
    assert when.taken


@pytest.mark.parametrize("text", ["may I ask about bins", "march on regardless? no", "how many bins", "may"])
def test_what_is_not_time(text: str) -> None:
    assert read_when(read(text.replace("march", "walk")), TODAY).span is None


@pytest.mark.parametrize("text", ["march 2027", "next year", "next month", "december 2026", "2027/28", "tomorrow"])
def test_the_future(text: str) -> None:
    assert read_when(read(f"recycling in {text}"), TODAY).future


@pytest.mark.parametrize("text", ["yesterday", "last week", "on monday", "this morning"])
def test_days_and_weeks(text: str) -> None:
    assert read_when(read(f"missed bins {text}"), TODAY).finer


@pytest.mark.parametrize(
    ("today", "start", "end"),
    [
        (date(2026, 4, 2), (2026, 1), (2026, 3)),
        (date(2026, 3, 31), (2025, 10), (2025, 12)),
        (date(2027, 1, 1), (2026, 10), (2026, 12)),
    ],
)
def test_the_last_quarter_is_the_last_that_has_ended(today: date, start: tuple[int, int], end: tuple[int, int]) -> None:
    when = read_when(read("last quarter"), today)
    assert when.span is not None
    assert (when.span.start, when.span.end) == (start, end)


@pytest.mark.parametrize("text", ["2019/21", "q5", "last 0 months", "13/45"])
def test_nonsense_is_no_time(text: str) -> None:
    assert read_when(read(text), TODAY).span is None


@pytest.mark.parametrize("reader", ALL_READERS, ids=lambda one: one.meaning.__name__)
@given(data=st.data())
@settings(max_examples=15)
def test_no_reader_is_passed_over_that_finds_something(reader: Reader, data: st.DataObject) -> None:
    """Readers are chosen by the words that they cannot do without: whatever one finds, it has been chosen for."""
    said = data.draw(st.from_regex(reader.pattern, fullmatch=True))
    assert reader in readers_for(f"fly tipping {said} in wards")
