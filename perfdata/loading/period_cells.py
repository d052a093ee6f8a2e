"""Periods as people write them in a table, read for the frequency that the measure has.

Accepted: the performance system's own labels; months with the name short or whole, the year with two digits or four,
a space or a hyphen between (`Sept 26`, `Oct-26`, `October 2026`); `2026-10`; `Month 7 2026/27` counted from April;
`Q2 26/27` and `2026/27 Q2`; `Autumn term 2025/26`; a date, only when it is the last day of such a period.
A period without its year is refused, and so is a bare number: it may be a date that a spreadsheet has lost.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from perfdata.loading.columns import FIRST_YEAR, LAST_YEAR, plain, read_day
from perfdata.loading.faults import BadCell, quoted
from perfdata.periods import MONTH_NAMES, MONTHS, Frequency, Period, containing, month, quarter, term, year

_EXAMPLES = {
    Frequency.MONTHLY: "Oct 2026",
    Frequency.QUARTERLY: "Q2 2026/27",
    Frequency.TERMLY: "Autumn 2025/26",
    Frequency.ANNUAL: "2025/26",
}
_MONTHS = {
    **{name.casefold(): number for number, name in enumerate(MONTH_NAMES, 1)},
    **{name.casefold(): number for number, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
_YEARS = r"([0-9]{4}|[0-9]{2})/([0-9]{2})"
_NAMED_MONTH = re.compile(r"([a-z]+)[ -]([0-9]{4}|[0-9]{2})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_NUMBERED_MONTH = re.compile(rf"month ([0-9]{{1,2}}) {_YEARS}")
_QUARTER = re.compile(rf"q([1-4]) {_YEARS}")
_QUARTER_AFTER_YEAR = re.compile(rf"{_YEARS} q([1-4])")
_TERM = re.compile(rf"(autumn|spring|summer)(?: term)? {_YEARS}")
_YEAR = re.compile(_YEARS)
_DAY = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
_SERIAL = re.compile(r"([0-9]{5})(\.0+)?")
# Spreadsheets count days from here; below the first serial a number is no date of this century.
_SERIAL_START = date(1899, 12, 30)
_FIRST_SERIAL = 36526


@lru_cache(maxsize=4096)
def read_period(text: str, frequency: Frequency) -> Period:
    """The period that a cell names for a measure of that frequency.

    Raises BadCell: `bad period` when it cannot be read, `period does not match frequency` when it can and is not a
    period of that kind.
    """
    given = " ".join(plain(text).split())
    words = given.casefold()
    if not words:
        raise BadCell("missing period", "Period is blank.", f"Write it as {_EXAMPLES[frequency]}.")
    if (day := read_day(words)) is not None:
        return _ending_on(day, given, frequency)
    period = _named(words)
    if period is None or not FIRST_YEAR <= period.start.year <= LAST_YEAR:
        raise _bad(given, frequency)
    if period.frequency is not frequency:
        raise BadCell(
            "period does not match frequency",
            f"{quoted(given)} is a {period.frequency.noun}, and the measure is {frequency}.",
            f"Write a {frequency.noun}, as {_EXAMPLES[frequency]}, or correct the dictionary of measures.",
        )
    return period


@lru_cache(maxsize=4096)
def read_any_period(text: str) -> Period:
    """The period that a cell names, of whatever kind; a date is refused, since it may end several. Raises BadCell."""
    given = " ".join(plain(text).split())
    if not given:
        raise BadCell("missing period", "Period is blank.", "Write it as 2025/26, Q2 2026/27 or Oct 2026.")
    period = _named(given.casefold())
    if period is None or not FIRST_YEAR <= period.start.year <= LAST_YEAR:
        raise BadCell(
            "bad period",
            f"{quoted(given)} is not a period with its year.",
            "Write it as 2025/26, Q2 2026/27 or Oct 2026.",
        )
    return period


def _named(words: str) -> Period | None:
    """The period that the words name, of whatever kind."""
    if (found := _NAMED_MONTH.fullmatch(words)) and found[1] in _MONTHS:
        return month(_full_year(found[2]), _MONTHS[found[1]])
    if (found := _ISO_MONTH.fullmatch(words)) and 1 <= int(found[2]) <= 12:
        return month(int(found[1]), int(found[2]))
    if (found := _NUMBERED_MONTH.fullmatch(words)) and 1 <= int(found[1]) <= 12:
        starting, number = _starting_year(found[2], found[3]), (int(found[1]) + 2) % 12 + 1
        return None if starting is None else month(starting + (number < 4), number)
    if found := _QUARTER.fullmatch(words):
        starting = _starting_year(found[2], found[3])
        return None if starting is None else quarter(starting, int(found[1]))
    if found := _QUARTER_AFTER_YEAR.fullmatch(words):
        starting = _starting_year(found[1], found[2])
        return None if starting is None else quarter(starting, int(found[3]))
    if found := _TERM.fullmatch(words):
        starting = _starting_year(found[2], found[3])
        return None if starting is None else term(found[1].capitalize(), starting)
    if found := _YEAR.fullmatch(words):
        starting = _starting_year(found[1], found[2])
        return None if starting is None else year(starting)
    return None


def _ending_on(day: date, given: str, frequency: Frequency) -> Period:
    period = containing(day, frequency)
    if period.end != day:
        raise BadCell(
            "bad period",
            f"{quoted(given)} is a day, and not the last of a {frequency.noun}.",
            f"Write the {frequency.noun}, as {_EXAMPLES[frequency]}.",
        )
    return period


def _bad(given: str, frequency: Frequency) -> BadCell:
    advice = f"Write it as {_EXAMPLES[frequency]}."
    if (found := _SERIAL.fullmatch(given)) and int(found[1]) >= _FIRST_SERIAL:
        day = _SERIAL_START + timedelta(days=int(found[1]))
        label = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        problem = f"“{given}” is a number; as a spreadsheet's date it would be {label}."
        return BadCell("bad period", problem, advice)
    if _DAY.fullmatch(given):
        return BadCell("bad period", f"{quoted(given)} is not a day: the day stands first, then the month.", advice)
    return BadCell("bad period", f"{quoted(given)} is not a period with its year.", advice)


def _full_year(digits: str) -> int:
    """The year meant; one that no calendar has becomes one that is out of bounds."""
    number = int(digits) if len(digits) == 4 else 2000 + int(digits)
    return min(max(number, FIRST_YEAR - 1), LAST_YEAR + 1)


def _starting_year(first: str, second: str) -> int | None:
    """The year in which `2026/27` begins; None when the two do not follow each other."""
    starting = _full_year(first)
    return starting if (starting + 1) % 100 == int(second) else None


def containing_end(named: Period, frequency: Frequency) -> Period | None:
    """The period of that frequency that ends on the same day; None where there is none."""
    period = containing(named.end, frequency)
    return period if period.end == named.end else None


def ending_in(named: Period, frequency: Frequency) -> Period | None:
    """The one period of that frequency that ends within the one that is named; None where none or several do."""
    period = containing(named.end, frequency)
    found = [one for one in (period, period.previous()) if named.start <= one.end <= named.end]
    return found[0] if len(found) == 1 else None
