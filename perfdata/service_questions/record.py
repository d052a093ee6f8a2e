"""The record of a question to a service: every text whose numerals its messages may say, and what they quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfdata.alerts.record import of_facts
from perfdata.asking.amounts import day_words
from perfdata.service_questions.question import Question


def record_of(questions: Iterable[Question]) -> Iterator[str]:
    """The days, roles and figures of these questions."""
    for one in questions:
        yield from of_facts(one.facts)
        yield f"{one.board_name} {one.owner_role} {one.named_by} {one.answered_by} {one.askers}"
        days = (one.asked_on, one.reply_by, one.answered_on)
        yield " ".join(day_words(day) for day in days if day is not None)
        if (receipt := one.facts.receipt) is not None:
            yield f"{receipt.source_file} {receipt.source_row} {receipt.revision} {day_words(receipt.entered_on)}"


def quoted_in(questions: Iterable[Question], *words: str) -> Iterator[str]:
    """What was asked, answered and given as reasons, in people's own words; `words` beside."""
    for one in questions:
        yield from (text for text in (one.words, one.answer, one.because) if text)
    yield from (text for text in words if text)
