"""Asking the service that a measure belongs to, its answer, another day that it names, and merging two questions."""

from __future__ import annotations

from datetime import date

from handlers.context import Interaction, is_direct
from handlers.ids import Action, BlockId
from handlers.references import AskServiceRef, MeasureRef, ServiceQuestionRef
from handlers.replies import Mistakes, Open, Replace, Reply
from handlers.views import service_questions as views
from perfdata.errors import IllegalMove, ScrutineerError
from perfdata.permissions import Place, PlaceKind
from perfdata.service_questions.answering import answer, merge, name_day
from perfdata.service_questions.asking import ask, offer
from perfdata.service_questions.lifecycle import QuestionMove
from perfdata.service_questions.listing import may_do, open_questions, require_move
from perfdata.service_questions.question import Question, find


def open_form(interaction: Interaction) -> Reply:
    """“Ask the service”, under an answer or beside an item of an alert: the form."""
    about = interaction.pressed(MeasureRef)
    found = offer(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.privately,
        code=about.measure,
        board=about.board or interaction.place.board,
    )
    thread = "" if _seen_alone(interaction) else interaction.thread_ts
    channel = interaction.place.channel_id if thread else ""
    return Open(views.ask_form(found, AskServiceRef(about.measure, found.board, channel, thread)))


def submit(interaction: Interaction) -> Reply:
    """That form as sent."""
    about = interaction.about(AskServiceRef)
    snapshot = interaction.snapshot
    place = Place(PlaceKind.EPHEMERAL)
    if about.channel:
        place = snapshot.place(about.channel, direct=is_direct(about.channel))
    try:
        done = ask(
            interaction.session,
            snapshot,
            person=interaction.person,
            place=place,
            thread_ts=about.thread or None,
            code=about.measure,
            board=interaction.entered(BlockId.BOARD, Action.BOARD) or about.board,
            words=interaction.entered(BlockId.WORDS, Action.WORDS),
            now=interaction.now,
        )
    except ScrutineerError as refused:
        return Mistakes({BlockId.WORDS: refused.sentence})
    return Replace(views.asked_view(done))


def open_answer(interaction: Interaction) -> Reply:
    """“Answer”: the form, for the service or the clerk."""
    question = _for(interaction, QuestionMove.ANSWER)
    on_behalf = not may_do(interaction.snapshot, interaction.person, question, QuestionMove.NAME_DAY)
    return Open(views.answer_form(question, on_behalf=on_behalf))


def submit_answer(interaction: Interaction) -> Reply:
    """That form as sent."""
    about = interaction.about(ServiceQuestionRef)
    try:
        question = answer(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            question_id=about.question,
            words=interaction.entered(BlockId.WORDS, Action.WORDS),
            now=interaction.now,
            seen_version=about.version,
        )
    except ScrutineerError as refused:
        return Mistakes({BlockId.WORDS: refused.sentence})
    return Replace(views.done_view(f"Thank you. Those who asked about “{question.facts.title}” are being told."))


def open_day(interaction: Interaction) -> Reply:
    """“Name another day”: the form."""
    return Open(views.day_form(_for(interaction, QuestionMove.NAME_DAY)))


def submit_day(interaction: Interaction) -> Reply:
    """That form as sent."""
    about = interaction.about(ServiceQuestionRef)
    day = interaction.entered(BlockId.DAY, Action.DAY)
    try:
        question = name_day(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            question_id=about.question,
            day=date.fromisoformat(day) if day else None,
            reason=interaction.entered(BlockId.REASON, Action.REASON),
            now=interaction.now,
            seen_version=about.version,
        )
    except ScrutineerError as refused:
        return Mistakes({BlockId.REASON: refused.sentence})
    return Replace(views.day_named_view(question))


def open_merge(interaction: Interaction) -> Reply:
    """“Merge”, on the board's list: the form, for the clerk."""
    question = _for(interaction, QuestionMove.MERGE)
    others = open_questions(
        interaction.session,
        interaction.snapshot,
        person=interaction.person,
        place=interaction.privately,
        board=question.board,
    )
    others = tuple(one for one in others if one.id != question.id)
    if not others:
        raise IllegalMove(f"The {question.board_name} has no other open question into which this could be merged.")
    return Open(views.merge_form(question, others))


def submit_merge(interaction: Interaction) -> Reply:
    """That form as sent."""
    about = interaction.about(ServiceQuestionRef)
    into = interaction.entered(BlockId.INTO, Action.INTO)
    try:
        kept = merge(
            interaction.session,
            interaction.snapshot,
            person=interaction.person,
            place=interaction.place,
            question_id=about.question,
            into=int(into) if into else None,
            now=interaction.now,
            seen_version=about.version,
        )
    except ScrutineerError as refused:
        return Mistakes({BlockId.INTO: refused.sentence})
    return Replace(views.done_view(f"Merged. Those who asked are told the answer on “{kept.facts.title}”."))


def _for(interaction: Interaction, name: QuestionMove) -> Question:
    """The question pressed on, when this person may make the move. Raises NotAllowed and IllegalMove as the move does.

    Asked here so that nobody writes an answer that is refused; it is asked again when the form is sent.
    """
    number = interaction.pressed(ServiceQuestionRef).question
    question = find(
        interaction.session, interaction.snapshot, number, person=interaction.person, place=interaction.privately
    )
    require_move(interaction.snapshot, interaction.person, question, name)
    return question


def _seen_alone(interaction: Interaction) -> bool:
    """Whether what was pressed on is seen by this person alone, so that the answer comes to them."""
    return bool(interaction.body.get("container", {}).get("is_ephemeral")) or interaction.on_home
