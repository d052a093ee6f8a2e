"""Answers on the course of a measure: is it a real change, where it began and ended, its best and worst, its gaps.

Two figures are compared, never called a trend: only the measure's chart says that something is really changing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from perfdata.asking import wording
from perfdata.asking.amounts import joined
from perfdata.asking.answers import Answer, Change, Figure, Item
from perfdata.asking.charting import chart_of
from perfdata.asking.figures import NOT_REPORTED, WITHHELD, change_between, covered_words, figure_of
from perfdata.asking.findings import CHANGE, Finding, change_evidence, finding_of, variation_sentence, why_not
from perfdata.asking.last_time import last_otherwise
from perfdata.asking.queries import Context, Query, Refusal, Span
from perfdata.asking.said import Said
from perfdata.asking.status_answers import nothing_so_early, periods_in
from perfdata.measures import Aggregation, Measure, Polarity
from perfdata.observations import Observation
from perfdata.periods import Period
from perfdata.snapshot import Snapshot
from perfdata.verdicts.direction import Direction, direction, goodness
from perfdata.verdicts.reading import Variation
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

PERIODS = 13
"""Periods that are shown when no time is named: a year of months and the same month a year before."""
MOST_SHOWN = 13
"""Lines of figures that a message shows; the rest is behind “Show all”."""


def trend_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer | Refusal:
    """The course of each measure over the span, or over its latest periods; refused when all is before the data."""
    said = Said()
    measures = [snapshot.measures[code] for code in query.measures]
    spans = {one.code: _periods(one, query.span, snapshot) for one in measures}
    if query.span is not None and not any(spans.values()):
        return nothing_so_early(query, query.span, measures, snapshot)
    for measure in measures:
        if periods := spans[measure.code]:
            _course(said, measure, periods, snapshot, several=len(measures) > 1)
        elif query.span is None:
            said.say(f"{measure.title}: no figure has been reported yet.")
            said.time(measure.title)
        else:
            said.notes.append(f"No figure is held for “{said.time(measure.title)}” that far back.")
    said.shown = MOST_SHOWN
    return said.answer(query)


def _periods(measure: Measure, span: Span | None, snapshot: Snapshot) -> tuple[Period, ...]:
    """The measure's periods in the span up to the one that is due, none before its first figure; oldest first."""
    due, first = snapshot.verdicts[measure.code].period, snapshot.series[measure.code].first_period
    if first is None:
        return ()
    if span is None:
        found = [due]
        while len(found) < PERIODS and found[-1].previous() >= first:
            found.append(found[-1].previous())
        return tuple(reversed(found))
    return tuple(one for one in periods_in(measure, span) if first <= one <= due)


def _course(said: Said, measure: Measure, periods: Sequence[Period], snapshot: Snapshot, *, several: bool) -> None:
    series, verdict = snapshot.series[measure.code], snapshot.verdict(measure.code, periods[-1])
    is_now = verdict is snapshot.verdicts[measure.code]
    rows = [series.at(one) for one in periods]
    figures = [figure_of(measure, period, row) for period, row in zip(periods, rows, strict=True)]
    targets = {one.target_words for one in figures if one.value is not None}
    said.figures += reversed(figures)
    for period, figure in zip(reversed(periods), reversed(figures), strict=True):
        said.items.append(_line(said, measure, period, figure, several, len(targets) > 1))
    numbers = [one for one in rows if one is not None and one.value is not None]
    if not numbers:
        covered = joined([said.period(one) for one in dict.fromkeys((periods[0], periods[-1]))])
        said.say(f"{measure.title}: there is no figure for {covered} that can be shown.")
        return
    if (chart := chart_of(verdict, periods, figures=dict(zip(periods, figures, strict=True)))) is not None:
        said.charts.append(chart)
    finding = finding_of(verdict)
    assert finding is not None
    said.findings.append(finding)
    change = _from_start_to_end(measure, numbers, verdict)
    said.changes += [change] if change is not None else []
    said.count("periods off target", verdict.periods_off_target)
    said.count("periods with no figure", verdict.gaps)
    headline, course = _headline(verdict, finding), _start_to_end(said, measure, numbers, change)
    said.say(f"{measure.title}: {headline}It was {course}" if headline else f"{measure.title}: {course}")
    said.say(
        change_evidence(verdict, finding) or why_not(verdict.reading) or variation_sentence(verdict, finding),
        _extremes(said, measure, numbers),
        _one_target(measure, targets),
        wording.run_sentence(verdict) if verdict.periods_off_target > 1 else "",
        last_otherwise(said, verdict) if is_now and verdict.latest_judgement.status is Status.OFF_TARGET else "",
        _absent(said, periods, figures),
        wording.source_sentence(figures[periods.index(numbers[-1].period)]),
    )


