"""Judging a chart as the published reference does: is a signal good or bad, and can the target be relied on?

The words are the reference's own, for comparison with it; what is said to a person is in `reading.py`.
"""

from __future__ import annotations

from enum import StrEnum

from perfdata.verdicts.limits import Limits
from perfdata.verdicts.signals import Marks


class Wanted(StrEnum):
    """The direction that is an improvement."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class PointType(StrEnum):
    """A point as it is judged; the latest point's is the chart's variation icon."""

    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL_HIGH = "special_cause_neutral_high"
    NEUTRAL_LOW = "special_cause_neutral_low"
    COMMON_CAUSE = "common_cause"


class AssuranceIcon(StrEnum):
    """Whether the target lies beyond the limits: always met, never met, or met by chance."""

    PASS = "consistent_pass"
    FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"


_JUDGED = {
    (Wanted.INCREASE, 1): PointType.IMPROVEMENT,
    (Wanted.INCREASE, -1): PointType.CONCERN,
    (Wanted.DECREASE, 1): PointType.CONCERN,
    (Wanted.DECREASE, -1): PointType.IMPROVEMENT,
    (Wanted.NEUTRAL, 1): PointType.NEUTRAL_HIGH,
    (Wanted.NEUTRAL, -1): PointType.NEUTRAL_LOW,
}


def point_type(marks: Marks, wanted: Wanted) -> PointType:
    """How one point is judged: by its signal's way alone, so a rise is an improvement even below the average."""
    if marks.signal is None:
        return PointType.COMMON_CAUSE
    return _JUDGED[wanted, marks.signal.way]


def assurance_icon(limits: Limits | None, target: float | None, wanted: Wanted) -> AssuranceIcon | None:
    """Whether the target is beyond a limit; on it is not beyond. None without a target, or when neither way is better.

    It looks at the limits only, neither at the latest figure nor at signals.
    """
    if target is None or wanted is Wanted.NEUTRAL:
        return None
    if limits is None or limits.lower is None or limits.upper is None:
        return AssuranceIcon.INCONSISTENT
    if target - limits.upper > limits.slack:
        return AssuranceIcon.FAIL if wanted is Wanted.INCREASE else AssuranceIcon.PASS
    if limits.lower - target > limits.slack:
        return AssuranceIcon.PASS if wanted is Wanted.INCREASE else AssuranceIcon.FAIL
    return AssuranceIcon.INCONSISTENT
