"""Very many rows at once: straight to the driver, in the order given, a few thousand at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.orm import Session

AT_ONCE = 5_000
MOST_PLACES = 10_000
"""Values in one statement; SQLite takes 32,766 at most."""


def insert_many(session: Session, table: Table, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert the rows, whose values stand in the order of `names`, as part of the session's transaction.

    Values become what the database keeps exactly as they do in any other statement; a column that is not named gets
    its default from the database. The rows are taken as they are needed, so that they are never all in memory.
    """
    connection = session.connection()
    statement = insert(table).compile(dialect=connection.dialect, column_keys=list(names))
    order = list(statement.positiontup or names)
    ways = [table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for name in order]
    waiting = iter(rows)
    while chunk := list(islice(waiting, AT_ONCE)):
        given = dict(zip(names, zip(*chunk, strict=True), strict=True))
        ready = list(zip(*(_kept(way, given[name]) for name, way in zip(order, ways, strict=True)), strict=True))
        if statement.positional:
            _insert_together(connection, str(statement), ready)
        else:
            connection.exec_driver_sql(str(statement), [dict(zip(order, values, strict=True)) for values in ready])


def _insert_together(connection: Connection, text: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Many rows in one statement, which SQLite takes sooner than the same statement for each."""
    into, values, one = text.partition(" VALUES ")
    at_once = MOST_PLACES // len(rows[0])
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        connection.exec_driver_sql(f"{into}{values}{', '.join([one] * len(some))}", tuple(chain.from_iterable(some)))


def _kept(way: Callable[[Any], Any] | None, values: Sequence[object]) -> Iterable[object]:
    """The values as the driver takes them; the same object, which often comes again, is turned only once."""
    if way is None:
        return values
    # By identity: 90 equals 90.0, and is written otherwise.
    places = list(map(id, values))
    kept = {place: way(value) for place, value in dict(zip(places, values, strict=True)).items()}
    return map(kept.__getitem__, places)
