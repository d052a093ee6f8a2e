"""Sources, measures in revisions, and observations, all append-only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class SourceRow(Base):
    """A file that was loaded. The highest id is the data version: what is held changes only with a new source."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(255))
    loaded_by: Mapped[str] = mapped_column(String(100))
    loaded_at: Mapped[datetime]
    report: Mapped[dict[str, Any]]


class MeasureRow(Base):
    """A measure, for ever known by its code."""

    __tablename__ = "measures"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)


class MeasureRevisionRow(Base):
    """A measure's definition as one source gave it; the highest revision is the current one."""

    __tablename__ = "measure_revisions"
    __table_args__ = (UniqueConstraint("measure_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    revision: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    directorate: Mapped[str] = mapped_column(String(200))
    service: Mapped[str] = mapped_column(String(200))
    owner_role: Mapped[str] = mapped_column(String(200))
    boards: Mapped[list[str]]
    priority: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(40))
    decimals: Mapped[int]
    polarity: Mapped[str] = mapped_column(String(20))
    range_low: Mapped[Decimal | None]
    range_high: Mapped[Decimal | None]
    frequency: Mapped[str] = mapped_column(String(20))
    aggregation: Mapped[str] = mapped_column(String(40))
    tier: Mapped[str] = mapped_column(String(20))
    tolerance_kind: Mapped[str] = mapped_column(String(20))
    tolerance_amount: Mapped[Decimal]
    tolerance_band: Mapped[Decimal] = mapped_column(default=Decimal(0), server_default="0")
    lag_days: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    numerator: Mapped[str] = mapped_column(Text)
    denominator: Mapped[str] = mapped_column(Text)
    disclosure: Mapped[bool]
    exempt: Mapped[bool]
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    source_row: Mapped[int]
    loaded_at: Mapped[datetime]


class ObservationRow(Base):
    """One revision of one measure's figure for one period; the current one is the latest by `entered_on`.

    `partial` marks a workbook's row, which gives the figure and none of its parts. A row with `completes` says in full
    what that revision said in part, and stands in its place. `source_sheet` is blank for files without sheets.
    """

    __tablename__ = "observations"
    __table_args__ = (
        UniqueConstraint("measure_id", "period_start", "period_end", "revision"),
        Index("ix_observations_entered_on", "entered_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    revision: Mapped[int]
    value: Mapped[Decimal | None]
    suppressed: Mapped[bool]
    target: Mapped[Decimal | None]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
    provisional: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    reported_status: Mapped[str] = mapped_column(String(40))
    entered_on: Mapped[date]
    loaded_at: Mapped[datetime]
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    source_row: Mapped[int]
    source_sheet: Mapped[str] = mapped_column(String(100), default="", server_default="")
    partial: Mapped[bool] = mapped_column(default=False, server_default=false())
    completes: Mapped[int | None]
