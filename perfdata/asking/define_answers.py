"""Answers on how a measure is counted, from the dictionary; and on what the product's own words mean."""

from __future__ import annotations

from datetime import timedelta

from perfdata.asking import terms
from perfdata.asking.amounts import counted, difference_words, target_words
from perfdata.asking.answers import Answer, Definition
from perfdata.asking.publication_answers import say_newest_figures, say_next_figures
from perfdata.asking.queries import Context, OfTerms, Query
from perfdata.asking.said import Said
from perfdata.asking.wording import ended
from perfdata.measures import Aggregation, Measure, Polarity, ToleranceKind
from perfdata.snapshot import Snapshot
from perfdata.units import with_unit
from perfdata.verdicts.status_rule import points
from perfdata.verdicts.verdict import Verdict

_COVERS = {
    Aggregation.SNAPSHOT: "Each figure is for its {noun} alone, or as things stood at the end of it.",
    Aggregation.CUMULATIVE: "Each figure counts from 1 April to the end of its {noun}, and starts again every April.",
    Aggregation.ROLLING: "Each figure covers the twelve months up to the end of its {noun}.",
    Aggregation.AVERAGE: "Each figure is an average over its {noun}.",
}
_BETTER = {
    Polarity.HIGHER: "Higher is better.",
    Polarity.LOWER: "Lower is better.",
    Polarity.NEAREST: "The nearer to its target, the better.",
}
_FURTHER = {Polarity.HIGHER: "down to", Polarity.LOWER: "up to", Polarity.NEAREST: "no further from the target than"}
"""How far a figure may go before intervention is called for, by what is better."""


def define_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """What each measure counts and how; or what the product's own words mean, and when figures come."""
    said = Said()
    for term in query.details.names if isinstance(query.details, OfTerms) else ():
        _say_term(said, term, snapshot)
    for code in query.measures:
        definition = definition_of(snapshot.measures[code])
        said.definitions.append(definition)
        said.say(*definition.words[:2])
        said.say(*definition.words[2:])
        said.notes.append(_next_due(said, snapshot.measures[code], snapshot.verdicts[code], len(query.measures) > 1))
    return said.answer(query)


def _say_term(said: Said, term: str, snapshot: Snapshot) -> None:
    match term:
        case terms.NEXT_FIGURES:
            say_next_figures(said, snapshot)
        case terms.NEWEST_FIGURES:
            say_newest_figures(said, snapshot)
        case _:
            for paragraph in terms.meaning_of(term):
                said.say(paragraph)


def _next_due(said: Said, measure: Measure, verdict: Verdict, one_of_several: bool) -> str:
    """Which figure is awaited next, and by when: the overdue one where the one that is due has not come."""
    of = f" of {measure.title}" if one_of_several else ""
    period = verdict.period if verdict.observation is None else verdict.period.following()
    due = said.day(period.end + timedelta(days=measure.lag_days))
    if verdict.observation is None:
        return f"The figure{of} for {said.period(period)} was due by {due} and has not been reported."
    return f"The next figure{of}, for {said.period(period)}, is due by {due}."


def definition_of(measure: Measure) -> Definition:
    """The definition in sentences: what, how it is worked out, what a figure covers, how it is judged, from where."""
    counts = ended(" ".join(measure.description.split()))
    words = [f"{measure.title}: {counts}", _worked_out(measure)]
    words.append(_COVERS[measure.aggregation].format(noun=measure.frequency.noun))
    words.append(judged_words(measure))
    words.append(
        f"Reported {measure.frequency.often} by {measure.service}, "
        f"due {counted(measure.lag_days, 'day')} after the {measure.frequency.noun} ends. Source: {measure.source}."
    )
    words.append(f"Definition: revision {measure.revision}, {measure.source_file}, row {measure.source_row}.")
    return Definition(
        measure.code,
        measure.title,
        measure.revision,
        tuple(word for word in words if word),
        measure.source_file,
        measure.source_row,
    )


def _worked_out(measure: Measure) -> str:
    if not measure.numerator or not measure.denominator:
        return "It is counted as it stands, not worked out from two numbers."
    scale = {"%": ", as a percentage"}.get(measure.unit, "")
    if measure.unit.startswith("per "):
        scale = f", {measure.unit}"
    return f"It is “{measure.numerator}” divided by “{measure.denominator}”{scale}."


def judged_words(measure: Measure, *, with_direction: bool = True) -> str:
    """What is better, and what counts as slightly off: `Lower is better. It counts as slightly off (amber) when ...`"""
    return " ".join(one for one in (_better(measure) if with_direction else "", _tolerated(measure)) if one)


def _better(measure: Measure) -> str:
    if measure.polarity is Polarity.CONTEXT:
        return "It gives background: neither more nor less of it is better, so it is not judged against a target."
    if measure.polarity is Polarity.RANGE:
        return f"It should lie {target_words(measure, None)}."
    return _BETTER[measure.polarity]


def _tolerated(measure: Measure) -> str:
    tolerance = measure.tolerance
    if measure.polarity is Polarity.CONTEXT:
        return ""
    band = ""
    if tolerance.band and measure.polarity is Polarity.NEAREST:
        band = f"It counts as on target within {points(measure.unit, tolerance.band)}. "
    if tolerance.kind is ToleranceKind.NONE:
        return f"{band}There is no tolerance: it is either on or off target."
    if tolerance.kind is ToleranceKind.THRESHOLD:
        reach = f"{_FURTHER[measure.polarity]} {with_unit(measure.unit, tolerance.amount)}"
        return f"{band}It counts as slightly off (amber) {reach}, where intervention begins whatever the target."
    amount = f"{tolerance.amount.normalize():f}"
    if tolerance.kind is ToleranceKind.RELATIVE:
        what = "nearer bound" if measure.polarity is Polarity.RANGE else "target"
        return f"{band}It counts as slightly off (amber) when it misses by up to {amount}% of the {what}."
    places = max(-int(tolerance.amount.normalize().as_tuple().exponent), 0)
    margin = difference_words(measure, tolerance.amount, places)
    return f"{band}It counts as slightly off (amber) when it misses by up to {margin}."
