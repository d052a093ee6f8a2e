"""Asking the service: a member's question on a measure goes to whoever holds the owner's role, with a day to reply by.

A board has one open question a measure: whoever asks again joins it, and is told the answer too, where they asked.
The database's unique keys decide who was first. What members ask of a service is work for the board, and who asked is
nobody's report: no message and no record names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.boards import Board
from perfdata.errors import BadInput, NotAllowed, NotFound
from perfdata.facts import facts_of
from perfdata.measures import Measure
from perfdata.people import Person, Role
from perfdata.permissions import Act, Place, PlaceKind, may_see, require
from perfdata.service_questions.lifecycle import OPEN_QUESTION, QUESTION, QuestionMove, QuestionState, part_for
from perfdata.service_questions.question import Event, Question, QuestionTold, question_of
from perfdata.snapshot import Snapshot
from perfdata.store import once, outbox
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import OutboxRow, ServiceAskerRow, ServiceQuestionRow
from perfdata.surgeries.models import parts_of
from perfdata.surgeries.nomination_words import wrong_with
from perfdata.working_days import after_working_days

LONGEST = 1_400
"""Characters of a question or an answer: what fits into a message, both together."""

SOMEBODY = "somebody who asked"
_ASKER = insert_once(table_of(ServiceAskerRow))


class Outcome(StrEnum):
    """What became of an attempt to ask."""

    ASKED = "asked"
    JOINED = "joined"
    ALREADY = "already asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as it stands after the attempt, and what the attempt did."""

    question: Question
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form offers: the measure, the boards for which this person may ask, and the open question there is.

    `open` holds the open questions on the measure by board code: whoever asks for that board joins it.
    """

    measure: Measure
    boards: tuple[Board, ...]
    board: str
    open: tuple[Question, ...]


def offer(session: Session, snapshot: Snapshot, *, person: Person, place: Place, code: str, board: str = "") -> Offer:
    """What to offer this person, here; `board` is the one that they came from, blank for none.

    Raises NotAllowed, with the reason, for somebody who may not ask of this measure for any board.
    """
    measure = _measure(snapshot, person, place, code)
    fitting = [snapshot.boards[one] for one in measure.boards if one in person.boards and one in snapshot.boards]
    rows = session.scalars(_open_on(measure.id))
    open_ones = [question_of(session, snapshot, row) for row in rows.all()]
    codes = {one.code for one in fitting}
    chosen = board if board in codes else fitting[0].code if len(fitting) == 1 else ""
    return Offer(measure, tuple(fitting), chosen, tuple(one for one in open_ones if one.board in codes))


def ask(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    thread_ts: str | None,
    code: str,
    board: str,
    words: str,
    now: datetime,
) -> Asked:
    """Ask the service for a board, or join the board's open question; owed and on the record in one transaction.

    The answer comes to `thread_ts` at `place`, to the person alone without one. Raises NotAllowed with the reason,
    BadInput for words that are too long or name somebody, NotFound where nobody holds the owner's role.
    """
    measure = _measure(snapshot, person, place, code)
    if board not in person.boards or board not in measure.boards or board not in snapshot.boards:
        raise NotAllowed(f"Please choose a board of yours that has “{measure.title}” in its remit.")
    if not may_see(person, measure, snapshot.place(snapshot.boards[board].channel_id)):
        raise NotAllowed("That measure is not available here.")
    if wrong := wrong_with(words, LONGEST):
        raise BadInput(wrong)
    owners = holders(snapshot, measure)
    council = snapshot.council
    row = ServiceQuestionRow(
        board_id=snapshot.boards[board].id,
        measure_id=measure.id,
        facts=facts_of(snapshot, code).to_payload(),
        words=words.strip(),
        state=str(QUESTION.begins),
        asked_at=now,
        asked_on=snapshot.today,
        reply_by=after_working_days(snapshot.today, council.service.reply_within, council.calendar.extra_holidays),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        row = session.scalars(_open_on(measure.id, row.board_id)).one()
        return _join(session, snapshot, row, measure, board, person, place, thread_ts, words.strip(), now)
    _note_asker(session, row.id, person, place, thread_ts, now)
    question = question_of(session, snapshot, row)
    for owner in owners:
        _owe_to_service(session, question, owner, QuestionTold(Event.PUT, question, to_service=True), now)
    if thread_ts and place.kind is PlaceKind.CHANNEL:
        outbox.owe(
            session,
            key=f"service-question:{row.id}:put:{place.channel_id}:{thread_ts}",
            team_id=person.team_id,
            channel_id=place.channel_id,
            thread_ts=thread_ts,
            kind=outbox.Kind.SERVICE_QUESTION,
            payload=QuestionTold(Event.PUT, question).to_payload(),
            now=now,
        )
    record(session, person.team_id, SOMEBODY, "asked the service", question, now)
    return Asked(question, Outcome.ASKED)


def holders(snapshot: Snapshot, measure: Measure) -> tuple[Person, ...]:
    """Whoever is asked of a measure: those who hold the owner's role, else the directors of its directorate.

    Raises NotFound where the council's list of people names neither.
    """
    people = snapshot.people.values()
    owners = tuple(one for one in people if one.title == measure.owner_role)
    above = tuple(one for one in people if one.is_a(Role.DIRECTOR) and one.directorate == measure.directorate)
    if not (owners or above):
        raise NotFound(
            f"The council’s list of people has nobody as {measure.owner_role}, so I cannot put the question to them. "
            "Please tell the Performance Team."
        )
    return owners or above


def key_of(question: int, user_id: str) -> str:
    """The key of the message by which somebody of the service was asked: what follows stands in its thread."""
    return f"service-question:{question}:to:{user_id}"


def record(
    session: Session, team_id: str, actor: str, act: str, question: Question, now: datetime, **detail: str | bool
) -> None:
    """Put what was done with a question on the record. Last of all, since the chain stays locked till the commit."""
    audit.append(
        session,
        at=now,
        team_id=team_id,
        actor=actor,
        act=act,
        subject=f"service question {question.id}",
        detail={"board": question.board, "measure": question.facts.code, **detail},
    )


def _measure(snapshot: Snapshot, person: Person, place: Place, code: str) -> Measure:
    measure = snapshot.measures.get(code)
    if measure is None or measure.exempt or not may_see(person, measure, place):
        # One sentence for all, so that nobody learns what exists.
        raise NotAllowed("That measure is not available here.")
    require(person, Act.ASK_SERVICE, measure, place)
    return measure


def _join(
    session: Session,
    snapshot: Snapshot,
    row: ServiceQuestionRow,
    measure: Measure,
    board: str,
    person: Person,
    place: Place,
    thread_ts: str | None,
    words: str,
    now: datetime,
) -> Asked:
    part_for(QuestionMove.JOIN, parts_of(person, board, measure, snapshot.council))
    QUESTION.after(QuestionState(row.state), QuestionMove.JOIN)
    number = _note_asker(session, row.id, person, place, thread_ts, now)
    question = question_of(session, snapshot, row)
    if number is None:
        return Asked(question, Outcome.ALREADY)
    if words:
        added = QuestionTold(Event.ADDED, question, to_service=True, words=words)
        for owner in holders(snapshot, measure):
            _owe_to_service(session, question, owner, added, now, number)
    record(session, person.team_id, SOMEBODY, "joined a question to the service", question, now)
    return Asked(question, Outcome.JOINED)


def _note_asker(
    session: Session, question: int, person: Person, place: Place, thread_ts: str | None, now: datetime
) -> int | None:
    """The number of the new asker; None when they had asked before."""
    values = {
        "question_id": question,
        "team_id": person.team_id,
        "user_id": person.user_id,
        "channel_id": place.channel_id if thread_ts else person.user_id,
        "thread_ts": thread_ts,
        "asked_at": now,
    }
    return once.insert(session, _ASKER, values)


def _owe_to_service(
    session: Session, question: Question, owner: Person, told: QuestionTold, now: datetime, number: int = 0
) -> None:
    first = key_of(question.id, owner.user_id)
    outbox.owe(
        session,
        key=f"{first}:added:{number}" if number else first,
        team_id=owner.team_id,
        channel_id=owner.user_id,
        kind=outbox.Kind.SERVICE_QUESTION,
        payload=told.to_payload(),
        now=now,
        after_key=first if number and _was_asked(session, first) else None,
    )


def _was_asked(session: Session, key: str) -> bool:
    """Whether this person was sent the question: somebody who has come into the post since was not."""
    return session.scalar(select(OutboxRow.id).where(OutboxRow.key == key)) is not None


def _open_on(measure: int, board: int | None = None) -> Select[ServiceQuestionRow]:
    query = select(ServiceQuestionRow).where(
        ServiceQuestionRow.measure_id == measure, ServiceQuestionRow.state.in_(OPEN_QUESTION)
    )
    return query if board is None else query.where(ServiceQuestionRow.board_id == board)
