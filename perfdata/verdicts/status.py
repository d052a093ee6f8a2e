"""Status: on target, slightly off or off target, judged on the figure as it is published.

Shortfall is target − value where higher is better, value − target where lower is better, the distance to the target
where nearest is best, and the distance outside the bounds for a range. No shortfall is on target; a shortfall up to and
including the tolerance is slightly off; more is off target. `status_rule.py` says what the tolerance comes to.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from perfdata.measures import Measure, Polarity, ToleranceKind
from perfdata.observations import Observation
from perfdata.units import with_unit
from perfdata.verdicts.status_rule import StatusRule, points, rule_for, rule_for_range


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
    """A status and why. `shortfall` is in the measure's unit, never negative; `rule` is what gave the status. Both are
    None where nothing was judged, and `unjudged` says why.
    """

    status: Status
    unjudged: str = ""
    shortfall: Decimal | None = None
    rule: StatusRule | None = None

    @property
    def reason(self) -> str:
        """Why it has that status, in one sentence."""
        return self.unjudged if self.rule is None else _reason(self.rule, self.status)


def judge(measure: Measure, observation: Observation | None) -> Judgement:
    """The status of one observation of a measure; None means that nothing was reported."""
    if observation is None or not observation.reported:
        return Judgement(Status.MISSING, "No figure has been reported for this period.")
    if observation.suppressed or observation.value is None:
        return Judgement(Status.SUPPRESSED, "The figure is withheld because it is small enough to identify people.")
    value = measure.rounded(observation.value)
    if measure.polarity is Polarity.CONTEXT:
        return Judgement(Status.NO_TARGET, "It gives background: neither more nor less of it is better.")
    if measure.polarity is Polarity.RANGE:
        rule = rule_for_range(measure, value)
        if rule is None:
            return Judgement(Status.NO_TARGET, "No range was set for this measure.")
        return _judged(rule, shortfall_in_range(measure, value))
    if observation.target is None:
        return Judgement(Status.NO_TARGET, "No target was set for this period.")
    return _judged(rule_for(measure, observation.target), _shortfall(measure.polarity, value, observation.target))


def shortfall_in_range(measure: Measure, value: Decimal) -> Decimal:
    """How far `value` lies outside the measure's bounds, in its unit; 0 inside. A missing bound is open."""
    low, high = measure.range_low, measure.range_high
    below = low - value if low is not None else Decimal(0)
    above = value - high if high is not None else Decimal(0)
    return max(below, above, Decimal(0))


def _shortfall(polarity: Polarity, value: Decimal, target: Decimal) -> Decimal:
    if polarity is Polarity.NEAREST:
        return abs(value - target)
    return max(target - value if polarity is Polarity.HIGHER else value - target, Decimal(0))


def _judged(rule: StatusRule, shortfall: Decimal) -> Judgement:
    status = Status.OFF_TARGET
    if shortfall <= rule.band:
        status = Status.ON_TARGET
    elif rule.tolerance.kind is not ToleranceKind.NONE and shortfall <= rule.margin:
        status = Status.SLIGHTLY_OFF
    return Judgement(status, shortfall=shortfall, rule=rule)


def _reason(rule: StatusRule, status: Status) -> str:
    target = f"The target is {rule.wanted} {with_unit(rule.unit, rule.bound)}"
    if status is Status.ON_TARGET:
        band = f", give or take {points(rule.unit, rule.band)}" if rule.band else ""
        return f"{target}{band}; the figure meets it."
    if rule.tolerance.kind is ToleranceKind.NONE:
        return f"{target}, with no tolerance; the figure misses it."
    by = "no more" if status is Status.SLIGHTLY_OFF else "more"
    return f"{target}, with {rule.tolerated}; the figure misses it by {by} than that."
