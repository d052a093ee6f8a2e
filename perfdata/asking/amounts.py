"""Numbers as a sentence says them: units, money in thousands, signs, differences, dates and counted nouns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from perfdata.measures import Measure, Polarity, step_of
from perfdata.periods import MONTH_NAMES, Frequency
from perfdata.units import digits, noun, with_unit, without_shared_unit


def value_words(measure: Measure, value: Decimal) -> str:
    """`44.3%`, `£3,407,000`, `12.4 days`, `63.2 per 100,000`: the value as published, with its unit."""
    return with_unit(measure.unit, measure.rounded(value))


def target_words(measure: Measure, target: Decimal | None) -> str:
    """The target with its unit; the bounds of a range; blank when there is neither, or nothing is judged."""
    if measure.polarity is Polarity.RANGE:
        return _range_words(measure)
    if measure.polarity is Polarity.CONTEXT:
        return ""
    return exactly(measure, target) if target is not None else ""


def exactly(measure: Measure, number: Decimal) -> str:
    """A number with its unit, with the measure's decimals or as many more as it has."""
    return with_unit(measure.unit, _at_least_decimals(measure, number))


def difference_words(measure: Measure, difference: Decimal, decimals: int | None = None) -> str:
    """The size of a difference, without its sign: `0.8 percentage points`, `£240,000`, `1.2 days`.

    With the measure's decimals, or with as many as are given.
    """
    places = measure.decimals if decimals is None else decimals
    size = abs(difference.quantize(step_of(places), rounding=ROUND_HALF_UP))
    if measure.unit == "%":
        return f"{digits(size)} percentage {noun('points', size)}"
    return with_unit(measure.unit, size)


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
        return f"{with_unit(measure.unit, _at_least_decimals(measure, bound))} {word}"
    least, most = (with_unit(measure.unit, _at_least_decimals(measure, bound)) for bound in (low, high))
    return f"between {without_shared_unit(least, most)} and {most}"


def _at_least_decimals(measure: Measure, number: Decimal) -> Decimal:
    """The target with the measure's decimals, and more only where it was set more finely."""
    published = measure.rounded(number)
    return published if published == number else number.normalize()
