"""Months as (year, month): counting them, and naming stretches of them."""

from __future__ import annotations

from datetime import date

from perfdata.asking.queries import Span
from perfdata.periods import MONTH_NAMES

YearMonth = tuple[int, int]


def earlier_by(span: Span, months: int) -> Span:
    """The same stretch, so many months earlier."""
    start, end = moved(span.start, -months), moved(span.end, -months)
    return Span(start, end, range_words(start, end))


def month(at: YearMonth) -> Span:
    """One month as a span."""
    return Span(at, at, month_words(at))


def month_words(at: YearMonth) -> str:
    """`October 2026`."""
    return f"{MONTH_NAMES[at[1] - 1]} {at[0]}"


def range_words(start: YearMonth, end: YearMonth) -> str:
    """`October 2026`, `July to September 2026` or `April 2025 to March 2026`."""
    if start == end:
        return month_words(start)
    if start[0] == end[0]:
        return f"{MONTH_NAMES[start[1] - 1]} to {month_words(end)}"
    return f"{month_words(start)} to {month_words(end)}"


def last_ended_month(today: date) -> YearMonth:
    """The latest month that has ended."""
    return moved((today.year, today.month), -1)


def moved(at: YearMonth, months: int) -> YearMonth:
    """That many months later, or earlier."""
    count = at[0] * 12 + at[1] - 1 + months
    return count // 12, count % 12 + 1


def after(span: Span, today: date) -> Span | None:
    """From the month after a stretch until now; None where nothing of it has been."""
    start, end = moved(span.end, 1), last_ended_month(today)
    return Span(start, end, range_words(start, end)) if start <= end else None
