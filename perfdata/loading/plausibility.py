"""Whether a figure can be what it says, judged by the measure's definition and the figures beside it.

A figure that cannot be is a fault, never mended: it may be the measure, the unit, the scale or the period that is
wrong. One reason is given for a row, the most telling first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any, Protocol

from perfdata.loading.columns import Column
from perfdata.loading.faults import BadCell
from perfdata.loading.figure_cells import Figure
from perfdata.loading.rows import Row
from perfdata.measures import Definition

PERCENT = "%"
# Room for the longest numerator over the shortest denominator that a cell can hold.
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
# A percentage of at most one is believed when the measure has been within this many times of it.
NEARBY = 10
# Units in which a figure can be below nought: money, and scores that count up and down.
_SIGNED_UNITS = ("£", "points", "score", "change")


class Figures(Protocol):
    """What one row says about a measure; an observation, or something that is compared with one."""

    @property
    def row(self) -> Row:
        """The row to which faults are put."""

    @property
    def code(self) -> str:
        """The measure's code."""

    @property
    def definition(self) -> Definition:
        """The measure's definition."""

    @property
    def value(self) -> Figure:
        """The figure."""

    @property
    def target(self) -> Figure:
        """What was aimed at."""

    @property
    def numerator(self) -> Decimal | None:
        """The upper part of a ratio."""

    @property
    def denominator(self) -> Decimal | None:
        """The lower part of a ratio."""


class Columns(Protocol):
    """The columns to which faults are put; those that a table lacks are never at fault."""

    @property
    def value(self) -> Column[Any]:
        """The column of figures."""

    @property
    def target(self) -> Column[Any]:
        """The column of targets."""

    @property
    def numerator(self) -> Column[Any]:
        """The column of numerators."""

    @property
    def denominator(self) -> Column[Any]:
        """The column of denominators."""


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest value and target above nought that are believed of a measure; None where none is known."""

    value: Decimal | None = None
    target: Decimal | None = None


NOTHING_KNOWN = Smallest()


def smallest_known(held: Mapping[str, Smallest], records: Iterable[Figures]) -> dict[str, Smallest]:
    """What is believed of each measure: what is held, and those figures of this load that are above one."""
    values = {code: one.value for code, one in held.items() if one.value is not None}
    targets = {code: one.target for code, one in held.items() if one.target is not None}
    for record in records:
        if record.definition.unit == PERCENT:
            code = record.code
            for smallest, number in ((values, record.value.number), (targets, record.target.number)):
                if number is not None and number > 1 and not (code in smallest and smallest[code] <= number):
                    smallest[code] = number
    return {code: Smallest(values.get(code), targets.get(code)) for code in values.keys() | targets.keys()}


def check(record: Figures, table: Columns, known: Mapping[str, Smallest]) -> None:
    """Note a fault in the record's row when its figures cannot be what they say."""
    if (found := _wrong(record, table, known.get(record.code, NOTHING_KNOWN))) is not None:
        record.row.refuse(*found)


