"""Who follows which measure: a person for themselves, or a board by its chair's decision."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class WatchRow(Base):
    """A person follows a measure. `status` and `variation` are those that the person knows of.

    Nothing is told up to and including `muted_until`. The row is deleted when the person stops watching.
    """

    __tablename__ = "watches"
    __table_args__ = (UniqueConstraint("team_id", "user_id", "measure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    since: Mapped[datetime]
    muted_until: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(30))
    variation: Mapped[str] = mapped_column(String(30))


class BoardWatchRow(Base):
    """A board follows a measure, with its chair's reason. One that has ended stays, with who ended it."""

    __tablename__ = "board_watches"
    __table_args__ = (
        Index(
            "uq_board_watches_open",
            "board_id",
            "measure_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(200))
