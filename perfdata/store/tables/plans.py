"""What directorates plan and what past surgeries asked for. Append-only, in revisions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base
from perfdata.store.tables.receipts import Receipted


class MilestoneRow(Receipted, Base):
    """One milestone of an objective, with its own delivery status, which is a judgement and no arithmetic.

    `service` is blank where the file names none.
    """

    __tablename__ = "milestones"
    __table_args__ = (
        UniqueConstraint("directorate", "objective_ref", "milestone", "revision", name="uq_milestones_revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    directorate: Mapped[str] = mapped_column(String(200))
    objective_ref: Mapped[str] = mapped_column(String(40))
    objective: Mapped[str] = mapped_column(Text)
    milestone: Mapped[str] = mapped_column(String(500))
    due: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(40))
    update: Mapped[str] = mapped_column(Text)
    service: Mapped[str] = mapped_column(String(200), default="")


class PastActionRow(Receipted, Base):
    """One action of a performance surgery that was held elsewhere; a surgery without actions has one with no text."""

    __tablename__ = "past_actions"
    __table_args__ = (
        UniqueConstraint("surgery", "measure_id", "action_ref", "revision", name="uq_past_actions_revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    surgery: Mapped[str] = mapped_column(String(40))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    action_ref: Mapped[str] = mapped_column(String(60))
    held_on: Mapped[date]
    board: Mapped[str] = mapped_column(String(40))
    chaired_by: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(Text)
    owner_role: Mapped[str] = mapped_column(String(200))
    due: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(40))
    update: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
