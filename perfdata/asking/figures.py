"""Figures for answers, made of what the snapshot holds: words for the numbers, and the receipt."""

from __future__ import annotations

from datetime import timedelta

from perfdata.asking.amounts import day_words, difference_words, target_words, value_words
from perfdata.asking.answers import Change, Figure
from perfdata.measures import Aggregation, Measure, Polarity
from perfdata.observations import Observation
from perfdata.periods import MONTH_NAMES, Frequency, Period, financial_year
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.status import Status, judge
from perfdata.verdicts.verdict import Comparison, Verdict

WITHHELD = "withheld"
NOT_REPORTED = "not reported"


def figure_of(measure: Measure, period: Period, observation: Observation | None) -> Figure:
    """The figure of `measure` for `period`; `observation` is None when no row is held for it."""
    return _figure(measure, period, observation, judge(measure, observation).status)


def figure_when_due(verdict: Verdict) -> Figure:
    """The figure of the verdict's own period, reported or not."""
    return _figure(verdict.measure, verdict.period, verdict.observation, verdict.status)


def latest_figure(verdict: Verdict, latest: Observation) -> Figure:
    """The figure of `verdict.latest`."""
    return _figure(verdict.measure, latest.period, latest, verdict.latest_judgement.status)


def _figure(measure: Measure, period: Period, observation: Observation | None, status: Status) -> Figure:
    due_on = period.end + timedelta(days=measure.lag_days)
    if observation is None:
        return Figure(
            code=measure.code,
            title=measure.title,
            period=period.label,
            period_words=covered_words(measure, period),
            value=None,
            value_words=_absent(status),
            unit=measure.unit,
            target=None,
            target_words=target_words(measure, None),
            status=status,
            due_on=due_on,
            provisional=False,
            revision=0,
            source_file="",
            source_row=0,
            entered_on=None,
            loaded_at=None,
            definition_revision=measure.revision,
        )
    value = observation.value if status is not Status.SUPPRESSED else None
    shown = value is not None
    return Figure(
        code=measure.code,
        title=measure.title,
        period=period.label,
        period_words=covered_words(measure, period),
        value=measure.rounded(value) if value is not None else None,
        value_words=value_words(measure, value) if value is not None else _absent(status),
        unit=measure.unit,
        target=observation.target if measure.polarity not in (Polarity.RANGE, Polarity.CONTEXT) else None,
        target_words=target_words(measure, observation.target),
        status=status,
        due_on=due_on,
        provisional=observation.provisional,
        revision=observation.revision,
        source_file=observation.source_file,
        source_row=observation.source_row,
        entered_on=observation.entered_on,
        loaded_at=observation.loaded_at,
        definition_revision=measure.revision,
        numerator=observation.numerator if shown else None,
        denominator=observation.denominator if shown else None,
    )


def changes_of(verdict: Verdict) -> tuple[Change, ...]:
    """How the latest figure compares with a year before, and with the period before where the two can be judged."""
    year = _change(verdict, verdict.year_before, "a year before")
    previous = verdict.previous
    if previous is None or previous.direction is None or previous == verdict.year_before:
        return (year,) if year else ()
    before = _change(verdict, previous, f"in {previous.observation.period.words}")
    return tuple(one for one in (year, before) if one is not None)


def change_between(
    measure: Measure, later: Observation, earlier: Observation, since: str, judged: Direction | None
) -> Change | None:
    """How `later` compares with `earlier`, as published; None where either has no number. `since` names the latter."""
    if later.value is None or earlier.value is None:
        return None
    before = measure.rounded(earlier.value)
    difference = measure.rounded(later.value) - before
    return Change(
        code=measure.code,
        period=later.period.label,
        earlier_period=earlier.period.label,
        earlier_value=before,
        difference=difference,
        words=difference_words(measure, difference),
        since=since,
        direction=judged,
    )


def _change(verdict: Verdict, earlier: Comparison | None, since: str) -> Change | None:
    if earlier is None or verdict.latest is None:
        return None
    return change_between(verdict.measure, verdict.latest, earlier.observation, since, earlier.direction)


def covered_words(measure: Measure, period: Period) -> str:
    """What the figure of `period` covers: the period itself, the year up to its end, or the twelve months to it."""
    if period.frequency is Frequency.ANNUAL:
        return period.words
    if measure.aggregation is Aggregation.CUMULATIVE:
        began = financial_year(period.end)
        year = f" {began}" if began != period.end.year else ""
        return f"1 April{year} to {day_words(period.end)}"
    if measure.aggregation is Aggregation.ROLLING:
        return f"the twelve months to {MONTH_NAMES[period.end.month - 1]} {period.end.year}"
    return period.words


def _absent(status: Status) -> str:
    return WITHHELD if status is Status.SUPPRESSED else NOT_REPORTED
