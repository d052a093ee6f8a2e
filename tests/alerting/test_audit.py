"""The record of decisions is one chain, however many append at once, and tampering is found where it was done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import select, text

from perfdata import audit
from perfdata.store.database import Database
from perfdata.store.tables import AuditHeadRow, AuditRow
from tests.conftest import NewUrl

NOW = datetime(2026, 11, 24, 9, 30, 15, 123456, tzinfo=UTC)


INSERT = (
    "INSERT INTO audit (team_id, actor, act, subject, detail, previous_digest, digest, id, at) "
    "SELECT team_id, actor, act, subject, detail, previous_digest, digest,"
)
SWAP = (
    "UPDATE audit SET id = 9 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 9"
)
MOVE_BACK = "UPDATE audit SET id = 4 WHERE id = 13; UPDATE audit SET id = 5 WHERE id = 14"


def add(database: Database, count: int = 1, **changes: object) -> None:
    """Append so many entries, each in a transaction of its own."""
    entry = {"at": NOW, "team_id": "T1", "actor": "U1", "act": "tested", "subject": "a thing", "detail": {"n": 1}}
    for _ in range(count):
        with database.transaction() as session:
            audit.append(session, **(entry | changes))  # type: ignore[arg-type]


def verified(database: Database) -> int | None:
    """What `audit.verify` says."""
    with database.reading() as session:
        return audit.verify(session)


def tamper(database: Database, statement: str) -> None:
    """Change the table as somebody with the database's own rights could: without the triggers."""
    with database.transaction() as session:
        if database.is_sqlite:
            session.execute(text("DROP TRIGGER audit_no_update"))
            session.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        for one in statement.split(";"):
            session.execute(text(one))


def test_an_empty_chain_holds(database: Database) -> None:
    assert verified(database) is None


def test_entries_are_numbered_and_sealed_to_each_other(database: Database) -> None:
    add(database, 3)
    with database.reading() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
        assert [row.id for row in rows] == [1, 2, 3]
        assert [row.previous_digest for row in rows] == [audit.BEFORE_THE_FIRST, rows[0].digest, rows[1].digest]
    assert verified(database) is None


@pytest.mark.parametrize(
    "detail", [{}, {"ü": ["– “quoted”", 1, None, True]}, {"pair": (1, 2), "nested": {"b": 1, "a": 2}}]
)
def test_what_is_sealed_is_what_is_stored(database: Database, detail: dict[str, object]) -> None:
    add(database, 2, detail=detail, at=NOW.astimezone(timezone(timedelta(hours=1))))
    assert verified(database) is None


def test_a_detail_that_json_cannot_hold_is_refused(database: Database) -> None:
    with pytest.raises(TypeError):
        add(database, detail={"value": Decimal("1.0")})
    assert verified(database) is None


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET actor = 'U9' WHERE id = 2", 2),
        ("UPDATE audit SET detail = '{\"n\": 2}' WHERE id = 3", 3),
        ("DELETE FROM audit WHERE id = 1", 1),
        ("DELETE FROM audit WHERE id = 3", 3),
        ("DELETE FROM audit WHERE id >= 3", 3),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET digest = previous_digest WHERE id = 4", 4),
        ("UPDATE audit_head SET last_id = 5", 5),
        ("UPDATE audit_head SET last_digest = '0'", 4),
        ("DELETE FROM audit_head", 1),
        (f"{INSERT} 5, at FROM audit WHERE id = 4", 5),
        (f"UPDATE audit SET id = id + 10 WHERE id >= 3; {INSERT} 3, at FROM audit WHERE id = 2; {MOVE_BACK}", 3),
        (SWAP, 2),
    ],
)
def test_tampering_is_found_and_located(database: Database, statement: str, found: int) -> None:
    add(database, 4)
    tamper(database, statement)
    assert verified(database) == found


def test_resealing_an_entry_breaks_the_chain_at_the_next(database: Database) -> None:
    add(database, 3)
    with database.reading() as session:
        row = session.get_one(AuditRow, 2)
        session.expunge(row)
        row.actor = "U9"
        forged = audit.digest(row)
    tamper(database, f"UPDATE audit SET actor = 'U9', digest = '{forged}' WHERE id = 2")
    assert verified(database) == 3


def test_what_is_rolled_back_leaves_no_entry_and_no_gap(database: Database) -> None:
    def interrupted() -> None:
        with database.transaction() as session:
            audit.append(session, at=NOW, team_id="T1", actor="U1", act="tested", subject="x", detail={})
            raise RuntimeError

    add(database)
    with pytest.raises(RuntimeError):
        interrupted()
    add(database)
    assert verified(database) is None
    with database.reading() as session:
        assert session.get_one(AuditHeadRow, audit.HEAD).last_id == 2


def test_several_at_once_keep_one_chain_from_the_first_entry_on(new_url: NewUrl) -> None:
    url, each = new_url(), 10
    databases = [Database(url, synchronous="OFF") for _ in range(4)]
    start = Barrier(len(databases))

    def run(database: Database) -> None:
        start.wait(timeout=30)
        add(database, each)

    with ThreadPoolExecutor(len(databases)) as pool:
        list(pool.map(run, databases))
    with databases[0].reading() as session:
        assert len(session.scalars(select(AuditRow)).all()) == each * len(databases)
        assert audit.verify(session) is None
    for database in databases:
        database.close()
