"""Numbers as a sentence says them: units, money in thousands, signs, differences, dates and counted nouns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from perfdata.measures import Measure, Polarity
from perfdata.periods import MONTH_NAMES, Frequency

MINUS = "−"
_MONEY_IN_THOUSANDS = "£000"
_NO_UNIT = frozenset({"number", "ratio", ""})
SINGULAR = {"days": "day", "weeks": "week", "hours": "hour", "seconds": "second", "minutes": "minute",
             "tonnes": "tonne", "points": "point", "years": "year", "months": "month"}  # fmt: skip


def value_words(measure: Measure, value: Decimal) -> str:
    """`44.3%`, `£3,407,000`, `12.4 days`, `63.2 per 100,000`: the value as published, with its unit."""
    return _with_unit(measure, measure.rounded(value))


def target_words(measure: Measure, target: Decimal | None) -> str:
    """The target with its unit; the bounds of a range; blank when there is neither, or nothing is judged."""
    if measure.polarity is Polarity.RANGE:
        return _range_words(measure)
    if measure.polarity is Polarity.CONTEXT:
        return ""
    return exactly(measure, target) if target is not None else ""


def exactly(measure: Measure, number: Decimal) -> str:
    """A number with its unit, with the measure's decimals or as many more as it has."""
    return _with_unit(measure, _at_least_decimals(measure, number))


def difference_words(measure: Measure, difference: Decimal, decimals: int | None = None) -> str:
    """The size of a difference, without its sign: `0.8 percentage points`, `£240,000`, `1.2 days`.

    With the measure's decimals, or with as many as are given.
    """
    places = measure.decimals if decimals is None else decimals
    size = abs(difference.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
    if measure.unit == "%":
        return f"{_digits(size)} percentage {_noun('points', size)}"
    return _with_unit(measure, size)


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 month`, `3 months`, `1,204 measures`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`, `112th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def joined(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def periods_counted(number: int, frequency: Frequency) -> str:
    """`3 months`, `1 quarter`."""
    return counted(number, frequency.noun)


def day_words(day: date) -> str:
    """`20 November 2026`."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _range_words(measure: Measure) -> str:
    low, high = measure.range_low, measure.range_high
    if low is None and high is None:
        return ""
    if low is None or high is None:
        bound = low if low is not None else high
        assert bound is not None
        word = "or more" if high is None else "or less"
        return f"{_with_unit(measure, _at_least_decimals(measure, bound))} {word}"
    low, high = _at_least_decimals(measure, low), _at_least_decimals(measure, high)
    return f"between {_with_unit(measure, low)} and {_with_unit(measure, high)}"


def _at_least_decimals(measure: Measure, number: Decimal) -> Decimal:
    """The target with the measure's decimals, and more only where it was set more finely."""
    published = measure.rounded(number)
    return published if published == number else number.normalize()


def _with_unit(measure: Measure, number: Decimal) -> str:
    unit = measure.unit
    if unit == _MONEY_IN_THOUSANDS:
        pounds = (number * 1000).quantize(Decimal(1))
        return f"{_sign(pounds)}£{_digits(abs(pounds))}"
    if unit == "%":
        return f"{_signed(number)}%"
    if unit in _NO_UNIT:
        return _signed(number)
    if unit.startswith("£"):
        return f"{_sign(number)}£{_digits(abs(number))}{unit[1:]}"
    return f"{_signed(number)} {_noun(unit, number)}"


def _noun(unit: str, number: Decimal) -> str:
    """Singular for exactly one without decimals; `1.0 days` is what people say."""
    return SINGULAR.get(unit, unit) if _digits(abs(number)) == "1" else unit


def _sign(number: Decimal) -> str:
    return MINUS if number < 0 else ""


def _signed(number: Decimal) -> str:
    return _sign(number) + _digits(abs(number))


def _digits(number: Decimal) -> str:
    return f"{number:,f}"