def _wrong(record: Figures, table: Columns, smallest: Smallest) -> tuple[Column[Any], BadCell] | None:
    """The first thing that cannot be, and the column that it is put to."""
    definition, value, target = record.definition, record.value, record.target
    number, aimed = value.number, target.number
    percentage = definition.unit == PERCENT
    if not percentage and (value.percent or target.percent):
        return (
            (table.value, _signed(value, definition)) if value.percent else (table.target, _signed(target, definition))
        )
    if record.denominator is not None and record.denominator <= 0:
        return table.denominator, BadCell(
            "bad denominator", "The denominator is not above nought.", "Correct it, or leave both parts blank."
        )
    ratio = _ratio(record)
    if percentage and number is not None and number <= 1 and number != ratio and _is_fraction(value, smallest.value):
        return table.value, _fraction(value)
    lowest, highest = _bounds(definition.unit, definition.range_low, definition.range_high)
    if percentage and highest is not None and ratio is not None and ratio >= highest and _parts_reversed(record):
        return table.numerator, BadCell(
            "numerator above denominator",
            f"{record.numerator} out of {record.denominator} is more than all of them.",
            "Correct the numerator or the denominator.",
        )
    if number is not None:
        if ratio is not None and number != ratio and _rounded(number, definition) != ratio:
            return table.value, BadCell(
                f"value does not match numerator and denominator ({ratio})",
                f"{record.numerator} over {record.denominator} makes {ratio}, and the value is {number}.",
                "Correct whichever is wrong.",
            )
        if (lowest is not None and number < lowest) or (highest is not None and number > highest):
            return table.value, _out_of_range(number, definition)
    if aimed is not None:
        if percentage and aimed <= 1 and not _near(number, aimed) and _is_fraction(target, smallest.target):
            return table.target, _fraction(target)
        if (lowest is not None and aimed < lowest) or (highest is not None and aimed > highest):
            return table.target, _out_of_range(aimed, definition)
    return None


def scale(unit: str) -> int:
    """What numerator over denominator is multiplied by in this unit: 100 for %, 1,000 for `per 1,000`, else 1."""
    if unit == PERCENT:
        return 100
    digits = unit.removeprefix("per ").replace(",", "")
    return int(digits) if unit.startswith("per ") and digits.isdecimal() else 1


def _ratio(record: Figures) -> Decimal | None:
    """Numerator over denominator in the measure's unit, rounded as it is published."""
    if record.numerator is None or record.denominator is None or record.denominator <= 0:
        return None
    exact = _EXACT.divide(record.numerator * scale(record.definition.unit), record.denominator)
    return _rounded(exact, record.definition)


def _rounded(value: Decimal, definition: Definition) -> Decimal:
    return _EXACT.quantize(value, _last_place(definition.decimals))


@lru_cache
def _last_place(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def _parts_reversed(record: Figures) -> bool:
    part, whole = record.numerator, record.denominator
    return part is not None and whole is not None and part > whole


def _signed(value: Figure, definition: Definition) -> BadCell:
    return BadCell(
        "unit mismatch",
        f"{value.number}% is a percentage, and the measure's unit is {definition.unit}.",
        "Correct the figure, or the unit in the dictionary of measures.",
    )


def _is_fraction(figure: Figure, smallest: Decimal | None) -> bool:
    """Whether a figure of a percentage may be a fraction: at most one, without a sign, and far below all others."""
    if figure.percent or figure.number is None or not 0 < figure.number <= 1:
        return False
    return smallest is None or figure.number * NEARBY < smallest


def _near(number: Decimal | None, aimed: Decimal) -> bool:
    return number is not None and number <= aimed * NEARBY


def _fraction(figure: Figure) -> BadCell:
    number = figure.number or Decimal(0)
    return BadCell(
        "looks like a fraction",
        f"{number} looks like a fraction, and the measure's unit is %.",
        f"Write {(number * 100).normalize():f} if that is meant, or {number}% if it really is that small.",
    )


@lru_cache
def _bounds(unit: str, low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a figure can be, in that unit and with that range; None where there is no limit."""
    signed = (low is not None and low < 0) or unit.casefold().startswith(_SIGNED_UNITS)
    limited = unit == PERCENT and not (high is not None and high > 100)
    return None if signed else Decimal(0), Decimal(100) if limited else None


def _out_of_range(value: Decimal, definition: Definition) -> BadCell:
    _, highest = _bounds(definition.unit, definition.range_low, definition.range_high)
    allowed = "at least 0" if highest is None else "from 0 to 100"
    return BadCell(
        "out of range",
        f"{value} cannot be: the measure's unit is {definition.unit}, so that it must be {allowed}.",
        "Correct the figure; if it is right, give the measure a range in the dictionary that allows it.",
    )
