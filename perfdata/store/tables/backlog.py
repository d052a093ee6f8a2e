"""What could not be answered, what was put to the Performance Team, and the words that it taught."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class UnansweredRow(Base):
    """A question that was not understood, or of which no measure is held: its words, and not who asked it.

    `listed` is the week of the list that it stood in, None until it has.
    """

    __tablename__ = "unanswered"
    __table_args__ = (Index("ix_unanswered_listed", "listed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(30))
    noted_at: Mapped[datetime]
    listed: Mapped[str | None] = mapped_column(String(10))


class BacklogRow(Base):
    """A question put to the Performance Team. `user_id` is kept for the reply only; it goes with `words`.

    `asked_key` names the press, so that it counts once. `thread_ts` is None where the reply goes to the person alone.
    """

    __tablename__ = "backlog"
    __table_args__ = (UniqueConstraint("asked_key"), Index("ix_backlog_replied_at", "replied_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_key: Mapped[str] = mapped_column(String(200))
    team_id: Mapped[str] = mapped_column(String(40))
    words: Mapped[str | None] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(30))
    channel_id: Mapped[str] = mapped_column(String(40))
    thread_ts: Mapped[str | None] = mapped_column(String(40))
    user_id: Mapped[str | None] = mapped_column(String(40))
    asked_at: Mapped[datetime]
    reply_by: Mapped[date]
    replied_at: Mapped[datetime | None]
    replied_by: Mapped[str | None] = mapped_column(String(200))


class TaughtRow(Base):
    """Words that the Performance Team gave a measure, with the reason. One that was removed stays, with who did so."""

    __tablename__ = "taught"
    __table_args__ = (
        Index(
            "uq_taught_words",
            "words",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(100))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    why: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(200))
    taught_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None] = mapped_column(String(200))
