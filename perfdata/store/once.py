"""Inserting what must be there once, on either database. Statements are put together once, for speed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def table_of(mapped: type[DeclarativeBase]) -> Table:
    """The table of a mapped class, for statements that need no objects."""
    table = mapped.__table__
    assert isinstance(table, Table)
    return table


def insert_once(table: Table) -> Mapping[str, Insert]:
    """By the database's name: an insert that does nothing, and returns no row, where a unique key is taken already."""
    return {
        "sqlite": sqlite.insert(table).on_conflict_do_nothing().returning(table.c.id),
        "postgresql": postgresql.insert(table).on_conflict_do_nothing().returning(table.c.id),
    }


def insert(session: Session, statements: Mapping[str, Insert], values: Mapping[str, Any]) -> int | None:
    """Run the one for this database; the new row's id, or None where it was there already."""
    connection = session.connection()
    number: int | None = connection.execute(statements[connection.dialect.name], values).scalar_one_or_none()
    return number


def insert_all_once(table: Table) -> Mapping[str, Insert]:
    """As `insert_once` for many rows at a time, of which nothing is asked back."""
    return {
        "sqlite": sqlite.insert(table).on_conflict_do_nothing(),
        "postgresql": postgresql.insert(table).on_conflict_do_nothing(),
    }


def insert_all(session: Session, statements: Mapping[str, Insert], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those of the rows that are not there yet."""
    if rows:
        session.execute(statements[session.get_bind().dialect.name], rows)
