"""Answers on why: the service's own words, set apart with role and date, never summarised; beside them what is known.

The figure and whether it is a real change come first, so that a reason can be weighed: a story about chance is no
cause. A changed target and a revision are reasons too, and are read from the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perfdata.asking import wording
from perfdata.asking.amounts import counted, joined, target_words
from perfdata.asking.answers import Answer
from perfdata.asking.choosing import by_attention, chosen, fitting, whose
from perfdata.asking.figures import covered_words, figure_when_due, latest_figure
from perfdata.asking.findings import finding_of, variation_sentence
from perfdata.asking.list_answers import verdicts_of
from perfdata.asking.queries import Context, Query, Refusal
from perfdata.asking.said import Said
from perfdata.asking.status_answers import nothing_so_early, periods_in
from perfdata.measures import Measure
from perfdata.observations import Observation
from perfdata.periods import Period
from perfdata.snapshot import Snapshot
from perfdata.verdicts.status import Status, judge
from perfdata.verdicts.verdict import Verdict

BACK = 12
"""Periods in which an earlier note is looked for when the latest figure has none."""
REVISIONS = 6
"""Periods up to the latest in which a revision is told of."""
MOST_MEASURES = 6
"""Measures of a list whose notes one message gives."""


def commentary_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer | Refusal:
    """What the services wrote beside the figures of the time asked for, or beside the latest ones."""
    said = Said()
    if not query.measures:
        return _of_list(said, query, snapshot, context)
    measures = [snapshot.measures[code] for code in query.measures]
    too_early = 0
    for measure in measures:
        first = snapshot.series[measure.code].first_period
        if query.span is not None and first is not None and query.span.last_day < first.start:
            too_early += 1
            continue
        due = snapshot.verdicts[measure.code].period
        periods = [one for one in periods_in(measure, query.span) if one <= due] if query.span is not None else []
        _of_measure(said, measure, periods, snapshot, context)
    if query.span is not None and too_early == len(measures):
        return nothing_so_early(query, query.span, measures, snapshot)
    return said.answer(query)


def _of_measure(said: Said, measure: Measure, periods: Sequence[Period], snapshot: Snapshot, context: Context) -> None:
    verdict = snapshot.verdict(measure.code, periods[-1] if periods else None)
    asked = list(periods or (verdict.period,))
    figure = figure_when_due(verdict)
    if not periods and verdict.observation is None and verdict.latest is not None:
        # Why there is no figure comes first; then what was said of the latest there is.
        asked.append(verdict.latest.period)
    said.figures.append(figure)
    sentences = [_state(said, verdict, snapshot)]
    if (finding := finding_of(verdict)) is not None and verdict.observation is not None:
        said.findings.append(finding)
        sentences.append(variation_sentence(verdict, finding))
    sentences += [harder_target(said, verdict), _revised(said, verdict)]
    words = {one: snapshot.words_on(measure.code, one) for one in asked}
    revised = {one.period: snapshot.words_on(measure.code, one.period) for one in _revisions(verdict)}
    revisions = {one: told for one, told in revised.items() if one not in words and told}
    told = [one for one in words if words[one]]
    several = len(told) + len(revisions) > 1
    for one in told:
        said.quote(measure, words[one], context, said.period(one) if several else "")
    if figure.status is Status.SUPPRESSED:
        sentences.append("What was written beside it is withheld with it.")
    elif not told:
        sentences.append(_nothing_written(said, verdict, periods, snapshot, context))
    else:
        sentences.append(f"{measure.service} wrote beside {_beside(said, told)}:")
    for period, spoken in revisions.items():
        said.quote(measure, spoken, context, said.period(period) if several else "")
    said.say(*sentences)


def _state(said: Said, verdict: Verdict, snapshot: Snapshot) -> str:
    measure, figure = verdict.measure, said.figures[-1]
    if figure.status is Status.SUPPRESSED:
        said.period(verdict.period)
        return f"{measure.title}: withheld. {wording.withheld_sentence(verdict.period)}"
    if figure.status is Status.MISSING:
        said.period(verdict.period)
        sentence = f"{measure.title}: {wording.absent_words(figure, verdict.period, snapshot)}"
        if verdict.latest is None:
            return sentence
        said.figures.append(latest := latest_figure(verdict, verdict.latest))
        return f"{sentence} {wording.latest_sentence(measure, latest)}"
    return wording.status_sentence(measure, figure)


def _beside(said: Said, periods: Sequence[Period]) -> str:
    listed = joined([said.period(one) for one in periods])
    return f"the {'figure' if len(periods) == 1 else 'figures'} for {listed}"


def _nothing_written(
    said: Said, verdict: Verdict, periods: Sequence[Period], snapshot: Snapshot, context: Context
) -> str:
    """That there is no note, and the last one before, which is quoted with its own period."""
    measure = verdict.measure
    which = joined([said.period(one) for one in dict.fromkeys([*periods[:1], *periods[-1:]] or [verdict.period])])
    several = " to ".join(which.split(" and ")) if len(periods) > 2 else which
    sentence = f"{measure.service} wrote nothing beside the figure for {several}."
    if len(periods) > 1:
        sentence = sentence.replace("the figure for", "the figures for")
    floor = verdict.period
    for _ in range(BACK):
        floor = floor.previous()
    for row in reversed(verdict.series.observations):
        words = snapshot.words_on(measure.code, row.period)
        if floor <= row.period < (periods[0] if periods else verdict.period) and words:
            said.quote(measure, words, context)
            return f"{sentence} Its last words before that were beside the figure for {said.period(row.period)}:"
    return f"{sentence} I cannot give a reason that nobody wrote down."


def harder_target(said: Said, verdict: Verdict) -> str:
    """That the target is another than a year before, where by the old one the figure would be judged otherwise."""
    now, before = verdict.observation, verdict.year_before
    if now is None or now.value is None or before is None or before.observation.target in (None, now.target):
        return ""
    old = judge(verdict.measure, replace(now, target=before.observation.target)).status
    if now.target is None or old is verdict.status:
        return ""
    measure = verdict.measure
    was = said.quantity(
        measure.code,
        "target a year before",
        before.observation.target or now.target,
        target_words(measure, before.observation.target),
    )
    is_now = said.quantity(measure.code, "target", now.target, target_words(measure, now.target))
    return (
        f"The target has moved: {was} for {said.time(covered_words(measure, before.observation.period))}, "
        f"{is_now} now. By the old one it would be {wording.STATUS_WORDS[old]}."
    )


def _revisions(verdict: Verdict) -> list[Observation]:
    """The latest figures that were revised to another number, oldest first."""
    recent = [one for one in verdict.series.observations if one.period <= verdict.period][-REVISIONS:]
    rounded = verdict.measure.rounded
    found = []
    for one in recent:
        first = verdict.series.first_reported(one.period)
        if first is None or first.value is None or one.value is None:
            continue
        if rounded(first.value) != rounded(one.value):
            found.append(one)
    return found


def _revised(said: Said, verdict: Verdict) -> str:
    measure, parts = verdict.measure, []
    for one in _revisions(verdict):
        first = verdict.series.first_reported(one.period)
        assert first is not None
        assert first.value is not None
        assert one.value is not None
        parts.append(
            f"{said.period(one.period)} from {said.amount(measure, 'first reported', first.value)} to "
            f"{said.amount(measure, 'revised to', one.value)} (on {said.day(one.entered_on)})"
        )
    return f"Revised: {joined(parts)}." if parts else ""


def _of_list(said: Said, query: Query, snapshot: Snapshot, context: Context) -> Answer:
    wanted = query.wanted
    verdicts = verdicts_of(chosen(wanted, snapshot, context), query, snapshot, said)
    found = by_attention(fitting(verdicts, wanted, snapshot), snapshot)
    number = said.count("measures", len(found))
    if not found:
        said.say(f"None of the measures {whose(wanted, snapshot)} is in that state, so there is nothing to explain.")
        return said.answer(query)
    noted = [one for one in found if snapshot.words_on(one.measure.code, one.period)]
    said.say(
        f"{counted(number, 'measure')} {whose(wanted, snapshot)}: "
        f"the services wrote beside {said.count('with words', len(noted)) or 'none'} of their latest figures."
    )
    for verdict in found[:MOST_MEASURES]:
        _in_list(said, verdict, snapshot, context)
    if more := len(found) - MOST_MEASURES if len(found) > MOST_MEASURES else 0:
        said.notes.append(
            f"{counted(said.count('not given here', more), 'more measure')} not given here. Ask about one by name."
        )
    return said.answer(query)


def _in_list(said: Said, verdict: Verdict, snapshot: Snapshot, context: Context) -> None:
    said.figures.append(figure_when_due(verdict))
    words = _state(said, verdict, snapshot)
    finding = finding_of(verdict)
    change = ""
    if finding is not None and verdict.observation is not None:
        said.findings.append(finding)
        change = variation_sentence(verdict, finding)
    written = snapshot.words_on(verdict.measure.code, verdict.period)
    if not written:
        said.say(words, change, f"{verdict.measure.service} wrote nothing beside it.")
        return
    said.say(words, change)
    said.quote(verdict.measure, written, context, verdict.measure.title)
