"""What becomes of a question: the service answers or names another day; the clerk answers for it, or merges two.

All who asked are told where they asked, each place once. The service's own words are quoted with role and date, and an
answer that the clerk passed on says so. No move is made twice: the row is locked, and the table of moves decides.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from perfdata import reminders
from perfdata.errors import BadInput
from perfdata.measures import Measure
from perfdata.people import Person
from perfdata.permissions import Act, Place, require
from perfdata.service_questions.asking import LONGEST, record
from perfdata.service_questions.lifecycle import OPEN_QUESTION, QUESTION, QuestionMove, QuestionState, part_for
from perfdata.service_questions.question import (
    Event,
    Question,
    QuestionTold,
    locked,
    measure_of,
    question_of,
    require_open_measure,
)
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import BoardRow, ServiceAskerRow, ServiceQuestionRow
from perfdata.surgeries.models import Part, parts_of
from perfdata.surgeries.nomination_words import wrong_with

SHORTEST = 2
SHORTEST_REASON = 10


def answer(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    question_id: int,
    words: str,
    now: datetime,
    seen_version: int = 0,
) -> Question:
    """Answer a question, once; all who asked are told. The clerk's answer is passed on for the service, and says so.

    Raises NotAllowed to whoever may not, IllegalMove where it is answered or has changed, BadInput without words.
    """
    row, part = _begin(session, snapshot, person, place, question_id, QuestionMove.ANSWER, seen_version)
    said = words.strip()
    if len(said) < SHORTEST:
        raise BadInput("Please write the answer.")
    if wrong := wrong_with(said, LONGEST):
        raise BadInput(wrong)
    row.state = str(QUESTION.after(QuestionState(row.state), QuestionMove.ANSWER))
    row.answer, row.answered_by, row.answered_on = said, person.title, snapshot.today
    row.on_behalf = part is Part.CLERK
    row.ended_at = now
    session.flush()
    question = question_of(session, snapshot, row)
    reminders.drop(session, subject_of(question))
    _tell_askers(session, question, Event.ANSWERED, now)
    record(session, person.team_id, person.user_id, "answered for the service", question, now, title=person.title)
    return question


def name_day(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    question_id: int,
    day: date | None,
    reason: str,
    now: datetime,
    seen_version: int = 0,
) -> Question:
    """Have the service name a later day, with the reason, which all who asked are told; until it nobody is chased.

    Raises NotAllowed, IllegalMove, and BadInput for a day that is not later than the one so far, or without a reason.
    """
    row, _ = _begin(session, snapshot, person, place, question_id, QuestionMove.NAME_DAY, seen_version)
    if day is None or day <= max(snapshot.today, row.reply_by):
        raise BadInput("Please choose a day after today that is later than the one so far.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput("Please give the reason in a sentence: those who asked will read it.")
    if wrong := wrong_with(reason, LONGEST):
        raise BadInput(wrong)
    before = question_of(session, snapshot, row)
    row.state = str(QUESTION.after(QuestionState(row.state), QuestionMove.NAME_DAY))
    row.reply_by, row.because, row.named_by = day, reason.strip(), person.title
    session.flush()
    question = question_of(session, snapshot, row)
    reminders.drop(session, subject_of(before))
    _tell_askers(session, question, Event.DAY_NAMED, now)
    record(
        session, person.team_id, person.user_id, "named another day", question, now,
        title=person.title, day=day.isoformat(), reason=reason.strip(),
    )  # fmt: skip
    return question


def merge(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    question_id: int,
    into: int | None,
    now: datetime,
    seen_version: int = 0,
) -> Question:
    """Merge a question into another open one of the same board; those who asked it are told the other's answer.

    Returns the question that goes on. Raises NotAllowed to all but the clerk, IllegalMove, and BadInput where the
    other is not an open question of the board.
    """
    row, _ = _begin(session, snapshot, person, place, question_id, QuestionMove.MERGE, seen_version)
    other = locked(session, into, None, QuestionMove.MERGE) if into else None
    if other is None or other.id == row.id or other.board_id != row.board_id or other.state not in OPEN_QUESTION:
        raise BadInput("Please choose another open question of the same board.")
    require_open_measure(person, measure_of(session, snapshot, other), place)
    merged = question_of(session, snapshot, row)
    row.state = str(QUESTION.after(QuestionState(row.state), QuestionMove.MERGE))
    row.merged_into_id, row.ended_at = other.id, now
    session.flush()
    reminders.drop(session, subject_of(merged))
    kept = question_of(session, snapshot, other)
    _tell_askers(session, merged, Event.MERGED, now, into=kept)
    _move_askers(session, row.id, other.id)
    question = question_of(session, snapshot, other)
    record(session, person.team_id, person.user_id, "merged", merged, now, title=person.title, into=str(other.id))
    return question


def subject_of(question: Question) -> str:
    """What reminders call a question that is to be answered by a day: with another day it is chased anew."""
    return f"service question {question.id} by {question.reply_by.isoformat()}"


def _begin(
    session: Session,
    snapshot: Snapshot,
    person: Person,
    place: Place,
    question_id: int,
    name: QuestionMove,
    seen_version: int,
) -> tuple[ServiceQuestionRow, Part]:
    """The row, locked, when this person, here, may make the move; and by which part of theirs."""
    row = locked(session, question_id, seen_version, name)
    measure: Measure = measure_of(session, snapshot, row)
    require_open_measure(person, measure, place)
    require(person, Act.DEAL_WITH_QUESTION, measure, place)
    board = session.get_one(BoardRow, row.board_id).code
    part = part_for(name, parts_of(person, board, measure, snapshot.council))
    QUESTION.after(QuestionState(row.state), name)
    return row, part


def _tell_askers(
    session: Session, question: Question, event: Event, now: datetime, *, into: Question | None = None
) -> None:
    """Owe the event to each place where it was asked: once a thread, however many asked in it."""
    rows = session.scalars(
        select(ServiceAskerRow).where(ServiceAskerRow.question_id == question.id).order_by(ServiceAskerRow.id)
    )
    for row in rows.all():
        told = QuestionTold(event, question, into=into, apart=row.thread_ts is None)
        occasion = f"service-question:{question.id}:{event.name.lower()}:{question.version}"
        outbox.owe(
            session,
            key=f"{occasion}:{row.channel_id}:{row.thread_ts or ''}",
            team_id=row.team_id,
            channel_id=row.channel_id,
            thread_ts=row.thread_ts,
            kind=outbox.Kind.SERVICE_QUESTION,
            payload=told.to_payload(),
            now=now,
        )


def _move_askers(session: Session, source: int, target: int) -> None:
    """Have those who asked one question be told of the other; whoever asked both is told once."""
    both = select(ServiceAskerRow.user_id).where(ServiceAskerRow.question_id == target)
    mine = ServiceAskerRow.question_id == source
    session.execute(delete(ServiceAskerRow).where(mine, ServiceAskerRow.user_id.in_(both)))
    session.execute(update(ServiceAskerRow).where(mine).values(question_id=target))
