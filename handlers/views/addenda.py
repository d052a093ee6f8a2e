"""An addendum in the thread of an alert: what was told, what is so now and since which figure; nothing is rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.views.facts import evidence_words, receipt_words
from handlers.views.guarding import guarded_facts
from handlers.views.message import Broadcast, message
from handlers.views.parts import Bold, bullets, note, paragraph
from perfdata.alerts.addendum import Addendum, AddendumItem, Change, record_of
from perfdata.asking.amounts import counted, day_words
from perfdata.asking.wording import STATUS_WORDS
from perfdata.facts import Facts
from perfdata.verdicts.status import Status

MOST = 15
"""Measures that one message names; how many more there are is said."""


def owed_addendum(payload: Mapping[str, Any]) -> Broadcast:
    """What is posted in the thread; where a status has changed, Slack shows it in the channel too."""
    addendum = Addendum.from_payload(dict(payload))
    number = len(addendum.items)
    parts = [
        paragraph(
            Bold(f"{addendum.period.words}: {counted(number, 'measure')} {'has' if number == 1 else 'have'} changed"),
            f" since the message of {day_words(addendum.told_on)}, which stays as it was.",
        ),
        bullets(_item(item) for item in addendum.items[:MOST]),
    ]
    if more := max(number - MOST, 0):
        figures = "1 more figure of that message has" if more == 1 else f"{more} more figures of that message have"
        parts.append(note(f"{figures} changed. Ask for {'it' if more == 1 else 'them'} by name."))
    quoted = [one.note for item in addendum.items for one in (item.told, item.facts) if one.note]
    made = guarded_facts(message(parts), [*record_of(addendum), str(more)], quoted)
    return Broadcast(text=made["text"], blocks=made["blocks"], reply_broadcast=addendum.changes_status)


def _item(item: AddendumItem) -> tuple[Bold | str, ...]:
    return Bold(f"{item.facts.title} ({item.facts.service})"), f": {_words(item)}"


def _words(item: AddendumItem) -> str:
    facts = item.facts
    now = " ".join(words for words in (evidence_words(facts), item.remark, receipt_words(facts)) if words)
    match item.change:
        case Change.WITHHELD:
            return f"no figure can be given any more. {evidence_words(facts)}"
        case Change.CAME_IN:
            return f"the figure for {facts.period.words}, which was missing, has come in. {now}"
        case Change.GONE:
            return f"the figure that was told is no longer held. {evidence_words(facts)}"
        case Change.WITHDRAWN:
            return f"withdrawn. It was told as {_told(item.told)}. {_why(item)} {now}"
        case Change.REVISED:
            return f"it was told as {_told(item.told)}. {_why(item)} {now}"


def _told(facts: Facts) -> str:
    if facts.status in (Status.SUPPRESSED, Status.MISSING) or facts.value is None:
        return STATUS_WORDS[facts.status]
    return f"{STATUS_WORDS[facts.status]}, {facts.value_words} for {facts.period.words}"


def _why(item: AddendumItem) -> str:
    """Which figure it was that changed: its own, or the one that it is compared with."""
    told, now = item.told, item.facts
    if (told.value_words, told.target_words) != (now.value_words, now.target_words):
        return "That figure has been revised."
    if now.previous is not None and now.previous != told.previous:
        before = now.previous
        return f"The figure before it has been revised, to {before.value_words} for {before.period.words}."
    return "It is judged otherwise now."
