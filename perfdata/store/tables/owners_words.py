"""What the owners of measures have said of their figures."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class CommentRow(Base):
    """One comment on a measure's figure for one period; append-only. `title` is the role of whoever wrote it.

    `once` is made of who wrote what about which figure, so that a form that is sent twice counts once.
    """

    __tablename__ = "comments"
    __table_args__ = (UniqueConstraint("once"), Index("ix_comments_measure_id", "measure_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str] = mapped_column(String(64))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    words: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(200))
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    said_on: Mapped[date]
    said_at: Mapped[datetime]
