"""Days and moments in words. Moments are in UTC inside and in London time on the screen."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from perfdata.periods import MONTH_NAMES

LONDON = ZoneInfo("Europe/London")


def day_in_words(day: date) -> str:
    """`20 November 2026`."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def moment_in_words(moment: datetime) -> str:
    """`20 November 2026 at 09:05`, in London. Raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a zone: {moment!r}")
    there = moment.astimezone(LONDON)
    return f"{day_in_words(there.date())} at {there:%H:%M}"
