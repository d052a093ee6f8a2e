"""Status: on target, slightly off or off target, judged on the figure as it is published.

Shortfall is target − value where higher is better, value − target where lower is better, and the distance outside
the bounds for a range. No shortfall is on target; a shortfall up to and including the tolerance is slightly off;
more is off target. A relative tolerance is a percentage of the target, or of the nearer bound of a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from perfdata.measures import Measure, Polarity, ToleranceKind
from perfdata.observations import Observation


class Status(StrEnum):
    """The first part of a verdict; always shown as a word."""

    ON_TARGET = "on target"
    SLIGHTLY_OFF = "slightly off"
    OFF_TARGET = "off target"
    NO_TARGET = "no target"
    SUPPRESSED = "suppressed"
    MISSING = "missing"

    @property
    def judged(self) -> bool:
        """True when a figure was compared with a target."""
        return self in (Status.ON_TARGET, Status.SLIGHTLY_OFF, Status.OFF_TARGET)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status and the rule that gave it, in one sentence. `shortfall` is in the measure's unit, never negative."""

    status: Status
    reason: str
    shortfall: Decimal | None = None


def judge(measure: Measure, observation: Observation | None) -> Judgement:
    """The status of one observation of a measure; None means that nothing was reported."""
    if observation is None or not observation.reported:
        return Judgement(Status.MISSING, "No figure has been reported for this period.")
    if observation.suppressed or observation.value is None:
        return Judgement(Status.SUPPRESSED, "The figure is withheld because it is small enough to identify people.")
    value = measure.rounded(observation.value)
    if measure.polarity is Polarity.RANGE:
        return _judge_range(measure, value)
    if observation.target is None:
        return Judgement(Status.NO_TARGET, "No target was set for this period.")
    target = observation.target
    higher = measure.polarity is Polarity.HIGHER
    shortfall = target - value if higher else value - target
    return _compare(measure, max(shortfall, Decimal(0)), target, "at least" if higher else "at most")


def shortfall_in_range(measure: Measure, value: Decimal) -> Decimal:
    """How far `value` lies outside the measure's bounds, in its unit; 0 inside. A missing bound is open."""
    low, high = measure.range_low, measure.range_high
    below = low - value if low is not None else Decimal(0)
    above = value - high if high is not None else Decimal(0)
    return max(below, above, Decimal(0))


def _judge_range(measure: Measure, value: Decimal) -> Judgement:
    low, high = measure.range_low, measure.range_high
    if low is None and high is None:
        return Judgement(Status.NO_TARGET, "No range was set for this measure.")
    shortfall = shortfall_in_range(measure, value)
    nearer = low if high is None or (low is not None and value < low) else high
    assert nearer is not None
    return _compare(measure, shortfall, nearer, "at least" if nearer == low else "at most")


def _compare(measure: Measure, shortfall: Decimal, bound: Decimal, wanted: str) -> Judgement:
    tolerance = measure.tolerance.around(bound)
    target = f"The target is {wanted} {_in_unit(measure, bound)}"
    if shortfall == 0:
        return Judgement(Status.ON_TARGET, f"{target}; the figure meets it.", shortfall)
    if measure.tolerance.kind is ToleranceKind.NONE:
        return Judgement(Status.OFF_TARGET, f"{target}, with no tolerance; the figure misses it.", shortfall)
    rule = f"{target}, with a tolerance of {_tolerance_words(measure)}"
    if shortfall <= tolerance:
        return Judgement(Status.SLIGHTLY_OFF, f"{rule}; the figure misses it by no more than that.", shortfall)
    return Judgement(Status.OFF_TARGET, f"{rule}; the figure misses it by more than that.", shortfall)


def _tolerance_words(measure: Measure) -> str:
    amount = measure.tolerance.amount
    if measure.tolerance.kind is ToleranceKind.RELATIVE:
        return f"{amount}% of it"
    if measure.unit != "%":
        return _in_unit(measure, amount)
    return f"{amount} percentage point" + ("" if amount == 1 else "s")


def _in_unit(measure: Measure, amount: Decimal) -> str:
    if measure.unit == "%":
        return f"{amount}%"
    if measure.unit == "£000":
        return f"{'−' if amount < 0 else ''}£{abs(amount) * 1000:,.0f}"
    return f"{amount:,}" if measure.unit == "number" else f"{amount:,} {measure.unit}"
