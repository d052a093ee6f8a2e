"""The sentences of a status: in one breath what the figure is, then how it compares, for how long, and from where.

Order: status in words; value with period; target; direction; how long off target; source. Two figures are a
comparison, never a trend: a figure is higher or lower than another, and better or worse by what the measure is for.
Every number in a sentence comes from a `Figure`'s words, or from a count that the answer carries.
"""

from __future__ import annotations

from datetime import date, timedelta

from perfdata.asking.amounts import day_words, difference_words, periods_counted
from perfdata.asking.answers import Figure
from perfdata.measures import Aggregation, Measure
from perfdata.periods import Period
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Comparison, Verdict

STATUS_WORDS = {
    Status.ON_TARGET: "on target",
    Status.SLIGHTLY_OFF: "slightly off target",
    Status.OFF_TARGET: "off target",
    Status.NO_TARGET: "no target is set",
    Status.SUPPRESSED: "withheld",
    Status.MISSING: "not reported",
}
"""How a sentence says each status."""


def status_sentence(measure: Measure, figure: Figure) -> str:
    """`Missed collections: off target. The figure for October 2026 is 63.2, against a target of 50.0.`"""
    return f"{measure.title}: {STATUS_WORDS[figure.status]}. {figure_sentence(measure, figure)}"


def figure_sentence(measure: Measure, figure: Figure) -> str:
    """`The figure for October 2026 is 44.3%, against a target of 46.0%.`"""
    sentence = f"The figure for {covered(measure, figure)} is {figure.value_words}"
    if not figure.target_words:
        return f"{sentence}."
    if figure.target_words.startswith("between"):
        return f"{sentence}, against a target range of {figure.target_words}."
    return f"{sentence}, against a target of {figure.target_words}."


def covered(measure: Measure, figure: Figure) -> str:
    """The time that the figure covers, and for a cumulative one that it is the year so far."""
    if measure.aggregation is Aggregation.CUMULATIVE and measure.frequency.noun != "year":
        return f"the year so far ({figure.period_words})"
    return figure.period_words


def missing_sentence(measure: Measure, period: Period, today: date) -> str:
    """That the figure of `period` is not there: overdue, or not due yet."""
    due = period.end + timedelta(days=measure.lag_days)
    if due > today:
        return f"The figure for {period.words} is not due until {day_words(due)}."
    return f"The figure for {period.words} has not been reported; it was due by {day_words(due)}."


def withheld_sentence(period: Period) -> str:
    """That the figure of `period` is withheld."""
    return f"The figure for {period.words} is withheld, because it is small enough to identify people."


def latest_sentence(measure: Measure, figure: Figure) -> str:
    """The latest figure that there is, when it is not the period's that was asked for."""
    against = f", against a target of {figure.target_words}" if figure.target_words else ""
    if figure.target_words.startswith("between"):
        against = f", against a target range of {figure.target_words}"
    judged = f": {STATUS_WORDS[figure.status]}" if figure.status.judged else ""
    return f"The latest is for {covered(measure, figure)}: {figure.value_words}{against}{judged}."


def direction_sentence(verdict: Verdict) -> str:
    """How the latest figure compares with a year before and with the period before; blank with neither."""
    parts = []
    if verdict.year_before is not None:
        parts.append(_compared(verdict, verdict.year_before, year=True))
    if verdict.previous is not None and verdict.previous.direction is not None:
        parts.append(_compared(verdict, verdict.previous, year=False))
    return f"That is {' and '.join(parts)}." if parts else ""


def run_sentence(verdict: Verdict) -> str:
    """For how long it has been off target, blank when it is not."""
    run, frequency = verdict.periods_off_target, verdict.measure.frequency
    if run == 0:
        return ""
    if run == 1:
        before = verdict.previous.observation.period.words if verdict.previous is not None else ""
        return f"It was not off target in {before}." if before else ""
    gaps = f", not counting {periods_counted(verdict.gaps, frequency)} with no figure" if verdict.gaps else ""
    return f"Off target for {periods_counted(run, frequency)}{gaps}."


def source_sentence(figure: Figure) -> str:
    """`Provisional; source: observations.csv, row 56, entered 20 November 2026.`"""
    assert figure.entered_on is not None
    where = f"{figure.source_file}, row {figure.source_row}, entered {day_words(figure.entered_on)}"
    marks = [
        *(["Provisional"] if figure.provisional else []),
        *([f"revised (revision {figure.revision})"] if figure.revision > 1 else []),
    ]
    if not marks:
        return f"Source: {where}."
    said = " and ".join(marks)
    return f"{said[0].upper()}{said[1:]}; source: {where}."


def _compared(verdict: Verdict, earlier: Comparison, *, year: bool) -> str:
    measure, latest = verdict.measure, verdict.latest
    assert latest is not None
    assert latest.value is not None
    assert earlier.observation.value is not None
    change = measure.rounded(latest.value) - measure.rounded(earlier.observation.value)
    when = f"in {earlier.observation.period.words}" if not year else "a year before"
    if change == 0:
        return f"the same as {when}"
    size = difference_words(measure, change)
    way = "higher" if change > 0 else "lower"
    judged = {Direction.BETTER: " (better)", Direction.WORSE: " (worse)"}.get(earlier.direction or Direction.SAME, "")
    return f"{size} {way} than {when}{judged}"
