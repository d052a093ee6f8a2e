"""Reading a chart: is the measure really changing, and can its target be relied on?

The chart is of the latest figures, all of which feed its limits; gaps are kept. Where the measure has a season, each
figure is first compared with its own season. Statistics end here: what leaves this file is decimal again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import inf

from perfdata.measures import Measure, Polarity
from perfdata.observations import Observation
from perfdata.periods import Frequency, Period
from perfdata.verdicts.direction import Direction, direction
from perfdata.verdicts.icons import AssuranceIcon, Wanted, assurance_icon
from perfdata.verdicts.limits import Limits, limits_of
from perfdata.verdicts.obstacles import SETTLED_POINTS, Candidate, Obstacle, obstacle_to
from perfdata.verdicts.rebase import SUSTAINED, Rebase, charted, feeding, in_force
from perfdata.verdicts.season import Season, carry_over, remainders_of, season_of
from perfdata.verdicts.series import Series
from perfdata.verdicts.signals import NEAR_WINDOW, Marks, Rule, Signal, marks_of

WINDOW = {Frequency.MONTHLY: 24, Frequency.QUARTERLY: 12}
"""How many of the latest figures are charted: two years of months, three years of quarters."""
CONFIRMED = 2
"""Figures outside a limit that make a run on one side of the average a change that began with the run."""
WHOLE = 100.0
"""All of something, in per cent."""
_MONTHS_A_PERIOD = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3}


class Variation(StrEnum):
    """Whether the measure is really changing; the second part of a verdict."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    CHANGING = "changing"
    NONE = "no real change"
    TOO_FEW = "too few points"
    STEADY = "no variation"
    NOT_CHARTED = "not charted"

    @property
    def real(self) -> bool:
        """True when the latest figures differ from usual variation."""
        return self in (Variation.IMPROVING, Variation.WORSENING, Variation.CHANGING)


class Assurance(StrEnum):
    """Whether the target is met as a matter of course, by chance, or not; the third part of a verdict."""

    MEETS = "consistently meets"
    HIT_AND_MISS = "hit and miss"
    MISSES = "consistently misses"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True, slots=True)
