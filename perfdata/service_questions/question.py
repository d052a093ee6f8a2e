"""A question to the service as it stands, read from its row, and what is told of it. Who asked is in neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.errors import IllegalMove, NotAllowed, NotFound
from perfdata.facts import Facts
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, may_see, require
from perfdata.service_questions.lifecycle import OPEN_QUESTION, QuestionMove, QuestionState
from perfdata.snapshot import Snapshot
from perfdata.store.tables import BoardRow, MeasureRow, ServiceAskerRow, ServiceQuestionRow


@dataclass(frozen=True, slots=True)
class Question(Payload):
    """A board's question on a measure. `facts` are those of the moment at which it was asked.

    `words` are plain text and may be blank. `because` is why the service named another day, `named_by` the role of
    whoever did. `on_behalf` says that the clerk passed the answer on. `askers` is how many are told the answer.
    """

    id: int
    board: str
    board_name: str
    owner_role: str
    facts: Facts
    words: str
    state: QuestionState
    asked_on: date
    reply_by: date
    askers: int = 1
    because: str = ""
    named_by: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None
    on_behalf: bool = False
    version: int = 1

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state in OPEN_QUESTION

    def overdue(self, today: date) -> bool:
        """Whether it still waits and the day has passed that was asked for, or that the service named."""
        return self.open and self.reply_by < today


class Event(StrEnum):
    """What is told of a question."""

    PUT = "put to the service"
    ADDED = "added to"
    DAY_NAMED = "given another day"
    ANSWERED = "answered"
    MERGED = "merged with another"


@dataclass(frozen=True, slots=True)
class QuestionTold(Payload):
    """One event, with the question as it stood then. `to_service` is the service's own message; `words` were added.

    `into` is the question that goes on after a merge. `apart` is true where the message does not stand in the thread
    of the question, so that it has to say what was asked.
    """

    event: Event
    question: Question
    to_service: bool = False
    words: str = ""
    into: Question | None = None
    apart: bool = False


def question_of(session: Session, snapshot: Snapshot, row: ServiceQuestionRow) -> Question:
    """The question that a row holds."""
    board = session.get_one(BoardRow, row.board_id)
    count = select(func.count()).select_from(ServiceAskerRow).where(ServiceAskerRow.question_id == row.id)
    return Question(
        id=row.id,
        board=board.code,
        board_name=board.name,
        owner_role=measure_of(session, snapshot, row).owner_role,
        facts=Facts.from_payload(row.facts),
        words=row.words,
        state=QuestionState(row.state),
        asked_on=row.asked_on,
        reply_by=row.reply_by,
        askers=session.scalar(count) or 0,
        because=row.because,
        named_by=row.named_by,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_on=row.answered_on,
        on_behalf=row.on_behalf,
        version=row.version,
    )


def measure_of(session: Session, snapshot: Snapshot, row: ServiceQuestionRow) -> Measure:
    """The measure that a question is about."""
    return snapshot.measures[session.get_one(MeasureRow, row.measure_id).code]


def find(session: Session, snapshot: Snapshot, number: int, *, person: Person, place: Place) -> Question:
    """One question. Raises NotFound, and NotAllowed where this person, here, may not see its measure."""
    require(person, Act.SEE_QUESTIONS, None, place)
    row = session.get(ServiceQuestionRow, number)
    if row is None:
        raise NotFound("That question is not held any more.")
    require_open_measure(person, measure_of(session, snapshot, row), place)
    return question_of(session, snapshot, row)


def locked(session: Session, number: int, seen_version: int | None, name: QuestionMove) -> ServiceQuestionRow:
    """The row, held for a change. Raises NotFound, and IllegalMove when it has changed since it was seen."""
    query = select(ServiceQuestionRow).where(ServiceQuestionRow.id == number).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("That question is not held any more.")
    if seen_version and seen_version != row.version and row.state in OPEN_QUESTION:
        raise IllegalMove(
            f"Somebody has changed this question since you opened it, so it was not {name.value}. Please open it again."
        )
    return row


def require_open_measure(person: Person, measure: Measure, place: Place) -> None:
    """Raise NotAllowed where this person, here, may not see the measure, and of an exempt one altogether.

    A question is always a board's, and a board's channel never reads of an exempt measure: one that has become exempt
    since it was asked about is answered to nobody.
    """
    if measure.exempt or not may_see(person, measure, place):
        raise NotAllowed("That measure is not available here.")
