"""Who is to do what: each owner of an action is told of it by themselves as soon as it stands.

That is at the end of the meeting; of what is agreed later, at once, and the board with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.action_plans.action import Action
from perfdata.snapshot import Snapshot
from perfdata.store import outbox
from perfdata.store.tables import ActionRow, BoardRow, SurgeryRow
from perfdata.surgeries.lifecycles import OPEN_ACTION
from perfdata.surgeries.surgery import Surgery
from perfdata.surgeries.telling import Event, SurgeryTold


def open_of(session: Session, surgery: int) -> Sequence[ActionRow]:
    """The actions of a surgery that are still to be done, the first due first."""
    query = select(ActionRow).where(ActionRow.surgery_id == surgery, ActionRow.state.in_(OPEN_ACTION))
    return session.scalars(query.order_by(ActionRow.due_on, ActionRow.id)).all()


def tell_owners(
    session: Session, snapshot: Snapshot, surgery: Surgery, actions: Iterable[Action], *, now: datetime
) -> None:
    """Owe each owner a message with their actions of a surgery, once for the newest of them.

    A role that several people hold is told to all of them.
    """
    of_role: dict[str, list[Action]] = defaultdict(list)
    for action in actions:
        of_role[action.owner_role].append(action)
    for (team_id, user_id), person in snapshot.people.items():
        if not (theirs := of_role.get(person.title)):
            continue
        newest = max(one.id for one in theirs)
        outbox.owe(
            session,
            key=f"surgery:{surgery.id}:actions:{newest}:{user_id}",
            team_id=team_id,
            channel_id=user_id,
            kind=outbox.Kind.SURGERY,
            payload=SurgeryTold(Event.ACTIONS, surgery, actions=tuple(theirs)).to_payload(),
            now=now,
        )


def tell_agreed_later(
    session: Session, snapshot: Snapshot, row: SurgeryRow, surgery: Surgery, action: Action, *, now: datetime
) -> None:
    """Owe an action that was agreed after the meeting to its owner, and to the board in the surgery's thread."""
    tell_owners(session, snapshot, surgery, [action], now=now)
    outbox.owe(
        session,
        key=f"surgery:{surgery.id}:actions:{action.id}",
        team_id=snapshot.council.team_id,
        channel_id=session.get_one(BoardRow, row.board_id).channel_id,
        kind=outbox.Kind.SURGERY,
        payload=SurgeryTold(Event.AGREED_LATER, surgery, actions=(action,)).to_payload(),
        now=now,
        after_key=row.outbox_key,
    )
