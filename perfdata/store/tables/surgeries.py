"""Surgeries: what is looked into, who is invited, what was said, and what was found later."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class SurgeryRow(Base):
    """A meeting that looks into one or more measures of one board, under the model that it was chosen under.

    `version` rises with each change, so that several people at once do not overwrite each other. `outbox_key` is the
    message whose thread is the surgery's. `close_reason` is blank until it is closed or cancelled.
    """

    __tablename__ = "surgeries"

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    model: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(40))
    chosen_at: Mapped[datetime]
    chosen_by: Mapped[str] = mapped_column(String(200))
    held_on: Mapped[date | None]
    starts_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(200), default="", server_default="")
    papers_out_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    outbox_key: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}


class SurgeryMeasureRow(Base):
    """One measure of a surgery, the nomination that brought it, and the forecast made on the day it was held."""

    __tablename__ = "surgery_measures"
    __table_args__ = (UniqueConstraint("surgery_id", "measure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    surgery_id: Mapped[int] = mapped_column(ForeignKey("surgeries.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    nomination_id: Mapped[int | None] = mapped_column(ForeignKey("nominations.id"))
    baseline: Mapped[dict[str, Any]]


class InvitationRow(Base):
    """Somebody asked to a surgery, by part. An outsider has no user id: the clerk gives them the pack as a document."""

    __tablename__ = "invitations"
    __table_args__ = (Index("ix_invitations_surgery_id", "surgery_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    surgery_id: Mapped[int] = mapped_column(ForeignKey("surgeries.id"))
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    part: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    answered_at: Mapped[datetime | None]
    attended: Mapped[bool | None]


class ContributionRow(Base):
    """Words given to a surgery, append-only, so that several people writing at once lose nothing.

    `kind` is what they are: a correction or proposal of the service, the story behind the curve, a cause, an idea. A
    later row that `replaces` one stands in its place; a blank text withdraws it.
    """

    __tablename__ = "contributions"
    __table_args__ = (Index("ix_contributions_surgery_id", "surgery_id"), UniqueConstraint("replaces"))

    id: Mapped[int] = mapped_column(primary_key=True)
    surgery_id: Mapped[int] = mapped_column(ForeignKey("surgeries.id"))
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[datetime]
    replaces: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))


class ReviewRow(Base):
    """What the measure said of a surgery at a later figure: whether the curve has turned. Once a period."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("surgery_measure_id", "period_start", "period_end", "revision", name="uq_reviews_revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    surgery_measure_id: Mapped[int] = mapped_column(ForeignKey("surgery_measures.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    revision: Mapped[int]
    finding: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict[str, Any]]
    reviewed_at: Mapped[datetime]


class RecommendationRow(Base):
    """A recommendation to the executive, which has two months from its receipt to answer.

    `response` says how it was answered, blank until it is; people are role titles.
    """

    __tablename__ = "recommendations"
    __table_args__ = (Index("ix_recommendations_surgery_id", "surgery_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    surgery_id: Mapped[int] = mapped_column(ForeignKey("surgeries.id"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))
    received_on: Mapped[date | None]
    answer_by: Mapped[date | None]
    response: Mapped[str] = mapped_column(String(20), default="", server_default="")
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}
