"""Answers on the status of measures: the latest figure, or those of the time that was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfdata.asking import refusals, wording
from perfdata.asking.amounts import counted
from perfdata.asking.answers import Answer, Change, Count, Figure, Quotation
from perfdata.asking.figures import changes_of, figure_of
from perfdata.asking.findings import Finding, finding_of, no_chart_note, variation_sentence
from perfdata.asking.queries import Context, Query, Refusal, Span
from perfdata.measures import Aggregation, Measure
from perfdata.observations import Observation
from perfdata.periods import Frequency, Period, containing
from perfdata.permissions import PlaceKind
from perfdata.snapshot import Snapshot
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

MOST_FIGURES = 13
"""Figures of one measure that one message can say; a longer time is a matter for a table."""


@dataclass(slots=True)
class _Said:
    """What is said of one measure, gathered as it is found."""

    paragraphs: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def status_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer | Refusal:
    """Answer for each measure in turn; a refusal when the time asked for is before all that is held of them."""
    parts: list[_Said] = []
    too_early: list[Measure] = []
    for code in query.measures:
        measure = snapshot.measures[code]
        first = snapshot.series[code].first_period
        if query.span is not None and first is not None and query.span.last_day < first.start:
            too_early.append(measure)
            continue
        parts.append(_of_measure(measure, query.span, snapshot, context))
    if not parts:
        assert query.span is not None
        starts = [first for one in too_early if (first := snapshot.series[one.code].first_period) is not None]
        nearest = refusals.status_options(too_early[:4])
        return refusals.before_data(query.measures, query.span, min(starts).words, nearest)
    notes = [note for part in parts for note in part.notes]
    notes += [f"No figure is held for “{one.title}” that far back." for one in too_early]
    return Answer(
        kind=query.kind,
        query=query,
        paragraphs=tuple(paragraph for part in parts for paragraph in part.paragraphs),
        figures=tuple(figure for part in parts for figure in part.figures),
        quotations=tuple(quotation for part in parts for quotation in part.quotations),
        notes=tuple(notes),
        counts=tuple(count for part in parts for count in part.counts),
        changes=tuple(change for part in parts for change in part.changes),
        findings=tuple(finding for part in parts for finding in part.findings),
    )


def _of_measure(measure: Measure, span: Span | None, snapshot: Snapshot, context: Context) -> _Said:
    periods = periods_in(measure, span) if span is not None else ()
    if span is None:
        return _at(snapshot.verdicts[measure.code], snapshot, context)
    if len(periods) > 1 and measure.aggregation is Aggregation.CUMULATIVE:
        held = [one for one in periods if snapshot.series[measure.code].at(one) is not None]
        periods = ((held or list(periods))[-1],)
    if len(periods) == 1:
        said = _at(snapshot.verdict(measure.code, periods[0]), snapshot, context)
        if measure.frequency is not Frequency.MONTHLY and span.start == span.end:
            said.notes.append(
                f"“{measure.title}” is reported {measure.frequency}; that is the period with {span.words}."
            )
        return said
    return _each(measure, span, periods, snapshot)


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


def _at(verdict: Verdict, snapshot: Snapshot, context: Context) -> _Said:
    """One period: its figure, or that it is missing or withheld with the latest there is."""
    measure, said = verdict.measure, _Said()
    figure = figure_of(measure, verdict.period, verdict.observation)
    said.figures.append(figure)
    sentences: list[str] = []
    if figure.status in (Status.MISSING, Status.SUPPRESSED):
        absent = (
            wording.withheld_sentence(verdict.period)
            if figure.status is Status.SUPPRESSED
            else wording.missing_sentence(figure, verdict.period, snapshot.today)
        )
        sentences.append(f"{measure.title}: {wording.STATUS_WORDS[figure.status]}. {absent}")
        if verdict.latest is None:
            said.paragraphs.append(sentences[0])
            return said
        figure = figure_of(measure, verdict.latest.period, verdict.latest)
        said.figures.append(figure)
        sentences.append(wording.latest_sentence(measure, figure))
    else:
        sentences.append(wording.status_sentence(measure, figure))
    changes = changes_of(verdict)
    said.changes.extend(changes)
    finding = finding_of(verdict)
    assert finding is not None
    said.findings.append(finding)
    sentences += [
        wording.change_sentence(changes),
        variation_sentence(verdict, finding),
        wording.run_sentence(verdict),
        wording.source_sentence(figure),
    ]
    said.paragraphs.append(" ".join(sentence for sentence in sentences if sentence))
    if note := no_chart_note(measure, verdict.reading):
        said.notes.append(note)
    if verdict.periods_off_target:
        said.counts.append(Count("periods off target", verdict.periods_off_target))
        said.counts.append(Count("periods with no figure", verdict.gaps))
    _add_note(said, measure, verdict.latest, figure.status, context)
    return said


def _each(measure: Measure, span: Span, periods: tuple[Period, ...], snapshot: Snapshot) -> _Said:
    """Several periods: each one's figure in order, none worked out from them."""
    said, series = _Said(), snapshot.series[measure.code]
    shown = periods[-MOST_FIGURES:]
    figures = [figure_of(measure, one, _held(series.at(one))) for one in shown]
    said.figures.extend(figures)
    lines = [f"{figure.period_words}: {_briefly(figure)}" for figure in figures]
    said.paragraphs.append(f"{measure.title}, {span.words}. " + "; ".join(lines) + ".")
    reported = [figure for figure in figures if figure.entered_on is not None and figure.value is not None]
    if reported:
        said.paragraphs.append(wording.source_sentence(reported[-1]))
        said.notes.append(f"The source given is that of {reported[-1].period_words}.")
    if len(shown) < len(periods):
        said.notes.append(f"Only the last {counted(len(shown), measure.frequency.noun)} are given.")
        said.counts.append(Count("periods given", len(shown)))
    return said


def _held(observation: Observation | None) -> Observation | None:
    return observation if observation is not None and observation.reported else None


def _briefly(figure: Figure) -> str:
    if figure.value is None:
        return figure.value_words
    return f"{figure.value_words} ({wording.STATUS_WORDS[figure.status]})"


def _add_note(said: _Said, measure: Measure, latest: Observation | None, status: Status, context: Context) -> None:
    """The service's own words, set apart, where the figure is off target. In a channel the service is named."""
    if status is not Status.OFF_TARGET or latest is None or not latest.note.strip():
        return
    private = context.place.kind in (PlaceKind.DIRECT, PlaceKind.TERMINAL)
    role = measure.owner_role if private else measure.service
    said.quotations.append(Quotation(" ".join(latest.note.split()), role, latest.entered_on))
