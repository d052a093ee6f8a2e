"""A surgery makes room for another: it is called off, and its nomination goes on, so that nothing is lost.

The nomination is deferred to the next quarter. Where somebody has nominated the same measure anew in the meantime it
joins that one: a board has one open nomination of a measure. Its nominator and those who seconded it then second the
newer one, in their own words of then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from perfdata.errors import BadInput
from perfdata.snapshot import Snapshot
from perfdata.store import once
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import (
    BoardRow,
    InvitationRow,
    MeasureRow,
    NominationRow,
    SecondRow,
    SurgeryMeasureRow,
    SurgeryRow,
)
from perfdata.surgeries.capacity import Displaced, displaceable, next_quarter
from perfdata.surgeries.decisions import Decision, keep
from perfdata.surgeries.lifecycles import (
    NOMINATION,
    OPEN_NOMINATION,
    SURGERY,
    NominationMove,
    NominationState,
    SurgeryMove,
    SurgeryState,
)
from perfdata.surgeries.surgery import surgery_of
from perfdata.surgeries.telling import Event, tell_people

DISPLACED = "Another nomination was chosen in its place."
_INSERT = insert_once(table_of(SecondRow))


@dataclass(frozen=True, slots=True)
class Room:
    """What made room: the surgery that was called off, and how each of its nominations goes on."""

    displaced: Displaced
    surgery: SurgeryRow
    nominations: tuple[tuple[NominationRow, NominationMove], ...]


def displace(session: Session, snapshot: Snapshot, board: BoardRow, number: int, now: datetime) -> Room:
    """Call off the surgery that makes room, and have its nominations go on. Telling is left to `tell_displaced`.

    Raises BadInput for a number that is not one of those that can make room.
    """
    offered = {one.surgery: one for one in displaceable(session, snapshot, board.id)}
    if number not in offered:
        raise BadInput("That surgery cannot make room any more. Please choose again.")
    surgery = session.get_one(SurgeryRow, number)
    surgery.state = str(SURGERY.after(SurgeryState(surgery.state), SurgeryMove.CANCEL))
    surgery.closed_at, surgery.close_reason = now, DISPLACED
    query = select(NominationRow).join(SurgeryMeasureRow, SurgeryMeasureRow.nomination_id == NominationRow.id)
    rows = session.scalars(query.where(SurgeryMeasureRow.surgery_id == number)).all()
    went_on = tuple((row, _go_on(session, snapshot, row)) for row in rows)
    joined = any(move is NominationMove.JOIN for _, move in went_on)
    return Room(replace(offered[number], joined=joined), surgery, went_on)


def tell_displaced(
    session: Session,
    snapshot: Snapshot,
    room: Room,
    board: BoardRow,
    chosen: Decision,
    *,
    actor: tuple[str, str],
    now: datetime,
) -> None:
    """Tell the board in the displaced nomination's thread, its nominator, and everybody who had been asked to come."""
    surgery = surgery_of(session, snapshot, room.surgery)
    asked = session.scalars(
        select(InvitationRow).where(InvitationRow.surgery_id == surgery.id, InvitationRow.user_id != "")
    )
    people = [(one.team_id, one.user_id, one.id) for one in asked]
    tell_people(session, surgery, people, Event.CANCELLED, now=now, reason=DISPLACED, by=chosen.by)
    for row, move in room.nominations:
        measure = snapshot.measures[session.get_one(MeasureRow, row.measure_id).code]
        decision = Decision(
            nomination=row.id,
            board=board.code,
            board_name=board.name,
            code=measure.code,
            title=measure.title,
            move=move,
            reason=f"“{chosen.title}” was chosen in its place.",
            by=chosen.by,
            decided_at=now,
            until=row.deferred_until,
            merged_into=row.merged_into_id,
            decided_by=of_newer(session, row),
        )
        keep(session, snapshot, row, board, measure, decision, part=chosen.by, actor=actor, now=now)


def of_newer(session: Session, row: NominationRow) -> date | None:
    """The day by which the nomination is decided that this one goes on in; None where it goes on by itself."""
    return session.get_one(NominationRow, row.merged_into_id).decide_by if row.merged_into_id is not None else None


def _go_on(session: Session, snapshot: Snapshot, row: NominationRow) -> NominationMove:
    state = NominationState(row.state)
    try:
        # The unique key says whether there is a newer one, even one that another process stores at this moment.
        with session.begin_nested():
            row.state = str(NOMINATION.after(state, NominationMove.DISPLACE))
            row.deferred_until = next_quarter(snapshot.today)
    except IntegrityError:
        session.refresh(row)
        join_newer(session, row, state, NominationMove.JOIN, board_id=row.board_id)
        return NominationMove.JOIN
    return NominationMove.DISPLACE


def join_newer(
    session: Session, row: NominationRow, state: NominationState, move: NominationMove, *, board_id: int
) -> None:
    """Have a nomination go on in the open one that a board has of its measure, with all who stood for it as seconds."""
    newer = session.scalars(
        select(NominationRow).where(
            NominationRow.board_id == board_id,
            NominationRow.measure_id == row.measure_id,
            NominationRow.state.in_(OPEN_NOMINATION),
        )
    ).one()
    row.state, row.merged_into_id = str(NOMINATION.after(state, move)), newer.id
    for values in _as_seconds(session, row, newer):
        once.insert(session, _INSERT, values)
    session.flush()


def _as_seconds(session: Session, row: NominationRow, newer: NominationRow) -> Iterator[dict[str, object]]:
    """The nominator and those who seconded, each as a second of the newer one; nobody seconds their own."""
    said = [(row.team_id, row.user_id, row.title, row.reason, row.nominated_at)]
    seconds = select(SecondRow).where(SecondRow.nomination_id == row.id).order_by(SecondRow.id)
    said += [(one.team_id, one.user_id, one.title, one.reason, one.seconded_at) for one in session.scalars(seconds)]
    for team_id, user_id, title, reason, seconded_at in said:
        if (team_id, user_id) != (newer.team_id, newer.user_id):
            yield {
                "nomination_id": newer.id,
                "team_id": team_id,
                "user_id": user_id,
                "title": title,
                "reason": reason,
                "seconded_at": seconded_at,
            }
