"""The sentences of a status: in one breath what the figure is, then how it compares, for how long, and from where.

Order: status in words; value with period; target; direction; how long off target; source. Two figures are a
comparison, never a trend: a figure is higher or lower than another, and better or worse by what the measure is for.
Every number in a sentence comes from a `Figure`'s words, or from a count that the answer carries.
"""

from __future__ import annotations

from perfdata.asking.amounts import day_words, periods_counted
from perfdata.asking.answers import Change, Figure
from perfdata.asking.queries import ListStatus
from perfdata.measures import Aggregation, Measure
from perfdata.periods import Period
from perfdata.snapshot import Snapshot
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict
from perfdata.visibility import is_members_view

STATUS_WORDS = {
    Status.ON_TARGET: "on target",
    Status.SLIGHTLY_OFF: "slightly off target",
    Status.OFF_TARGET: "off target",
    Status.NO_TARGET: "no target is set",
    Status.SUPPRESSED: "withheld",
    Status.MISSING: "not reported",
}
"""How a sentence says each status."""

STATE_WORDS = {
    ListStatus.RED: "off target",
    ListStatus.AMBER: "slightly off target",
    ListStatus.GREEN: "on target",
    ListStatus.NEWLY_RED: "newly off target",
    ListStatus.RECOVERED: "back on target",
    ListStatus.MISSING: "not reported",
    ListStatus.RED_LONG: "off target",
    ListStatus.PROVISIONAL: "provisional",
    ListStatus.REVISED: "revised lately",
    ListStatus.IMPROVED: "better than before",
    ListStatus.WORSENED: "worse than before",
    ListStatus.NO_TARGET: "without a target",
    ListStatus.NOT_RED: "not off target",
    ListStatus.NOT_AMBER: "not slightly off target",
    ListStatus.NOT_GREEN: "not on target",
    ListStatus.NOT_IMPROVED: "not better than before",
    ListStatus.NOT_WORSENED: "not worse than before",
}
"""How a sentence names the measures of a list."""

_JUDGED = {Direction.BETTER: " (better)", Direction.WORSE: " (worse)"}


def status_sentence(measure: Measure, figure: Figure) -> str:
    """`Missed collections: off target. The figure for October 2026 is 63.2, against a target of 50.0.`"""
    return f"{measure.title}: {STATUS_WORDS[figure.status]}. {figure_sentence(measure, figure)}"


def figure_sentence(measure: Measure, figure: Figure) -> str:
    """`The figure for October 2026 is 44.3%, against a target of 46.0%.`"""
    sentence = f"The figure for {covered(measure, figure)} is {figure.value_words}"
    return f"{sentence}{_against(figure)}."


def covered(measure: Measure, figure: Figure) -> str:
    """The time that the figure covers, and for a cumulative one that it is the year so far."""
    if measure.aggregation is Aggregation.CUMULATIVE and measure.frequency.noun != "year":
        return f"the year so far ({figure.period_words})"
    return figure.period_words


def absent_words(figure: Figure, period: Period, snapshot: Snapshot) -> str:
    """That the figure of `period` is not there: overdue, not due yet, or not released yet."""
    if is_members_view(snapshot, figure.code) and snapshot.released_on and figure.due_on > snapshot.released_on:
        return f"not released yet. The figure for {period.words} is shown once its round is."
    due = day_words(figure.due_on)
    if figure.due_on > snapshot.today:
        return f"{STATUS_WORDS[figure.status]}. The figure for {period.words} is not due until {due}."
    return f"{STATUS_WORDS[figure.status]}. The figure for {period.words} has not been reported; it was due by {due}."


def withheld_sentence(period: Period) -> str:
    """That the figure of `period` is withheld."""
    return f"The figure for {period.words} is withheld, because it is small enough to identify people."


def latest_sentence(measure: Measure, figure: Figure) -> str:
    """The latest figure that there is, when it is not the period's that was asked for."""
    judged = f": {STATUS_WORDS[figure.status]}" if figure.status.judged else ""
    return f"The latest is for {covered(measure, figure)}: {figure.value_words}{_against(figure)}{judged}."


def change_sentence(changes: tuple[Change, ...]) -> str:
    """How a figure compares with earlier ones; blank when it is compared with none."""
    parts = [compared_words(change) for change in changes]
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


def _against(figure: Figure) -> str:
    if not figure.target_words:
        return ""
    if figure.target_words.startswith("between"):
        return f", and should lie {figure.target_words}"
    return f", against a target of {figure.target_words}"


def compared_words(change: Change) -> str:
    """`0.8 percentage points higher than a year before (better)`"""
    if change.difference == 0:
        return f"the same as {change.since}"
    way = "higher" if change.difference > 0 else "lower"
    judged = _JUDGED.get(change.direction, "") if change.direction is not None else ""
    return f"{change.words} {way} than {change.since}{judged}"


def ended(sentence: str) -> str:
    """A sentence as somebody wrote it, ended so that another may follow."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
