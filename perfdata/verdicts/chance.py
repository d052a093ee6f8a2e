"""Could a gap between two shares be chance? Intervals for a share (Wilson) and for a difference (Newcombe).

Both hold for small groups and for shares near 0 and 1, where the textbook's do not. Statistics, so binary floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

RISK = 0.05
"""The risk, over all gaps looked at together, of calling chance a real gap."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with the interval in which it may lie, chance considered."""

    value: float
    low: float
    high: float

    @property
    def is_real(self) -> bool:
        """Whether the interval leaves nought out, for an estimate of a difference."""
        return self.low > 0 or self.high < 0


def share(numerator: float, denominator: float, looked_at: int = 1) -> Estimate:
    """A share from 0 to 1 with Wilson's interval; 18 of 100 is 0.117 to 0.267.

    `looked_at` is how many gaps are looked at together: each takes its part of the `RISK`. Raises ValueError unless
    the numerator lies between nought and a denominator above nought.
    """
    if not 0 <= numerator <= denominator or denominator <= 0:
        raise ValueError(f"{numerator} of {denominator} is no share")
    z = NormalDist().inv_cdf(1 - RISK / looked_at / 2)
    value, scale = numerator / denominator, 1 + z * z / denominator
    middle = (value + z * z / (2 * denominator)) / scale
    reach = z / scale * sqrt(value * (1 - value) / denominator + z * z / (4 * denominator * denominator))
    return Estimate(value, middle - reach, middle + reach)


def difference(first: Estimate, second: Estimate) -> Estimate:
    """`first` less `second`, two independent estimates, each of which may be a difference itself (Newcombe, 1998)."""
    value = first.value - second.value
    down = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    up = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    return Estimate(value, value - down, value + up)
