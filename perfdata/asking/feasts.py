"""Feasts whose day moves from year to year."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=16)
def easter(year: int) -> date:
    """Easter Day, from the bank holiday after it."""
    # Imported when it is needed: it is slow to import, and few questions speak of Easter.
    import holidays

    days = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return next(day for day, name in days.items() if "Easter Monday" in name) - timedelta(days=1)
