"""Nominations for surgery, those who second them, and how they were decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base

_OPEN = text("state IN ('nominated', 'deferred', 'left undecided')")


class NominationRow(Base):
    """A board member's request that a measure go to surgery. One open nomination a board and measure.

    `heard` is who else should be heard, and `brought` evidence beside the figures, found at `brought_from`, in the
    nominator's words. `decide_by` is the day after which an undecided one
    goes back to the board's agenda; `deferred_until` and `merged_into_id` are set by those decisions. `version` rises
    with each change, so that two people deciding at once do not overwrite each other.
    """

    __tablename__ = "nominations"
    __table_args__ = (
        Index("uq_nominations_open", "board_id", "measure_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    outcome_wanted: Mapped[str] = mapped_column(Text)
    heard: Mapped[str] = mapped_column(Text, default="", server_default="")
    brought: Mapped[str] = mapped_column(Text, default="", server_default="")
    brought_from: Mapped[str] = mapped_column(String(200), default="", server_default="")
    evidence: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(40))
    nominated_at: Mapped[datetime]
    outbox_key: Mapped[str] = mapped_column(String(200))
    decide_by: Mapped[date | None]
    deferred_until: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("nominations.id"))
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}


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


class DecisionRow(Base):
    """One person's decision on a nomination, append-only: the move, the reason, and by which part of theirs.

    Where two have to agree, the first agreement stands alone (`settles` is false) until the second comes.
    """

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_nomination_id", "nomination_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nominations.id"))
    move: Mapped[str] = mapped_column(String(40))
    settles: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    part: Mapped[str] = mapped_column(String(60))
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime]
