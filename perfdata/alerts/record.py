"""The record of an alert: every text whose numerals its message may say, and what it quotes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from perfdata.alerts.alert import Alert
from perfdata.asking.amounts import day_words
from perfdata.facts import EarlierFigure, Facts


def record_of(alert: Alert) -> Iterator[str]:
    """The alert's own words and counts, then the frozen facts of each measure."""
    yield f"{alert.period.words} {alert.board_name} {_day(alert.closed_on)} {_day(alert.late_since)}"
    listed = len(alert.listed)
    sections = map(len, alert.sections.values())
    counts = [*alert.counts.values(), *sections, len(alert.items), alert.not_due_off_target, alert.from_business_plans]
    yield " ".join(map(str, [*counts, len(alert.items) - alert.from_business_plans, *range(1, listed)]))
    for item in alert.items:
        yield from of_facts(item.facts)
        yield item.remark


def quoted_in(alert: Alert) -> Iterator[str]:
    """The services' own words, which are set apart."""
    return (item.facts.note for item in alert.items if item.facts.note)


def of_facts(facts: Facts) -> Iterator[str]:
    """Every text whose numerals a message on these facts may say."""
    yield f"{facts.title} {facts.service} {facts.period.words} {facts.period_words} {facts.off_target_for}"
    if facts.value is not None:
        yield facts.value_words
    yield f"{facts.target_words} {_day(facts.due_on)} {_day(facts.noted_on)}"
    for earlier in (facts.previous, facts.last_reported):
        if earlier is not None:
            yield _earlier(earlier)


def _earlier(earlier: EarlierFigure) -> str:
    return f"{earlier.period.words} {earlier.period_words} {earlier.value_words}"


def _day(day: date | None) -> str:
    return day_words(day) if day is not None else ""
