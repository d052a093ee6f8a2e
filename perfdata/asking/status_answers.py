"""Answers on the status of measures: the latest figure, or those of the time that was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from perfdata.asking import refusals, wording
from perfdata.asking.amounts import counted, target_words
from perfdata.asking.answers import Answer, Figure
from perfdata.asking.english import TIME_UNITS
from perfdata.asking.figures import changes_of, figure_of, figure_when_due, latest_figure
from perfdata.asking.findings import finding_of, no_chart_note, variation_sentence
from perfdata.asking.new_targets import new_target_sentence
from perfdata.asking.others_words import others_compared, others_reason
from perfdata.asking.queries import Context, Facet, Query, Refusal, Span
from perfdata.asking.said import Said
from perfdata.measures import Aggregation, Measure
from perfdata.observations import Observation
from perfdata.periods import Frequency, Period, containing
from perfdata.snapshot import Snapshot
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

MOST_FIGURES = 13
"""Figures of one measure that one message can say; a longer time is a matter for a table."""


def status_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer | Refusal:
    """Answer for each measure in turn; a refusal when the time asked for is before all that is held of them."""
    said = Said()
    too_early: list[Measure] = []
    for code in query.measures:
        measure = snapshot.measures[code]
        first = snapshot.series[code].first_period
        if query.span is not None and first is not None and query.span.last_day < first.start:
            too_early.append(measure)
            continue
        _of_measure(said, measure, query.span, snapshot, context)
        if Facet.HOW_MANY in query.facets:
            said.say(_numbers(said, measure, said.figures[-1]))
        if Facet.HOW_LONG in query.facets and measure.unit not in TIME_UNITS:
            said.say("That is no length of time: how long it takes, it does not say.")
    if query.span is not None and len(too_early) == len(query.measures):
        return nothing_so_early(query, query.span, too_early, snapshot)
    if query.span is None and len(query.measures) == 1 and query.measures[0] in snapshot.compared:
        found = others_compared(snapshot.compared[query.measures[0]])
        said.comparisons.append(found)
        said.notes.append(others_reason(found))
    return said.answer(query, (f"No figure is held for “{one.title}” that far back." for one in too_early))


def nothing_so_early(query: Query, span: Span, measures: Sequence[Measure], snapshot: Snapshot) -> Refusal:
    """That nothing is held of these measures for a time before their first figures, with what can be given."""
    starts = [first for one in measures if (first := snapshot.series[one.code].first_period) is not None]
    if not starts:
        return refusals.no_figures(query.measures)
    return refusals.before_data(query.measures, span, min(starts).words, refusals.status_options(measures[:4]))


def _of_measure(said: Said, measure: Measure, span: Span | None, snapshot: Snapshot, context: Context) -> None:
    periods = periods_in(measure, span) if span is not None else ()
    if span is None:
        _at(said, snapshot.verdicts[measure.code], snapshot, context)
        return
    if len(periods) > 1 and measure.aggregation is Aggregation.CUMULATIVE:
        held = [one for one in periods if snapshot.series[measure.code].at(one) is not None]
        periods = ((held or list(periods))[-1],)
    if len(periods) == 1:
        _at(said, snapshot.verdict(measure.code, periods[0]), snapshot, context)
        if measure.frequency is not Frequency.MONTHLY and span.start == span.end:
            said.notes.append(
                f"“{measure.title}” is reported {measure.frequency}; that is the period with {said.time(span.words)}."
            )
        return
    _each(said, measure, span, periods, snapshot)


def periods_in(measure: Measure, span: Span) -> tuple[Period, ...]:
    """The measure's periods that lie wholly in the span; failing any, the one in which the span ends.

    So a quarterly measure asked about in September answers for July to September, and one of a year for that year.
    """
    period = containing(span.last_day, measure.frequency)
    within: list[Period] = []
    one = period
    while one.end >= span.first_day and len(within) < 400:
        if one.start >= span.first_day and one.end <= span.last_day:
            within.append(one)
        one = one.previous()
    return tuple(reversed(within)) or (period,)


def _at(said: Said, verdict: Verdict, snapshot: Snapshot, context: Context) -> None:
    """One period: its figure, or that it is missing or withheld with the latest there is."""
    measure = verdict.measure
    figure = figure_when_due(verdict)
    said.figures.append(figure)
    sentences: list[str] = []
    if figure.status in (Status.MISSING, Status.SUPPRESSED):
        absent = (
            f"{wording.STATUS_WORDS[figure.status]}. {wording.withheld_sentence(verdict.period)}"
            if figure.status is Status.SUPPRESSED
            else wording.absent_words(figure, verdict.period, snapshot)
        )
        sentences.append(f"{measure.title}: {absent}")
        said.period(verdict.period)
        if verdict.latest is None:
            said.say(*sentences)
            return
        figure = latest_figure(verdict, verdict.latest)
        said.figures.append(figure)
        sentences.append(wording.latest_sentence(measure, figure))
    else:
        sentences.append(wording.status_sentence(measure, figure))
    changes = changes_of(verdict)
    said.changes.extend(changes)
    finding = finding_of(verdict)
    assert finding is not None
    said.findings.append(finding)
    said.say(
        *sentences,
        wording.change_sentence(changes),
        variation_sentence(verdict, finding),
        _run(said, verdict),
        _new_target(said, verdict),
        revision_sentence(said, verdict),
        wording.source_sentence(figure),
    )
    if note := no_chart_note(measure, verdict.reading):
        said.notes.append(note)
    if figure.status is Status.OFF_TARGET and verdict.latest is not None:
        said.quote(measure, snapshot.words_on(measure.code, verdict.latest.period), context)


def _new_target(said: Said, verdict: Verdict) -> str:
    """That the target is new with the year, its numbers on the record; blank where it is not."""
    if (new := verdict.new_target) is not None:
        measure = verdict.measure
        # As the sentence has them: a target may be set more finely than the figures are published.
        for what, target in (("target until then", new.before), ("target since then", new.now)):
            said.quantity(measure.code, what, target, target_words(measure, target))
        said.period(new.period)
    return new_target_sentence(verdict)


def _numbers(said: Said, measure: Measure, figure: Figure) -> str:
    """For whoever asked how many: the two numbers that a share or a rate is worked out from, and of time or money that
    it is none; blank for other units."""
    share = measure.unit == "%"
    if measure.unit in TIME_UNITS or measure.unit.startswith("£"):
        what = "an amount of money" if measure.unit.startswith("£") else "a length of time"
        return f"That is {what}: how many there are, it does not say."
    if figure.value is None or not (share or measure.unit.startswith("per ")):
        return ""
    what = "a share" if share else "a rate"
    if figure.numerator is None or figure.denominator is None or not measure.numerator:
        return f"That is {what}. How many that is, I do not hold."
    parts = ((measure.numerator, figure.numerator), (measure.denominator, figure.denominator))
    words = [f"{said.quantity(measure.code, of, number, f'{number:,f}')} (“{said.time(of)}”)" for of, number in parts]
    return f"That is {what}. It is worked out from {' and '.join(words)}."


def _run(said: Said, verdict: Verdict) -> str:
    if verdict.periods_off_target:
        said.count("periods off target", verdict.periods_off_target)
        said.count("periods with no figure", verdict.gaps)
    if verdict.periods_off_target == 1 and verdict.previous is not None:
        said.period(verdict.previous.observation.period)
    return wording.run_sentence(verdict)


def revision_sentence(said: Said, verdict: Verdict) -> str:
    """`First reported as 54.90%; revised on 9 November 2026.`; blank where the figure that is shown never changed."""
    latest, measure = verdict.latest, verdict.measure
    first = verdict.series.first_reported(latest.period) if latest is not None else None
    if latest is None or latest.value is None or first is None or first.value is None:
        return ""
    if measure.rounded(first.value) == measure.rounded(latest.value):
        return ""
    was = said.amount(measure, "first reported", first.value)
    return f"First reported as {was}; revised on {said.day(latest.entered_on)}."


def _each(said: Said, measure: Measure, span: Span, periods: tuple[Period, ...], snapshot: Snapshot) -> None:
    """Several periods: each one's figure in order, none worked out from them."""
    series = snapshot.series[measure.code]
    shown = periods[-MOST_FIGURES:]
    figures = [figure_of(measure, one, _held(series.at(one))) for one in shown]
    said.figures.extend(figures)
    lines = [f"{figure.period_words}: {_briefly(figure)}" for figure in figures]
    said.say(f"{measure.title}, {said.time(span.words)}. " + "; ".join(lines) + ".")
    reported = [figure for figure in figures if figure.entered_on is not None and figure.value is not None]
    if reported:
        said.say(wording.source_sentence(reported[-1]))
        said.notes.append(f"The source given is that of {reported[-1].period_words}.")
    if len(shown) < len(periods):
        given = counted(said.count("periods given", len(shown)), measure.frequency.noun)
        said.notes.append(f"Only the last {given} are given.")


def _held(observation: Observation | None) -> Observation | None:
    return observation if observation is not None and observation.reported else None


def _briefly(figure: Figure) -> str:
    if figure.value is None:
        return figure.value_words
    return f"{figure.value_words} ({wording.STATUS_WORDS[figure.status]})"
