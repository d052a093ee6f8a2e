"""When boards are merged: what a board that is no longer there had in hand goes on with another, and nothing is lost.

The other is the first board, by the measure's own list, that is there. Its channel gets a message that begins the new
thread; the old thread is told where it goes on. Where that board has an open nomination of the measure already, the
nomination joins it: the nominator and those who seconded stand there as seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.alerts.releasing import BY_THE_CLOCK
from perfdata.boards import Board
from perfdata.payloads import Payload
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import BoardRow, MeasureRow, NominationRow, SurgeryMeasureRow, SurgeryRow
from perfdata.surgeries.displacing import join_newer
from perfdata.surgeries.lifecycles import OPEN_NOMINATION, SURGERY, NominationMove, NominationState, SurgeryState


@dataclass(frozen=True, slots=True)
class HandedOver(Payload):
    """What goes on with another board: a nomination or a surgery, and its measure. `joined` one that was there."""

    what: str
    title: str
    before: str
    after: str
    joined: bool = False


def hand_over(session: Session, snapshot: Snapshot, *, now: datetime) -> int:
    """Hand over what boards that are no longer there had in hand; returns how much. It may run as often as one likes.

    What no board that is there covers stays where it is, and is handed over when one does.
    """
    gone = {row.id: row for row in session.scalars(select(BoardRow).where(BoardRow.active.is_(False)))}
    if not gone:
        return 0
    done = 0
    surgeries = select(SurgeryRow).where(
        SurgeryRow.board_id.in_(gone), SurgeryRow.state.in_([one for one in SurgeryState if one not in SURGERY.ends])
    )
    for surgery in session.scalars(surgeries.order_by(SurgeryRow.id).with_for_update()).all():
        subjects = select(SurgeryMeasureRow).where(SurgeryMeasureRow.surgery_id == surgery.id)
        rows = session.scalars(subjects.order_by(SurgeryMeasureRow.id)).all()
        code = _code(session, rows[0].measure_id)
        after = _successor(snapshot, code)
        if after is None:
            continue
        before = gone[surgery.board_id]
        nominations = [session.get_one(NominationRow, one.nomination_id) for one in rows if one.nomination_id]
        surgery.board_id = after.id
        surgery.outbox_key = _told(
            session, snapshot, "surgery", surgery.id, code, before, after, surgery.outbox_key, now
        )
        for nomination in nominations:
            nomination.board_id, nomination.outbox_key = after.id, surgery.outbox_key
        session.flush()
        _record(session, snapshot, f"surgery {surgery.id}", before, after, now)
        done += 1
    waiting = select(NominationRow).where(NominationRow.board_id.in_(gone), NominationRow.state.in_(OPEN_NOMINATION))
    for row in session.scalars(waiting.order_by(NominationRow.id).with_for_update()).all():
        code = _code(session, row.measure_id)
        after = _successor(snapshot, code)
        if after is None:
            continue
        before, old_key = gone[row.board_id], row.outbox_key
        joined = _moved(session, row, after)
        key = _told(session, snapshot, "nomination", row.id, code, before, after, old_key, now, joined=joined)
        row.outbox_key = old_key if joined else key
        session.flush()
        _record(session, snapshot, f"nomination {row.id}", before, after, now)
        done += 1
    return done


def _moved(session: Session, row: NominationRow, after: Board) -> bool:
    """Move an open nomination to the board; whether it joined one that was there."""
    state = NominationState(row.state)
    try:
        with session.begin_nested():
            row.board_id = after.id
    except IntegrityError:
        session.refresh(row)
        join_newer(session, row, state, NominationMove.MERGE, board_id=after.id)
        return True
    return False


def _successor(snapshot: Snapshot, code: str) -> Board | None:
    boards: Iterable[str] = snapshot.measures[code].boards
    return next((snapshot.boards[one] for one in boards if one in snapshot.boards), None)


def _code(session: Session, measure_id: int) -> str:
    return session.get_one(MeasureRow, measure_id).code


def _told(
    session: Session,
    snapshot: Snapshot,
    what: str,
    number: int,
    code: str,
    before: BoardRow,
    after: Board,
    old_key: str,
    now: datetime,
    *,
    joined: bool = False,
) -> str:
    """Owe the new board the message that begins its thread, and the old thread where it goes on; the new one's key."""
    told = HandedOver(what, snapshot.measures[code].title, before.name, after.name, joined).to_payload()
    key = f"handed over:{what}:{number}:{after.code}"
    for own, channel, behind in ((key, after.channel_id, None), (f"{key}:before", before.channel_id, old_key)):
        outbox.owe(
            session,
            key=own,
            team_id=snapshot.council.team_id,
            channel_id=channel,
            kind=outbox.Kind.HANDED_OVER,
            payload=told,
            now=now,
            after_key=behind,
        )
    return key


def _record(session: Session, snapshot: Snapshot, subject: str, before: BoardRow, after: Board, now: datetime) -> None:
    audit.append(
        session,
        at=now,
        team_id=snapshot.council.team_id,
        actor=BY_THE_CLOCK,
        act="handed over to another board",
        subject=subject,
        detail={"from": before.code, "to": after.code},
    )
