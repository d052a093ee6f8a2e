"""The gap to the target in plain terms: what the rest of the year has to bring, in the measure's own units.

A need is rounded up and an allowance down, so that meeting what is said meets the target. Nothing here judges
whether it can be done, except where it cannot be done by any figure at all or was never done before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from perfdata.measures import Polarity

NONE, WHOLE = Decimal(0), Decimal(100)


class Outlook(StrEnum):
    """What kind of gap it is."""

    NEEDED = "needed"
    ALLOWED = "allowed"
    MET = "already met"
    MISSED = "missed"
    PASSED = "already passed"
    OUT_OF_REACH = "out of reach"


@dataclass(frozen=True, slots=True)
class Gap:
    """What is `NEEDED` or `ALLOWED` in each remaining period, or by how much the target was met, missed or passed.

    `so_far` is what a period has brought on average, None where that says nothing. `unprecedented` is True where no
    period on record has brought what is needed, or as little as is allowed.
    """

    outlook: Outlook
    amount: Decimal
    so_far: Decimal | None = None
    unprecedented: bool = False


def gap_of_total(
    polarity: Polarity,
    target: Decimal,
    so_far: Decimal,
    periods: int,
    remaining: int,
    *,
    decimals: int = 0,
    record: Sequence[Decimal] = (),
) -> Gap:
    """The gap of a total that adds up through the year: `so_far` after `periods`, with `remaining` still to come.

    540 wanted, 287 after 7 months, 5 to come: 51 a month, 41 so far. At most 96, 61 after 7 months: 7 a month, 8.7
    so far. `record` is what single periods have brought. Raises ValueError where neither
    more nor less is simply better.
    """
    if not polarity.one_way:
        raise ValueError("a total that adds up has no range or point to lie in")
    higher, left = polarity is Polarity.HIGHER, target - so_far
    pace = so_far / periods if periods else None
    if higher and left <= 0:
        return Gap(Outlook.MET, -left, pace)
    if not higher and left < 0:
        return Gap(Outlook.PASSED if remaining else Outlook.MISSED, -left, pace)
    if not remaining:
        return Gap(Outlook.MISSED, left, pace) if higher else Gap(Outlook.MET, left, pace)
    if higher:
        need = _rounded(left / remaining, decimals, ROUND_CEILING)
        return Gap(Outlook.NEEDED, need, pace, bool(record) and need > max(record))
    allowance = _rounded(left / remaining, decimals, ROUND_FLOOR)
    return Gap(Outlook.ALLOWED, allowance, pace, bool(record) and allowance < min(record))


def gap_of_rate(
    polarity: Polarity,
    target: Decimal,
    numerator: Decimal,
    denominator: Decimal,
    to_come: Decimal,
    *,
    decimals: int = 1,
) -> Gap:
    """The rate, in per cent, that the cases still `to_come` need for the year's rate to meet the target.

    45% wanted, 3,010 of 7,000 so far and 5,000 to come: 47.8%. Over 100%, or under 0, no figure will do. Raises
    ValueError where neither more nor less is simply better.
    """
    if not polarity.one_way:
        raise ValueError("a range or a point is not one rate to reach")
    higher = polarity is Polarity.HIGHER
    so_far = numerator / denominator * WHOLE if denominator else None
    if to_come <= 0:
        met = so_far is not None and (so_far >= target if higher else so_far <= target)
        return Gap(Outlook.MET if met else Outlook.MISSED, abs((so_far or NONE) - target), so_far)
    rate = (target / WHOLE * (denominator + to_come) - numerator) / to_come * WHOLE
    if higher and rate <= NONE:
        return Gap(Outlook.MET, -rate, so_far)
    if rate > WHOLE if higher else rate < NONE:
        return Gap(Outlook.OUT_OF_REACH, rate, so_far)
    if higher:
        return Gap(Outlook.NEEDED, _rounded(rate, decimals, ROUND_CEILING), so_far)
    return Gap(Outlook.ALLOWED, _rounded(min(rate, WHOLE), decimals, ROUND_FLOOR), so_far)


def cases_to_target(
    polarity: Polarity, target: Decimal, numerator: Decimal, denominator: Decimal, scale: Decimal = WHOLE
) -> Decimal:
    """How many more cases (fewer, where lower is better) would meet a target per `scale`, the denominator as it is.

    48 of 90 against 60%: 6 more. Raises ValueError where neither more nor less is simply better.
    """
    if not polarity.one_way:
        raise ValueError("a range or a point is not one number to reach")
    wanted = target * denominator / scale
    if polarity is Polarity.HIGHER:
        return max(NONE, _rounded(wanted - numerator, 0, ROUND_CEILING))
    return max(NONE, _rounded(numerator - wanted, 0, ROUND_CEILING))


def scale_of(unit: str) -> Decimal | None:
    """By how much a numerator over its denominator is multiplied to give a figure in this unit; None if it is no rate.

    `%` is 100, `per 10,000` is 10,000.
    """
    if unit == "%":
        return WHOLE
    found = re.fullmatch(r"per ([\d,]+)", unit)
    return Decimal(found[1].replace(",", "")) if found else None


def month_for_rolling(target: Decimal, denominator: Decimal, stay: Sequence[Decimal]) -> Decimal:
    """What the next month may bring for a rolling twelve months to be on target: what is wanted less the 11 that stay.

    Raises ValueError unless there are eleven.
    """
    if len(stay) != ROLLING_MONTHS - 1:
        raise ValueError(f"{ROLLING_MONTHS - 1} months stay, {len(stay)} were given")
    return target * denominator - sum(stay, NONE)


ROLLING_MONTHS = 12


def _rounded(number: Decimal, decimals: int, way: str) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=way)
