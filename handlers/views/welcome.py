"""What somebody finds who opens the conversation with the bot: suggested questions, and the first time a short tour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.views.message import Message, message
from handlers.views.parts import Bold, bullets, heading, note, paragraph
from perfdata.welcome import Tour

PROMPTS = 4
"""Slack shows at most so many."""


def suggested_prompts(questions: Sequence[str]) -> dict[str, Any]:
    """What `assistant.threads.setSuggestedPrompts` takes: these questions, and help at the end."""
    prompts = [{"title": question, "message": question} for question in questions[: PROMPTS - 1]]
    return {"title": "For example", "prompts": [*prompts, {"title": "What can I ask?", "message": "help"}]}


def owed_tour(payload: Mapping[str, Any]) -> Message:
    """The tour: what to ask, what to press, how a real change is told from chance, and what is kept."""
    tour = Tour.from_payload(dict(payload))
    return message(
        [
            heading("Welcome"),
            paragraph("I answer from the council’s own figures, here or where you mention me. For example:"),
            bullets(f"“{example}”" for example in tour.examples),
            paragraph(
                Bold("Under an answer"),
                " you can see where the figure is from, be shown its course, watch the measure, and, on a scrutiny "
                "board, nominate it for surgery. My Home shows your boards or services this month.",
            ),
            paragraph(
                Bold("Is it really changing?"),
                " Every measure moves a little from month to month by chance. I work out the range in which it usually "
                "moves. A figure outside that range, or a long run on one side of its average, is a real change, and I "
                "say since when. Anything else is its usual variation: one figure higher or lower than the last means "
                "little. With few figures I say that it is too early to tell. Whether a measure is on target is another"
                " question, and I answer both.",
            ),
            paragraph(
                Bold("In a thread"),
                " that you began with a question you need not mention me again. Say “follow this thread” and I hear "
                "everybody’s questions there; to what people say to each other I am silent, and keep none of it.",
            ),
            note(
                "I note only what is addressed to me, and delete the words of a question when it is answered. "
                "You see this once; say “help” at any time."
            ),
        ]
    )
