"""The words of a picture: a title that states the finding, and all that it shows in sentences with its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from perfdata.asking.amounts import counted, joined
from perfdata.asking.figures import changes_of
from perfdata.asking.findings import finding_of, headline
from perfdata.asking.rebase_words import rebase_reason
from perfdata.asking.wording import STATUS_WORDS
from perfdata.charts.chart import Chart, Form, Place
from perfdata.measures import Measure
from perfdata.verdicts.verdict import Verdict

NO_PICTURE = "There are not two figures to show, so there is no picture."
LISTED = 4
"""Stretches of periods that a sentence names one by one; of more it gives the number, the first and the last."""

_BEYOND_CHANCE = {True: "better", False: "worse", None: "different"}


def title_of(verdict: Verdict, form: Form) -> str:
    """`Missed collections: a real change for the worse since June 2026; off target`, of the latest figure."""
    said = [_change(verdict, form), _status(verdict)]
    if verdict.latest is not None and verdict.latest.period != verdict.period:
        said.append(f"{verdict.period.words} {STATUS_WORDS[verdict.status]}")
    return f"{verdict.measure.title}: {'; '.join(one for one in said if one)}"


def left_out(measure: Measure, earlier: int, places: Sequence[Place]) -> str:
    """That there are more periods than the picture shows; blank where there are none."""
    if not earlier:
        return ""
    return f"The {counted(earlier, measure.frequency.noun)} before {places[0].words} are not on the picture."


def with_alt(chart: Chart, verdict: Verdict) -> Chart:
    """The chart with its alternative text."""
    sentences = [f"{chart.title}.", _kind(chart, verdict.measure), *_latest(chart)]
    if chart.form is not Form.YEARS:
        sentences += [_extremes(chart), *_targets(chart)]
    if chart.form is Form.PROCESS:
        sentences += _usual(verdict)
        sentences += _marks(chart)
        if chart.has_rebase:
            sentences.append(rebase_reason(verdict))
    sentences += _gaps(chart)
    provisional = [place.provisional for place in chart.places]
    if any(provisional):
        sentences.append(f"Provisional: {_stretches(chart, provisional)}.")
    sentences.append(f"{chart.good}.")
    return replace(chart, alt=" ".join(sentences))


def _change(verdict: Verdict, form: Form) -> str:
    finding = finding_of(verdict)
    if form is Form.PROCESS and finding is not None:
        return headline(verdict, finding)
    year = next((one for one in changes_of(verdict) if one.since == "a year before"), None)
    if year is None:
        return ""
    if year.difference == 0:
        return "the same as a year before"
    return f"{year.words} {'higher' if year.difference > 0 else 'lower'} than a year before"


def _status(verdict: Verdict) -> str:
    if verdict.latest is None:
        return ""
    words = STATUS_WORDS[verdict.latest_judgement.status]
    late = verdict.latest.period != verdict.period
    return f"{words} in {verdict.latest.period.words}" if late else words


def _kind(chart: Chart, measure: Measure) -> str:
    periods = counted(len(chart.places), measure.frequency.noun)
    span = f"{periods}, {chart.places[0].words} to {chart.places[-1].words}"
    return {
        Form.PROCESS: f"A line of {span}, with its usual range.",
        Form.LINE: f"A line of {span}.",
        Form.YEARS: f"Two lines: {span}, counted from 1 April, and the same of the year before.",
        Form.BARS: f"Bars for {span}.",
    }[chart.form]


def _latest(chart: Chart) -> Iterable[str]:
    last = next(place for place in reversed(chart.places) if place.value is not None)
    against = f", against a target of {last.target_words}" if last.target is not None else ""
    if not against and last.target_words:
        against = f"; it should be {last.target_words}"
    yield f"The latest figure, {last.words}, is {last.value_words}{against}."
    if last.before is not None:
        yield f"At the same point a year before it was {last.before_words}."


def _extremes(chart: Chart) -> str:
    shown = [(place.value, place) for place in chart.places if place.value is not None]
    least, most = min(shown, key=lambda one: one[0])[1], max(shown, key=lambda one: one[0])[1]
    if least.value == most.value:
        return f"All are {least.value_words}."
    return f"The lowest is {least.value_words} ({least.words}), the highest {most.value_words} ({most.words})."


def _targets(chart: Chart) -> Iterable[str]:
    stretches = [
        (words, list(places)) for words, places in groupby(chart.places, key=lambda one: one.target_words) if words
    ]
    if len(stretches) > 1:
        said = [f"{words} from {places[0].words}" for words, places in stretches[-LISTED:]]
        yield f"The target is {', '.join(said)}."


def _usual(verdict: Verdict) -> Iterable[str]:
    finding, reading = finding_of(verdict), verdict.reading
    assert finding is not None
    where = " moves with the time of year, and" if reading.seasonal else ""
    yield f"Its usual range{where} at the latest figure is {finding.usual}, about an average of {finding.average}."


def _marks(chart: Chart) -> Iterable[str]:
    for better, words in _BEYOND_CHANCE.items():
        marked = [place.mark is not None and place.mark.better is better for place in chart.places]
        if any(marked):
            yield f"Marked as {words} than chance explains: {_stretches(chart, marked)}."


def _gaps(chart: Chart) -> Iterable[str]:
    broken = "no bar stands" if chart.form is Form.BARS else "the line is broken"
    for words in sorted({place.value_words for place in chart.places if place.value is None}):
        absent = [place.value is None and place.value_words == words for place in chart.places]
        yield f"{words.capitalize()}: {_stretches(chart, absent)}; {broken} there."


def _stretches(chart: Chart, chosen: Sequence[bool]) -> str:
    """`July 2025 and December 2025 to October 2026`: the chosen places, neighbours together."""
    places = [
        [place for _, place in group]
        for is_chosen, group in groupby(zip(chosen, chart.places, strict=True), key=lambda one: one[0])
        if is_chosen
    ]
    if len(places) > LISTED:
        inside = sum(map(len, places))
        return f"{inside} of those from {places[0][0].words} to {places[-1][-1].words}"
    words = [one[0].words if len(one) == 1 else f"{one[0].words} to {one[-1].words}" for one in places]
    return joined(words)
