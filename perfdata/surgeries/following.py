"""What the calendar and new figures ask of surgeries, each day: nothing here waits for anybody to remember.

In this order: what boards that were merged had in hand goes on with another; nominations that nobody decided go to the
agenda; papers go to the service and out; new figures are looked at, and the board is told at the set months whether the
curve has turned; actions and recommendations are chased; whoever a nomination or a surgery waits for is reminded; and
what waits for a person is gathered into one message. All of it may run at any time and twice at once.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.action_plans.chasing import chase
from perfdata.periods import months_after
from perfdata.reminders import send_waiting
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import ActionRow, BoardRow, SurgeryRow
from perfdata.surgeries.deciding import return_undecided
from perfdata.surgeries.holding import give_back, has_turned
from perfdata.surgeries.lifecycles import OPEN_ACTION, SurgeryState
from perfdata.surgeries.preparing import prepare_due
from perfdata.surgeries.recommendations_due import chase_recommendations
from perfdata.surgeries.reminding import remind
from perfdata.surgeries.succession import hand_over
from perfdata.surgeries.surgery import surgery_of
from perfdata.surgeries.telling import Event, SurgeryTold
from perfdata.surgeries.turning import latest_reviews, review_all


def follow_all(session: Session, snapshot: Snapshot, *, now: datetime) -> int:
    """Do what is due on the snapshot's day, in the caller's transaction; returns how many things were done."""
    done = hand_over(session, snapshot, now=now)
    done += len(return_undecided(session, snapshot, now=now)) + len(prepare_due(session, snapshot, now=now))
    done += len(review_all(session, snapshot, now=now)) + report_reviews(session, snapshot, now=now)
    done += chase(session, snapshot, now=now) + chase_recommendations(session, snapshot, now=now)
    done += remind(session, snapshot, now=now)
    return done + send_waiting(session, snapshot.council, today=snapshot.today, now=now)


def report_reviews(session: Session, snapshot: Snapshot, *, now: datetime) -> int:
    """Tell boards what the figures say at the set months after a surgery, once each; returns how many were told.

    Of several months that have passed while nobody was there, the latest alone is told. A surgery with nothing left to
    do whose curve has not turned is given back to its board with what is told; after the last of the months at once,
    and also where no figure since then has come.
    """
    told = 0
    followed = select(SurgeryRow).where(SurgeryRow.state.in_((SurgeryState.FOLLOWED, SurgeryState.BACK_WITH_BOARD)))
    for row in session.scalars(followed.order_by(SurgeryRow.id).with_for_update()).all():
        assert row.held_on is not None
        months = snapshot.council.surgeries.review_months
        passed = [count for count in months if months_after(row.held_on, count) <= snapshot.today]
        newly = bool(passed) and _tell(session, snapshot, row, passed[-1], now)
        told += newly
        over = len(passed) == len(months)
        known = over or (newly and bool(latest_reviews(session, row.id)))
        left_to_do = row.state != SurgeryState.FOLLOWED or _has_open_actions(session, row)
        if known and not left_to_do and not has_turned(session, row):
            give_back(session, snapshot, row, now=now)
    return told


def _tell(session: Session, snapshot: Snapshot, row: SurgeryRow, months: int, now: datetime) -> bool:
    reviews = latest_reviews(session, row.id)
    told = SurgeryTold(Event.REVIEWED, surgery_of(session, snapshot, row), reviews=reviews, months=months)
    return outbox.owe(
        session,
        key=f"surgery:{row.id}:review:{months}",
        team_id=snapshot.council.team_id,
        channel_id=session.get_one(BoardRow, row.board_id).channel_id,
        kind=outbox.Kind.SURGERY,
        payload=told.to_payload(),
        now=now,
        after_key=row.outbox_key,
    )


def _has_open_actions(session: Session, row: SurgeryRow) -> bool:
    query = select(func.count()).where(ActionRow.surgery_id == row.id, ActionRow.state.in_(OPEN_ACTION))
    return bool(session.scalar(query))
