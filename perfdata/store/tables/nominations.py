"""Nominations for surgery and those who second them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class NominationRow(Base):
    """A board member's request that a measure go to surgery. One open nomination a board and measure."""

    __tablename__ = "nominations"
    __table_args__ = (
        Index(
            "uq_nominations_open",
            "board_id",
            "measure_id",
            unique=True,
            sqlite_where=text("state = 'nominated'"),
            postgresql_where=text("state = 'nominated'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    outcome_wanted: Mapped[str] = mapped_column(Text)
    evidence: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20))
    nominated_at: Mapped[datetime]
    outbox_key: Mapped[str] = mapped_column(String(200))


class SecondRow(Base):
    """Support for a nomination, with a reason where one was given; once a person."""

    __tablename__ = "seconds"
    __table_args__ = (UniqueConstraint("nomination_id", "team_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nominations.id"))
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    seconded_at: Mapped[datetime]
