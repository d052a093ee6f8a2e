"""What was added to an alert after it had been released, because figures came late or were revised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from perfdata.store.tables.base import Base


class AddendumRow(Base):
    """One addendum to one alert; `number` counts them, so that two processes never add the same one twice."""

    __tablename__ = "addenda"
    __table_args__ = (UniqueConstraint("alert_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"))
    number: Mapped[int]
    outbox_key: Mapped[str] = mapped_column(String(200))
    added_on: Mapped[date]
    added_at: Mapped[datetime]


class AddendumItemRow(Base):
    """How one measure of the alert stands by an addendum; append-only. `kind` is its state of precedence."""

    __tablename__ = "addendum_items"
    __table_args__ = (UniqueConstraint("addendum_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    addendum_id: Mapped[int] = mapped_column(ForeignKey("addenda.id"))
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(30))
    facts: Mapped[dict[str, Any]]