class UsualRange:
    """Where chance alone takes the latest figure, in the measure's unit, neither rounded nor judged against.

    It is that of the figure's own season where there is one. `low` and `high` are as they may be shown: no further
    than 0 where no figure has been negative, nor than 100% where none has been above; judging uses the limits as
    computed.
    """

    average: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What the chart says of the latest figure. Where there is no chart, `obstacle` says why and most is None.

    `points` is how many figures were charted. `signal` is how the latest one differs, `rules` every rule that it
    meets; `since` is when that began and `run` how many figures it counts: months on one side of the average, rises
    or falls in a row, or figures near or beyond a limit. `one_side` counts the latest figures in a row on one side of
    the average, whatever the signal. `rebase` is the decision by which the usual range began anew, if one did.
    """

    variation: Variation
    assurance: Assurance
    obstacle: Obstacle | None = None
    points: int = 0
    usual: UsualRange | None = None
    seasonal: bool = False
    signal: Signal | None = None
    rules: tuple[Rule, ...] = ()
    since: Period | None = None
    run: int = 0
    one_side: int = 0
    rebase: Rebase | None = None

    @property
    def may_begin_anew(self) -> bool:
        """True when the figures have kept to one side for so long that somebody might decide on a rebase."""
        return self.one_side >= SUSTAINED

    @property
    def early(self) -> bool:
        """True when the limits rest on so few figures that they may still move much."""
        return self.usual is not None and self.points < SETTLED_POINTS


@dataclass(frozen=True, slots=True)
class Plot:
    """What a reading is read from: each place of the chart, oldest first, None where a gap is kept.

    `own` is the level of each place's own season (0 without a season), by which `limits` are to be moved there;
    `marks` is what was found at each. `values` are the figures before the chart's first place too, `least` and `most`
    the bounds that none of them has passed where there are such, and `points` how many places have a figure. `rebase`
    is the decision by which the range began anew, if one did.
    """

    places: tuple[Observation | None, ...]
    own: tuple[float, ...]
    limits: Limits
    marks: tuple[Marks, ...]
    season: Season | None
    values: tuple[float | None, ...]
    least: float
    most: float
    points: int
    rebase: Rebase | None

    def usual_at(self, place: int) -> UsualRange:
        """Where chance alone takes a figure at that place."""
        return self.usual_in(self.own[place])

    def usual_in(self, own: float) -> UsualRange:
        """Where chance alone takes a figure of a season of that level."""
        assert self.limits.lower is not None
        assert self.limits.upper is not None
        low, high = max(self.limits.lower + own, self.least), min(self.limits.upper + own, self.most)
        return UsualRange(_decimal(self.limits.mean + own), _decimal(low), _decimal(high))


@dataclass(frozen=True, slots=True)
class Unplotted:
    """That there is no chart, why, of how many figures, and since which decision."""

    obstacle: Obstacle
    points: int
    rebase: Rebase | None = None


@dataclass(frozen=True, slots=True)
class _Timeline:
    """Every period from the first figure to the latest, None where there is no number."""

    places: tuple[Observation | None, ...]
    values: tuple[float | None, ...]
    seasons: int
    first_season: int


def reading_at(measure: Measure, series: Series, period: Period) -> Reading:
    """What the figures up to and including `period` say; the latest with a number is the one that is read."""
    return reading_of(measure, plot_or_not(measure, series, period))


def reading_of(measure: Measure, plot: Plot | Unplotted) -> Reading:
    """What that chart says, or that there is none."""
    return _read(measure, plot) if isinstance(plot, Plot) else _without_chart(plot)


def plot_at(measure: Measure, series: Series, period: Period) -> Plot | None:
    """The chart that the reading is read from; None where something stands in its way, which the reading names."""
    plot = plot_or_not(measure, series, period)
    return plot if isinstance(plot, Plot) else None


def usual_in_season(measure: Measure, series: Series, period: Period, later: Period) -> UsualRange:
    """Where chance alone takes the figure of a later period, by its own season, as the chart up to `period` has it.

    Raises ValueError without a chart or without a season.
    """
    plot = plot_or_not(measure, series, period)
    if isinstance(plot, Unplotted) or plot.season is None:
        raise ValueError("there is no season to go by")
    months = _MONTHS_A_PERIOD[measure.frequency]
    return plot.usual_in(plot.season.effects[_ordinal(later, months) % (12 // months)])


def plot_or_not(measure: Measure, series: Series, period: Period) -> Plot | Unplotted:
    """The chart of the figures up to and including `period`, or what stands in its way."""
    figures = tuple(reversed(list(series.figures_back_from(period))))
    months = _MONTHS_A_PERIOD.get(measure.frequency)
    if months is None or not figures:
        return Unplotted(obstacle_to(Candidate(measure, figures, None)) or Obstacle.TOO_FEW, len(figures))
    rebase = in_force(series.rebases, figures[-1].period)
    recent = tuple(charted(figures, rebase, WINDOW[measure.frequency]))
    if (obstacle := obstacle_to(Candidate(measure, recent, None))) is not None:
        # Most of what stands in the way is seen without statistics.
        return Unplotted(obstacle, len(recent), rebase)
    timeline = _timeline(figures, months)
    remainders = remainders_of(timeline.values, timeline.seasons, timeline.first_season)
    season = season_of(remainders) if remainders is not None else None
    shared = carry_over(remainders) if remainders is not None else None
    if (obstacle := obstacle_to(Candidate(measure, recent, shared))) is not None:
        return Unplotted(obstacle, len(recent), rebase)
    return _plotted(measure, timeline, len(recent), season, rebase)


def _without_chart(found: Unplotted) -> Reading:
    variation = {Obstacle.TOO_FEW: Variation.TOO_FEW, Obstacle.CONSTANT: Variation.STEADY}.get(found.obstacle)
    return Reading(
        variation or Variation.NOT_CHARTED, Assurance.UNKNOWN, found.obstacle, found.points, rebase=found.rebase
    )


def _timeline(figures: Sequence[Observation], months: int) -> _Timeline:
    first = _ordinal(figures[0].period, months)
    places: list[Observation | None] = [None] * (_ordinal(figures[-1].period, months) - first + 1)
    for figure in figures:
        places[_ordinal(figure.period, months) - first] = figure
    values = tuple(None if one is None or one.value is None else float(one.value) for one in places)
    return _Timeline(tuple(places), values, 12 // months, first % (12 // months))


def _ordinal(period: Period, months: int) -> int:
    return (period.start.year * 12 + period.start.month - 1) // months


def _plotted(
    measure: Measure, timeline: _Timeline, points: int, season: Season | None, rebase: Rebase | None
) -> Plot | Unplotted:
    start = [place for place, figure in enumerate(timeline.places) if figure is not None][-points]
    shown = timeline.places[start:]
    own = season.own[start:] if season is not None else (0.0,) * len(shown)
    values = _level(timeline.values[start:], own)
    limits = limits_of(feeding(values, rebase), screen=True)
    if limits is None or limits.lower is None or limits.upper is None:
        return Unplotted(Obstacle.CONSTANT, points, rebase)
    present = [value for value in timeline.values if value is not None]
    return Plot(
        places=shown,
        own=own,
        limits=limits,
        marks=marks_of(values, limits),
        season=season,
        values=timeline.values,
        least=0.0 if min(present) >= 0 else -inf,
        most=WHOLE if measure.unit == "%" and max(present) <= WHOLE else inf,
        points=points,
        rebase=rebase,
    )


def _level(values: Sequence[float | None], own: Sequence[float]) -> list[float | None]:
    """The figures with the level of their own season taken away."""
    return [None if value is None else value - expected for value, expected in zip(values, own, strict=True)]


def _read(measure: Measure, plot: Plot) -> Reading:
    limits, season, marks, latest = plot.limits, plot.season, plot.marks, plot.places[-1]
    assert latest is not None
    signal = marks[-1].signal
    average = _decimal(limits.mean + plot.own[-1])
    values = _level(plot.values[-len(plot.places) :], plot.own)
    begun, run = _run(values, marks) if signal is not None else (None, 0)
    since = plot.places[begun] if begun is not None else None
    return Reading(
        variation=variation_of(measure, latest, average, signal),
        assurance=_assurance(measure, limits, season, latest.target),
        points=plot.points,
        usual=plot.usual_at(len(plot.places) - 1),
        seasonal=season is not None,
        signal=signal,
        rules=tuple(one.rule for one in marks[-1].all_rules),
        since=since.period if since is not None else None,
        run=run,
        one_side=_one_side(marks),
        rebase=plot.rebase,
    )


def variation_of(measure: Measure, figure: Observation, average: Decimal, signal: Signal | None) -> Variation:
    """What a signal at a figure means: by its way, or by whether the figure is further from its range or target than
    the average is.
    """
    if signal is None:
        return Variation.NONE
    if measure.polarity.one_way:
        return Variation.IMPROVING if (signal.way > 0) is (measure.polarity is Polarity.HIGHER) else Variation.WORSENING
    assert figure.value is not None
    moved = direction(measure, figure.value, average, target=figure.target, earlier_target=figure.target)
    if moved is None:
        return Variation.CHANGING
    return {Direction.BETTER: Variation.IMPROVING, Direction.WORSE: Variation.WORSENING}.get(moved, Variation.CHANGING)


def _assurance(measure: Measure, limits: Limits, season: Season | None, target: Decimal | None) -> Assurance:
    """Whether the target lies beyond the limits in every season. Bounds must hold them all, or none of them."""
    assert limits.lower is not None
    assert limits.upper is not None
    effects = season.effects if season is not None else (0.0,)
    low, high = limits.lower + min(effects), limits.upper + max(effects)
    if measure.polarity is Polarity.RANGE:
        return _assurance_within(measure.range_low, measure.range_high, low, high)
    if target is None or measure.polarity is Polarity.CONTEXT:
        return Assurance.UNKNOWN
    if measure.polarity is Polarity.NEAREST:
        band = measure.tolerance.band
        return _assurance_within(target - band, target + band, low, high)
    wanted = Wanted.INCREASE if measure.polarity is Polarity.HIGHER else Wanted.DECREASE
    return _ASSURANCE[assurance_icon(Limits(limits.mean, low, high, limits.slack), float(target), wanted)]


_ASSURANCE = {
    AssuranceIcon.PASS: Assurance.MEETS,
    AssuranceIcon.FAIL: Assurance.MISSES,
    AssuranceIcon.INCONSISTENT: Assurance.HIT_AND_MISS,
    None: Assurance.UNKNOWN,
}


def _assurance_within(bottom: Decimal | None, top: Decimal | None, low: float, high: float) -> Assurance:
    if bottom is None and top is None:
        return Assurance.UNKNOWN
    least = float(bottom) if bottom is not None else float("-inf")
    most = float(top) if top is not None else float("inf")
    if least <= low and high <= most:
        return Assurance.MEETS
    return Assurance.MISSES if high < least or low > most else Assurance.HIT_AND_MISS


def _run(values: Sequence[float | None], marks: Sequence[Marks]) -> tuple[int, int]:
    """Where the latest figure's signal began, and how many figures it counts."""
    last = len(values) - 1
    signal = marks[last].signal
    assert signal is not None
    rules = {one.rule for one in marks[last].all_rules}
    if signal.rule is Rule.TREND:
        first = last
        while first > 0 and _steps(values[first - 1], values[first], signal.way):
            first -= 1
        return first + 1, last - first
    if signal.rule is Rule.NEAR and Rule.SHIFT not in rules:
        near = [place for place in range(last - NEAR_WINDOW + 1, last + 1) if marks[place].near]
        return near[0], len(near)
    first = last
    while first > 0 and marks[first - 1].side == signal.way:
        first -= 1
    if signal.rule is Rule.OUTSIDE and sum(bool(one.outside) for one in marks[first:]) < CONFIRMED:
        return last, 1
    return first, last - first + 1


def _one_side(marks: Sequence[Marks]) -> int:
    """How many of the latest figures in a row lie on the side of the average on which the latest does."""
    side = marks[-1].side
    run = next((back for back, one in enumerate(reversed(marks)) if one.side != side), len(marks))
    return run if side else 0


def _steps(earlier: float | None, later: float | None, way: int) -> bool:
    return earlier is not None and later is not None and (later - earlier) * way > 0


def _decimal(statistic: float) -> Decimal:
    return Decimal(repr(statistic))
