"""What each way of naming a month or a stretch (see `time_patterns`) means on a given day.

A month, quarter or season without a year is the latest that has ended. `this year` is the financial year so far;
`last year` the one before it. The financial year runs from April, winter is December to February.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from perfdata.asking.feasts import easter
from perfdata.asking.months import YearMonth, last_ended_month, month, month_words, moved, range_words
from perfdata.asking.queries import Span
from perfdata.periods import MONTH_NAMES, financial_year


@dataclass(frozen=True, slots=True)
class Hit:
    """What one way of naming a time says; see `When` for what the fields mean."""

    start: YearMonth | None = None
    end: YearMonth | None = None
    words: str = ""
    over_time: bool = False
    future: bool = False
    finer: bool = False
    earlier: int = 0
    so_far: bool = False
    rolling: bool = False
    other_year: Span | None = None

    @property
    def span(self) -> Span | None:
        """The stretch, where one is named."""
        return Span(self.start, self.end, self.words) if self.start is not None and self.end is not None else None


ONE_BEFORE = -1
"""Stands for as many months back as the time that was talked of has."""

MONTH_NUMBERS = {name.casefold(): number for number, name in enumerate(MONTH_NAMES, 1)}
MONTH_NUMBERS |= {name[:3]: number for name, number in list(MONTH_NUMBERS.items())}
"""By its name, in full or in three letters."""

MONTH = "(?:" + "|".join(sorted((name for name in MONTH_NUMBERS if name != "may"), key=len, reverse=True)) + ")"
"""Any month, in full or in three letters; but `may` is a month only in company."""

_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "eighteen": 18, "couple of": 2,
}  # fmt: skip
NUMBER = r"(\d+|" + "|".join(_NUMBERS) + ")"
"""How many, as a group of its own."""

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_TERM_MONTHS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7)}
SPLIT_YEAR = re.compile(r"(\d{2,4})/(\d{2,4})")
"""A financial year: `2025/26`."""

UNITS = {"month": 1, "quarter": 3, "year": 12}
"""How many months each has."""


def between(start: YearMonth, end: YearMonth, over_time: bool = False) -> Hit:
    """A stretch from one month to another, named by both."""
    return Hit(start, end, range_words(start, end), over_time)


def _financial_year(starting: int) -> Hit:
    start, end = (starting, 4), (starting + 1, 3)
    return Hit(start, end, f"{range_words(start, end)} ({starting}/{(starting + 1) % 100:02d})")


def latest_that_ended(number: int, today: date) -> YearMonth:
    """The latest month of that number that has ended."""
    last = last_ended_month(today)
    return (last[0] if number <= last[1] else last[0] - 1, number)


def number_in(words: str) -> int:
    """How many, of what `NUMBER` found."""
    return int(words) if words.isdigit() else _NUMBERS[words]


def latest(found: re.Match[str], today: date) -> Hit:
    """The latest figure, which is what is given without a time."""
    return Hit()


def year_before(found: re.Match[str], today: date) -> Hit:
    """The latest month of a year before."""
    at = moved(last_ended_month(today), -12)
    return between(at, at)


def so_many_ago(found: re.Match[str], today: date) -> Hit | None:
    """Months are counted from this one; a year ago is the latest month of a year before."""
    count, unit = number_in(found[1]), UNITS[found[2].removesuffix("s")]
    months = count * unit
    at = moved(last_ended_month(today) if unit == 12 else (today.year, today.month), -months)
    return between(at, at) if 0 < months < 1200 else None


def year_to(found: re.Match[str], today: date) -> Hit:
    """The twelve months that end with a month."""
    number, year = MONTH_NUMBERS[found[1]], found[2]
    end = (int(year), number) if year else latest_that_ended(number, today)
    return between(moved(end, -11), end)


def before_that(found: re.Match[str], today: date) -> Hit:
    """A month, quarter or year before what was talked of."""
    return Hit(earlier=UNITS[next(unit for unit in UNITS if unit in found[0])])


def one_before(found: re.Match[str], today: date) -> Hit:
    """The period before what was talked of."""
    return Hit(earlier=ONE_BEFORE)


def by_then(found: re.Match[str], today: date) -> Hit:
    """The month by whose end something is to come about."""
    feasts = {"christmas": (today.year, 12), "xmas": (today.year, 12), "new year": (today.year, 12)}
    if "calendar" in found[0]:
        at = (today.year, 12)
    elif feast := next((one for one in feasts if one in found[0]), ""):
        at = feasts[feast]
    elif "quarter" in found[0]:
        at = moved((today.year, today.month), -today.month % 3)
    elif "month" in found[0]:
        at = (today.year, today.month)
    elif "easter" in found[0]:
        day = next(one for year in (today.year, today.year + 1) if (one := easter(year)) >= today)
        at = (day.year, day.month)
    else:
        at = (financial_year(today) + 1, 3)
    return Hit(at, at, month_words(at), future=True)


def this_year(found: re.Match[str], today: date) -> Hit:
    """The financial year so far."""
    start = (financial_year(today), 4)
    return replace(between(start, max(last_ended_month(today), start)), so_far=True)


def this_calendar_year(found: re.Match[str], today: date) -> Hit:
    """The calendar year so far."""
    return replace(between((today.year, 1), max(last_ended_month(today), (today.year, 1))), so_far=True)


def last_year(found: re.Match[str], today: date) -> Hit:
    """The last financial year."""
    return _financial_year(financial_year(today) - 1)


def last_calendar_year(found: re.Match[str], today: date) -> Hit:
    """The last calendar year."""
    return between((today.year - 1, 1), (today.year - 1, 12))


def named_year(found: re.Match[str], today: date) -> Hit | None:
    """A financial year: `2025/26`. None where its two numbers do not follow each other."""
    first, second = found[1], found[2]
    starting = int(first) if len(first) == 4 else 2000 + int(first)
    return _financial_year(starting) if (starting + 1) % 100 == int(second) % 100 else None


def calendar_year(found: re.Match[str], today: date) -> Hit:
    """A bare year: as likely the calendar's as the financial year that begins in it, so both are kept."""
    year, last = int(found[1]), last_ended_month(today)
    calendar = between((year, 1), last if year == last[0] else (year, 12))
    return replace(calendar, other_year=_financial_year(year).span)


