"""The outbox: messages that the bot owes, each under a key of its own, and how each of them ends.

    owed ──────> sending ──────> sent
     ^  ^───────────┤ ├────────> failed     Slack said no, for good
     │              v
     └─────────── doubtful ────> sent       it was there after all
                    └──────────> unknown    may have been posted; nobody can look, and it is never sent again

A message is owed in the transaction of the change that it tells of. Whoever sends it holds it by a lease (`sending`); a
lease that runs out leaves it in doubt, because the message may have gone out before its sender died. Nothing here knows
Slack: `payload` freezes the facts, and delivery renders and posts them. Settled rows are kept as posted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from perfdata.store import once
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import OutboxRow

_OWE = insert_once(table_of(OutboxRow))


class Kind(StrEnum):
    """What sort of message is owed, which decides how it is rendered."""

    ANSWER = "answer"
    FOLLOWING = "following"
    ALERT = "alert"
    ALERT_REST = "rest of an alert"
    ALERT_PREVIEW = "alert preview"
    ADDENDUM = "addendum"
    ALERT_WHY = "why an alert says so"
    ROUND = "round"
    NOMINATION = "nomination"
    SECOND = "second"
    DECISION = "decision"
    SURGERY = "surgery"
    DOCUMENT = "document"
    PAPERS = "papers"
    ACTION = "action"
    RECOMMENDATION = "recommendation"
    HANDED_OVER = "handed over"
    REMINDERS = "reminders"
    FILES = "files"
    CHART = "chart"
    CORRECTION = "correction"
    WATCHES = "watches"
    BOARD_WATCH = "board watch"
    BACKLOG = "backlog"
    BACKLOG_REPLY = "backlog reply"
    SERVICE_QUESTION = "service question"
    COMMENT = "comment"
    MISSED = "not understood"
    TOUR = "tour"
    PROBLEM = "problem"


class State(StrEnum):
    """Where a message stands."""

    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    DOUBTFUL = "doubtful"
    UNKNOWN = "unknown"
    FAILED = "failed"


MOVES: Mapping[State, frozenset[State]] = {
    # A send that was given up for lost may still turn out well; a message whose thread never came to be, fails.
    State.OWED: frozenset({State.SENDING, State.SENT, State.FAILED}),
    State.SENDING: frozenset({State.OWED, State.SENT, State.DOUBTFUL, State.FAILED}),
    State.DOUBTFUL: frozenset({State.DOUBTFUL, State.OWED, State.SENT, State.UNKNOWN, State.FAILED}),
    State.SENT: frozenset(),
    State.UNKNOWN: frozenset(),
    State.FAILED: frozenset(),
}
"""Every move that is allowed. A doubtful message that cannot be looked up just now stays doubtful."""


def owe(
    session: Session,
    *,
    key: str,
    team_id: str,
    channel_id: str,
    kind: Kind,
    payload: Mapping[str, Any],
    now: datetime,
    thread_ts: str | None = None,
    after_key: str | None = None,
) -> bool:
    """Owe a message once: False when one is owed under that key already, whatever has become of it.

    `after_key` is the key of a message that must be sent first and in whose thread this one belongs.
    """
    number = insert_owed(
        session,
        key=key,
        team_id=team_id,
        channel_id=channel_id,
        kind=kind,
        payload=payload,
        now=now,
        thread_ts=thread_ts,
        after_key=after_key,
    )
    return number is not None


def insert_owed(
    session: Session,
    *,
    key: str,
    team_id: str,
    channel_id: str,
    kind: Kind,
    payload: Mapping[str, Any],
    now: datetime,
    thread_ts: str | None = None,
    after_key: str | None = None,
    held: Mapping[str, Any] = MappingProxyType({}),
) -> int | None:
    """As `owe`, but returns the row's id; `held` are the columns of a row that somebody holds from the start."""
    values = {
        "key": key,
        "team_id": team_id,
        "channel_id": channel_id,
        "thread_ts": thread_ts,
        "after_key": after_key,
        "kind": str(kind),
        "payload": dict(payload),
        "state": str(State.OWED),
        "owed_at": now,
        "due_at": now,
        "attempts": 0,
        **held,
    }
    return once.insert(session, _OWE, values)
