"""The inbox: what was addressed to the bot, noted before it is acknowledged, until it has been dealt with.

A note is taken once, whatever the sender repeats: by event, and by message, since the same message can arrive as two
events. Whoever deals with a note holds it by a lease, and finishes it in the same transaction as what it led to; so a
process that dies leaves a note that the next one takes up, and two processes never both finish one. Finishing deletes
the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, delete, desc, func, or_, select, union_all, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from perfdata.store import once
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import InboxRow

LEASE = timedelta(seconds=15)
"""How long one process may take to deal with a note before another may. Answers take milliseconds."""

ATTEMPTS = 3
"""After so many tries that ended in a dead process, the note itself is the likely cause."""


class Kind(StrEnum):
    """How the message reached the bot. `SHARED` is a mention in a channel that another organisation can read.

    `FOLLOW_UP` is a question in a thread without a mention; it is noted with its answer or not at all, and its words
    never. `LOAD` is no message but the pressing of a button that takes long: its words are what the button carried.
    """

    MENTION = "mention"
    DIRECT = "direct"
    SHARED = "shared"
    FOLLOW_UP = "follow-up"
    LOAD = "load"


class Outcome(StrEnum):
    """What became of a note."""

    ANSWERED = "answered"
    ASKED_BACK = "asked back"
    DECLINED = "declined"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What somebody said to the bot. `thread_ts` is blank for what is in no thread; `files` are ids."""

    team_id: str
    channel_id: str
    ts: str
    thread_ts: str
    user_id: str
    kind: Kind
    words: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Message):
    """A message as it was taken down, and how often somebody has begun to deal with it."""

    id: int
    attempts: int


_TABLE = table_of(InboxRow)
_NOTE = insert_once(_TABLE)
_FINISH = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("row"), _TABLE.c.holder == bindparam("held_by"), _TABLE.c.finished_at.is_(None))
    .values(
        words=None, files=None, finished_at=bindparam("now"), outcome=bindparam("became"), holder=None, lease_until=None
    )
    .returning(_TABLE.c.id)
)


def _taking(free: ColumnElement[bool]) -> ReturningUpdate[Any]:
    waiting = select(_TABLE.c.id).where(_TABLE.c.finished_at.is_(None), free).order_by(_TABLE.c.id)
    waiting = waiting.limit(bindparam("most", type_=Integer())).with_for_update(skip_locked=True)
    return (
        update(_TABLE)
        .where(_TABLE.c.id.in_(waiting))
        .values(holder=bindparam("held_by"), lease_until=bindparam("until"), attempts=_TABLE.c.attempts + 1)
        .returning(*_TABLE.c)
    )


_FREE = or_(_TABLE.c.lease_until.is_(None), _TABLE.c.lease_until < bindparam("now"))
_TAKE, _TAKE_EVERY = _taking(_FREE), _taking(or_(_FREE, _TABLE.c.holder != bindparam("held_by")))
"""Looked for every second, so they are put together once."""


def _asked(*where: ColumnElement[bool]) -> Select[Any]:
    return select(_TABLE.c.id, _TABLE.c.user_id, _TABLE.c.kind).where(
        _TABLE.c.team_id == bindparam("team"),
        _TABLE.c.channel_id == bindparam("channel"),
        *where,
        or_(_TABLE.c.kind == str(Kind.MENTION), _TABLE.c.kind == str(Kind.FOLLOW_UP)),
    )


_ROOT = _asked(_TABLE.c.thread_ts == "", _TABLE.c.ts == bindparam("thread"))
_REPLIES = _asked(_TABLE.c.thread_ts == bindparam("thread"))
_IN_THREAD = union_all(_ROOT, _REPLIES).order_by(desc("id")).limit(bindparam("most", type_=Integer()))
"""Looked for at every reply in a thread. SQLite finds each half by the key of a message, and both with “or” by none."""


def note(
    session: Session,
    said: Message,
    *,
    event_id: str,
    now: datetime,
    holder: str,
    lease: timedelta = LEASE,
    outcome: Outcome | None = None,
) -> Note | None:
    """Take down a message and hold it. None when it is there already, by its event or as the same message.

    With an `outcome` it is finished from the start, for what it led to is stored in the same transaction.
    """
    # Slack names the message that a thread began from as in its own thread, from the first reply on.
    thread_ts = "" if said.thread_ts == said.ts else said.thread_ts
    values: dict[str, Any] = {
        "team_id": said.team_id,
        "event_id": event_id,
        "channel_id": said.channel_id,
        "ts": said.ts,
        "thread_ts": thread_ts,
        "user_id": said.user_id,
        "kind": str(said.kind),
        "words": said.words,
        "files": [*said.files] or None,
        "received_at": now,
        "holder": holder,
        "lease_until": now + lease,
        "attempts": 1,
    }
    if outcome is not None:
        values |= {"words": None, "files": None, "holder": None, "lease_until": None}
        values |= {"finished_at": now, "outcome": str(outcome)}
    number = once.insert(session, _NOTE, values)
    if number is None:
        return None
    return Note(
        id=number,
        team_id=said.team_id,
        channel_id=said.channel_id,
        ts=said.ts,
        thread_ts=thread_ts,
        user_id=said.user_id,
        kind=said.kind,
        words=said.words,
        attempts=1,
        files=said.files,
    )


