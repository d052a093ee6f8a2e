"""Threads in which somebody has said who is to be understood without a mention."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class FollowedThreadRow(Base):
    """One thread, and who is heard in it until when. Nothing of what is said there is kept, nor who asked for this."""

    __tablename__ = "followed_threads"
    __table_args__ = (UniqueConstraint("team_id", "channel_id", "thread_ts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(40))
    channel_id: Mapped[str] = mapped_column(String(40))
    thread_ts: Mapped[str] = mapped_column(String(40))
    hears: Mapped[str] = mapped_column(String(20))
    until: Mapped[datetime]
