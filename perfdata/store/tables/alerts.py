"""What each reader was told for each round, frozen when it was released."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class AlertRow(Base):
    """One occurrence: unique on (task, period, reader), so that it happens once however many processes try."""

    __tablename__ = "alerts"
    __table_args__ = (UniqueConstraint("task", "period_start", "reader"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(40))
    period_start: Mapped[date]
    reader: Mapped[str] = mapped_column(String(60))
    closed_on: Mapped[date]
    due_at: Mapped[datetime]
    released_at: Mapped[datetime]
    released_by: Mapped[str] = mapped_column(String(100))
    outbox_key: Mapped[str] = mapped_column(String(200))


class AlertItemRow(Base):
    """One measure in one alert, in exactly one class, at the revision of the figure that was judged."""

    __tablename__ = "alert_items"
    __table_args__ = (UniqueConstraint("alert_id", "measure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    kind: Mapped[str] = mapped_column(String(30))
    observation_id: Mapped[int | None] = mapped_column(ForeignKey("observations.id"))
    facts: Mapped[dict[str, Any]]
