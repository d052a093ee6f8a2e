"""Which picture tells the truth about a measure, and what stands on it.

A process behaviour chart where figures have a usual range; two years side by side where they count from 1 April; bars
where they are far apart; else a line. Nothing withheld is on a chart, and a period without a figure stays a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from perfdata.asking import chart_words, wording
from perfdata.asking.answers import Figure
from perfdata.asking.figures import figure_of
from perfdata.charts.chart import Chart, Form, Good, Mark, Place
from perfdata.measures import Aggregation, Measure, Polarity, step_of
from perfdata.periods import Frequency, Period, financial_year
from perfdata.verdicts.reading import Plot, UsualRange, Variation, plot_at, variation_of
from perfdata.verdicts.verdict import Verdict

SHOWN = {Frequency.MONTHLY: 24, Frequency.QUARTERLY: 12, Frequency.TERMLY: 9, Frequency.ANNUAL: 8}
"""How many of the latest periods are shown where nothing else is asked for."""
MOST = 36
"""More periods than this cannot be told apart on a phone."""
FEWEST = 2
"""One figure makes no picture."""
FINER = 2
"""Decimals, beyond the measure's own, that a line of the usual range is drawn to."""

_GOOD = {
    Polarity.HIGHER: Good.HIGHER,
    Polarity.LOWER: Good.LOWER,
    Polarity.NEAREST: Good.NEAREST,
    Polarity.RANGE: Good.BETWEEN,
    Polarity.CONTEXT: Good.NEITHER,
}
_BETTER = {Variation.IMPROVING: True, Variation.WORSENING: False}


def chart_of(
    verdict: Verdict,
    periods: Sequence[Period] = (),
    *,
    most: int | None = None,
    figures: Mapping[Period, Figure] = MappingProxyType({}),
) -> Chart | None:
    """The picture of a measure up to the verdict's period, or of `periods` alone, oldest first.

    `figures` are those of its figures that are made already. With `most`, of at most so many, the latest. None where
    there are not two figures to show, as `chart_words.NO_PICTURE` says.
    """
    measure = verdict.measure
    form = _form(verdict, periods)
    wanted = tuple(periods) or _usual_periods(verdict, form)
    most = min(most or MOST, MOST)
    left_out, wanted = wanted[:-most], wanted[-most:]
    plotted = _plotted(verdict) if form is Form.PROCESS else {}
    places = tuple(_place(verdict, period, figures.get(period), plotted.get(period), form) for period in wanted)
    if sum(place.value is not None for place in places) < FEWEST:
        return None
    ranged = measure.polarity is Polarity.RANGE
    chart = Chart(
        code=measure.code,
        measure=measure.title,
        form=form,
        good=_GOOD[measure.polarity],
        unit=measure.unit,
        decimals=measure.decimals,
        title=chart_words.title_of(verdict, form),
        alt="",
        places=places,
        low=measure.range_low if ranged else None,
        high=measure.range_high if ranged else None,
        note=chart_words.left_out(measure, len(left_out), places),
    )
    return chart_words.with_alt(chart, verdict)


def _form(verdict: Verdict, periods: Sequence[Period]) -> Form:
    measure = verdict.measure
    if measure.frequency in (Frequency.ANNUAL, Frequency.TERMLY):
        return Form.BARS
    if measure.aggregation is Aggregation.CUMULATIVE:
        # Across two years a line of a cumulative figure is a saw, which shows nothing but the calendar.
        return Form.YEARS
    if verdict.reading.usual is not None and (
        not periods or verdict.latest is None or verdict.latest.period in periods
    ):
        return Form.PROCESS
    return Form.LINE


def _usual_periods(verdict: Verdict, form: Form) -> tuple[Period, ...]:
    """Up to the latest period that is due or was reported: a missing one is on the picture, as a gap."""
    measure, last = verdict.measure, verdict.period
    first_held = verdict.series.first_period
    if first_held is None:
        return ()
    plot = verdict.plot if form is Form.PROCESS else None
    found, wanted, earliest = [last], SHOWN[measure.frequency], first_held
    if form is Form.YEARS:
        wanted = len(_year_up_to(last))
    if plot is not None and verdict.latest is not None:
        wanted = max(len(plot.places), wanted) + _steps(verdict.latest.period, last)
    while len(found) < wanted and found[-1] > earliest:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def _year_up_to(last: Period) -> list[Period]:
    """The periods of the financial year up to `last`."""
    found = [last]
    while financial_year(found[-1].previous().end) == financial_year(last.end):
        found.append(found[-1].previous())
    return found


def _steps(earlier: Period, later: Period) -> int:
    steps = 0
    while later > earlier:
        later, steps = later.previous(), steps + 1
    return steps


def _plotted(verdict: Verdict) -> dict[Period, tuple[UsualRange, Mark | None]]:
    """The usual range at each period of the process behaviour chart, and the real change that was found there.

    Before a rebase it is the range that held until then.
    """
    measure, series, last, plot = verdict.measure, verdict.series, verdict.period, verdict.plot
    finest = step_of(measure.decimals + FINER)
    found: dict[Period, tuple[UsualRange, Mark | None]] = {}
    while plot is not None:
        period = next(series.figures_back_from(last)).period
        for place in reversed(range(len(plot.places))):
            usual = plot.usual_at(place)
            drawn = UsualRange(*(one.quantize(finest) for one in (usual.average, usual.low, usual.high)))
            found[period] = drawn, _mark(measure, plot, place, usual)
            period = period.previous()
        if plot.rebase is None:
            break
        last = plot.rebase.start.previous()
        plot = plot_at(measure, series, last)
    return found


def _mark(measure: Measure, plot: Plot, place: int, usual: UsualRange) -> Mark | None:
    signal, figure = plot.marks[place].signal, plot.places[place]
    if signal is None or figure is None:
        return None
    variation = variation_of(measure, figure, usual.average, signal)
    return Mark(signal.rule, _BETTER.get(variation))


def _place(
    verdict: Verdict, period: Period, figure: Figure | None, found: tuple[UsualRange, Mark | None] | None, form: Form
) -> Place:
    measure = verdict.measure
    figure = figure or figure_of(measure, period, verdict.series.at(period))
    before = None
    if form is Form.YEARS:
        earlier = period.year_before()
        before = figure_of(measure, earlier, verdict.series.at(earlier))
    usual, mark = found if found is not None else (None, None)
    return Place(
        label=period.label,
        words=period.words,
        value=figure.value,
        value_words=figure.value_words,
        status_words=wording.STATUS_WORDS[figure.status],
        target=figure.target,
        target_words=figure.target_words,
        provisional=figure.provisional,
        usual=usual,
        mark=mark,
        group=sum(one.start <= period for one in verdict.series.rebases),
        before=before.value if before is not None else None,
        before_words=before.value_words if before is not None else "",
    )