def finish(session: Session, row_id: int, *, holder: str, outcome: Outcome, now: datetime) -> bool:
    """Close a note and delete its words. False when `holder` no longer holds it, and must then change nothing."""
    closed = session.connection().execute(
        _FINISH, {"row": row_id, "held_by": holder, "now": now, "became": str(outcome)}
    )
    return closed.one_or_none() is not None


class Asked(NamedTuple):
    """Who asked in a thread, and how it reached the bot."""

    user_id: str
    kind: Kind


def asked_in_thread(session: Session, team_id: str, channel_id: str, thread_ts: str, most: int = 50) -> Sequence[Asked]:
    """Who asked in a thread, the message that it began from included, the newest first: as far as notes are kept."""
    values = {"team": team_id, "channel": channel_id, "thread": thread_ts, "most": most}
    rows = session.connection().execute(_IN_THREAD, values)
    return [Asked(user_id, Kind(kind)) for _, user_id, kind in rows]


def failed(session: Session, team_id: str, channel_id: str, ts: str) -> int:
    """How often dealing with a note of this `ts`, or with a repeat of it (`ts:1`, `ts:2` ...), has failed."""
    counted = select(func.count()).where(
        _TABLE.c.team_id == team_id,
        _TABLE.c.channel_id == channel_id,
        or_(_TABLE.c.ts == ts, _TABLE.c.ts.startswith(f"{ts}:", autoescape=True)),
        _TABLE.c.outcome == str(Outcome.FAILED),
    )
    return session.scalar(counted) or 0


def prolong(session: Session, row_id: int, *, holder: str, until: datetime) -> bool:
    """Keep holding a note on which work is under way. False when `holder` no longer holds it."""
    kept = session.execute(
        update(_TABLE)
        .where(_TABLE.c.id == row_id, _TABLE.c.holder == holder, _TABLE.c.finished_at.is_(None))
        .values(lease_until=until)
        .returning(_TABLE.c.id)
    )
    return kept.one_or_none() is not None


def unfinished(
    session: Session, *, holder: str, now: datetime, lease: timedelta = LEASE, limit: int = 50, every: bool = False
) -> Sequence[Note]:
    """Hold and return notes that nobody holds any more, oldest first.

    `every` takes those too that somebody else still holds: right at the start of the only process that there can be.
    """
    values = {"now": now, "until": now + lease, "held_by": holder, "most": limit}
    rows = session.connection().execute(_TAKE_EVERY if every else _TAKE, values)
    notes = [
        Note(
            id=row.id,
            team_id=row.team_id,
            channel_id=row.channel_id,
            ts=row.ts,
            thread_ts=row.thread_ts,
            user_id=row.user_id,
            kind=Kind(row.kind),
            words=row.words or "",
            attempts=row.attempts,
            files=tuple(row.files or ()),
        )
        for row in rows
    ]
    return sorted(notes, key=lambda note: note.id)


class Forgotten(NamedTuple):
    """How many notes lost their words without an answer, and how many answered ones went."""

    expired: int
    gone: int


def forget(session: Session, *, noted_before: datetime, finished_before: datetime) -> Forgotten:
    """Delete words kept too long and notes finished long ago; returns how many.

    Unfinished notes from before `noted_before` lose their words and are closed as expired. Finished ones stay until
    `finished_before`, because it is they that stop a repeat.
    """
    expired = session.execute(
        update(InboxRow)
        .where(InboxRow.finished_at.is_(None), InboxRow.received_at < noted_before)
        .values(
            words=None,
            files=None,
            finished_at=noted_before,
            outcome=str(Outcome.EXPIRED),
            holder=None,
            lease_until=None,
        )
        .returning(InboxRow.id)
    ).all()
    gone = session.execute(delete(InboxRow).where(InboxRow.finished_at < finished_before).returning(InboxRow.id)).all()
    return Forgotten(len(expired), len(gone))
