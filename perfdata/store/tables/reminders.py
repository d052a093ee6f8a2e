"""What people are to be reminded of, and in which message they were."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class ReminderRow(Base):
    """One thing of which one person is to be told, once for each stage of its subject.

    `outbox_key` is the message that says it; None until there was a day for it.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("subject", "stage", "team_id", "user_id", name="uq_reminders_once"),
        Index("ix_reminders_outbox_key", "outbox_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    stage: Mapped[str] = mapped_column(String(40))
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    queued_at: Mapped[datetime]
    outbox_key: Mapped[str | None] = mapped_column(String(200))
