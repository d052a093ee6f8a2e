"""Objectives of business plans in an alert: all milestones counted in the message, those to be named in its thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from handlers.views.message import Part
from handlers.views.parts import Bold, paragraph, quotation
from perfdata.alerts.alert import Alert
from perfdata.alerts.objectives import MilestoneTold, named
from perfdata.asking.amounts import counted, day_words, joined

JUDGED = "How a milestone stands is the directorate’s own judgement, not a measured figure."


def counted_milestones(alert: Alert) -> Iterator[Part]:
    """One paragraph: how many milestones stand how, and how many are named in the thread."""
    if alert.milestones_since is None:
        return
    if not alert.milestones:
        yield paragraph(Bold("Objectives of business plans: "), "no milestones are held of these.")
        return
    states = [f"{number} {state or 'without a status'}" for state, number in _states(alert).items()]
    number = counted(len(alert.milestones), "milestone")
    told = len(named(alert.milestones))
    more = (
        f" {told} {'is' if told == 1 else 'are'} late, new or changed since {alert.milestones_since.words}: in the "
        "thread below."
        if told
        else f" None is late, and none has changed since {alert.milestones_since.words}."
    )
    yield paragraph(Bold(f"Objectives of business plans, {number}: "), f"{joined(states)}.{more} {JUDGED}")


def named_milestones(alert: Alert) -> Iterator[Part]:
    """The milestones that one message of the thread tells, each with the directorate's own words."""
    if alert.milestones:
        yield paragraph(Bold("Objectives of business plans: late, new or changed"))
    for one in alert.milestones:
        yield paragraph(_words(alert, one))
        if one.quoted:
            yield quotation(one.quoted, f"{one.directorate}, {day_words(one.entered_on)}")


def _states(alert: Alert) -> Counter[str]:
    return Counter(one.status for one in alert.milestones)


def _words(alert: Alert, one: MilestoneTold) -> str:
    assert alert.milestones_since is not None
    due = f"due on {day_words(one.due)}" if one.due is not None else "without a date"
    late = f", {counted(one.days_late, 'day')} late" if one.days_late else ""
    if one.before is None:
        before = "It is new on this list."
    elif one.before == one.status:
        before = f"As in {alert.milestones_since.words}."
    else:
        before = f"It was {one.before or 'without a status'} in {alert.milestones_since.words}."
    source = f"Source: {one.source_file}, row {one.source_row}, entered {day_words(one.entered_on)}."
    status = one.status or "without a status"
    return f"“{one.milestone}”, of the objective “{one.objective}”: {status}, {due}{late}. {before} {source}"
