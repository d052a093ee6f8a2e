"""What every row that comes from a file carries: which revision it is, since when, and where it stands."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column


class Receipted:
    """One revision of what a row says, with its receipt. `source_sheet` is blank for files that have no sheets."""

    revision: Mapped[int]
    entered_on: Mapped[date]
    loaded_at: Mapped[datetime]
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    source_sheet: Mapped[str] = mapped_column(String(100))
    source_row: Mapped[int]
