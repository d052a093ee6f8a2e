"""Where each month's round stands, and every move that brought it there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class RoundRow(Base):
    """One round. `state` is that of `perfdata/alerts/cycle.py`.

    `looked_at` is the data version that was last looked at by itself, so that it is looked at again only when that has
    moved. `previewed` holds, by board, the digest of what was previewed last, and `previews` counts the previews.
    `released_at` is when it was first released, and stays; `version` rises with each change.
    """

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_start: Mapped[date] = mapped_column(unique=True)
    closed_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    looked_at: Mapped[int] = mapped_column(default=-1, server_default="-1")
    previewed: Mapped[dict[str, Any]]
    previews: Mapped[int] = mapped_column(default=0, server_default="0")
    released_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}


class RoundMoveRow(Base):
    """One move of a round, append-only: what was done, where it led, by whom and why."""

    __tablename__ = "round_moves"
    __table_args__ = (Index("ix_round_moves_round_id", "round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    move: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]]
    moved_at: Mapped[datetime]
    moved_by: Mapped[str] = mapped_column(String(200))
