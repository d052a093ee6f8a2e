"""What a measure's figure is compared with: other councils, and groups of people. Append-only, in revisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base
from perfdata.store.tables.receipts import Receipted


class BenchmarkRow(Receipted, Base):
    """One council's published figure for one measure and period; no value means that it was not published."""

    __tablename__ = "benchmarks"
    __table_args__ = (
        UniqueConstraint(
            "measure_id", "period_start", "period_end", "council", "revision", name="uq_benchmarks_revision"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    frequency: Mapped[str] = mapped_column(String(20))
    council: Mapped[str] = mapped_column(String(200))
    group: Mapped[str] = mapped_column(String(20))
    value: Mapped[Decimal | None]
    source: Mapped[str] = mapped_column(String(500))


class BreakdownRow(Receipted, Base):
    """One measure's figure for one group of people, such as an age band; a withheld one has neither value nor parts."""

    __tablename__ = "breakdowns"
    __table_args__ = (
        UniqueConstraint(
            "measure_id", "period_start", "period_end", "dimension", "group", "revision", name="uq_breakdowns_revision"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    dimension: Mapped[str] = mapped_column(String(200))
    group: Mapped[str] = mapped_column(String(200))
    value: Mapped[Decimal | None]
    suppressed: Mapped[bool]
    numerator: Mapped[Decimal | None]
    denominator: Mapped[Decimal | None]
