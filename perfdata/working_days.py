"""English working days: neither a weekend, nor a bank holiday in England, nor a day on which the council is closed."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, timedelta
from functools import cache


def is_working_day(day: date, closed: Set[date] = frozenset()) -> bool:
    """Whether the council works on `day`; `closed` holds its own days off beside weekends and bank holidays."""
    return day.weekday() < 5 and day not in closed and day not in _bank_holidays(day.year)


def working_day_from(day: date, closed: Set[date] = frozenset()) -> date:
    """`day` itself, or the next working day after it."""
    while not is_working_day(day, closed):
        day += timedelta(days=1)
    return day


def after_working_days(day: date, count: int, closed: Set[date] = frozenset()) -> date:
    """The working day that is `count` working days after `day`; with none, `working_day_from(day)`."""
    found = working_day_from(day, closed)
    for _ in range(count):
        found = working_day_from(found + timedelta(days=1), closed)
    return found


def working_day_before(day: date, count: int, closed: Set[date] = frozenset()) -> date:
    """The working day that is `count` working days before `day`; with none, `day` itself."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not is_working_day(day, closed):
            day -= timedelta(days=1)
    return day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England, with the substitute days for those that fall on a weekend."""
    # Imported when it is needed: it is slow to import, and answering a question does not need it.
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
