"""A correction: what was said in the thread and when, what is so now, and where that is from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.views.message import Broadcast, message
from handlers.views.parts import Bold, bullets, note, paragraph
from perfdata.asking.amounts import day_words
from perfdata.asking.wording import STATUS_WORDS, source_sentence
from perfdata.corrections import Corrected, Correction
from perfdata.verdicts.status import Status


def owed_correction(payload: Mapping[str, Any]) -> Broadcast:
    """What is posted in the thread; where a status has changed, Slack shows it in the channel too."""
    correction = Correction.from_payload(dict(payload))
    several = len(correction.items) + correction.more > 1
    first = "Figures that I gave here have been revised." if several else "A figure that I gave here has been revised."
    parts = [paragraph(Bold("Correction. "), first)]
    parts.append(bullets(_item(item) for item in correction.items))
    if correction.more:
        parts.append(note(f"{correction.more} more figures of this thread have changed. Ask for them by name."))
    made = message(parts)
    return Broadcast(text=made["text"], blocks=made["blocks"], reply_broadcast=correction.changes_status)


def _item(item: Corrected) -> tuple[Bold | str, ...]:
    figure, on = item.figure, day_words(item.said_on)
    if figure.status is Status.SUPPRESSED:
        words = f"I gave a figure on {on}; it is withheld now, because it is small enough to identify people."
        return Bold(figure.title), f", {figure.period_words}: {words}"
    said = f"We said {item.said_words} on {on}" if item.said_words else f"I could give no figure on {on}"
    now = f"it is now {figure.value_words}" if figure.value is not None else "there is no figure now"
    same = item.said_words == figure.value_words
    words = f"{said}, and that has not changed." if same else f"{said}; {now}."
    return Bold(figure.title), f", {figure.period_words}: {words} {_status(item)} {source_sentence(figure)}".rstrip()


def _status(item: Corrected) -> str:
    if item.changes_status:
        before, now = STATUS_WORDS[item.status_before], STATUS_WORDS[item.figure.status]
        against = f", against a target of {item.figure.target_words}" if item.figure.target_words else ""
        return f"It was {before} and is {now} now{against}."
    return f"Still {STATUS_WORDS[item.figure.status]}."
