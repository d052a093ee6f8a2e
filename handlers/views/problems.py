"""How a problem is told: to whoever asked, and to the Performance Team when a message could not be delivered."""

from __future__ import annotations

from handlers.views.message import Block, Message, message
from handlers.views.parts import modal, paragraph


def problem(sentence: str) -> Message:
    """One sentence on what is wrong and what to do."""
    return message([paragraph(sentence)])


def problem_view(sentence: str) -> Block:
    """The same as a modal, where there is no message to answer in."""
    return modal("Not done", [paragraph(sentence).block])
