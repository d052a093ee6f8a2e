"""The inbox: what was addressed to the bot, noted before it is acknowledged, until it has been dealt with.

A note is taken once, whatever the sender repeats: by event, and by message, since the same message can arrive as two
events. Whoever deals with a note holds it by a lease, and finishes it in the same transaction as what it led to; so a
process that dies leaves a note that the next one takes up, and two processes never both finish one. Finishing deletes
the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Insert, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from perfdata.store.tables import InboxRow

LEASE = timedelta(seconds=15)
"""How long one process may take to deal with a note before another may. Answers take milliseconds."""

ATTEMPTS = 3
"""After so many tries that ended in a dead process, the note itself is the likely cause."""


class Kind(StrEnum):
    """How the message reached the bot. `SHARED` is a mention in a channel that another organisation can read."""

    MENTION = "mention"
    DIRECT = "direct"
    SHARED = "shared"


class Outcome(StrEnum):
    """What became of a note."""

    ANSWERED = "answered"
    ASKED_BACK = "asked back"
    DECLINED = "declined"
    FAILED = "failed"
    EXPIRED = "expired"


def note(
    session: Session,
    *,
    team_id: str,
    event_id: str,
    channel_id: str,
    ts: str,
    thread_ts: str,
    user_id: str,
    kind: Kind,
    words: str,
    now: datetime,
    holder: str,
    lease: timedelta = LEASE,
) -> InboxRow | None:
    """Take down a message and hold it. None when it is there already, by its event or as the same message.

    `thread_ts` is blank for a message that is in no thread.
    """
    values = {
        "team_id": team_id,
        "event_id": event_id,
        "channel_id": channel_id,
        "ts": ts,
        "thread_ts": thread_ts,
        "user_id": user_id,
        "kind": str(kind),
        "words": words,
        "received_at": now,
        "holder": holder,
        "lease_until": now + lease,
        "attempts": 1,
    }
    return session.scalars(_insert_once(session).values(**values).returning(InboxRow)).one_or_none()


def finish(session: Session, row_id: int, *, holder: str, outcome: Outcome, now: datetime) -> bool:
    """Close a note and delete its words. False when `holder` no longer holds it, and must then change nothing."""
    closed = session.execute(
        update(InboxRow)
        .where(InboxRow.id == row_id, InboxRow.holder == holder, InboxRow.finished_at.is_(None))
        .values(words=None, finished_at=now, outcome=str(outcome), holder=None, lease_until=None)
        .returning(InboxRow.id)
    )
    return closed.one_or_none() is not None


def unfinished(
    session: Session, *, holder: str, now: datetime, lease: timedelta = LEASE, limit: int = 50, every: bool = False
) -> Sequence[InboxRow]:
    """Hold and return notes that nobody holds any more, oldest first.

    `every` takes those too that are still held: right at the start of the only process that there can be.
    """
    waiting = select(InboxRow.id).where(InboxRow.finished_at.is_(None))
    if not every:
        waiting = waiting.where(or_(InboxRow.lease_until.is_(None), InboxRow.lease_until < now))
    waiting = waiting.order_by(InboxRow.id).limit(limit)
    rows = session.scalars(
        update(InboxRow)
        .where(InboxRow.id.in_(waiting.with_for_update(skip_locked=True)))
        .values(holder=holder, lease_until=now + lease, attempts=InboxRow.attempts + 1)
        .returning(InboxRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(rows, key=lambda row: row.id)


def forget(session: Session, *, noted_before: datetime, finished_before: datetime) -> int:
    """Delete words kept too long and notes finished long ago; returns how many rows changed.

    Unfinished notes from before `noted_before` lose their words and are closed as expired. Finished ones stay until
    `finished_before`, because it is they that stop a repeat.
    """
    expired = session.execute(
        update(InboxRow)
        .where(InboxRow.finished_at.is_(None), InboxRow.received_at < noted_before)
        .values(words=None, finished_at=noted_before, outcome=str(Outcome.EXPIRED), holder=None, lease_until=None)
        .returning(InboxRow.id)
    ).all()
    gone = session.execute(delete(InboxRow).where(InboxRow.finished_at < finished_before).returning(InboxRow.id)).all()
    return len(expired) + len(gone)


def _insert_once(session: Session) -> Insert:
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(InboxRow).on_conflict_do_nothing()
    return postgresql.insert(InboxRow).on_conflict_do_nothing()
