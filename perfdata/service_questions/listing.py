"""Open questions to services: a board's, one service's own, those that are overdue; and until when a board waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.people import Person
from perfdata.permissions import Act, Place, may_see, require
from perfdata.service_questions.lifecycle import MAY, OPEN_QUESTION, QUESTION, QuestionMove, part_for
from perfdata.service_questions.question import Question, measure_of, question_of
from perfdata.snapshot import Snapshot
from perfdata.store.tables import BoardRow, MeasureRow, ServiceQuestionRow
from perfdata.surgeries.models import parts_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open question. `moves` are what this person may do with it."""

    question: Question
    moves: frozenset[QuestionMove]


def waiting(
    session: Session, snapshot: Snapshot, *, person: Person, place: Place, board: str = "", mine: bool = False
) -> tuple[Waiting, ...]:
    """`open_questions`, each with what this person may do with it."""
    found = open_questions(session, snapshot, person=person, place=place, board=board, mine=mine)
    return tuple(
        Waiting(one, frozenset(name for name in QuestionMove if may_do(snapshot, person, one, name))) for one in found
    )


def open_questions(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    board: str = "",
    mine: bool = False,
) -> tuple[Question, ...]:
    """Open questions, the first due first: of one board (a code), or those that this person may answer (`mine`).

    Those on exempt measures are left out. Raises NotAllowed to outsiders.
    """
    require(person, Act.SEE_QUESTIONS, None, place)
    query = select(ServiceQuestionRow).where(ServiceQuestionRow.state.in_(OPEN_QUESTION))
    if board:
        query = query.join(BoardRow, BoardRow.id == ServiceQuestionRow.board_id).where(BoardRow.code == board)
    found = []
    for row in session.scalars(query.order_by(ServiceQuestionRow.reply_by, ServiceQuestionRow.id)).all():
        measure = measure_of(session, snapshot, row)
        if measure.exempt or not may_see(person, measure, place):
            continue
        if mine and not may_do(snapshot, person, question_of(session, snapshot, row), QuestionMove.ANSWER):
            continue
        found.append(question_of(session, snapshot, row))
    return tuple(found)


def may_do(snapshot: Snapshot, person: Person, question: Question, name: QuestionMove) -> bool:
    """Whether this person has a part that may make the move; what it says is asked again when they try."""
    measure = snapshot.measures[question.facts.code]
    return bool(parts_of(person, question.board, measure, snapshot.council) & set(MAY[name]))


def asked_until(session: Session, board: str) -> dict[str, date]:
    """By measure code, the day until which a service has to answer this board's open question on it."""
    rows = session.execute(
        select(MeasureRow.code, ServiceQuestionRow.reply_by)
        .join(MeasureRow, MeasureRow.id == ServiceQuestionRow.measure_id)
        .join(BoardRow, BoardRow.id == ServiceQuestionRow.board_id)
        .where(BoardRow.code == board, ServiceQuestionRow.state.in_(OPEN_QUESTION))
    )
    return {row.code: row.reply_by for row in rows}


def require_move(snapshot: Snapshot, person: Person, question: Question, name: QuestionMove) -> None:
    """Raise NotAllowed where this person has no part that may make the move, IllegalMove where the state has not."""
    part_for(name, parts_of(person, question.board, snapshot.measures[question.facts.code], snapshot.council))
    QUESTION.after(question.state, name)
