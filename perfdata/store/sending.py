"""Sending what is owed: held by one process at a time, and settled by how it went (see `outbox` for the states)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from perfdata.errors import IllegalMove
from perfdata.store.once import table_of
from perfdata.store.outbox import MOVES, Kind, State, insert_owed
from perfdata.store.tables import OutboxRow

LEASE = timedelta(seconds=15)
"""How long one process may take to send: above twice the longest that one call may take."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that this process holds until `lease_until`.

    `state` is sending, or doubtful where it must be looked up. `thread_ts` is settled: that of the row, or of the
    message that it belongs under. `owed_at` is the earliest moment at which it can have been posted. `attempts` says
    which attempt this is. One whose sender died is none, nor is a look that found nothing: Slack refused neither.
    """

    id: int
    key: str
    team_id: str
    channel_id: str
    thread_ts: str | None
    kind: str
    payload: Mapping[str, Any]
    state: State
    attempts: int
    owed_at: datetime
    lease_until: datetime


def owe_and_claim(
    session: Session,
    *,
    key: str,
    team_id: str,
    channel_id: str,
    kind: Kind,
    payload: Mapping[str, Any],
    now: datetime,
    holder: str,
    thread_ts: str | None = None,
    lease: timedelta = LEASE,
) -> Claim | None:
    """Owe a message and hold it at once, which saves a commit. None when it is owed already.

    The claim is worth something only after the commit: hand it to delivery then, and not before.
    """
    held = {"state": str(State.SENDING), "holder": holder, "lease_until": now + lease}
    number = insert_owed(
        session,
        key=key,
        team_id=team_id,
        channel_id=channel_id,
        kind=kind,
        payload=payload,
        now=now,
        thread_ts=thread_ts,
        held=held,
    )
    if number is None:
        return None
    return Claim(number, key, team_id, channel_id, thread_ts, str(kind), payload, State.SENDING, 1, now, now + lease)


def claim(
    session: Session, *, holder: str, now: datetime, lease: timedelta = LEASE, limit: int = 20
) -> Sequence[Claim]:
    """Hold what is due, oldest first: owed messages to send, doubtful ones to look up.

    A message that belongs after another waits until that one has been sent, and until those that were owed before it
    to the same thread are settled, so that a thread reads in order. So does an alert for earlier alerts of its channel.
    """
    values = {"held_by": holder, "until": now + lease, "now": now, "room": limit}
    rows = session.connection().execute(_CLAIM, values).all()
    threads = _threads(session, [row.after_key for row in rows if row.after_key])
    # Kept, so that a message after this one is in the same thread, and not under a reply.
    kept = [{"row": row.id, "thread": threads[row.after_key]} for row in rows if row.after_key]
    if kept:
        session.connection().execute(_KEEP_THREAD, kept)
    return [_claim(row, threads.get(row.after_key, row.thread_ts)) for row in sorted(rows, key=_in_order)]


def lapse(session: Session, *, now: datetime, look_after: timedelta, every: bool = False) -> int:
    """Put in doubt what was being sent when its lease ran out; returns how many.

    It is looked up `look_after` later, when a message that was on its way must have arrived. `every` takes all that
    is being sent, and lets go of what is being looked up: right at the start of the only process that there can be.
    """
    if every:
        session.execute(
            update(OutboxRow).where(OutboxRow.state == State.DOUBTFUL).values(holder=None, lease_until=None)
        )
    lapsed = session.connection().execute(
        _LAPSE_EVERY if every else _LAPSE, {"look_at": now + look_after, **({} if every else {"now": now})}
    )
    return len(lapsed.all())


def strand(session: Session, *, now: datetime) -> Sequence[Row[Any]]:
    """Give up on messages whose thread will never be: the message that they belong under was not sent, or nobody knows.

    Returns the rows, now failed.
    """
    return session.connection().execute(_STRAND, {"now": now}).all()


def sent(session: Session, posted: Mapping[int, tuple[str, str]], *, now: datetime) -> frozenset[int]:
    """Settle messages that are in their channels, given by id as channel and ts; returns the ids of those settled now.

    One that is not among them was settled before, and so may be there twice.
    """
    open_ones = session.connection().execute(_UNSETTLED, {"rows": [*posted]}).scalars().all()
    settled = [{"row": row, "channel": posted[row][0], "ts": posted[row][1], "now": now} for row in open_ones]
    if settled:
        session.connection().execute(_SENT, settled)
    return frozenset(open_ones)


def postpone(session: Session, row_id: int, *, holder: str, until: datetime, problem: str) -> bool:
    """Owe it again from `until`: it was certainly not posted. False when `holder` no longer holds it."""
    refused = case((_TABLE.c.state == str(State.SENDING), 1), else_=0)
    return _move(
        session, row_id, holder, State.OWED, due_at=until, problem=problem, attempts=_TABLE.c.attempts + refused
    )


def doubt(session: Session, row_id: int, *, holder: str, until: datetime, problem: str) -> bool:
    """Nobody can tell whether it was posted: look it up from `until`. False when `holder` no longer holds it."""
    return _move(session, row_id, holder, State.DOUBTFUL, due_at=until, problem=problem, attempts=_TABLE.c.attempts + 1)


def give_up(session: Session, row_id: int, *, holder: str, state: State, problem: str, now: datetime) -> bool:
    """End it as failed, or as unknown where it may have been posted. False when `holder` no longer holds it.

    Raises IllegalMove for any other end.
    """
    if state not in (State.FAILED, State.UNKNOWN):
        raise IllegalMove(f"A message cannot be given up as “{state}”.")
    return _move(session, row_id, holder, state, settled_at=now, problem=problem)


def _threads(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """The thread that each of these sent messages is in, or begins."""
    if not keys:
        return {}
    thread = func.coalesce(OutboxRow.thread_ts, OutboxRow.posted_ts)
    return dict(session.execute(select(OutboxRow.key, thread).where(OutboxRow.key.in_(keys))).all())


def _in_order(row: Row[Any]) -> tuple[datetime, int]:
    return row.due_at, row.id


def _claim(row: Row[Any], thread_ts: str | None) -> Claim:
    return Claim(
        row.id,
        row.key,
        row.team_id,
        row.channel_id,
        thread_ts,
        row.kind,
        row.payload,
        State(row.state),
        row.attempts + 1,
        row.owed_at,
        row.lease_until,
    )


def _from(state: State) -> list[State]:
    return [start for start, ends in MOVES.items() if state in ends]


def _move(session: Session, row_id: int, holder: str, state: State, **values: Any) -> bool:
    moved = session.execute(
        update(_TABLE)
        .where(_TABLE.c.id == row_id, _TABLE.c.holder == holder, _TABLE.c.state.in_(_from(state)))
        .values(state=str(state), holder=None, lease_until=None, **values)
        .returning(_TABLE.c.id)
    )
    return moved.one_or_none() is not None


_TABLE = table_of(OutboxRow)
_UNSETTLED = (
    select(_TABLE.c.id)
    .where(_TABLE.c.id.in_(bindparam("rows", expanding=True)), _TABLE.c.state.in_(_from(State.SENT)))
    .with_for_update()
)
_SENT = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("row"))
    .values(
        state=str(State.SENT),
        holder=None,
        lease_until=None,
        problem=None,
        posted_channel_id=bindparam("channel"),
        posted_ts=bindparam("ts"),
        settled_at=bindparam("now"),
    )
)


def _lapsing(ran_out: ColumnElement[bool]) -> ReturningUpdate[tuple[int]]:
    lapsed = update(_TABLE).where(_TABLE.c.state == str(State.SENDING), ran_out)
    return lapsed.values(
        state=str(State.DOUBTFUL), holder=None, lease_until=None, due_at=bindparam("look_at")
    ).returning(_TABLE.c.id)


# Put together once: delivery runs these at least every second, and putting them together takes longer than they do.
_LAPSE = _lapsing(_TABLE.c.lease_until < bindparam("now"))
_LAPSE_EVERY = _lapsing(_TABLE.c.lease_until.is_not(None))
_DUE, _BEFORE, _SIBLING = _TABLE.alias("due"), _TABLE.alias("before"), _TABLE.alias("sibling")
_EARLIER = (
    select(_SIBLING.c.id)
    .where(
        _SIBLING.c.state.in_([str(State.OWED), str(State.SENDING), str(State.DOUBTFUL)]),
        _SIBLING.c.id < _DUE.c.id,
        or_(
            _SIBLING.c.after_key == _DUE.c.after_key,
            and_(_SIBLING.c.kind == str(Kind.ALERT), _SIBLING.c.channel_id == _DUE.c.channel_id),
        ),
    )
    .exists()
)
_CLAIM = (
    update(_TABLE)
    .where(
        _TABLE.c.id.in_(
            select(_DUE.c.id)
            .outerjoin(_BEFORE, _BEFORE.c.key == _DUE.c.after_key)
            .where(
                _DUE.c.state.in_([str(State.OWED), str(State.DOUBTFUL)]),
                _DUE.c.due_at <= bindparam("now"),
                or_(_DUE.c.lease_until.is_(None), _DUE.c.lease_until < bindparam("now")),
                or_(_DUE.c.after_key.is_(None), _BEFORE.c.state == str(State.SENT)),
                or_(and_(_DUE.c.after_key.is_(None), _DUE.c.kind != str(Kind.ALERT)), ~_EARLIER),
            )
            .order_by(_DUE.c.due_at, _DUE.c.id)
            .limit(bindparam("room", type_=Integer()))
            .with_for_update(of=_DUE, skip_locked=True)
        )
    )
    .values(
        state=case((_TABLE.c.state == str(State.OWED), str(State.SENDING)), else_=_TABLE.c.state),
        holder=bindparam("held_by"),
        lease_until=bindparam("until"),
    )
    .returning(*_TABLE.c)
)
_KEEP_THREAD = update(_TABLE).where(_TABLE.c.id == bindparam("row")).values(thread_ts=bindparam("thread"))
_STRAND = (
    update(_TABLE)
    .where(
        _TABLE.c.state == str(State.OWED),
        _TABLE.c.after_key.in_(
            select(_BEFORE.c.key).where(_BEFORE.c.state.in_([str(State.FAILED), str(State.UNKNOWN)]))
        ),
    )
    .values(
        state=str(State.FAILED),
        settled_at=bindparam("now"),
        problem="the message that it belongs under was not posted",
    )
    .returning(*_TABLE.c)
)
