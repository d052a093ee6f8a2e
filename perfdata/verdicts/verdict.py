"""A verdict: everything that can be said of one measure at one period, worked out once when data change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice

from perfdata.measures import Aggregation, Measure
from perfdata.observations import Observation
from perfdata.periods import Period, due
from perfdata.verdicts.direction import Direction, direction
from perfdata.verdicts.new_target import NewTarget, new_target
from perfdata.verdicts.reading import Plot, Reading, Unplotted, plot_or_not, reading_of
from perfdata.verdicts.series import Series
from perfdata.verdicts.status import Judgement, Status, judge


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier figure and which way the measure has moved since."""

    observation: Observation
    status: Status
    direction: Direction | None


@dataclass(frozen=True)
class Verdict:
    """What is known of `measure` at `period`.

    `observation` is the figure of that very period, None when it is missing. `latest` is the latest one with a
    number up to then, which differs when the period's own is missing or withheld: never show it as the period's.
    `previous` is the latest number before `latest`; its direction is None for cumulative measures. `year_before`
    is exactly the same period a year earlier, if that has a number. `periods_off_target` counts reported periods up
    to `latest` that are off target without a break; `gaps` counts the periods stepped over within that run. `series`
    is what it was all read from.
    """

    measure: Measure
    period: Period
    judgement: Judgement
    observation: Observation | None
    latest: Observation | None
    latest_judgement: Judgement
    previous: Comparison | None
    year_before: Comparison | None
    periods_off_target: int
    gaps: int
    off_target_since: Period | None
    series: Series = field(repr=False, compare=False)

    @cached_property
    def reading(self) -> Reading:
        """Whether `latest` is a real change, and whether the target can be relied on; worked out when first asked."""
        return reading_of(self.measure, self._plot_or_not)

    @property
    def plot(self) -> Plot | None:
        """The chart that the reading is read from, None where there is none."""
        return self._plot_or_not if isinstance(self._plot_or_not, Plot) else None

    @cached_property
    def _plot_or_not(self) -> Plot | Unplotted:
        return plot_or_not(self.measure, self.series, self.period)

    @cached_property
    def last_otherwise(self) -> Observation | None:
        """The last figure before `latest` that was on target where it is not, or off target where it is on target."""
        if self.latest is None or not self.latest_judgement.status.judged:
            return None
        on_target = self.latest_judgement.status is Status.ON_TARGET
        other = Status.OFF_TARGET if on_target else Status.ON_TARGET
        earlier = islice(self.series.figures_back_from(self.latest.period), 1, None)
        return next((one for one in earlier if judge(self.measure, one).status is other), None)

    @property
    def new_target(self) -> NewTarget | None:
        """What the new financial year asks, where `latest` is its first figure and asks something else than before."""
        if self.latest is None or self.previous is None:
            return None
        return new_target(self.measure, self.latest, self.previous.observation)

    @property
    def status(self) -> Status:
        """The status at the verdict's own period."""
        return self.judgement.status


def verdict_when_due(measure: Measure, series: Series, as_of: date) -> Verdict:
    """The verdict at the period whose figure is due on `as_of`."""
    return verdict_at(measure, series, due(as_of, measure.lag_days, measure.frequency))


def verdict_at(measure: Measure, series: Series, period: Period) -> Verdict:
    """The verdict at a given period, from figures up to and including it."""
    observation = series.at(period)
    figures = list(series.figures_back_from(period))
    latest = figures[0] if figures else None
    run = _run_off_target(measure, figures)
    since = run[-1].period if run else None
    return Verdict(
        measure=measure,
        period=period,
        judgement=judge(measure, observation),
        observation=observation if observation is not None and observation.reported else None,
        latest=latest,
        latest_judgement=judge(measure, latest),
        previous=_compared(measure, latest, figures[1] if len(figures) > 1 else None),
        year_before=_year_before(measure, series, latest),
        periods_off_target=len(run),
        gaps=_periods_between(since, run[0].period) - len(run) if since else 0,
        off_target_since=since,
        series=series,
    )


def _run_off_target(measure: Measure, figures: list[Observation]) -> list[Observation]:
    run = []
    for observation in figures:
        if judge(measure, observation).status is not Status.OFF_TARGET:
            break
        run.append(observation)
    return run


def _periods_between(first: Period, last: Period) -> int:
    count = 1
    while last > first:
        last = last.previous()
        count += 1
    return count


def _compared(measure: Measure, latest: Observation | None, earlier: Observation | None) -> Comparison | None:
    if latest is None or earlier is None:
        return None
    moved = None
    if measure.aggregation is not Aggregation.CUMULATIVE:
        moved = _moved(measure, latest, earlier)
    return Comparison(earlier, judge(measure, earlier).status, moved)


def _year_before(measure: Measure, series: Series, latest: Observation | None) -> Comparison | None:
    if latest is None or latest.value is None:
        return None
    earlier = series.at(latest.period.year_before())
    if earlier is None or earlier.value is None:
        return None
    return Comparison(earlier, judge(measure, earlier).status, _moved(measure, latest, earlier))


def _moved(measure: Measure, latest: Observation, earlier: Observation) -> Direction | None:
    assert latest.value is not None
    assert earlier.value is not None
    return direction(measure, latest.value, earlier.value, target=latest.target, earlier_target=earlier.target)
