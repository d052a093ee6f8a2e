"""The record of an alert: every text whose numerals its message may say, and what it quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from perfdata.alerts.alert import Alert, AlertItem, Shown
from perfdata.alerts.dividing import AlertRest
from perfdata.alerts.objectives import named
from perfdata.asking.amounts import day_words
from perfdata.facts import EarlierFigure, Facts


def record_of(alert: Alert) -> Iterator[str]:
    """The alert's own words and counts, then the frozen facts of each measure."""
    yield f"{alert.period.words} {alert.since.words} {alert.reader_name}"
    yield f"{_day(alert.closed_on)} {_day(alert.late_since)} {alert.held_for}"
    yield " ".join(map(str, _counts(alert)))
    yield from (one.title for one in alert.followed)
    hand = alert.in_hand
    yield f"{hand.actions} {hand.overdue} {hand.nominations} {hand.surgeries}"
    yield from record_of_milestones(alert)
    for item in alert.items:
        yield from of_facts(item.facts)
        yield f"{item.remark} {item.usual} {_day(item.asked_until)}"
        yield f"{item.missing_for} {days_late(item, alert.closed_on)}"


def record_of_milestones(alert: Alert) -> Iterator[str]:
    """The words, days and counts of the milestones of business plans."""
    since = alert.milestones_since.words if alert.milestones_since is not None else ""
    found = Counter(one.status for one in alert.milestones)
    yield f"{since} {len(alert.milestones)} {len(named(alert.milestones))} {' '.join(map(str, found.values()))}"
    for one in alert.milestones:
        yield f"{one.directorate} {one.objective} {one.milestone} {one.status} {one.before} {_day(one.due)}"
        yield f"{one.days_late} {one.source_file} {one.source_row} {_day(one.entered_on)}"


def _counts(alert: Alert) -> Iterator[int]:
    """How many there are of each kind that a message counts, and the places of the items that it numbers."""
    yield from (len(alert.items), alert.reported, alert.without_new_figure, *alert.counts.values())
    yield from (alert.from_business_plans, len(alert.items) - alert.from_business_plans, len(alert.in_thread))
    yield from (alert.unlisted, alert.unlisted_off, len(alert.files))
    for shown in Shown:
        items = alert.shown(shown)
        yield len(items)
        yield sum(item.state.off for item in items)
        yield from Counter(item.state for item in items).values()
        yield from Counter((item.state, item.improving) for item in items).values()
        yield from Counter(item.facts.status for item in items).values()
    # Of what was named last time, some is told again and some counted by what became of it.
    yield from range(1, len(alert.followed) + 1)
    yield from range(1, len(alert.named) + 1)


def days_late(item: AlertItem, closed_on: date) -> int:
    """By how many days a missing figure was late when the round closed."""
    return (closed_on - item.facts.due_on).days


def record_of_rest(rest: AlertRest) -> Iterator[str]:
    """The same for a message in the thread."""
    yield from record_of(rest.alert)
    yield " ".join(map(str, (rest.place, rest.of, *range(rest.after + 1, rest.after + len(rest.alert.items) + 1))))


def quoted_in(alert: Alert) -> Iterator[str]:
    """The services' and directorates' own words, which are set apart."""
    yield from (item.quoted for item in alert.items if item.quoted)
    yield from (one.quoted for one in alert.milestones if one.quoted)


def of_facts(facts: Facts) -> Iterator[str]:
    """Every text whose numerals a message on these facts may say."""
    yield f"{facts.title} {facts.service} {facts.period.words} {facts.period_words} {facts.off_target_for}"
    if facts.value is not None:
        yield facts.value_words
    yield f"{facts.target_words} {_day(facts.due_on)} {_day(facts.noted_on)}"
    if (receipt := facts.receipt) is not None:
        yield f"{receipt.source_file} {receipt.source_row} {receipt.revision} {_day(receipt.entered_on)}"
    for earlier in (facts.previous, facts.last_reported):
        if earlier is not None:
            yield _earlier(earlier)


def _earlier(earlier: EarlierFigure) -> str:
    return f"{earlier.period.words} {earlier.period_words} {earlier.value_words}"


def _day(day: date | None) -> str:
    return day_words(day) if day is not None else ""
