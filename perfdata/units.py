"""Units: how a number is written with the unit that its measure is counted in."""

from __future__ import annotations

from decimal import Decimal

MINUS = "−"
SINGULAR = {"days": "day", "weeks": "week", "hours": "hour", "seconds": "second", "minutes": "minute",
             "tonnes": "tonne", "points": "point", "years": "year", "months": "month"}  # fmt: skip
_MONEY_IN_THOUSANDS = "£000"
_NO_UNIT = frozenset({"number", "ratio", ""})


def with_unit(unit: str, number: Decimal) -> str:
    """`44.3%`, `£3,407,000`, `12.4 days`, `1 day`, `63.2 per 100,000`: the decimals of `number`, and no others."""
    if unit == _MONEY_IN_THOUSANDS:
        pounds = (number * 1000).quantize(Decimal(1))
        return f"{sign(pounds)}£{digits(abs(pounds))}"
    if unit == "%":
        return f"{signed(number)}%"
    if unit in _NO_UNIT:
        return signed(number)
    if unit.startswith("£"):
        return f"{sign(number)}£{digits(abs(number))}{unit[1:]}"
    return f"{signed(number)} {noun(unit, number)}"


def without_shared_unit(least: str, most: str) -> str:
    """The first of two amounts, without a unit that the second says as well: `70.0` before `88.0 per 10,000`."""
    number, _, unit = least.partition(" ")
    return number if unit and most.endswith(f" {unit}") else least


def noun(unit: str, number: Decimal) -> str:
    """Singular for exactly one without decimals; `1.0 days` is what people say."""
    return SINGULAR.get(unit, unit) if digits(abs(number)) == "1" else unit


def sign(number: Decimal) -> str:
    """A minus sign, or nothing."""
    return MINUS if number < 0 else ""


def signed(number: Decimal) -> str:
    """Digits with separators, and a minus sign where there is one."""
    return sign(number) + digits(abs(number))


def digits(number: Decimal) -> str:
    """Digits with separators."""
    return f"{number:,f}"
