"""Pace: how long until the target if a measure goes on changing as it has of late; refused where that is nonsense.

The present rate is the median of the slopes between all pairs of the latest figures (Theil and Sen), which one odd
figure does not sway; over a year, and over half of it. With a season only figures of the same time of year are
compared. It is no forecast: nothing says that a rate will last.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import combinations
from statistics import median

from perfdata.measures import Aggregation, Measure, Polarity
from perfdata.periods import Frequency, Period
from perfdata.verdicts.reading import Reading, Variation
from perfdata.verdicts.series import Series

LONG, SHORT = {Frequency.MONTHLY: 12, Frequency.QUARTERLY: 8}, {Frequency.MONTHLY: 6, Frequency.QUARTERLY: 4}
"""Periods back over which the rate is taken: a year of months or two of quarters, and half of that."""
FEWEST = 4
"""Figures without which there is no rate."""
AGREED = 0.4
"""How far rises must outnumber falls among all pairs (Kendall's tau), or the other way, for there to be a rate. In 13
figures without any direction chance reaches that in 6 of 100."""
YEARS_AHEAD = 5
"""Further ahead than this no time is given."""
SAME_SEASON = 3
"""Latest figures that are compared with the same time a year before, where there is a season."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`rate` is the change a period over the last `over` periods, in the measure's unit, not rounded.

    `periods` is how many more it would take to the target; None when that is more than `YEARS_AHEAD` years.
    `shorter` is the same at the rate of the latter half of that time, None where it does not lead there.
    """

    rate: Decimal
    over: int
    periods: int | None
    shorter: int | None = None


@dataclass(frozen=True, slots=True)
class NoPace:
    """That no time can be given, and why, in a sentence. `rate` and `over` where it is moving away from the target."""

    reason: str
    rate: Decimal | None = None
    over: int = 0


def pace(measure: Measure, series: Series, reading: Reading, period: Period) -> Pace | NoPace:
    """How long until the target at the present rate, from the latest figure up to `period`."""
    latest = next(series.figures_back_from(period), None)
    if latest is None or latest.value is None:
        return NoPace("No figure is held.")
    if measure.frequency not in LONG:
        return NoPace(f"It is reported once a {measure.frequency.noun}, which is too seldom for a rate.")
    if measure.aggregation is Aggregation.CUMULATIVE:
        return NoPace("It starts again each April, so it has no rate of change from year to year.")
    distance = _distance(measure, measure.rounded(latest.value), latest.target)
    if distance is None:
        return NoPace("There is no target to reach.")
    if distance == 0:
        return NoPace("It is on target already.")
    if reading.variation in (Variation.NONE, Variation.STEADY):
        return NoPace("It keeps to the same level, so there is no rate at which it comes nearer.")
    long, short = _rates(measure, series, reading, latest.period)
    if long is None:
        return NoPace("There are too few figures for a rate.")
    over = LONG[measure.frequency]
    if long == 0:
        return NoPace(f"Over the last {over} {measure.frequency.noun}s it has gone neither way for good.")
    if long * distance < 0:
        return NoPace("It is moving away from the target.", long, over)
    if short is not None and short * distance <= 0:
        return NoPace(
            f"It has come nearer over {over} {measure.frequency.noun}s, but not over the latest "
            f"{SHORT[measure.frequency]}.",
            long,
            over,
        )
    return Pace(
        long, over, _periods(measure, distance, long), _periods(measure, distance, short) if short is not None else None
    )


def _distance(measure: Measure, value: Decimal, target: Decimal | None) -> Decimal | None:
    """What has to be added to the figure for it to be on target; 0 when it is, None without a target."""
    if measure.polarity is Polarity.RANGE:
        low, high = measure.range_low, measure.range_high
        if low is None and high is None:
            return None
        if low is not None and value < low:
            return low - value
        return high - value if high is not None and value > high else Decimal(0)
    if target is None or measure.polarity is Polarity.CONTEXT:
        return None
    gap = target - value
    if measure.polarity is Polarity.NEAREST:
        return gap if abs(gap) > measure.tolerance.band else Decimal(0)
    met = gap <= 0 if measure.polarity is Polarity.HIGHER else gap >= 0
    return Decimal(0) if met else gap


def _rates(measure: Measure, series: Series, reading: Reading, last: Period) -> tuple[Decimal | None, Decimal | None]:
    """The change a period over the long and over the short time; None where too few figures are held."""
    if reading.seasonal:
        return _year_on_year(measure, series, last), None
    return _slope(series, last, LONG[measure.frequency]), _slope(series, last, SHORT[measure.frequency])


def _year_on_year(measure: Measure, series: Series, last: Period) -> Decimal | None:
    a_year = 12 if measure.frequency is Frequency.MONTHLY else 4
    differences, period = [], last
    for _ in range(SAME_SEASON):
        now, then = series.at(period), series.at(period.year_before())
        if now is not None and then is not None and now.value is not None and then.value is not None:
            differences.append(now.value - then.value)
        period = period.previous()
    return median(differences) / a_year if differences else None


def _slope(series: Series, last: Period, back: int) -> Decimal | None:
    points: list[tuple[int, Decimal]] = []
    period = last
    for place in range(back + 1):
        figure = series.at(period)
        if figure is not None and figure.value is not None:
            points.append((-place, figure.value))
        period = period.previous()
    if len(points) < FEWEST:
        return None
    slopes = [(one[1] - two[1]) / (one[0] - two[0]) for one, two in combinations(points, 2)]
    agreed = abs(sum((slope > 0) - (slope < 0) for slope in slopes))
    return median(slopes) if agreed >= AGREED * len(slopes) else Decimal(0)


def _periods(measure: Measure, distance: Decimal, rate: Decimal) -> int | None:
    needed = int((distance / rate).to_integral_value(rounding=ROUND_CEILING))
    a_year = 12 if measure.frequency is Frequency.MONTHLY else 4
    return needed if needed <= YEARS_AHEAD * a_year else None
