"""Frozen facts in sentences: the figure with its target, how long it has been off target, where it came from."""

from __future__ import annotations

from perfdata.asking.amounts import day_words
from perfdata.asking.wording import STATUS_WORDS
from perfdata.facts import EarlierFigure, Facts
from perfdata.measures import Tier
from perfdata.verdicts.status import Status


def name_words(facts: Facts) -> str:
    """The measure with its service, and that it is from a business plan where it is."""
    plan = ", business plan" if facts.tier is Tier.BUSINESS_PLAN else ""
    return f"{facts.title} ({facts.service}{plan})"


def figure_words(facts: Facts) -> str:
    """`520 for October 2026, against a target of 400.`"""
    against = f", against a target of {facts.target_words}" if facts.target_words else ""
    return f"{facts.value_words} for {facts.period_words}{against}."


def run_words(facts: Facts, so: str = "") -> str:
    """`Off target for 3 months, since August 2026.`, and what follows from that; blank when it is not off target."""
    if not facts.off_target_for:
        return ""
    return f"Off target for {facts.off_target_for}{', ' if so else ''}{so}."


def missing_words(facts: Facts) -> str:
    """That there is no figure, when it was due, and the last one with its own period."""
    missing = f"there is no figure for {facts.period.words}, which was due on {day_words(facts.due_on)}."
    if facts.last_reported is None:
        return f"{missing} None has been reported before."
    last = facts.last_reported
    return f"{missing} The last figure was {earlier_words(last)}"


def withheld_words(facts: Facts) -> str:
    """That the figure is withheld, and why."""
    return f"the figure for {facts.period.words} is withheld, because it is small enough to identify people."


def earlier_words(earlier: EarlierFigure) -> str:
    """`98.4% for September 2026, slightly off target.`"""
    return f"{earlier.value_words} for {earlier.period_words}, {STATUS_WORDS[earlier.status]}."


def evidence_words(facts: Facts) -> str:
    """All of it in one or two sentences, beginning with the status."""
    if facts.status is Status.MISSING:
        return _sentence(missing_words(facts))
    if facts.status is Status.SUPPRESSED:
        return _sentence(withheld_words(facts))
    words = f"{_sentence(STATUS_WORDS[facts.status])}: {figure_words(facts)}"
    run = run_words(facts)
    provisional = " Provisional." if facts.provisional else ""
    return f"{words} {run}{provisional}".rstrip() if run else f"{words}{provisional}"


def receipt_words(facts: Facts) -> str:
    """`Source: observations.csv, row 3906, revision 1, entered 12 November 2026.`; blank when nothing was reported."""
    if facts.receipt is None:
        return ""
    one = facts.receipt
    return (
        f"Source: {one.source_file}, row {one.source_row}, revision {one.revision}, "
        f"entered {day_words(one.entered_on)}."
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
