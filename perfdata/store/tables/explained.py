"""What has been explained to whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class ExplainedRow(Base):
    """One person has been shown the explanation of one thing, and is not shown it unasked again."""

    __tablename__ = "explained"
    __table_args__ = (UniqueConstraint("team_id", "user_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    shown_at: Mapped[datetime]
