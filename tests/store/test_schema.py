"""Migrations are numbered, a fresh database equals a migrated one, and storage means the same on both engines."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from perfdata.store import schema
from perfdata.store.database import Database
from perfdata.store.tables import AuditRow, Base, MeasureRow, ObservationRow, SourceRow

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = sorted(path.name[:4] for path in VERSIONS.glob("*.py"))
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    assert schema.newest() == numbers[-1]
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", path.name) for path in VERSIONS.glob("*.py"))


def test_a_migrated_database_has_exactly_the_mapped_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    assert schema.migrate(database) == schema.newest() == schema.current(database)


def test_an_empty_database_is_migrated_once(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'new' / 'empty.db'}")
    assert schema.current(empty) is None
    schema.ensure(empty)
    schema.ensure(empty)
    assert schema.current(empty) == schema.newest()
    empty.close()


@pytest.mark.parametrize("digits", ["0", "-0.05", "44.30", "72631430", "0.000001", "-12345678901234567890.123456"])
def test_a_decimal_comes_back_with_the_digits_that_went_in(database: Database, digits: str) -> None:
    with database.transaction() as session:
        session.add(_source())
        session.add(MeasureRow(id=1, code="A-1"))
        session.flush()
        session.add(_observation(Decimal(digits)))
    with database.reading() as session:
        assert str(session.scalar(select(ObservationRow.value))) == digits


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with database.engine.connect() as connection, pytest.raises(StatementError, match="needs a zone"):
        connection.execute(insert(SourceRow), [{"loaded_at": NOW.replace(tzinfo=None)}])


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_audit_trail_cannot_be_changed(database: Database, change: str) -> None:
    with database.transaction() as session:
        session.add(
            AuditRow(
                id=1,
                at=NOW,
                team_id="T1",
                actor="Clerk",
                act="tested",
                subject="s",
                detail={},
                previous_digest="",
                digest="d",
            )
        )
    with database.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change))


def _source() -> SourceRow:
    return SourceRow(id=1, digest="d", kind="observations", name="a.csv", loaded_by="test", loaded_at=NOW, report={})


def _observation(value: Decimal) -> ObservationRow:
    return ObservationRow(
        measure_id=1,
        period_start=NOW.date(),
        period_end=NOW.date(),
        revision=1,
        value=value,
        suppressed=False,
        target=None,
        numerator=None,
        denominator=None,
        provisional=False,
        note="",
        reported_status="",
        entered_on=NOW.date(),
        loaded_at=NOW,
        source_id=1,
        source_row=2,
    )
