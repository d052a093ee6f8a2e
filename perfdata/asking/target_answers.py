"""Answers on targets: what is aimed at now, what was before, when it changed, and what counts as slightly off."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from perfdata.asking import wording
from perfdata.asking.amounts import exactly, joined, target_words
from perfdata.asking.answers import Answer
from perfdata.asking.define_answers import definition_of, judged_words
from perfdata.asking.figures import covered_words, latest_figure
from perfdata.asking.last_time import last_otherwise
from perfdata.asking.queries import Context, Query, Refusal
from perfdata.asking.said import Said
from perfdata.asking.status_answers import nothing_so_early, periods_in
from perfdata.measures import Aggregation, Measure, Polarity, ToleranceKind
from perfdata.observations import Observation
from perfdata.periods import Period, financial_year
from perfdata.snapshot import Snapshot
from perfdata.verdicts.status_rule import StatusRule, rule_for
from perfdata.verdicts.verdict import Verdict

CHANGES = 3
"""Changes of a target that are told, the latest ones."""


def target_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer | Refusal:
    """The target of each measure: that of its latest figure, or of the last period of the time asked for."""
    said, measures = Said(), [snapshot.measures[code] for code in query.measures]
    too_early = []
    for measure in measures:
        first = snapshot.series[measure.code].first_period
        if query.span is not None and first is not None and query.span.last_day < first.start:
            too_early.append(measure)
            continue
        period = periods_in(measure, query.span)[-1] if query.span is not None else None
        _target(said, measure, snapshot.verdict(measure.code, period))
    if query.span is not None and len(too_early) == len(measures):
        return nothing_so_early(query, query.span, measures, snapshot)
    return said.answer(query)


def _target(said: Said, measure: Measure, verdict: Verdict) -> None:
    said.definitions.append(definition_of(measure))
    rows = [one for one in verdict.series.observations if one.period <= verdict.period]
    held = next((one for one in reversed(rows) if one.target is not None), None)
    words = target_words(measure, held.target if held is not None else None)
    if not words:
        why = "It gives background" if measure.polarity is Polarity.CONTEXT else "The dictionary does not say why"
        said.say(f"{measure.title}: no target is set, so its figures are given without a judgement.", f"{why}.")
        said.say(_now(said, verdict))
    elif measure.polarity is Polarity.RANGE:
        tolerated = judged_words(measure, with_direction=False)
        said.say(f"{measure.title}: it should lie {said.time(words)}.", tolerated, _limits_of_range(said, measure))
        said.say(_now(said, verdict), last_otherwise(said, verdict))
    else:
        assert held is not None
        assert held.target is not None
        rule = rule_for(measure, held.target)
        aimed = said.quantity(measure.code, "target", held.target, words)
        covered = said.time(covered_words(measure, held.period))
        said.say(
            f"{measure.title}: the target for {covered} is {rule.wanted} {aimed}.",
            judged_words(measure, with_direction=False),
            _limit(said, measure, held.target, rule),
        )
        said.say(_now(said, verdict), last_otherwise(said, verdict), target_changes(said, measure, rows))


def _now(said: Said, verdict: Verdict) -> str:
    """Where the latest figure stands against it."""
    if verdict.latest is None:
        return "No figure has been reported."
    figure = latest_figure(verdict, verdict.latest)
    said.figures.append(figure)
    judged = f": {wording.STATUS_WORDS[figure.status]}" if figure.status.judged else ""
    return f"The latest figure is {figure.value_words} for {figure.period_words}{judged}."


def _limit(said: Said, measure: Measure, target: Decimal, rule: StatusRule) -> str:
    """From which figure on it is off target, where there is a tolerance: `Below 45.0% it is off target (red).`"""
    if measure.tolerance.kind is ToleranceKind.NONE:
        return ""
    if measure.polarity is Polarity.NEAREST:
        low, high = _edge(said, measure, target - rule.margin), _edge(said, measure, target + rule.margin)
        return f"Below {low} or above {high} it is off target (red)."
    higher = measure.polarity is Polarity.HIGHER
    edge = _edge(said, measure, target - rule.margin if higher else target + rule.margin)
    return f"{'Below' if higher else 'Above'} {edge} it is off target (red)."


def _limits_of_range(said: Said, measure: Measure) -> str:
    """The same of a range: `It is off target (red) below 68.0 or above 90.0.`"""
    if measure.tolerance.kind is ToleranceKind.NONE:
        return ""
    edges, around = [], measure.tolerance.around
    if (low := measure.range_low) is not None:
        edges.append(f"below {_edge(said, measure, low - around(low, measure.polarity))}")
    if (high := measure.range_high) is not None:
        edges.append(f"above {_edge(said, measure, high + around(high, measure.polarity))}")
    return f"It is off target (red) {' or '.join(edges)}." if edges else ""


def _edge(said: Said, measure: Measure, edge: Decimal) -> str:
    """The edge as it is: rounding it could put a figure on the wrong side of what is said."""
    return said.quantity(measure.code, "edge of the tolerance", edge, exactly(measure, edge))


def target_changes(said: Said, measure: Measure, rows: Sequence[Observation]) -> str:
    """What the target was before: each change with its date, or how a target goes through the year and ended the last.

    `The target was 850 until March 2026.`
    """
    targets = [(one.period, one.target) for one in rows if one.target is not None]
    if len(targets) < 2:
        return ""
    if _is_profile(measure, targets):
        return _profile(said, measure, targets)
    changes = [(before, now) for before, now in pairwise(targets) if before[1] != now[1]]
    if not changes:
        return f"It has been the same since {said.period(targets[0][0])}, the first that I hold."
    return f"The target was {joined([_was(said, measure, *one) for one, _ in reversed(changes[-CHANGES:])])}."


def _was(said: Said, measure: Measure, last: Period, target: Decimal) -> str:
    words = said.quantity(measure.code, "earlier target", target, target_words(measure, target))
    return f"{words} until {said.period(last)}"


def _is_profile(measure: Measure, targets: Sequence[tuple[Period, Decimal]]) -> bool:
    """Whether the target moves within a financial year, as for what counts from April."""
    within = [(a, b) for a, b in pairwise(targets) if financial_year(a[0].start) == financial_year(b[0].start)]
    return measure.aggregation is Aggregation.CUMULATIVE and any(a[1] != b[1] for a, b in within)


def _profile(said: Said, measure: Measure, targets: Sequence[tuple[Period, Decimal]]) -> str:
    """The year-end target of this year where it is held, else last year's, by name."""
    latest, _ = targets[-1]
    this_year = financial_year(latest.start)
    ends = {financial_year(period.start): (period, target) for period, target in targets if period.end.month == 3}
    sentence = f"The target rises through the year with the {measure.frequency.noun}s."
    if this_year in ends:
        return sentence
    year_end = said.time(f"31 March {this_year + 1}")
    if this_year - 1 not in ends:
        return f"{sentence} That for {year_end} is not held yet."
    before, target = ends[this_year - 1]
    words = said.quantity(measure.code, "target of last year's end", target, target_words(measure, target))
    return f"{sentence} That for {year_end} is not held yet; for {said.day(before.end)} it was {words}."
