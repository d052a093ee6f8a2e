"""What is told of recommendations to the executive, and the forms in which they are made and answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from handlers.ids import Action, BlockId, Callback, numbered
from handlers.references import RecommendationRef, SurgeryRef
from handlers.views.forms import choice, day_picker, field, text_box
from handlers.views.message import Block, Message, Part, message
from handlers.views.parts import Bold, button, buttons, modal, note, paragraph, quotation
from perfdata.asking.amounts import day_words
from perfdata.rounds import london_date
from perfdata.surgeries.agenda import Recommended
from perfdata.surgeries.lifecycles import RecommendationMove
from perfdata.surgeries.recommendation import RULE, Recommendation, Response
from perfdata.surgeries.recommending import LONGEST, RecommendationTold
from perfdata.surgeries.surgery import Surgery

_PRESSED = {
    RecommendationMove.RECEIVE: ("Record its receipt", Action.RECEIVED),
    RecommendationMove.ANSWER: ("Record the answer", Action.RESPOND),
}


def owed_recommendation(payload: Mapping[str, Any]) -> Message:
    """What is posted when one is made, received or answered, in the surgery's thread and to the cabinet member."""
    one = RecommendationTold.from_payload(dict(payload)).recommendation
    parts = [
        paragraph(Bold(f"Recommendation to the executive, on {one.title}: "), f"{one.state.value}{_response(one)}."),
        quotation(one.text, _said_by(one.made_by, london_date(one.made_at))),
    ]
    if one.response is not None and one.answered_at is not None:
        parts.append(quotation(one.answer, _said_by(one.answered_by, london_date(one.answered_at))))
    elif one.answer_by is not None and one.received_on is not None:
        parts.append(
            paragraph(
                f"Received on {day_words(one.received_on)}, so it is to be answered by "
                f"{day_words(one.answer_by)}. {RULE}."
            )
        )
    else:
        parts.append(note(f"The executive has to say what it will do. {RULE}."))
    return message(parts)


def listed(waiting: Sequence[Recommended], numbers: Iterator[int]) -> Iterator[Part]:
    """Those that wait for the executive, each with how it stands and what this person may record."""
    if not waiting:
        yield paragraph("None waits for an answer.")
    for each in waiting:
        one = each.recommendation
        yield paragraph(Bold(one.text), f" On {one.title}: {_standing(one)}.")
        pressed = [
            button(
                label,
                numbered(action, next(numbers)),
                RecommendationRef(one.id, one.version),
                spoken=f"{label}: {one.text}",
            )
            for label, action in (_PRESSED[move] for move in each.moves)
        ]
        if pressed:
            yield buttons(*pressed)


def form(surgery: Surgery) -> Block:
    """The form in which a recommendation is made."""
    return modal(
        "Recommend",
        [
            paragraph(Bold(f"Surgery on {surgery.title}")).block,
            field(
                BlockId.WORDS,
                "What should the executive do?",
                text_box(Action.WORDS, LONGEST),
                hint="The board and the cabinet member read it. Please name no person.",
            ),
        ],
        close="Cancel",
        submit="Recommend",
        callback=Callback.RECOMMEND,
        reference=SurgeryRef(surgery.id, surgery.version),
    )


def received_form(one: Recommendation, today: date) -> Block:
    """The form that says when the executive received it."""
    return modal(
        "Record its receipt",
        [
            paragraph(one.text).block,
            field(BlockId.DAY, "When did the executive receive it?", day_picker(Action.DAY, today), hint=f"{RULE}."),
        ],
        close="Cancel",
        submit="Record",
        callback=Callback.RECEIVED,
        reference=RecommendationRef(one.id, one.version),
    )


def respond_form(one: Recommendation) -> Block:
    """The form that records the executive's answer."""
    responses = [(response.value.capitalize(), response.name) for response in Response]
    return modal(
        "Record the answer",
        [
            paragraph(one.text).block,
            field(BlockId.KIND, "Does the executive accept it?", choice(Action.KIND, responses)),
            field(BlockId.REASON, "What will it do, and why?", text_box(Action.REASON, LONGEST)),
        ],
        close="Cancel",
        submit="Record",
        callback=Callback.RESPOND,
        reference=RecommendationRef(one.id, one.version),
    )


def done_view(title: str, one: Recommendation) -> Block:
    """What a form turns into."""
    return modal(title, [paragraph(f"Recorded, and the board is being told: {_standing(one)}.").block])


def _standing(one: Recommendation) -> str:
    if one.response is not None:
        return f"{one.state.value}{_response(one)}"
    if one.answer_by is not None:
        return f"{one.state.value}, to be answered by {day_words(one.answer_by)}"
    return f"{one.state.value} on {day_words(london_date(one.made_at))}, not received yet"


def _response(one: Recommendation) -> str:
    return f": {one.response.value}" if one.response is not None else ""


def _said_by(title: str, day: date) -> str:
    return f"{title}, {day_words(day)}"
