"""Recommending to the executive, recording when it was received, and recording its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata import audit, reminders
from perfdata.council import SurgeryModel
from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, require
from perfdata.rounds import london_date
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import BoardRow, RecommendationRow, SurgeryRow
from perfdata.surgeries.lifecycles import (
    RECOMMENDATION,
    RecommendationMove,
    RecommendationState,
    SurgeryState,
)
from perfdata.surgeries.models import Deed, Part, allowed, parts_of
from perfdata.surgeries.nomination_words import wrong_with
from perfdata.surgeries.recommendation import Recommendation, Response, answer_due, of_row, recommendation_of
from perfdata.surgeries.surgery import locked, surgery_of

SHORTEST, LONGEST = 10, 1_400
_MAY_RECOMMEND = (SurgeryState.HELD, SurgeryState.FOLLOWED, SurgeryState.BACK_WITH_BOARD)


@dataclass(frozen=True, slots=True)
class RecommendationTold(Payload):
    """What the board is told in the surgery's thread, and the cabinet member privately: how it stands now."""

    recommendation: Recommendation


def may_move(
    snapshot: Snapshot, person: Person, of: Recommendation, model: SurgeryModel, move: RecommendationMove
) -> bool:
    """Whether this person may record the receipt, or the answer, as it stands."""
    measure = snapshot.measures[of.code]
    parts = parts_of(person, of.board, measure, snapshot.council)
    return RECOMMENDATION.allows(of.state, move) and bool(parts & set(_who(model, move)))


def recommend(
    session: Session, snapshot: Snapshot, *, person: Person, place: Place, surgery_id: int, text: str, now: datetime
) -> Recommendation:
    """Make a recommendation at a surgery that has been held, and tell the board and the cabinet member; once.

    Raises NotAllowed to whoever neither chairs nor clerks, IllegalMove, NotFound, and BadInput for words that will not
    do.
    """
    surgery, measure = locked(session, snapshot, person=person, place=place, surgery_id=surgery_id, seen_version=None)
    require(person, Act.RUN_SURGERY, measure, place)
    board = session.get_one(BoardRow, surgery.board_id).code
    _require(snapshot, person, board, measure, allowed(SurgeryModel(surgery.model), Deed.RECORD), "recommend")
    if surgery.state not in _MAY_RECOMMEND:
        raise IllegalMove(f"This surgery is {surgery.state}, so it cannot recommend anything now.")
    words = _words(text, "what the executive should do")
    same = select(RecommendationRow).where(RecommendationRow.surgery_id == surgery.id, RecommendationRow.text == words)
    if (there := session.scalar(same)) is not None:
        # The form was sent twice.
        return recommendation_of(surgery_of(session, snapshot, surgery), there)
    row = RecommendationRow(
        surgery_id=surgery.id, text=words, state=str(RecommendationState.MADE), made_at=now, made_by=person.title
    )
    session.add(row)
    session.flush()
    return _told(session, snapshot, row, surgery, measure, person, "made a recommendation", now)


def receive(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    number: int,
    received_on: date,
    now: datetime,
    seen_version: int | None = None,
) -> Recommendation:
    """Record the day on which the executive received it, from which the two months are counted.

    Whoever chairs, the clerk and the cabinet member may. Raises NotAllowed, IllegalMove, NotFound, and BadInput for a
    day before it was made or after today.
    """
    row, surgery, measure = _locked(session, snapshot, person, place, number, RecommendationMove.RECEIVE, seen_version)
    # With a fixed date, as in the demo, it is made by the real clock on a later day than today.
    if not min(london_date(row.made_at), snapshot.today) <= received_on <= snapshot.today:
        raise BadInput("Please choose the day on which it was received: from the day it was made to today.")
    row.received_on, row.answer_by = received_on, answer_due(received_on)
    row.state = str(RECOMMENDATION.after(RecommendationState(row.state), RecommendationMove.RECEIVE))
    session.flush()
    reminders.drop(session, subject_of(row.id))
    return _told(session, snapshot, row, surgery, measure, person, "received a recommendation", now)


