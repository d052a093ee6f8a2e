"""Direction: better, worse or the same than an earlier figure, by the measure's polarity.

Two figures are a comparison, never a trend. Figures are compared as published. For a range the distances outside it are
compared, so two figures inside it are the same; where nearest is best, each figure's distance to its own target.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from perfdata.measures import Measure, Polarity
from perfdata.verdicts.status import shortfall_in_range


class Direction(StrEnum):
    """Which way a figure has moved, judged by what is better."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


def direction(
    measure: Measure,
    value: Decimal,
    earlier: Decimal,
    *,
    target: Decimal | None = None,
    earlier_target: Decimal | None = None,
) -> Direction | None:
    """Whether `value` is better than `earlier`, both in the measure's unit.

    None where neither way is better, or nearest is best and a target is lacking.
    """
    if not has_goodness(measure, target) or not has_goodness(measure, earlier_target):
        return None
    gain = goodness(measure, value, target) - goodness(measure, earlier, earlier_target)
    if gain == 0:
        return Direction.SAME
    return Direction.BETTER if gain > 0 else Direction.WORSE


def has_goodness(measure: Measure, target: Decimal | None = None) -> bool:
    """Whether one figure can be better than another: not for background, and only near a target if nearest is best."""
    if measure.polarity is Polarity.NEAREST:
        return target is not None
    return measure.polarity is not Polarity.CONTEXT


def goodness(measure: Measure, value: Decimal, target: Decimal | None = None) -> Decimal:
    """A number that is larger for a better figure: the figure as published, its opposite where lower is better, or the
    distance outside a range or to the target, below nought. Raises ValueError where `has_goodness` is false.
    """
    published = measure.rounded(value)
    if measure.polarity is Polarity.RANGE:
        return -shortfall_in_range(measure, published)
    if measure.polarity is Polarity.NEAREST and target is not None:
        return -abs(published - target)
    if not measure.polarity.one_way:
        raise ValueError(f"no figure of {measure.code} is better than another")
    return published if measure.polarity is Polarity.HIGHER else -published
