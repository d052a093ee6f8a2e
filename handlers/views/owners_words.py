"""The owner's words on a figure: the form, and what boards read that had been told of the figure before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.ids import Action, BlockId, Callback
from handlers.references import MeasureRef
from handlers.views.forms import choice, field, text_box
from handlers.views.message import Block, Message, message
from handlers.views.parts import Bold, button, modal, paragraph, quotation
from perfdata.asking.amounts import day_words
from perfdata.measures import Measure
from perfdata.owners_words.giving import LONGEST, Given
from perfdata.owners_words.words import Words
from perfdata.periods import Period

TITLE = "Comment on a figure"


def owed_comment(payload: Mapping[str, Any]) -> Message:
    """What is posted in the thread of an alert that spoke of the figure."""
    given = Given.from_payload(dict(payload))
    return message(
        [
            paragraph(Bold("The service says"), f" of “{given.title}” for {given.period_words}:"),
            quotation(given.words, f"{given.service}, {day_words(given.said_on)}"),
        ]
    )


def comment_button(code: str, title: str, action_id: str) -> Block:
    """The button that opens the form."""
    return button("Comment", action_id, MeasureRef(code), spoken=f"Comment on: {title}")


def comment_form(measure: Measure, periods: Sequence[Period], earlier: Sequence[Words]) -> Block:
    """The form; what was said before stands above it."""
    options = [(one.words, one.label) for one in periods]
    return modal(
        TITLE,
        [
            paragraph(Bold(measure.title), f", {measure.service}.").block,
            *(
                quotation(one.words, f"{one.title or measure.service}, {day_words(one.said_on)}").block
                for one in earlier
            ),
            field(BlockId.PERIOD, "For which period?", choice(Action.PERIOD, options, chosen=periods[0].label)),
            field(
                BlockId.WORDS,
                "Your words",
                text_box(Action.WORDS, LONGEST),
                hint="They stand beside the figure, with the date and your role; in channels with the service’s name.",
            ),
        ],
        close="Cancel",
        submit="Keep it",
        callback=Callback.COMMENT,
        reference=MeasureRef(measure.code),
    )


def kept_view(measure: Measure) -> Block:
    """What the form turns into."""
    said = f"Thank you. Your words stand beside the figure of “{measure.title}” from now on."
    return modal(TITLE, [paragraph(said).block])
