"""Limits of a process behaviour chart: the average of a run of figures, and how far chance alone takes them from it.

The XmR chart, as the NHS's Making Data Count uses it: limits are the average ± 2.66 times the mean moving range, the
mean of the absolute differences between neighbouring figures. Statistics are the one place where figures are binary
floats; a difference no greater than `Limits.slack` is rounding error and counts as none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

LIMIT_WIDTH = 2.66
"""Mean moving ranges from the average to a limit: three standard deviations, estimated as range ÷ 1.128."""
SCREEN_WIDTH = 3.267
"""Ranges of this many mean ranges or more are left out of the limits, once."""
NEAR_SHARE = 2 / 3
"""How much of the way to a limit counts as near it."""
ROUNDING = 1e-12
"""Differences of less than this share of the largest figure are rounding error."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The average and the limits of one group, in the figures' unit, neither rounded nor clipped.

    `lower` and `upper` are None where no range was left to work them out from: a single figure, or figures that
    never change when large ranges are screened.
    """

    mean: float
    lower: float | None
    upper: float | None
    slack: float

    def side(self, value: float) -> int:
        """1 above the average, −1 below it, 0 on it."""
        difference = value - self.mean
        return 0 if abs(difference) <= self.slack else 1 if difference > 0 else -1

    def outside(self, value: float) -> bool:
        """Whether the figure is strictly beyond a limit."""
        if self.lower is None or self.upper is None:
            return False
        return value - self.upper > self.slack or self.lower - value > self.slack

    def near(self, value: float) -> bool:
        """Whether the figure is strictly beyond two thirds of the way to a limit, yet not outside it."""
        if self.upper is None:
            return False
        reach = NEAR_SHARE * (self.upper - self.mean)
        return abs(value - self.mean) - reach > self.slack and not self.outside(value)


def limits_of(values: Sequence[float | None], *, screen: bool) -> Limits | None:
    """The limits of figures in time order; None stands for a gap, which no range spans. None when there is no figure.

    `screen` leaves large ranges out of the limits; the average keeps every figure.
    """
    figures = [value for value in values if value is not None]
    if not figures:
        return None
    mean = fsum(figures) / len(figures)
    slack = ROUNDING * max(map(abs, figures))
    ranges = [abs(later - earlier) for earlier, later in pairwise(values) if earlier is not None and later is not None]
    if screen and ranges:
        cut = SCREEN_WIDTH * fsum(ranges) / len(ranges)
        ranges = [one for one in ranges if cut - one > slack]
    if not ranges:
        return Limits(mean, None, None, slack)
    width = LIMIT_WIDTH * fsum(ranges) / len(ranges)
    return Limits(mean, mean - width, mean + width, slack)
