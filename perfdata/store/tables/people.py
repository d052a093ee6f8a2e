"""Boards, people and who sits where: data, loaded with receipts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class BoardRow(Base):
    """An overview and scrutiny board. `active` is false once a later file no longer names it.

    Its clerk is whoever has `clerk_user_id`, or else the role `clerk_title`; blank where the file names nobody.
    """

    __tablename__ = "boards"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    remit: Mapped[str] = mapped_column(Text)
    channel_id: Mapped[str] = mapped_column(String(40))
    channel_name: Mapped[str] = mapped_column(String(100))
    next_meeting: Mapped[date | None]
    clerk_title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    clerk_user_id: Mapped[str] = mapped_column(String(40), default="", server_default="")
    active: Mapped[bool]
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    source_row: Mapped[int]


class PersonRow(Base):
    """Somebody known by workspace and user id. `active` is false once a later file no longer names them."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("team_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    directorate: Mapped[str] = mapped_column(String(200))
    service: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool]
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    source_row: Mapped[int]


class MembershipRow(Base):
    """A person's part on a board: member, chair, vice chair or co-opted."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("person_id", "board_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"))
    role: Mapped[str] = mapped_column(String(40))
