"""The one message a day in which somebody is told what waits for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from handlers.ids import Action, numbered
from handlers.references import ActionRef, InvitationRef, MeasureRef, ServiceQuestionRef
from handlers.views import limits
from handlers.views.escaping import clip
from handlers.views.message import Block, Message, message
from handlers.views.parts import Bold, bullets, button, buttons, paragraph
from perfdata.reminders import About, Bundle, Reminder
from perfdata.surgeries.lifecycles import InvitationMove

ANSWERS = (("I will be there", InvitationMove.ACCEPT), ("I cannot come", InvitationMove.DECLINE))
"""What can be answered to an invitation, and the button for it."""

SHORT_LABEL = 40
"""Characters of a button's label that a phone shows in one line."""


def owed_reminders(payload: Mapping[str, Any]) -> Message:
    """What is posted to one person: each thing with what is asked of them, and below a button for each."""
    bundle = Bundle.from_payload(dict(payload))
    total = len(bundle.reminders)
    waits = "One thing waits for you." if total == 1 else f"{total} things wait for you."
    lines = [(Bold(one.what), f". {one.asked}") for one in bundle.reminders]
    numbers = count()
    pressed = [made for one in bundle.reminders for made in _buttons(one, numbers)]
    wide = limits.BUTTONS_IN_ROW
    rows = [buttons(*pressed[first : first + wide]) for first in range(0, len(pressed), wide)]
    return message([paragraph(waits), bullets(lines), *rows])


def _buttons(one: Reminder, numbers: Iterator[int]) -> Iterator[Block]:
    """What opens the thing that is asked for, or answers it; none for what a command has the buttons of."""
    match one.about:
        case About.QUESTION:
            number = next(numbers)
            yield button(
                "Answer", numbered(Action.ANSWER_QUESTION, number), ServiceQuestionRef(one.number), spoken=one.what
            )
        case About.FIGURE:
            yield button("Comment", numbered(Action.COMMENT, next(numbers)), MeasureRef(one.measure), spoken=one.what)
        case About.ACTION:
            yield report_button(one.what, ActionRef(one.number), next(numbers))
        case About.INVITATION:
            for words, move in ANSWERS:
                about = InvitationRef(one.number, move.name)
                spoken = f"{words}: {one.what}"
                yield button(words, numbered(Action.ANSWER_INVITATION, next(numbers)), about, spoken=spoken)


def report_button(what: str, about: ActionRef, number: int) -> Block:
    """Opens the form to report on one action; it says on which, since there may be several side by side."""
    label = clip(f"Report: {what}", SHORT_LABEL, "…")
    return button(label, numbered(Action.REPORT, number), about, spoken=f"Report on: {what}")
