"""The rule that a figure is judged by: what is wanted of it, and how far off that is still slightly off.

There is no national definition of red, amber and green, so each council's measures state their own, and every answer
can name the one that applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from perfdata.measures import Measure, Polarity, Tolerance, ToleranceKind
from perfdata.units import digits, with_unit


class Wanted(StrEnum):
    """What is asked of a figure, as it stands before the target in a sentence."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    NEAREST = "as near as can be to"


_WANTED = {Polarity.HIGHER: Wanted.AT_LEAST, Polarity.LOWER: Wanted.AT_MOST, Polarity.NEAREST: Wanted.NEAREST}


@dataclass(frozen=True, slots=True)
class StatusRule:
    """One measure's rule at one target, or at the nearer bound of its range; everything in the measure's unit.

    `margin` is the largest shortfall that is still slightly off, `band` the largest that is still on target.
    """

    unit: str
    wanted: Wanted
    bound: Decimal
    of_range: bool
    tolerance: Tolerance
    margin: Decimal

    @property
    def band(self) -> Decimal:
        """How far from the target is still on target; nothing unless nearest is best."""
        return self.tolerance.band if self.wanted is Wanted.NEAREST else Decimal(0)

    @property
    def words(self) -> str:
        """The rule in colours: `amber within 1 percentage point of the target`."""
        green = f"green within {points(self.unit, self.band)} of the target, " if self.band else ""
        return f"{green}{self._amber}"

    @property
    def tolerated(self) -> str:
        """The tolerance within a sentence: `a tolerance of 5% of it`, `intervention from 60%`, `no tolerance`."""
        amount = self.tolerance.amount
        return {
            ToleranceKind.NONE: "no tolerance",
            ToleranceKind.RELATIVE: f"a tolerance of {digits(amount)}% of it",
            ToleranceKind.ABSOLUTE: f"a tolerance of {points(self.unit, amount)}",
            ToleranceKind.THRESHOLD: f"intervention beyond {with_unit(self.unit, amount)}",
        }[self.tolerance.kind]

    @property
    def _amber(self) -> str:
        kind, amount = self.tolerance.kind, self.tolerance.amount
        what = "range" if self.of_range else "target"
        if kind is ToleranceKind.NONE or self.margin == 0:
            return f"no amber: a figure that misses the {what} is red"
        if kind is ToleranceKind.ABSOLUTE:
            return f"amber within {points(self.unit, amount)} of the {what}"
        if kind is ToleranceKind.RELATIVE:
            of = "the nearer bound" if self.of_range else "it"
            return f"amber within {points(self.unit, self.margin)} of the {what}, which is {digits(amount)}% of {of}"
        threshold = with_unit(self.unit, amount)
        if self.wanted is Wanted.NEAREST:
            return f"amber no further from the target than {threshold} is"
        return f"amber as far as {threshold}, red {'below' if self.wanted is Wanted.AT_LEAST else 'above'} that"


def rule_for(measure: Measure, target: Decimal) -> StatusRule:
    """The rule about a target. Raises KeyError for a measure with a range or one that only gives background."""
    return _rule(measure, _WANTED[measure.polarity], target, of_range=False)


def rule_for_range(measure: Measure, value: Decimal) -> StatusRule | None:
    """The rule about the bound of the measure's range that is nearer to `value`; None when it has no bound."""
    low, high = measure.range_low, measure.range_high
    if low is not None and (high is None or value < low):
        return _rule(measure, Wanted.AT_LEAST, low, of_range=True)
    return None if high is None else _rule(measure, Wanted.AT_MOST, high, of_range=True)


def points(unit: str, amount: Decimal) -> str:
    """A distance in the unit: `1 percentage point`, `£2,000`, `0.5 days`."""
    if unit != "%":
        return with_unit(unit, amount)
    return f"{digits(amount)} percentage point" + ("" if amount == 1 else "s")


def _rule(measure: Measure, wanted: Wanted, bound: Decimal, *, of_range: bool) -> StatusRule:
    margin = measure.tolerance.around(bound, measure.polarity)
    if measure.tolerance.kind is ToleranceKind.RELATIVE:
        # A percentage of a target brings decimals that nobody wrote: 2.250 is 2.25, and 8.0 is 8.
        margin = margin.normalize()
    return StatusRule(measure.unit, wanted, bound, of_range, measure.tolerance, margin)
