"""What the ways of naming a course mean on a given day: since when, or over how long (see `time_patterns`)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from perfdata.asking.months import last_ended_month, moved
from perfdata.asking.time_readers import (
    MONTH_NUMBERS,
    SPLIT_YEAR,
    UNITS,
    Hit,
    between,
    latest_that_ended,
    named_year,
    number_in,
    season,
)
from perfdata.periods import financial_year


def since_a_year(found: re.Match[str], today: date) -> Hit:
    """The course since the latest month of a year before."""
    end = last_ended_month(today)
    return between(moved(end, -12), end, over_time=True)


def ever(found: re.Match[str], today: date) -> Hit:
    """The course of all that is held."""
    return between((1990, 4), last_ended_month(today), over_time=True)


def last_so_many(found: re.Match[str], today: date) -> Hit | None:
    """The course of the last so many months, quarters or years."""
    months = number_in(found[1]) * UNITS[found[2].removesuffix("s")]
    end = last_ended_month(today)
    if not 0 < months < 1200:
        return None
    return between(moved(end, 1 - months), end, over_time=True)


def last_twelve(found: re.Match[str], today: date) -> Hit:
    """The course of the last twelve months."""
    end = last_ended_month(today)
    return between(moved(end, -11), end, over_time=True)


def rolling(found: re.Match[str], today: date) -> Hit:
    """The same, where it may be part of what a measure counts."""
    return replace(last_twelve(found, today), rolling=True)


def since(found: re.Match[str], today: date) -> Hit:
    """The course since a month."""
    name, year = found[2], found[3]
    number = MONTH_NUMBERS[name]
    start = (int(year), number) if year else latest_that_ended(number, today)
    if found[1] and not year and start[0] == last_ended_month(today)[0]:
        start = moved(start, -12)
    return between(start, max(last_ended_month(today), start), over_time=True)


def since_year(found: re.Match[str], today: date) -> Hit:
    """The course since a calendar year began."""
    return between((int(found[1]), 1), max(last_ended_month(today), (int(found[1]), 1)), over_time=True)


def since_year_began(found: re.Match[str], today: date) -> Hit:
    """The course since this financial or calendar year began."""
    start = (financial_year(today), 4) if "calendar" not in found[0] else (today.year, 1)
    return between(start, max(last_ended_month(today), start), over_time=True)


def since_named_year(found: re.Match[str], today: date) -> Hit | None:
    """The course since a financial year began."""
    named = named_year(found, today)
    if named is None or named.start is None:
        return None
    return between(named.start, max(last_ended_month(today), named.start), over_time=True)


def since_season(found: re.Match[str], today: date) -> Hit:
    """The course since a season began."""
    named = season(found, today)
    return between(named.start or (today.year, 1), last_ended_month(today), over_time=True)


def month_to_now(found: re.Match[str], today: date) -> Hit:
    """The course from a month to now."""
    number, year = MONTH_NUMBERS[found[1]], found[2]
    start = (int(year), number) if year else latest_that_ended(number, today)
    return between(start, max(last_ended_month(today), start), over_time=True)


def years_from_to(found: re.Match[str], today: date) -> Hit | None:
    """The course from one financial year to another."""
    first = named_year(found, today)
    last = named_year(other, today) if (other := SPLIT_YEAR.fullmatch(found[3])) else None
    if first is None or last is None or first.start is None or last.end is None or first.start >= last.end:
        return None
    return between(first.start, min(last.end, last_ended_month(today)), over_time=True)


def since_anything(found: re.Match[str], today: date) -> Hit:
    """A course whose beginning is not said."""
    return Hit(over_time=True)
