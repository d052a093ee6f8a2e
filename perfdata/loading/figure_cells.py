"""Figures as people write them in a table: signs, thousands, brackets for negatives, and the council's own marks.

No scale is ever guessed: pounds where the unit is thousands of pounds are a fault, and so are `k`, `m`, exponents,
fractions, other scripts' digits and commas used as decimal points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfdata.loading.columns import Column, plain
from perfdata.loading.faults import BadCell, quoted

_DIGITS = r"(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,10})?"
_FIGURE = re.compile(rf"(?P<sign>[+-]?)(?P<digits>{_DIGITS}) ?(?P<percent>%?)")
_BRACKETED = re.compile(rf"\((?P<digits>{_DIGITS}) ?(?P<percent>%?)\)(?P<sign>)")
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#ERROR!"})
_MONEY = re.compile(r"[+-]?\(?£.*|.*[0-9] ?(k|m|bn|million|thousand)\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says: a number, that it is withheld, or nothing (both None and False).

    `percent` is true when a percent sign stands after the number, so that it cannot be a fraction.
    """

    number: Decimal | None = None
    withheld: bool = False
    percent: bool = False


NOTHING = Figure()


@dataclass(frozen=True, kw_only=True)
class Figures(Column[Figure]):
    """A column of figures. Marks are compared without regard to case; `withheld` is empty where none may stand."""

    missing: frozenset[str]
    withheld: frozenset[str] = frozenset()
    percent_allowed: bool = True

    def clean(self, text: str) -> Figure:
        """The figure. Raises BadCell for anything that is neither a number nor one of the council's marks."""
        given = plain(text)
        if (mark := given.casefold()) in self.missing:
            return NOTHING
        if mark in self.withheld:
            return Figure(withheld=True)
        figure = read_figure(given)
        if figure is not None and (self.percent_allowed or not figure.percent):
            return figure
        if _MONEY.fullmatch(given):
            raise BadCell(
                "unit mismatch",
                f"{quoted(given)} is written with its own unit or scale.",
                "Write the bare number in the measure's unit, such as 1234 for £1.234m where the unit is £000.",
            )
        if given in ERRORS:
            raise self.bad(
                f"{quoted(given)} is what a spreadsheet shows for a formula that went wrong.",
                "Mend the formula, or leave the cell blank where there is no figure.",
            )
        raise self.bad(
            f"{quoted(given)} is neither a number nor a mark that the council uses.",
            "Write a number, or leave the cell blank; a new mark must first be added to [marks] in council.toml.",
        )


@lru_cache(maxsize=16384)
def read_figure(given: str) -> Figure | None:
    """The number that is written; None when it is not written as a number."""
    written = given.replace("\N{MINUS SIGN}", "-", 1) if given.startswith("\N{MINUS SIGN}") else given
    found = _FIGURE.fullmatch(written) or _BRACKETED.fullmatch(written)
    if found is None:
        return None
    number = Decimal(found["digits"].replace(",", ""))
    negative = found["sign"] == "-" or written.startswith("(")
    return Figure(-number if negative else number, percent=bool(found["percent"]))
