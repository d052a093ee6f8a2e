"""Work of several threads in one transaction: one commit, and the fault of one is nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from perfdata.store.database import Database

WAIT = 10.0


@pytest.fixture
def numbers(tmp_path: Path) -> Database:
    """A database with a table of numbers, none of which may be there twice."""
    database = Database(f"sqlite:///{tmp_path}/numbers.db", synchronous="OFF")
    with database.transaction() as session:
        session.execute(text("CREATE TABLE numbers (number INTEGER PRIMARY KEY)"))
    return database


def inserting(number: int) -> Callable[[Session], int]:
    """Work that inserts a number and gives it."""

    def insert(session: Session) -> int:
        session.execute(text("INSERT INTO numbers VALUES (:number)"), {"number": number})
        return number

    return insert


def asked_while_one_writes(database: Database, numbers: list[int]) -> list[Future[int]]:
    """All of them asked for by threads of their own, while another transaction keeps them waiting."""
    asked = [Event() for _ in numbers]

    def ask(number: int, here: Event) -> int:
        here.set()
        return database.together(inserting(number))

    with ThreadPoolExecutor(len(numbers)) as threads, database.transaction():
        futures = [threads.submit(ask, number, here) for number, here in zip(numbers, asked, strict=True)]
        assert all(here.wait(WAIT) for here in asked)
    return futures


def held(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(text("SELECT number FROM numbers ORDER BY number")))


def test_what_gathers_while_another_writes_is_committed_at_once(numbers: Database) -> None:
    commits: list[object] = []
    event.listen(numbers.engine, "commit", commits.append)

    futures = asked_while_one_writes(numbers, [1, 2, 3, 4, 5])

    assert [one.result() for one in futures] == [1, 2, 3, 4, 5]
    assert held(numbers) == [1, 2, 3, 4, 5]
    # That of the other, one for the first, and one more where some came a moment late.
    assert len(commits) < 5


def test_what_fails_fails_alone(numbers: Database) -> None:
    futures = asked_while_one_writes(numbers, [1, 2, 2, 3])

    failed = [one for one in futures if one.exception() is not None]
    assert len(failed) == 1
    assert held(numbers) == [1, 2, 3]


def test_nobody_is_answered_before_the_commit(numbers: Database) -> None:
    def refuse(_: object) -> None:
        raise OSError("the disk is full")

    event.listen(numbers.engine, "commit", refuse)

    with pytest.raises(OSError, match="full"):
        numbers.together(inserting(1))
    event.remove(numbers.engine, "commit", refuse)
    assert held(numbers) == []
