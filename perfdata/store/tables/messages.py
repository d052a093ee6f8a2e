"""What arrived and is not yet dealt with, and what is owed and not yet delivered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class InboxRow(Base):
    """One message addressed to the bot. `words` are deleted when it is finished, or after the configured days.

    `files` are the ids of the files that came with it. `thread_ts` is blank for what is in no thread and for what one
    began from, so that the key of a message also finds who asked in a thread.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("team_id", "event_id"),
        UniqueConstraint("team_id", "channel_id", "thread_ts", "ts"),
        Index("ix_inbox_finished_at", "finished_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(40))
    event_id: Mapped[str] = mapped_column(String(60))
    channel_id: Mapped[str] = mapped_column(String(40))
    ts: Mapped[str] = mapped_column(String(40))
    thread_ts: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[str | None] = mapped_column(Text)
    files: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    received_at: Mapped[datetime]
    holder: Mapped[str | None] = mapped_column(String(60))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(30))


class OutboxRow(Base):
    """One message that the bot owes. `payload` freezes the facts; delivery renders and posts them.

    `after_key` names another owed message whose thread this one belongs in, and which must be sent first. `attempts`
    counts those that Slack did not take or answer, and none whose sender died.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_state_due_at", "state", "due_at"),
        Index("ix_outbox_channel_id_thread_ts", "channel_id", "thread_ts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    team_id: Mapped[str] = mapped_column(String(40))
    channel_id: Mapped[str] = mapped_column(String(40))
    thread_ts: Mapped[str | None] = mapped_column(String(40))
    after_key: Mapped[str | None] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20))
    owed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    holder: Mapped[str | None] = mapped_column(String(60))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int]
    problem: Mapped[str | None] = mapped_column(Text)
    posted_channel_id: Mapped[str | None] = mapped_column(String(40))
    posted_ts: Mapped[str | None] = mapped_column(String(40))
    settled_at: Mapped[datetime | None]