def quarter(found: re.Match[str], today: date) -> Hit | None:
    """A quarter of the financial year by its number: the latest that has ended, or that of a year."""
    number = int(found[1])
    first = number * 3 % 12 + 1
    if found[2]:
        split = SPLIT_YEAR.fullmatch(found[2])
        named = named_year(split, today) if split else last_year(found, today)
        if named is None or named.start is None:
            return None
        start = (named.start[0] + (number == 4), first)
    elif found[3]:
        # "Q3 so far": that of this year, as far as it has been.
        start = (financial_year(today) + (number == 4), first)
        end = min(moved(start, 2), last_ended_month(today))
        return between(start, end) if start <= end else replace(_quarter_from(start), future=True)
    else:
        start = moved(latest_that_ended(moved((2000, first), 2)[1], today), -2)
    return _quarter_from(start)


def _quarter_from(start: YearMonth) -> Hit:
    end = moved(start, 2)
    return Hit(start, end, f"{range_words(start, end)} (Q{(start[1] - 4) % 12 // 3 + 1})")


def last_quarter(found: re.Match[str], today: date) -> Hit:
    """The latest quarter that has ended."""
    end = last_ended_month(today)
    while end[1] % 3:
        end = moved(end, -1)
    return _quarter_from(moved(end, -2))


def season(found: re.Match[str], today: date) -> Hit:
    """The latest season of that name that has ended."""
    first = _SEASONS[found[1]]
    start = moved(latest_that_ended((first + 1) % 12 + 1, today), -2)
    return between(start, moved(start, 2))


def school_term(found: re.Match[str], today: date) -> Hit | None:
    """A school term: the latest that has ended, or that of a year."""
    first, last = _TERM_MONTHS[found[1]]
    if found[2]:
        named = named_year(found_year, today) if (found_year := SPLIT_YEAR.fullmatch(found[2])) else None
        if named is None or named.start is None:
            return None
        start = (named.start[0] + (first < 9), first)
    else:
        start = moved(latest_that_ended(last, today), first - last)
    end = moved(start, last - first)
    year = start[0] - (first < 9)
    return Hit(start, end, f"{found[1]} term {year}/{(year + 1) % 100:02d}")


def months_from_to(found: re.Match[str], today: date) -> Hit | None:
    """A stretch from one month to another."""
    first, last = MONTH_NUMBERS[found[1]], MONTH_NUMBERS[found[3]]
    end = (int(found[4]), last) if found[4] else latest_that_ended(last, today)
    start = (int(found[2]), first) if found[2] else (end[0] - (first > last), first)
    return between(start, end) if start < end else None


def month_named(found: re.Match[str], today: date) -> Hit:
    """A month: the latest that has ended, or that of a year."""
    number, year = MONTH_NUMBERS[found["month"]], found["year"]
    if year and len(year) == 2:
        year = f"20{year}"
    at = (int(year), number) if year else latest_that_ended(number, today)
    return between(at, at)


def month_last_year(found: re.Match[str], today: date) -> Hit:
    """A month of the last calendar year."""
    at = (today.year - 1, MONTH_NUMBERS[found[1]])
    return between(at, at)


def season_of_year(found: re.Match[str], today: date) -> Hit:
    """A season of a year: the winter of 2024 begins in its December."""
    start = (int(found[2]), _SEASONS[found[1]])
    return between(start, moved(start, 2))


def season_last_year(found: re.Match[str], today: date) -> Hit:
    """A season of the last calendar year."""
    start = (today.year - 1, _SEASONS[found[1]])
    return between(start, moved(start, 2))


def season_before(found: re.Match[str], today: date) -> Hit:
    """`The winter before`, beside or after the last one."""
    last = season(found, today)
    assert last.start is not None
    return between(moved(last.start, -12), moved(last.start, -10))


def last_month(found: re.Match[str], today: date) -> Hit:
    """The month before this one."""
    at = last_ended_month(today)
    return between(at, at)


def to_come(found: re.Match[str], today: date) -> Hit:
    """What lies ahead."""
    this_month = (today.year, today.month)
    if "month" in found[0]:
        coming = month(moved(this_month, 1))
    elif "quarter" in found[0]:
        first = moved(this_month, 3 - (today.month - 1) % 3)
        coming = Span(first, moved(first, 2), range_words(first, moved(first, 2)))
    elif "year" in found[0]:
        first = (financial_year(today) + 1, 4)
        coming = Span(first, moved(first, 11), range_words(first, moved(first, 11)))
    else:
        return Hit(future=True)
    return Hit(coming.start, coming.end, coming.words, future=True)


def too_fine(found: re.Match[str], today: date) -> Hit:
    """Days and weeks, of which no measure is."""
    return Hit(finer=True)