def respond(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    number: int,
    response: Response,
    answer: str,
    now: datetime,
    seen_version: int | None = None,
) -> Recommendation:
    """Record the executive's answer with its reason. The cabinet member may, and the clerk.

    Raises NotAllowed, IllegalMove, NotFound, and BadInput without a reason.
    """
    row, surgery, measure = _locked(session, snapshot, person, place, number, RecommendationMove.ANSWER, seen_version)
    row.answer = _words(answer, "what the executive will do, and why")
    row.response, row.answered_at, row.answered_by = str(response), now, person.title
    row.state = str(RECOMMENDATION.after(RecommendationState(row.state), RecommendationMove.ANSWER))
    session.flush()
    reminders.drop(session, subject_of(row.id))
    return _told(session, snapshot, row, surgery, measure, person, "answered a recommendation", now)


def subject_of(number: int) -> str:
    """What reminders call a recommendation."""
    return f"recommendation {number}"


def _who(model: SurgeryModel, move: RecommendationMove) -> tuple[Part, ...]:
    if move is RecommendationMove.ANSWER:
        return (Part.PORTFOLIO_HOLDER, Part.CLERK)
    return tuple(dict.fromkeys((*allowed(model, Deed.RECORD), Part.PORTFOLIO_HOLDER)))


def _locked(
    session: Session,
    snapshot: Snapshot,
    person: Person,
    place: Place,
    number: int,
    move: RecommendationMove,
    seen_version: int | None,
) -> tuple[RecommendationRow, SurgeryRow, Measure]:
    query = select(RecommendationRow).where(RecommendationRow.id == number).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("That recommendation is not held any more.")
    recommendation, surgery, measure = of_row(session, snapshot, row, person=person, place=place)
    require(person, Act.RUN_SURGERY, measure, place)
    deed = "record the answer" if move is RecommendationMove.ANSWER else "record the receipt"
    _require(snapshot, person, recommendation.board, measure, _who(SurgeryModel(surgery.model), move), deed)
    RECOMMENDATION.after(recommendation.state, move)
    if seen_version is not None and seen_version != row.version:
        raise IllegalMove("Somebody has changed this recommendation since you opened it. Please open it again.")
    return row, surgery, measure


def _require(
    snapshot: Snapshot, person: Person, board: str, measure: Measure, may: tuple[Part, ...], deed: str
) -> None:
    if not parts_of(person, board, measure, snapshot.council) & set(may):
        words = [part.value for part in may]
        raise NotAllowed(f"Only {', '.join(words[:-1])} or {words[-1]} may {deed}.")


def _words(text: str, what: str) -> str:
    words = text.strip()
    if len(words) < SHORTEST:
        raise BadInput(f"Please say in a sentence {what}.")
    if wrong := wrong_with(words, LONGEST):
        raise BadInput(wrong)
    return words


def _told(
    session: Session,
    snapshot: Snapshot,
    row: RecommendationRow,
    surgery: SurgeryRow,
    measure: Measure,
    person: Person,
    act: str,
    now: datetime,
) -> Recommendation:
    """Owe it to the surgery's thread, and what was made to the cabinet member too; and put it on the record."""
    recommendation = recommendation_of(surgery_of(session, snapshot, surgery), row)
    told = RecommendationTold(recommendation).to_payload()
    key = f"recommendation:{row.id}:{row.version}"
    outbox.owe(
        session,
        key=key,
        team_id=snapshot.council.team_id,
        channel_id=session.get_one(BoardRow, surgery.board_id).channel_id,
        kind=outbox.Kind.RECOMMENDATION,
        payload=told,
        now=now,
        after_key=surgery.outbox_key,
    )
    if recommendation.state is RecommendationState.MADE:
        for (team_id, user_id), one in snapshot.people.items():
            if Part.PORTFOLIO_HOLDER in parts_of(one, recommendation.board, measure, snapshot.council):
                outbox.owe(
                    session,
                    key=f"{key}:{user_id}",
                    team_id=team_id,
                    channel_id=user_id,
                    kind=outbox.Kind.RECOMMENDATION,
                    payload=told,
                    now=now,
                )
    detail = {"title": person.title, "surgery": surgery.id}
    if row.received_on is not None and row.answer_by is not None:
        detail |= {"received_on": row.received_on.isoformat(), "answer_by": row.answer_by.isoformat()}
    audit.append(
        session,
        at=now,
        team_id=person.team_id,
        actor=person.user_id,
        act=act,
        subject=f"recommendation {row.id}",
        detail=detail | {"text": row.text, "response": row.response, "answer": row.answer},
    )
    return recommendation
