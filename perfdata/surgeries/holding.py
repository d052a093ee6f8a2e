"""At a surgery and after it: attendance, the baseline of that day, following up, and closing.

A surgery closes when its curve has turned, or when whoever chairs says why it is closed all the same.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.action_plans.action import action_of
from perfdata.action_plans.owners import open_of, tell_owners
from perfdata.documents.handing_out import open_minutes
from perfdata.errors import BadInput, IllegalMove, NotFound
from perfdata.people import Person
from perfdata.permissions import Place
from perfdata.snapshot import Snapshot
from perfdata.store.tables import InvitationRow, MeasureRow, SurgeryMeasureRow, SurgeryRow
from perfdata.surgeries.baseline import baseline_of
from perfdata.surgeries.days import review_days
from perfdata.surgeries.lifecycles import SURGERY, SurgeryMove, SurgeryState
from perfdata.surgeries.models import Deed
from perfdata.surgeries.surgery import Surgery, locked, require_deed, surgery_of
from perfdata.surgeries.telling import Event, record, tell_board
from perfdata.surgeries.turning import latest_reviews

SHORTEST_REASON = 10
LONGEST_REASON = 1_400


def mark_attendance(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    surgery_id: int,
    attended: dict[int, bool],
    now: datetime,
) -> None:
    """Say who was there, by the numbers of their invitations. Raises NotAllowed, IllegalMove and NotFound."""
    row, measure = locked(session, snapshot, person=person, place=place, surgery_id=surgery_id, seen_version=None)
    require_deed(session, snapshot, row, person, place, measure, Deed.RECORD)
    if row.state in (SurgeryState.CHOSEN, SurgeryState.CANCELLED, SurgeryState.CLOSED):
        raise IllegalMove(f"This surgery is {row.state}, so attendance cannot be recorded.")
    for number, there in attended.items():
        invitation = session.get(InvitationRow, number)
        if invitation is None or invitation.surgery_id != row.id:
            raise NotFound("That invitation is not one of this surgery's.")
        invitation.attended = there
    session.flush()
    record(session, person, "recorded attendance", row.id, now, present=sum(attended.values()))


def hold(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    surgery_id: int,
    now: datetime,
    seen_version: int | None = None,
) -> Surgery:
    """Record that it is being held today: the baseline of each of its measures is frozen, and the board is told.

    Raises NotAllowed, NotFound, and IllegalMove before its day or where it stands otherwise.
    """
    row, measure = locked(
        session, snapshot, person=person, place=place, surgery_id=surgery_id, seen_version=seen_version
    )
    require_deed(session, snapshot, row, person, place, measure, Deed.RECORD)
    state = SURGERY.after(SurgeryState(row.state), SurgeryMove.HOLD)
    if row.held_on is not None and snapshot.today < row.held_on:
        raise IllegalMove(
            f"This surgery is on {row.held_on.day} {row.held_on:%B %Y}; set a new date to hold it earlier."
        )
    row.state, row.held_on = str(state), snapshot.today
    subjects = (
        select(SurgeryMeasureRow, MeasureRow.code)
        .join(MeasureRow, MeasureRow.id == SurgeryMeasureRow.measure_id)
        .where(SurgeryMeasureRow.surgery_id == row.id)
    )
    for subject, code in session.execute(subjects).all():
        subject.baseline = baseline_of(snapshot, code).to_payload()
    session.flush()
    surgery = tell_board(session, snapshot, row, Event.HELD, now=now, by=person.title)
    record(session, person, "held a surgery", row.id, now)
    return surgery


def follow_up(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    surgery_id: int,
    now: datetime,
    seen_version: int | None = None,
) -> Surgery:
    """End the meeting: its actions stand, and are chased from now on; the board gets the minutes.

    Raises NotAllowed, NotFound, IllegalMove, and BadInput while no action has been agreed.
    """
    row, measure = locked(
        session, snapshot, person=person, place=place, surgery_id=surgery_id, seen_version=seen_version
    )
    require_deed(session, snapshot, row, person, place, measure, Deed.RECORD)
    state = SURGERY.after(SurgeryState(row.state), SurgeryMove.FOLLOW_UP)
    if not open_of(session, row.id):
        raise BadInput("No action is open. Agree at least one, or close the surgery with the reason.")
    row.state = str(state)
    session.flush()
    assert row.held_on is not None
    agreed = tuple(action_of(session, snapshot, one) for one in open_of(session, row.id))
    surgery = tell_board(
        session,
        snapshot,
        row,
        Event.FOLLOWED,
        now=now,
        by=person.title,
        enclosure=open_minutes(session, snapshot, surgery_of(session, snapshot, row)),
        actions=agreed,
        reviewed_on=tuple(day for day in review_days(row.held_on, snapshot.council) if day > snapshot.today),
    )
    tell_owners(session, snapshot, surgery, agreed, now=now)
    record(session, person, "ended a surgery with its actions", row.id, now)
    return surgery


def give_back(session: Session, snapshot: Snapshot, row: SurgeryRow, *, now: datetime) -> Surgery:
    """Give it back to the board: all actions are done and the curve has not turned."""
    row.state = str(SURGERY.after(SurgeryState(row.state), SurgeryMove.RETURN))
    session.flush()
    return tell_board(session, snapshot, row, Event.BACK_WITH_BOARD, now=now)


def close(
    session: Session,
    snapshot: Snapshot,
    *,
    person: Person,
    place: Place,
    surgery_id: int,
    reason: str,
    now: datetime,
    seen_version: int | None = None,
) -> Surgery:
    """Close it. Where the curve of every measure has turned, that is the reason; otherwise it must be given in words.

    Raises NotAllowed to whoever does not chair it, IllegalMove, NotFound, and BadInput without a reason.
    """
    row, measure = locked(
        session, snapshot, person=person, place=place, surgery_id=surgery_id, seen_version=seen_version
    )
    require_deed(session, snapshot, row, person, place, measure, Deed.CHAIR)
    state = SURGERY.after(SurgeryState(row.state), SurgeryMove.CLOSE)
    words = reason.strip()
    if len(words) > LONGEST_REASON:
        raise BadInput(f"That is {len(words):,} characters; please say it in {LONGEST_REASON:,} or fewer.")
    if len(words) < SHORTEST_REASON and not has_turned(session, row):
        raise BadInput("The figures do not show that the curve has turned. Please give the reason for closing.")
    row.state, row.closed_at, row.close_reason = str(state), now, words
    session.flush()
    reviews = latest_reviews(session, row.id)
    surgery = tell_board(session, snapshot, row, Event.CLOSED, now=now, reason=words, by=person.title, reviews=reviews)
    record(session, person, "closed a surgery", row.id, now, reason=words, turned=has_turned(session, row))
    return surgery


def has_turned(session: Session, row: SurgeryRow) -> bool:
    """Whether the newest look at every measure of the surgery says that its curve has turned."""
    subjects = session.scalar(select(func.count()).where(SurgeryMeasureRow.surgery_id == row.id)) or 0
    reviews = latest_reviews(session, row.id)
    return len(reviews) == subjects and all(one.turn.turned for one in reviews)
