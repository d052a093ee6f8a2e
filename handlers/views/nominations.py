"""Nominations: the form, the message to the board, the note of a second, and the list of what is open.

Reasons are people's own words: set apart, with role and date, and never formatted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from handlers.ids import Action, BlockId, Callback, MeasureRef, NominationRef, numbered
from handlers.views import limits
from handlers.views.days import LONDON, day_in_words
from handlers.views.facts import evidence_words, name_words, receipt_words
from handlers.views.forms import choice, field, text_box
from handlers.views.message import Block, Message, Part, message
from handlers.views.parts import (
    Bold,
    button,
    buttons,
    modal,
    note,
    option,
    paragraph,
    plain,
    quotation,
)
from perfdata.measures import Measure
from perfdata.nominations import LONGEST_TEXT, Nominated, Offer, Outcome, SecondTold
from perfdata.surgeries.nomination import Nomination

FORM_TITLE = "Nominate for surgery"
SAID_OF = {
    Outcome.NOMINATED: "Your nomination is stored, and the board’s channel is being told. Other members can second it "
    "there, and the chair can see it.",
    Outcome.SECONDED: "Another member had nominated this already, so yours is stored as a second, in your own words. "
    "The board’s channel is being told.",
    Outcome.ALREADY_NOMINATED: "You have already nominated this. It is open, and nothing has changed.",
    Outcome.ALREADY_SECONDED: "You have already seconded this. It is open, and nothing has changed.",
}


def owed_nomination(payload: Mapping[str, Any]) -> Message:
    """What is posted for an owed nomination."""
    return nomination_message(Nomination.from_payload(dict(payload)))


def owed_second(payload: Mapping[str, Any]) -> Message:
    """What is posted for an owed second, in the nomination's thread."""
    told = SecondTold.from_payload(dict(payload))
    parts = [paragraph(f"{told.second.title} has seconded the nomination of “{told.measure_title}”.")]
    if told.second.reason:
        parts.append(quotation(told.second.reason, _said_by(told.second.title, told.second.seconded_at)))
    return message(parts)


def nomination_message(nomination: Nomination) -> Message:
    """What a board's channel is told: what was nominated and on what evidence, why, and a button to second it."""
    facts = nomination.facts
    parts = [
        paragraph(Bold("Nominated for surgery: "), name_words(facts)),
        paragraph(evidence_words(facts)),
        paragraph("Why the board should look into it:"),
        quotation(nomination.reason, _said_by(nomination.title, nomination.nominated_at)),
    ]
    if nomination.outcome_wanted:
        parts.append(paragraph("What good would look like:"))
        parts.append(quotation(nomination.outcome_wanted, _said_by(nomination.title, nomination.nominated_at)))
    if source := receipt_words(facts):
        parts.append(note(f"As held when it was nominated. {source}"))
    second = button(
        "Second", Action.SECOND, NominationRef(nomination.id), spoken=f"Second the nomination: {facts.title}"
    )
    return message([*parts, buttons(second)])


def outcome_view(done: Nominated) -> Block:
    """What the form turns into when it has been sent."""
    nomination = done.nomination
    words = f"{nomination.facts.title}, for the {nomination.board_name}."
    return modal(FORM_TITLE, [paragraph(Bold(words)).block, paragraph(SAID_OF[done.outcome]).block])


def seconded(done: Nominated) -> Message:
    """What somebody who pressed “Second” is told."""
    if done.outcome is Outcome.ALREADY_SECONDED:
        return message([paragraph(SAID_OF[done.outcome])])
    return message([paragraph(f"You have seconded the nomination of “{done.nomination.facts.title}”. Thank you.")])


def form(offer: Offer) -> Block:
    """The nomination form, filled in as far as is known."""
    picker: dict[str, Any] = {
        "type": "external_select",
        "action_id": str(Action.MEASURE),
        "placeholder": plain("Type a few letters", limits.OPTION_LABEL),
        "min_query_length": 0,
    }
    if offer.measure is not None:
        picker["initial_option"] = measure_option(offer.measure)
    blocks = [field(BlockId.MEASURE, "Which measure?", picker)]
    blocks += _board_blocks(offer)
    blocks += [
        field(
            BlockId.REASON,
            "Why should the board look into it?",
            text_box(Action.REASON, LONGEST_TEXT),
            hint="The board will read this.",
        ),
        field(
            BlockId.OUTCOME,
            "What would good look like?",
            text_box(Action.OUTCOME, LONGEST_TEXT),
            hint="In your own words.",
            optional=True,
        ),
    ]
    only = offer.boards[0].code if len(offer.boards) == 1 else ""
    return modal(
        FORM_TITLE,
        blocks,
        close="Cancel",
        submit="Nominate",
        callback=Callback.NOMINATE,
        reference=MeasureRef(offer.measure.code if offer.measure is not None else "", only),
    )


def measure_option(measure: Measure) -> Block:
    """One measure in the picker."""
    return option(measure.title, measure.code)


def _board_blocks(offer: Offer) -> list[Block]:
    if len(offer.boards) == 1:
        return [note(f"For the {offer.boards[0].name}.").block]
    boards = [(board.name, board.code) for board in offer.boards]
    select = choice(Action.BOARD, boards, chosen=offer.board, placeholder="Choose a board")
    return [field(BlockId.BOARD, "For which board?", select)]


def listed(nomination: Nomination, number: int) -> Iterator[Part]:
    """One open nomination with its seconds, and a button to second it; `number` tells the buttons apart."""
    yield paragraph(Bold(name_words(nomination.facts)), f", for the {nomination.board_name}.")
    yield paragraph(evidence_words(nomination.facts))
    yield quotation(nomination.reason, _said_by(nomination.title, nomination.nominated_at))
    yield paragraph(_seconds(nomination))
    yield buttons(
        button(
            "Second",
            numbered(Action.SECOND, number),
            NominationRef(nomination.id),
            spoken=f"Second the nomination: {nomination.facts.title}",
        )
    )


def _seconds(nomination: Nomination) -> str:
    if not nomination.seconds:
        return "Nobody has seconded it yet."
    return f"Seconded by {'; '.join(one.title for one in nomination.seconds)}."


def _said_by(title: str, moment: datetime) -> str:
    return f"{title}, {day_in_words(moment.astimezone(LONDON).date())}"
