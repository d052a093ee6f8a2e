"""A recommendation to the executive as it stands, and the day by which it is to be answered.

The executive has two months that begin with the day of receipt (Local Government Act 2000, section 9FE): they end on
the day before the corresponding date, or, where the second month has no such date, on its last day. Received on 10
March it is to be answered by 9 May; received on 31 December, by the last day of February.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.errors import NotAllowed, NotFound
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, may_see, require
from perfdata.snapshot import Snapshot
from perfdata.store.tables import BoardRow, RecommendationRow, SurgeryRow
from perfdata.surgeries.lifecycles import RecommendationState
from perfdata.surgeries.surgery import Surgery, surgery_of

RULE = "Two months beginning with the day of receipt (Local Government Act 2000, section 9FE)"


class Response(StrEnum):
    """How the executive answers."""

    ACCEPTED = "accepted"
    PARTLY = "accepted in part"
    REJECTED = "not accepted"


@dataclass(frozen=True, slots=True)
class Recommendation(Payload):
    """What a surgery recommends to the executive, and its answer; words are people's own, people are role titles.

    `code` is that of the surgery's first measure, `title` what the surgery looked into. `answer_by` is known once it
    has been received; `response` and `answer` once it has been answered.
    """

    id: int
    surgery: int
    board: str
    board_name: str
    code: str
    title: str
    text: str
    state: RecommendationState
    made_at: datetime
    made_by: str
    received_on: date | None = None
    answer_by: date | None = None
    response: Response | None = None
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    version: int = 1

    def overdue(self, today: date) -> bool:
        """Whether it is still to be answered and its day has passed."""
        waits = self.state is RecommendationState.RECEIVED
        return waits and self.answer_by is not None and self.answer_by < today


def answer_due(received_on: date) -> date:
    """The last day of the two months that begin with `received_on`."""
    year, month = divmod(received_on.year * 12 + received_on.month + 1, 12)
    length = monthrange(year, month + 1)[1]
    if received_on.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, received_on.day) - timedelta(days=1)


def recommendation_of(surgery: Surgery, row: RecommendationRow) -> Recommendation:
    """The recommendation that a row of this surgery holds."""
    return Recommendation(
        id=row.id,
        surgery=surgery.id,
        board=surgery.board,
        board_name=surgery.board_name,
        code=surgery.subjects[0].code,
        title=surgery.title,
        text=row.text,
        state=RecommendationState(row.state),
        made_at=row.made_at,
        made_by=row.made_by,
        received_on=row.received_on,
        answer_by=row.answer_by,
        response=Response(row.response) if row.response else None,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        version=row.version,
    )


def recommendations(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    board: str = "",
    surgery: int | None = None,
) -> tuple[Recommendation, ...]:
    """Recommendations, oldest first: those of a board (a code) or of all that wait for an answer, or all of a surgery.

    Those of surgeries on measures that this person may not see here are left out. Raises NotAllowed to outsiders.
    """
    require(person, Act.SEE_SURGERIES, None, place)
    query = (
        select(RecommendationRow, SurgeryRow)
        .join(SurgeryRow, SurgeryRow.id == RecommendationRow.surgery_id)
        .order_by(RecommendationRow.id)
    )
    if surgery is not None:
        query = query.where(RecommendationRow.surgery_id == surgery)
    else:
        query = query.where(RecommendationRow.state != RecommendationState.ANSWERED)
    if board:
        query = query.join(BoardRow, BoardRow.id == SurgeryRow.board_id).where(BoardRow.code == board)
    found = [(surgery_of(session, snapshot, of_surgery), row) for row, of_surgery in session.execute(query).all()]
    return tuple(
        recommendation_of(one, row)
        for one, row in found
        if all(may_see(person, snapshot.measures[subject.code], place) for subject in one.subjects)
    )


def of_row(
    session: Session, snapshot: Snapshot, row: RecommendationRow, *, person: Person, place: Place
) -> tuple[Recommendation, SurgeryRow, Measure]:
    """The recommendation of a row with its surgery and that one's first measure, by which parts are told.

    Raises NotAllowed where this person, here, may not see a measure of it.
    """
    surgery_row = session.get_one(SurgeryRow, row.surgery_id)
    surgery = surgery_of(session, snapshot, surgery_row)
    measures = [snapshot.measures[one.code] for one in surgery.subjects]
    if not all(may_see(person, measure, place) for measure in measures):
        raise NotAllowed("That measure is not available here.")
    return recommendation_of(surgery, row), surgery_row, measures[0]


def recommendation_by_number(
    session: Session, snapshot: Snapshot, *, person: Person, place: Place, number: int
) -> Recommendation:
    """One recommendation. Raises NotFound, and NotAllowed to whoever may not see it here."""
    require(person, Act.SEE_SURGERIES, None, place)
    row = session.get(RecommendationRow, number)
    if row is None:
        raise NotFound("That recommendation is not held any more.")
    return of_row(session, snapshot, row, person=person, place=place)[0]
