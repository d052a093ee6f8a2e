"""Questions to a service: what the service, those who asked and the board's list read, and the forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from handlers.ids import Action, BlockId, Callback, numbered
from handlers.references import AskServiceRef, ServiceQuestionRef
from handlers.views.facts import evidence_words, receipt_words
from handlers.views.forms import choice, day_picker, field, text_box
from handlers.views.guarding import guarded_facts
from handlers.views.message import Block, Message, Part, message
from handlers.views.parts import Bold, button, buttons, modal, note, paragraph, quotation
from perfdata.asking.amounts import day_words, joined
from perfdata.service_questions.asking import LONGEST, Asked, Offer, Outcome
from perfdata.service_questions.lifecycle import QuestionMove
from perfdata.service_questions.listing import Waiting
from perfdata.service_questions.question import Event, Question, QuestionTold
from perfdata.service_questions.record import quoted_in, record_of

TITLE = "Ask the service"
WHAT_IS_ASKED = "What should the board know about this figure?"
"""What a question without words asks."""


_PRESSED = (
    (QuestionMove.ANSWER, "Answer", Action.ANSWER_QUESTION),
    (QuestionMove.NAME_DAY, "Name another day", Action.NAME_DAY),
    (QuestionMove.MERGE, "Merge", Action.MERGE_QUESTION),
)


def owed_question(payload: Mapping[str, Any]) -> Message:
    """What is posted: to the service, or where the question was asked."""
    told = QuestionTold.from_payload(dict(payload))
    made = message(_to_service(told) if told.to_service else _to_askers(told))
    questions = [told.question, *([told.into] if told.into is not None else [])]
    return guarded_facts(made, record_of(questions), quoted_in(questions, told.words))


def _to_service(told: QuestionTold) -> Iterator[Part]:
    question = told.question
    if told.event is Event.ADDED:
        yield paragraph(f"Somebody else of the {question.board_name} asks the same, and adds:")
        yield quotation(told.words, f"a member of the {question.board_name}")
    else:
        yield paragraph(Bold(f"The {question.board_name} asks about "), _named(question), ".")
        yield _asked(question)
        yield paragraph(evidence_words(question.facts))
        if source := receipt_words(question.facts):
            yield note(source)
        yield paragraph(
            f"Please answer by {day_words(question.reply_by)}, or name another day and say why. "
            "Your words go to those who asked, with your role and the date."
        )
    yield buttons(
        _button("Answer", Action.ANSWER_QUESTION, question, 0, primary=True),
        _button("Name another day", Action.NAME_DAY, question, 0),
    )


def _to_askers(told: QuestionTold) -> Iterator[Part]:
    question = told.question
    name = _named(question)
    match told.event:
        case Event.PUT:
            yield paragraph(f"A member of the {question.board_name} has asked the service about {name}.")
            yield _asked(question)
            yield note(f"It should answer by {day_words(question.reply_by)}. The answer comes here.")
        case Event.ANSWERED:
            yield paragraph(Bold("The service answers"), f" the question of the {question.board_name} on {name}.")
            if told.apart or question.words:
                yield _asked(question)
            yield quotation(question.answer, _answered_by(question))
            yield note(f"When it was asked: {evidence_words(question.facts)} {receipt_words(question.facts)}".rstrip())
        case Event.DAY_NAMED:
            yield paragraph(
                f"The service will answer the question of the {question.board_name} on {name} "
                f"by {day_words(question.reply_by)}."
            )
            yield quotation(question.because, question.named_by)
        case Event.MERGED if told.into is not None:
            yield paragraph(
                f"The question of the {question.board_name} on {name} is answered together with its question on "
                f"{_named(told.into)}, by {day_words(told.into.reply_by)}. The answer comes here."
            )


def listed(found: Sequence[Waiting], today: date, numbers: Iterator[int]) -> Iterator[Part]:
    """Open questions, each with its day and what this reader may do with it."""
    for waiting in found:
        one = waiting.question
        late = " Overdue." if one.overdue(today) else ""
        named = f" The {one.named_by} named that day." if one.named_by else ""
        others = f" {one.askers} have asked." if one.askers > 1 else ""
        yield paragraph(
            Bold(one.facts.title),
            f". Asked on {day_words(one.asked_on)}; the {one.owner_role} answers by "
            f"{day_words(one.reply_by)}.{late}{named}{others}",
        )
        yield _asked(one)
        pressed = [
            _button(label, action, one, next(numbers)) for move, label, action in _PRESSED if move in waiting.moves
        ]
        if pressed:
            yield buttons(*pressed)


def ask_form(found: Offer, reference: AskServiceRef) -> Block:
    """The form in which a member asks."""
    blocks = [paragraph(Bold(found.measure.title), f", {found.measure.service}.").block]
    if found.open:
        boards = joined([f"the {one.board_name}" for one in found.open])
        has, its = ("has", "its") if len(found.open) == 1 else ("have", "your board’s")
        said = f"{boards[:1].upper()}{boards[1:]} {has} asked about this already."
        blocks.append(paragraph(f"{said} You join {its} question and are told the answer.").block)
    if len(found.boards) > 1:
        names = [(one.name, one.code) for one in found.boards]
        blocks.append(field(BlockId.BOARD, "For which board?", choice(Action.BOARD, names, chosen=found.board)))
    blocks.append(
        field(
            BlockId.WORDS,
            "Your question",
            text_box(Action.WORDS, LONGEST),
            hint=f"Left empty, it asks: {WHAT_IS_ASKED} The service is not told who asks.",
            optional=True,
        )
    )
    return modal(TITLE, blocks, close="Cancel", submit="Ask", callback=Callback.ASK_SERVICE, reference=reference)


def asked_view(done: Asked) -> Block:
    """What that form turns into."""
    question, by = done.question, day_words(done.question.reply_by)
    first = {
        Outcome.ASKED: f"The {question.owner_role} has been asked",
        Outcome.JOINED: f"The {question.board_name} had asked about this already, and you have joined its question",
        Outcome.ALREADY: "You have asked about this already",
    }[done.outcome]
    return done_view(f"{first}. The service should answer by {by}. The answer comes to where you asked.")


def answer_form(question: Question, *, on_behalf: bool) -> Block:
    """The form for the answer; `on_behalf` where the clerk passes it on."""
    blocks = [*_case(question)]
    hint = "Those who asked read it, with your role and the date."
    if on_behalf:
        hint = "Those who asked read it as the service’s answer, passed on by the clerk."
    blocks.append(field(BlockId.WORDS, "Your answer", text_box(Action.WORDS, LONGEST), hint=hint))
    return modal(
        "Answer a question",
        blocks,
        close="Cancel",
        submit="Answer",
        callback=Callback.ANSWER_QUESTION,
        reference=ServiceQuestionRef(question.id, question.version),
    )


def day_form(question: Question) -> Block:
    """The form in which a service names another day."""
    return modal(
        "Name another day",
        [
            *_case(question),
            field(BlockId.DAY, "By when will you answer?", day_picker(Action.DAY)),
            field(
                BlockId.REASON,
                "Why not sooner?",
                text_box(Action.REASON, LONGEST),
                hint="Those who asked read it. Until that day nobody is chased.",
            ),
        ],
        close="Cancel",
        submit="Name it",
        callback=Callback.NAME_DAY,
        reference=ServiceQuestionRef(question.id, question.version),
    )


def merge_form(question: Question, others: Sequence[Question]) -> Block:
    """The form in which the clerk merges a question into another."""
    options = [(one.facts.title, str(one.id)) for one in others]
    return modal(
        "Merge questions",
        [
            *_case(question),
            field(
                BlockId.INTO,
                "Into which question?",
                choice(Action.INTO, options),
                hint="Those who asked this one are told the other’s answer.",
            ),
        ],
        close="Cancel",
        submit="Merge",
        callback=Callback.MERGE_QUESTION,
        reference=ServiceQuestionRef(question.id, question.version),
    )


def day_named_view(question: Question) -> Block:
    """What the form for another day turns into."""
    return done_view(f"Thank you. Those who asked are told that you answer by {day_words(question.reply_by)}.")


def done_view(sentence: str) -> Block:
    """What a form turns into."""
    return modal(TITLE, [paragraph(sentence).block])


def _case(question: Question) -> Iterator[Block]:
    yield paragraph(Bold(_named(question)), f": {evidence_words(question.facts)}").block
    yield _asked(question).block
    yield note(f"To be answered by {day_words(question.reply_by)}.").block


def _named(question: Question) -> str:
    return f"“{question.facts.title}” ({question.facts.service})"


def _asked(question: Question) -> Part:
    """What is asked, in the member's own words, or the plain question where there are none."""
    by = f"a member of the {question.board_name}, {day_words(question.asked_on)}"
    return quotation(question.words, by) if question.words else paragraph(WHAT_IS_ASKED)


def _answered_by(question: Question) -> str:
    day = f", {day_words(question.answered_on)}" if question.answered_on is not None else ""
    return f"{question.answered_by}{', for the service' if question.on_behalf else ''}{day}"


def _button(label: str, action: Action, question: Question, number: int, *, primary: bool = False) -> Block:
    return button(
        label,
        numbered(action, number),
        ServiceQuestionRef(question.id),
        spoken=f"{label}: {question.facts.title}",
        primary=primary,
    )
