"""Direction: better, worse or the same than an earlier figure, by the measure's polarity.

Two figures are a comparison, never a trend. Figures are compared as published. For a range the distances outside
it are compared, so two figures inside it are the same.
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


def direction(measure: Measure, value: Decimal, earlier: Decimal) -> Direction:
    """Whether `value` is better than `earlier`, both in the measure's unit."""
    gain = goodness(measure, value) - goodness(measure, earlier)
    if gain == 0:
        return Direction.SAME
    return Direction.BETTER if gain > 0 else Direction.WORSE


def goodness(measure: Measure, value: Decimal) -> Decimal:
    """A number that is larger for a better figure: the figure as published, its opposite where lower is better, or for
    a range the distance outside it, below nought."""
    published = measure.rounded(value)
    if measure.polarity is Polarity.RANGE:
        return -shortfall_in_range(measure, published)
    return published if measure.polarity is Polarity.HIGHER else -published
