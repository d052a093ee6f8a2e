"""Periods for which the council reports: months, quarters, school terms and financial years.

A period is written as the performance system writes it: `Oct 2026`, `Q2 2026/27`, `Autumn 2025/26`, `2025/26`.
The financial year runs from April to March, so Q1 is April to June. School terms belong to the school year that
begins in September: autumn ends on 31 December, spring on 31 March, summer on 31 July.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from perfdata.errors import BadInput


class Frequency(StrEnum):
    """How often a measure is reported, which is also the kind of its periods."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TERMLY = "termly"
    ANNUAL = "annual"

    @property
    def noun(self) -> str:
        """What one period is called: `month`, `quarter`, `term` or `year`."""
        return _NOUNS[self]

    @property
    def often(self) -> str:
        """How often that is: `monthly`, `once a year`."""
        return _OFTEN[self]


_NOUNS = {
    Frequency.MONTHLY: "month",
    Frequency.QUARTERLY: "quarter",
    Frequency.TERMLY: "term",
    Frequency.ANNUAL: "year",
}
_OFTEN = {
    Frequency.MONTHLY: "monthly",
    Frequency.QUARTERLY: "quarterly",
    Frequency.TERMLY: "each school term",
    Frequency.ANNUAL: "once a year",
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
TERMS = ("Autumn", "Spring", "Summer")
_TERM_MONTHS = {"Autumn": (9, 12), "Spring": (1, 3), "Summer": (4, 7)}


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """One whole period. `start` and `end` are its first and last day; ordering is by start, then end."""

    start: date
    end: date
    frequency: Frequency

    @property
    def label(self) -> str:
        """The name that the performance system uses, such as `Oct 2026` or `Q2 2026/27`."""
        if self.frequency is Frequency.MONTHLY:
            return f"{MONTHS[self.start.month - 1]} {self.start.year}"
        if self.frequency is Frequency.QUARTERLY:
            return f"Q{(self.start.month - 4) % 12 // 3 + 1} {_split_year(financial_year(self.start))}"
        if self.frequency is Frequency.TERMLY:
            name = next(term for term, (first, _) in _TERM_MONTHS.items() if first == self.start.month)
            return f"{name} {_split_year(self.start.year - (self.start.month < 9))}"
        return _split_year(self.start.year)

    @property
    def words(self) -> str:
        """The name to show in a sentence: `October 2026`, `July to September 2026 (Q2)`, `summer term 2025/26`."""
        if self.frequency is Frequency.MONTHLY:
            return f"{MONTH_NAMES[self.start.month - 1]} {self.start.year}"
        if self.frequency is Frequency.QUARTERLY:
            first, last = MONTH_NAMES[self.start.month - 1], MONTH_NAMES[self.end.month - 1]
            return f"{first} to {last} {self.end.year} ({self.label[:2]})"
        if self.frequency is Frequency.TERMLY:
            name, year = self.label.split()
            return f"{name.lower()} term {year}"
        return f"the year {self.label}"

    def previous(self) -> Period:
        """The period just before this one, of the same kind."""
        return containing(self.start - timedelta(days=1), self.frequency)

    def following(self) -> Period:
        """The period just after this one, of the same kind. The summer holiday lies between two terms."""
        return containing(self.end + timedelta(days=1), self.frequency)

    def year_before(self) -> Period:
        """The same period one year earlier."""
        return containing(self.start.replace(year=self.start.year - 1), self.frequency)


def containing(day: date, frequency: Frequency) -> Period:
    """The period of that kind in which `day` lies.

    August belongs to no school term: going back from it gives the summer term, and `following` gives autumn.
    """
    if frequency is Frequency.MONTHLY:
        return month(day.year, day.month)
    if frequency is Frequency.QUARTERLY:
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        return Period(first, _month_end(first.year, first.month + 2), frequency)
    if frequency is Frequency.ANNUAL:
        return year(financial_year(day))
    if day.month == 8:
        # 1 August follows the summer term, 31 August precedes the autumn term.
        return term("Autumn", day.year) if day.day == 1 else term("Summer", day.year - 1)
    name = next(term for term, (first, last) in _TERM_MONTHS.items() if first <= day.month <= last)
    return term(name, day.year - (day.month < 9))


@lru_cache(maxsize=4096)
def month(calendar_year: int, number: int) -> Period:
    """The calendar month `number` (1 to 12)."""
    return Period(date(calendar_year, number, 1), _month_end(calendar_year, number), Frequency.MONTHLY)


def quarter(starting_year: int, number: int) -> Period:
    """Quarter `number` (1 is April to June) of the financial year that begins in `starting_year`."""
    first_month = (number * 3) % 12 + 1
    return containing(date(starting_year + (number == 4), first_month, 1), Frequency.QUARTERLY)


def term(name: str, starting_year: int) -> Period:
    """A school term (`Autumn`, `Spring`, `Summer`) of the school year that begins in `starting_year`."""
    first, last = _TERM_MONTHS[name]
    calendar_year = starting_year + (name != "Autumn")
    return Period(date(calendar_year, first, 1), _month_end(calendar_year, last), Frequency.TERMLY)


def year(starting_year: int) -> Period:
    """The financial year that begins in April of `starting_year`."""
    return Period(date(starting_year, 4, 1), date(starting_year + 1, 3, 31), Frequency.ANNUAL)


def financial_year(day: date) -> int:
    """The year in which the financial year of `day` began."""
    return day.year - (day.month < 4)


def parse(text: str) -> Period:
    """Read a label of the performance system, exactly as `Period.label` writes it.

    Raises BadInput, with the text and the accepted forms, for anything else.
    """
    words = text.strip()
    if (found := re.fullmatch(r"([A-Z][a-z]{2}) (\d{4})", words)) and found[1] in MONTHS:
        return month(int(found[2]), MONTHS.index(found[1]) + 1)
    if found := re.fullmatch(r"Q([1-4]) (\d{4})/(\d{2})", words):
        return quarter(_checked(found[2], found[3], words), int(found[1]))
    if found := re.fullmatch(r"(Autumn|Spring|Summer) (\d{4})/(\d{2})", words):
        return term(found[1], _checked(found[2], found[3], words))
    if found := re.fullmatch(r"(\d{4})/(\d{2})", words):
        return year(_checked(found[1], found[2], words))
    raise _unreadable(words)


def due(as_of: date, lag_days: int, frequency: Frequency) -> Period:
    """The latest whole period whose end plus the measure's lag in days is on or before `as_of`."""
    period = containing(as_of, frequency)
    while period.end + timedelta(days=lag_days) > as_of:
        period = period.previous()
    return period


def months_after(day: date, count: int) -> date:
    """The same day `count` months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), _month_end(year, month + 1))


def _checked(first: str, second: str, words: str) -> int:
    if (int(first) + 1) % 100 != int(second):
        raise _unreadable(words)
    return int(first)


def _unreadable(words: str) -> BadInput:
    return BadInput(
        f"“{words}” is not a period. Write it as Oct 2026, Q2 2026/27, Autumn 2025/26 or 2025/26, "
        "as the measure's frequency requires."
    )


def _split_year(starting_year: int) -> str:
    return f"{starting_year}/{(starting_year + 1) % 100:02d}"


def _month_end(calendar_year: int, number: int) -> date:
    following = date(calendar_year + (number == 12), number % 12 + 1, 1)
    return following - timedelta(days=1)
