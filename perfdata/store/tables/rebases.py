"""Decisions that a measure's usual range begins anew."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class RebaseRow(Base):
    """A measure's usual range begins anew with this period, until that is withdrawn; one such a measure and period."""

    __tablename__ = "rebases"
    __table_args__ = (
        Index(
            "uq_rebases_in_force",
            "measure_id",
            "period_start",
            "period_end",
            unique=True,
            sqlite_where=text("withdrawn_on IS NULL"),
            postgresql_where=text("withdrawn_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    fixed_on: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(100))
    withdrawn_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(100), default="", server_default="")
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
