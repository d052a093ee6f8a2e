"""Columns that name and clean themselves: each turns a cell's text into a value or says what is wrong with it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from perfdata.loading.faults import BadCell, quoted

Value = TypeVar("Value")
Word = TypeVar("Word", bound=StrEnum)

# Marks that turn the direction of text could make figures read backwards; a terminal may obey control characters.
_UNWANTED = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Years that a council can mean; others are slips of the finger.
FIRST_YEAR, LAST_YEAR = 1900, 2199
# What is remembered of a column's cells, and how long such a cell may be.
MOST_KNOWN, LONGEST_KNOWN = 65_536, 60
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,10})?")


@dataclass(frozen=True, kw_only=True)
class Column(ABC, Generic[Value]):
    """A column by its heading. `required` says that the file must have it. `known` are cells that were met before."""

    heading: str
    required: bool = True
    known: dict[object, Value] = field(default_factory=dict, init=False, repr=False, compare=False)

    def value(self, text: str) -> Value:
        """The value of a cell, as `clean` gives it; a long file says the same again and again. Raises BadCell."""
        if text in self.known:
            return self.known[text]
        value = self.clean(text)
        if len(self.known) < MOST_KNOWN and len(text) <= LONGEST_KNOWN:
            self.known[text] = value
        return value

    @abstractmethod
    def clean(self, text: str) -> Value:
        """The value of a cell. Raises BadCell."""

    def bad(self, problem: str, advice: str) -> BadCell:
        """What to raise when a cell is wrong in the ordinary way."""
        return BadCell(f"bad {self.heading.lower()}", problem, advice)

    def absent(self) -> BadCell:
        """What to raise when a cell that must be filled is blank."""
        return BadCell(f"missing {self.heading.lower()}", f"{self.heading} is blank.", "Fill it in.")


@dataclass(frozen=True, kw_only=True)
class Text(Column[str]):
    """Plain text, as typed but for what could reorder or end it. `longest` is the most characters that are kept."""

    longest: int = 100_000
    filled: bool = False

    def clean(self, text: str) -> str:
        """The text without space around it; line breaks become one kind. Raises BadCell when blank or too long."""
        kept = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
        if not kept and self.filled:
            raise self.absent()
        if len(kept) > self.longest:
            raise BadCell(
                "too long",
                f"{self.heading} has {len(kept):,} characters; at most {self.longest:,} are kept.",
                "Shorten it.",
            )
        return kept


@dataclass(frozen=True, kw_only=True)
class Token(Column[str]):
    """A code or id that must fit `pattern`. `upper` reads it without regard to case."""

    pattern: str
    example: str
    upper: bool = False
    blank_allowed: bool = False

    def clean(self, text: str) -> str:
        """The code without space or invisible characters around or in it."""
        token = plain(text)
        if self.upper:
            token = token.upper()
        if not token:
            if self.blank_allowed:
                return ""
            raise self.absent()
        if not re.fullmatch(self.pattern, token):
            raise self.bad(
                f"{quoted(token)} is not a {self.heading.replace('_', ' ')}.", f"Write it as {self.example}."
            )
        return token


@dataclass(frozen=True, kw_only=True)
class Tokens(Column[tuple[str, ...]]):
    """Codes separated by semicolons, each once, in upper case."""

    def clean(self, text: str) -> tuple[str, ...]:
        """The codes in the order given."""
        codes = [code for part in plain(text).split(";") if (code := part.strip().upper())]
        return tuple(dict.fromkeys(codes))


@dataclass(frozen=True, kw_only=True)
class OneOf(Column[Word]):
    """One word of a vocabulary."""

    words: type[Word]

    def clean(self, text: str) -> Word:
        """The word, read without regard to case."""
        given = " ".join(plain(text).casefold().split())
        if not given:
            raise self.absent()
        try:
            return self.words(given)
        except ValueError:
            known = _either([word.value for word in self.words])
            raise self.bad(f"{self.heading} cannot be {quoted(given)}.", f"Write {known}.") from None


@dataclass(frozen=True, kw_only=True)
class YesNo(Column[bool]):
    """`y` or `n`. A blank is `blank`, or a fault where that is None."""

    blank: bool | None = None

    def clean(self, text: str) -> bool:
        """True for yes."""
        given = plain(text).casefold()
        if not given:
            if self.blank is None:
                raise self.absent()
            return self.blank
        if given in ("y", "yes"):
            return True
        if given in ("n", "no"):
            return False
        raise self.bad(f"{self.heading} cannot be {quoted(given)}.", "Write y or n.")


@dataclass(frozen=True, kw_only=True)
class WholeNumber(Column[int]):
    """A whole number from `least` to `most`."""

    least: int
    most: int

    def clean(self, text: str) -> int:
        """The number."""
        given = plain(text)
        if not given:
            raise self.absent()
        if not re.fullmatch("[0-9]{1,9}", given) or not self.least <= int(given) <= self.most:
            raise self.bad(
                f"{self.heading} cannot be {quoted(given)}.", f"Write a whole number from {self.least} to {self.most}."
            )
        return int(given)


@dataclass(frozen=True, kw_only=True)
class Number(Column[Decimal | None]):
    """A plain number in digits, or blank."""

    def clean(self, text: str) -> Decimal | None:
        """The number exactly as written; None for a blank cell."""
        given = plain(text)
        if not given:
            return None
        if not _NUMBER.fullmatch(given):
            raise self.bad(f"{quoted(given)} is not a number.", "Write digits, with a full stop for decimals.")
        return Decimal(given)


@dataclass(frozen=True, kw_only=True)
class Day(Column[date | None]):
    """A date as dd/mm/yyyy, or as yyyy-mm-dd; or blank."""

    def clean(self, text: str) -> date | None:
        """The date; None for a blank cell."""
        given = plain(text)
        if not given:
            return None
        day = read_day(given)
        if day is None:
            raise self.not_a_date(given)
        return day

    def not_a_date(self, given: str) -> BadCell:
        """What to raise for a cell that is not a date that can be meant."""
        return BadCell(
            f"bad date in {self.heading}", f"{quoted(given)} is not a date.", "Write day/month/year, as 20/11/2026."
        )


@lru_cache(maxsize=4096)
def read_day(text: str) -> date | None:
    """The date that is written as dd/mm/yyyy or yyyy-mm-dd; None for anything else."""
    if found := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text):
        day, month, year = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plain(text: str) -> str:
    """A cell's text without space around it and without characters that nobody can see."""
    if text.isascii():
        return text.strip()
    return _INVISIBLE.sub("", text).replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ").strip()


def _either(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
