"""Days and moments in words. Moments are in UTC inside and in London time on the screen."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from perfdata.periods import MONTH_NAMES

LONDON = ZoneInfo("Europe/London")


def day_in_words(day: date) -> str:
    """`20 November 2026`."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
