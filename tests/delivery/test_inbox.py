"""The inbox: one note a message, held by a lease, finished once, its words deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from perfdata.store import inbox
from perfdata.store.database import Database
from perfdata.store.inbox import Kind, Message, Outcome
from perfdata.store.tables import InboxRow

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
AFTER_LEASE = NOW + inbox.LEASE + timedelta(seconds=1)


def note(
    database: Database, event: str = "Ev1", ts: str = "1.0", team: str = "T1", holder: str = "one", thread: str = ""
) -> int | None:
    with database.transaction() as session:
        row = inbox.note(
            session,
            Message(
                team_id=team,
                channel_id="C1",
                ts=ts,
                thread_ts=thread,
                user_id="U1",
                kind=Kind.MENTION,
                words="how are the bins?",
            ),
            event_id=event,
            now=NOW,
            holder=holder,
        )
        return None if row is None else row.id


def noted(database: Database, event: str = "Ev1", ts: str = "1.0") -> int:
    number = note(database, event, ts)
    assert number is not None
    return number


def stored(database: Database, number: int) -> InboxRow:
    with database.reading() as session:
        row = session.get_one(InboxRow, number)
        session.expunge(row)
        return row


def finish(database: Database, number: int, holder: str = "one") -> bool:
    with database.transaction() as session:
        return inbox.finish(session, number, holder=holder, outcome=Outcome.ANSWERED, now=NOW)


def take_up(database: Database, now: datetime, holder: str = "two", every: bool = False) -> list[int]:
    with database.transaction() as session:
        return [row.id for row in inbox.unfinished(session, holder=holder, now=now, every=every)]


@pytest.mark.parametrize(
    ("event", "ts", "team", "is_new"),
    [
        ("Ev1", "1.0", "T1", False),
        ("Ev1", "2.0", "T1", False),
        ("Ev2", "1.0", "T1", False),
        ("Ev2", "2.0", "T1", True),
        ("Ev1", "1.0", "T2", True),
    ],
)
def test_a_repeat_is_known_by_its_event_and_as_the_same_message(
    database: Database, event: str, ts: str, team: str, is_new: bool
) -> None:
    assert note(database) is not None
    assert (note(database, event, ts, team) is not None) is is_new


def test_a_message_that_a_thread_has_begun_from_since_is_still_the_same(database: Database) -> None:
    assert note(database) is not None
    assert note(database, event="Ev2", thread="1.0") is None


def test_a_repeat_is_known_after_the_answer_too(database: Database) -> None:
    assert finish(database, noted(database))
    assert note(database) is None


def test_finishing_deletes_the_words_and_happens_once(database: Database) -> None:
    number = noted(database)
    assert finish(database, number)
    assert not finish(database, number)
    row = stored(database, number)
    assert (row.words, row.outcome, row.finished_at, row.holder) == (None, "answered", NOW, None)


def test_nobody_else_takes_up_what_is_held(database: Database) -> None:
    number = noted(database)
    assert take_up(database, NOW) == []
    assert take_up(database, AFTER_LEASE) == [number]
    assert take_up(database, AFTER_LEASE, holder="three") == []


def test_who_lost_the_lease_cannot_finish(database: Database) -> None:
    number = noted(database)
    take_up(database, AFTER_LEASE, holder="two")
    assert not finish(database, number, holder="one")
    assert finish(database, number, holder="two")


def test_the_only_process_takes_up_everything_at_its_start(database: Database) -> None:
    first, second, third = noted(database), noted(database, "Ev2", "2.0"), noted(database, "Ev3", "3.0")
    finish(database, second)
    assert take_up(database, NOW, every=True) == [first, third]
    assert take_up(database, NOW, every=True) == [], "what it holds itself, it has taken up"


def test_tries_are_counted(database: Database) -> None:
    number = noted(database)
    take_up(database, NOW, every=True)
    assert stored(database, number).attempts == 2


def test_words_are_not_kept_for_ever(database: Database) -> None:
    number = noted(database)
    with database.transaction() as session:
        assert inbox.forget(session, noted_before=NOW, finished_before=NOW) == (0, 0)
    later = NOW + timedelta(days=30)
    with database.transaction() as session:
        assert inbox.forget(session, noted_before=later, finished_before=NOW) == (1, 0)
    row = stored(database, number)
    assert (row.words, row.outcome) == (None, "expired")


def test_old_notes_go_when_no_repeat_can_come_any_more(database: Database) -> None:
    number = noted(database)
    finish(database, number)
    with database.transaction() as session:
        assert inbox.forget(session, noted_before=NOW, finished_before=NOW) == (0, 0)
        assert inbox.forget(session, noted_before=NOW, finished_before=NOW + timedelta(seconds=1)) == (0, 1)
    with database.reading() as session:
        assert session.get(InboxRow, number) is None


@pytest.mark.parametrize("new_url", ["sqlite"], indirect=True)
def test_who_asked_in_a_thread_is_looked_up_by_the_key_of_a_message(database: Database) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])), named=False
    )
    with database.reading() as session:
        inbox.asked_in_thread(session, "T1", "C1", "1.0")
        statement, values = asked[-1]
        plan = [row[-1] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert [step for step in plan if " inbox " in step and "thread_ts=?" not in step] == [], plan
