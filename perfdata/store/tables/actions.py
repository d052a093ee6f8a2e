"""Actions that were agreed at a surgery, and what was reported of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class ActionRow(Base):
    """Who does what by when, tied to the measure that it should move and by how much, in words.

    `owner_role` is a role title. `due_on` is the day agreed last; the updates have the earlier ones. `version` rises
    with each change, so that two people at once do not overwrite each other.
    """

    __tablename__ = "actions"
    __table_args__ = (Index("ix_actions_surgery_id", "surgery_id"), Index("ix_actions_state_due_on", "state", "due_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    surgery_id: Mapped[int] = mapped_column(ForeignKey("surgeries.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    text: Mapped[str] = mapped_column(Text)
    owner_role: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    effect: Mapped[str] = mapped_column(Text)
    evidence_wanted: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(40))
    agreed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}


class ActionUpdateRow(Base):
    """One thing reported of an action, append-only: the move, if any, the words, and a new date if it was extended.

    `evidence` is a link or the name of a file; `file_id` is the chat's id of that file.
    """

    __tablename__ = "action_updates"
    __table_args__ = (Index("ix_action_updates_action_id", "action_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    move: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="", server_default="")
    file_id: Mapped[str] = mapped_column(String(40), default="", server_default="")
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    reported_at: Mapped[datetime]
