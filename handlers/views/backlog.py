"""Questions put to the Performance Team: what its channel reads, the form for the reply, and the reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.ids import Action, BlockId, Callback, numbered
from handlers.references import FeedbackRef, QuestionRef
from handlers.views import limits
from handlers.views.message import Block, Message, Part, message
from handlers.views.parts import Bold, Channel, button, buttons, modal, note, paragraph, plain, quotation
from perfdata.asking.amounts import day_words
from perfdata.backlog import LONGEST_TEXT, Asked, Put, Replied, Why

OWNER = "the Performance Team"


def owed_question(payload: Mapping[str, Any]) -> Message:
    """What the team's channel reads."""
    asked = Asked.from_payload(dict(payload))
    return message([*_question(asked), buttons(_reply_button(asked, 0))])


def owed_reply(payload: Mapping[str, Any]) -> Message:
    """The reply under the question, or to the person alone; and the team's copy of it."""
    replied = Replied.from_payload(dict(payload))
    said_by = f"{replied.title}, {day_words(replied.replied_on)}"
    if replied.to_team:
        return message([paragraph("This reply has been passed on:"), quotation(replied.reply, said_by)])
    parts = [paragraph(Bold("The Performance Team replies"), " to the question that was put to it.")]
    if replied.question:
        parts.append(quotation(replied.question, "the question"))
    return message([*parts, quotation(replied.reply, said_by)])


def put(done: Put) -> Message:
    """What somebody is told who asked the team."""
    by = day_words(done.reply_by)
    if done.already:
        return message([paragraph(f"That is with {OWNER} already, which should reply by {by}.")])
    return message([paragraph(f"I have put that to {OWNER}, which should reply by {by}. The reply comes back here.")])


def open_list(questions: Sequence[Asked], today: date, first_number: int = 0) -> list[Part]:
    """The questions that wait for a reply, each with the button to reply."""
    parts: list[Part] = []
    for number, asked in enumerate(questions, first_number):
        late = " Overdue." if asked.reply_by < today else ""
        parts += [*_question(asked, late), buttons(_reply_button(asked, number))]
    return parts


def reply_form(asked: Asked) -> Block:
    """The form for the team's reply."""
    return modal(
        "Reply to a question",
        [
            quotation(asked.words, f"asked on {day_words(asked.asked_on)}").block,
            _field(
                BlockId.REPLY,
                Action.REPLY,
                "Your reply",
                "It is posted under the question, with your role and the date.",
            ),
        ],
        close="Cancel",
        submit="Reply",
        callback=Callback.REPLY,
        reference=QuestionRef(asked.number),
    )


def replied_view() -> Block:
    """What that form turns into."""
    return modal("Reply to a question", [paragraph("Thank you. Your reply is being posted under the question.").block])


def feedback_form(about: FeedbackRef) -> Block:
    """The form that asks what is not right about an answer."""
    return modal(
        "Not right?",
        [_field(BlockId.REPLY, Action.REPLY, "What is not right?", "The Performance Team reads it and replies here.")],
        close="Cancel",
        submit="Send",
        callback=Callback.FEEDBACK,
        reference=about,
    )


def feedback_view(done: Put) -> Block:
    """What that form turns into."""
    words = f"Thank you. {OWNER.capitalize()} should reply by {day_words(done.reply_by)}, where the answer stands."
    return modal("Not right?", [paragraph(words).block])


def thanks() -> Message:
    """What somebody is told who finds an answer right."""
    return message([paragraph(f"Thank you. It is counted, without your name, and {OWNER} is told the number.")])


def _question(asked: Asked, late: str = "") -> list[Part]:
    where = (" in ", Channel(asked.where)) if asked.where else ()
    first = "Somebody finds an answer not right" if asked.why is Why.NOT_RIGHT else "A question that I could not answer"
    parts = [
        paragraph(Bold(first), *where, f", on {day_words(asked.asked_on)}."),
        quotation(asked.words, "in their own words") if asked.words else paragraph("Its words have been deleted."),
    ]
    if asked.about:
        parts.append(paragraph(f"The answer was about: {asked.about}."))
    return [*parts, note(f"With {OWNER}. Reply by {day_words(asked.reply_by)}.{late}")]


def _reply_button(asked: Asked, number: int) -> Block:
    return button("Reply", numbered(Action.REPLY_TO, number), QuestionRef(asked.number))


def _field(block_id: BlockId, action: Action, label: str, hint: str) -> Block:
    return {
        "type": "input",
        "block_id": str(block_id),
        "label": plain(label, limits.INPUT_LABEL),
        "hint": plain(hint, limits.INPUT_LABEL),
        "element": {
            "type": "plain_text_input",
            "action_id": str(action),
            "multiline": True,
            "max_length": LONGEST_TEXT,
        },
    }
