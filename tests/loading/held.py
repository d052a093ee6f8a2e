"""What a database holds, as plain values that tests compare."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select

from perfdata.store.database import Database
from perfdata.store.tables import Base, MeasureRow, ObservationRow


class Held(NamedTuple):
    """One revision of a figure."""

    value: Decimal | None
    suppressed: bool
    target: Decimal | None
    note: str
    entered_on: date
    source_row: int


def history(database: Database, code: str, end: date) -> list[Held]:
    """All revisions of a figure, in their order."""
    wanted = (
        select(ObservationRow)
        .join(MeasureRow, MeasureRow.id == ObservationRow.measure_id)
        .where(MeasureRow.code == code, ObservationRow.period_end == end)
        .order_by(ObservationRow.revision)
    )
    with database.reading() as session:
        return [
            Held(row.value, row.suppressed, row.target, row.note, row.entered_on, row.source_row)
            for row in session.scalars(wanted)
        ]


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in the order of the first column."""
    with database.reading() as session:
        return {
            table.name: sorted((tuple(map(repr, row)) for row in session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def counted(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
