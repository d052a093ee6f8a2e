"""Files that wait to be loaded, and rows that a load left out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class UploadRow(Base):
    """Files that somebody sent together, with the report on them. `state` is that of `perfdata/loading/uploads.py`."""

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_received_at", "received_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(40))
    channel_id: Mapped[str] = mapped_column(String(40))
    thread_ts: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[str] = mapped_column(String(40))
    report_id: Mapped[str] = mapped_column(String(40))
    report: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class UploadedFileRow(Base):
    """The bytes of one file of an upload, deleted when it is loaded or a day has passed."""

    __tablename__ = "uploaded_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class LeftOutRow(Base):
    """A row that a load left out, until a later load brings a good one.

    `code` and the period are those that the row names, `code` blank and the period None where they cannot be read.
    """

    __tablename__ = "left_out_rows"
    __table_args__ = (Index("ix_left_out_rows_mended_at", "mended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    sheet: Mapped[str] = mapped_column(String(255))
    row: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    left_out_at: Mapped[datetime]
    mended_at: Mapped[datetime | None]
