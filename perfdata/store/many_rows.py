"""Very many rows at once: straight to the driver, in the order given, a few thousand at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import Boolean, DateTime, Table, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import Column
from sqlalchemy.types import Date

from perfdata.store.column_types import UtcTime

AT_ONCE = 5_000


def insert_many(session: Session, table: Table, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert the rows, whose values stand in the order of `names`, as part of the session's transaction.

    Values become what the database keeps exactly as they do in any other statement; a column that is not named gets
    its default from the database. The rows are taken as they are needed, so that they are never all in memory.
    """
    connection = session.connection()
    statement = insert(table).compile(dialect=connection.dialect, column_keys=list(names))
    order = list(statement.positiontup or names)
    ways = [_way(table.c[name], connection.dialect) for name in order]
    waiting = iter(rows)
    while chunk := list(islice(waiting, AT_ONCE)):
        given = dict(zip(names, zip(*chunk, strict=True), strict=True))
        columns = [map(way, given[name]) if way else given[name] for name, way in zip(order, ways, strict=True)]
        ready = zip(*columns, strict=True)
        connection.exec_driver_sql(
            str(statement),
            list(ready) if statement.positional else [dict(zip(order, values, strict=True)) for values in ready],
        )


def _way(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """How the column's values become what the driver takes; None where they are that already."""
    way = column.type.dialect_impl(dialect).bind_processor(dialect)
    # Days, moments, yes and no are few. Numbers must not be remembered: 90 equals 90.0, and reads differently.
    return lru_cache(maxsize=4096)(way) if way and isinstance(column.type, Boolean | Date | DateTime | UtcTime) else way
