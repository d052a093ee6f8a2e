"""What the feasts mean as a time on a given day, and the days on which the clocks change (see `time_patterns`)."""

from __future__ import annotations

import re
from datetime import date

from perfdata.asking.feasts import easter
from perfdata.asking.months import YearMonth, last_ended_month
from perfdata.asking.time_readers import Hit, between, latest_that_ended


def since_feast(found: re.Match[str], today: date) -> Hit:
    """From the month of the feast that was last."""
    return between(_feast_month(found[1], today), last_ended_month(today), over_time=True)


def at_feast(found: re.Match[str], today: date) -> Hit:
    """The month of the feast that was last."""
    at = _feast_month(found[1], today)
    return between(at, at)


def feast_before(found: re.Match[str], today: date) -> Hit:
    """`The Christmas before`, beside or after the last one."""
    year = _feast_month(found[1], today)[0] - 1
    at = (year, easter(year).month if found[1] == "easter" else 12)
    return between(at, at)


def feast_of_year(found: re.Match[str], today: date) -> Hit:
    """The month of the feast of a year."""
    year = int(found[2])
    at = (year, easter(year).month if found[1] == "easter" else 12)
    return between(at, at)


def _feast_month(feast: str, today: date) -> YearMonth:
    """Easter Day is computed, as it falls in March or April."""
    if feast == "easter":
        day = next(one for year in (today.year, today.year - 1) if (one := easter(year)) < today.replace(day=1))
        return day.year, day.month
    return latest_that_ended({"christmas": 12, "xmas": 12, "new year": 1}[feast], today)


def since_clocks(found: re.Match[str], today: date) -> Hit:
    """From the month in which the clocks last went back, or forward."""
    start = latest_that_ended(3 if found[1] == "forward" else 10, today)
    return between(start, last_ended_month(today), over_time=True)
