"""How a problem is told: to whoever asked, and to the Performance Team when a message could not be delivered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.views.message import Block, Message, message
from handlers.views.parts import Bold, Channel, modal, note, paragraph

WITHHELD = "withheld"
"""What became of a message that the guard held back, beside the outbox's own states."""

WAITS = "waits"
"""The same of one that has not been owed yet, because its channel is not as it should be."""

AGAIN = "bot.py round release-again"
"""How an alert is sent again that could not be posted."""

WHAT = {
    "answer": "an answer to a question",
    "alert": "a month's alert",
    "rest of an alert": "the rest of a month's alert, in its thread",
    "alert preview": "the preview of a month's alert",
    "why an alert says so": "the reasons beside the preview of an alert",
    "addendum": "what has changed in a month's alert",
    "round": "the news of a round",
    "comment": "what a service says of a figure",
    "service question": "a question to a service, or its answer",
    "nomination": "the news of a nomination",
    "second": "the news that a nomination was seconded",
    "decision": "a decision on a nomination",
    "surgery": "the news of a surgery",
    "document": "a document",
    "papers": "a surgery's papers",
    "action": "the news of an action",
    "recommendation": "the news of a recommendation",
    "reminders": "a reminder",
    "chart": "a chart",
    "correction": "the correction of a figure",
    "backlog": "a question for you",
    "backlog reply": "your reply to a question",
    "not understood": "the week's list of what was not understood",
    "tour": "the welcome to somebody new",
    "watches": "the news of what somebody watches",
    "board watch": "the news of a board's watch list",
    "files": "a report on files that were sent to be loaded",
}


def problem(sentence: str) -> Message:
    """One sentence on what is wrong and what to do."""
    return message([paragraph(sentence)])


def problem_view(sentence: str) -> Block:
    """The same as a modal, where there is no message to answer in."""
    return modal("Not done", [paragraph(sentence).block])


def withheld(reference: str) -> Message:
    """What is posted in place of a message that the guard held back."""
    return problem(withheld_sentence(reference))


def withheld_sentence(reference: str) -> str:
    """The apology for an answer that the guard held back."""
    return (
        "Sorry, I have held back my answer: it had a number in it that I could not trace to the council’s figures. "
        f"The Performance Team has been told, and can find it by the reference {reference}."
    )


def undelivered(payload: Mapping[str, Any]) -> Message:
    """What the Performance Team is told of a message that did not arrive, or may not have."""
    what = WHAT.get(payload["kind"], "a message")
    where = Channel(payload["channel_id"])
    if payload["state"] == WITHHELD:
        return message(
            [
                paragraph(Bold("A message was held back."), f" It is {what} for ", where, "."),
                paragraph(payload["problem"]),
                paragraph("What to do: please report this fault with the reference. The person has had an apology."),
                note(f"Reference: {payload['key']}"),
            ]
        )
    if payload["state"] == WAITS:
        return message(
            [
                paragraph(Bold("A message cannot be posted yet."), f" It is {what} for ", where, "."),
                paragraph(payload["problem"]),
                paragraph("What to do: put that right. I look again by myself, and post it then."),
            ]
        )
    if payload["state"] == "unknown":
        return message(
            [
                paragraph(Bold("A message may have been posted, or not."), f" It is {what} for ", where, "."),
                paragraph(f"{payload['problem']} I could not look whether it is there, so I will not send it again."),
                paragraph(
                    "What to do: look in that conversation. If it is not there, tell whoever was waiting for it."
                ),
                note(f"Reference: {payload['key']}"),
            ]
        )
    return message(
        [
            paragraph(Bold("A message could not be posted."), f" It is {what} for ", where, "."),
            paragraph(payload["problem"]),
            paragraph(
                f"What to do: put that right, then have it sent again with {AGAIN}."
                if payload["kind"] == "alert"
                else "What to do: put that right, and tell whoever was waiting for it; I will not send it again."
            ),
            note(f"Reference: {payload['key']}"),
        ]
    )