def _headline(verdict: Verdict, finding: Finding) -> str:
    """Whether it is really changing, in a few words before the figures; blank where there is no chart to say so."""
    reading = verdict.reading
    if reading.variation.real:
        return f"{CHANGE[reading.variation]} {'in' if reading.run == 1 else 'since'} {finding.since}. "
    said = {
        Variation.NONE: "no real change. ",
        Variation.STEADY: "no change at all. ",
        Variation.TOO_FEW: "too few figures to tell a real change from chance. ",
    }
    return said.get(reading.variation, "")


def _from_start_to_end(measure: Measure, numbers: Sequence[Observation], verdict: Verdict) -> Change | None:
    """From the first figure to the last; of figures that start again each April, from the same point a year before."""
    last = numbers[-1]
    if measure.aggregation is Aggregation.CUMULATIVE:
        before = verdict.year_before
        earlier = before.observation if before is not None else None
        since = "at the same point a year before"
    else:
        earlier = numbers[0] if len(numbers) > 1 else None
        since = _when(measure, numbers[0].period)
    if earlier is None or earlier.value is None or last.value is None:
        return None
    judged = direction(measure, last.value, earlier.value, target=last.target, earlier_target=earlier.target)
    return change_between(measure, last, earlier, since, judged)


def _start_to_end(said: Said, measure: Measure, numbers: Sequence[Observation], change: Change | None) -> str:
    """`63.2 in October 2026 and 41.2 in October 2025: 22.0 higher (worse).`"""
    last = numbers[-1]
    assert last.value is not None
    now = f"{said.amount(measure, 'latest', last.value)} {said.time(_when(measure, last.period))}"
    if change is None:
        return f"{now}."
    if change.difference == 0:
        return f"{now}, the same as {change.since}."
    then = said.amount(measure, "earlier", change.earlier_value)
    way = "higher" if change.difference > 0 else "lower"
    judged = "" if change.direction in (None, Direction.SAME) else f" ({change.direction})"
    return f"{now} and {then} {change.since}: {change.words} {way}{judged}."


def _when(measure: Measure, period: Period) -> str:
    """`in October 2026`; a figure that covers a longer time is given for it."""
    longer = measure.aggregation in (Aggregation.CUMULATIVE, Aggregation.ROLLING)
    return f"{'for' if longer else 'in'} {covered_words(measure, period)}"


def _one_target(measure: Measure, targets: Collection[str]) -> str:
    """The target, where it was the same all along."""
    if len(targets) != 1 or not (words := next(iter(targets))):
        return ""
    return f"It should lie {words}." if measure.polarity is Polarity.RANGE else f"The target was {words} throughout."


def _extremes(said: Said, measure: Measure, numbers: Sequence[Observation]) -> str:
    """The best and the worst of the figures shown; the highest and the lowest where neither is better."""
    if measure.aggregation is Aggregation.CUMULATIVE or len(numbers) < 3:
        return ""
    ranged = not measure.polarity.one_way

    def order(one: Observation) -> tuple[object, Period]:
        assert one.value is not None
        return (measure.rounded(one.value) if ranged else goodness(measure, one.value), one.period)

    best, worst = max(numbers, key=order), min(numbers, key=order)
    assert best.value is not None
    assert worst.value is not None
    if best.value == worst.value:
        return ""
    names = ("highest", "lowest") if ranged else ("best", "worst")
    return (
        f"The {names[0]} was {said.amount(measure, names[0], best.value)} in {said.period(best.period)}, "
        f"the {names[1]} {said.amount(measure, names[1], worst.value)} in {said.period(worst.period)}."
    )


def _absent(said: Said, periods: Sequence[Period], figures: Sequence[Figure]) -> str:
    """`There is no figure for July 2026 and August 2026.`; withheld ones are named as such."""
    sentences = []
    for words, mark in (("There is no figure for", NOT_REPORTED), ("Withheld:", WITHHELD)):
        pairs = zip(periods, figures, strict=True)
        if found := [said.period(period) for period, figure in pairs if figure.value_words == mark]:
            sentences.append(f"{words} {joined(found)}.")
    return " ".join(sentences)


def _line(said: Said, measure: Measure, period: Period, figure: Figure, several: bool, targets: bool) -> Item:
    when = said.period(period)
    return Item(
        code=measure.code,
        title=f"{measure.title}, {when}" if several else f"{when[:1].upper()}{when[1:]}",
        status=wording.STATUS_WORDS[figure.status] if figure.status.judged else "",
        value=figure.value_words,
        period="",
        tier=str(measure.tier),
        detail=f"target {figure.target_words}" if targets and figure.target_words and figure.status.judged else "",
    )
