"""Which figure was said where, at which revision."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class StatementRow(Base):
    """One figure in one posted message. `thread_ts` is the thread that the message is in, or begins. Append-only.

    `value` is exact or as it was shown, None where it was said to be withheld.
    """

    __tablename__ = "statements"
    __table_args__ = (
        UniqueConstraint("outbox_key", "code", "period_start", "period_end", name="uq_statements_once"),
        Index("ix_statements_stated_at", "stated_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outbox_key: Mapped[str] = mapped_column(String(200))
    team_id: Mapped[str] = mapped_column(String(40))
    channel_id: Mapped[str] = mapped_column(String(40))
    thread_ts: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40))
    period_start: Mapped[date]
    period_end: Mapped[date]
    revision: Mapped[int]
    value: Mapped[Decimal | None]
    value_words: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(30))
    stated_at: Mapped[datetime]
