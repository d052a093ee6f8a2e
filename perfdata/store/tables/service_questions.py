"""Questions that members put to the service that a measure belongs to, and who is told the answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base

_OPEN = text("state IN ('with the service', 'with the service until a day that it named')")


class ServiceQuestionRow(Base):
    """A board's question on one measure. One open question a board and measure.

    `facts` freezes the figure as it was when it was asked. `words` may be blank, and are deleted some time after the
    question has ended. `reply_by` is the day asked for, or the one that the service named, for the reason `because`.
    `on_behalf` says that the clerk passed the answer on. `version` rises with each change.
    """

    __tablename__ = "service_questions"
    __table_args__ = (
        Index(
            "uq_service_questions_open",
            "board_id",
            "measure_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    facts: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime]
    asked_on: Mapped[date]
    reply_by: Mapped[date]
    because: Mapped[str] = mapped_column(Text, default="", server_default="")
    named_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")
    answered_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    answered_on: Mapped[date | None]
    on_behalf: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("service_questions.id"))
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}


class ServiceAskerRow(Base):
    """Somebody who is told the answer, where they asked: once a person. Nothing shows who they are.

    `thread_ts` is None where the answer goes to the person alone.
    """

    __tablename__ = "service_askers"
    __table_args__ = (UniqueConstraint("question_id", "team_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("service_questions.id"))
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    channel_id: Mapped[str] = mapped_column(String(40))
    thread_ts: Mapped[str | None] = mapped_column(String(40))
    asked_at: Mapped[datetime]
