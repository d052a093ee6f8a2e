"""A new target: a measure may be newly off target because a year began and more is wanted, not because it did worse."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfdata.measures import Aggregation, Measure, Polarity
from perfdata.observations import Observation
from perfdata.periods import Period, financial_year


@dataclass(frozen=True, slots=True)
class NewTarget:
    """The target that a new financial year brought: `now` from `period` on, `before` until then."""

    before: Decimal
    now: Decimal
    period: Period


def new_target(measure: Measure, latest: Observation, previous: Observation) -> NewTarget | None:
    """What changed between two figures in a row, the later of which is the first of its financial year.

    None for a figure that counts from April: its target starts again with it, and differs every month.
    """
    if measure.aggregation is Aggregation.CUMULATIVE or measure.polarity in (Polarity.RANGE, Polarity.CONTEXT):
        return None
    if latest.target is None or previous.target is None or latest.target == previous.target:
        return None
    if financial_year(latest.period.end) == financial_year(previous.period.end):
        return None
    return NewTarget(previous.target, latest.target, latest.period)
