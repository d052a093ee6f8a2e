"""The outbox: a message is owed once, held by one, and ends in one of the states that the table allows."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from perfdata.errors import IllegalMove
from perfdata.store import outbox, sending
from perfdata.store.database import Database
from perfdata.store.outbox import Kind, State
from perfdata.store.sending import Claim
from perfdata.store.tables import OutboxRow

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
AN_HOUR = timedelta(hours=1)
LOOK_AFTER = timedelta(seconds=3)
NewUrl = Callable[[], str]


def owe(database: Database, key: str = "k1", *, after: str | None = None, now: datetime = NOW) -> bool:
    with database.transaction() as session:
        return outbox.owe(
            session,
            key=key,
            team_id="T1",
            channel_id="C1",
            kind=Kind.ANSWER,
            payload={"figure": "44.3"},
            now=now,
            after_key=after,
        )


def claim(database: Database, now: datetime = NOW, holder: str = "one", limit: int = 20) -> list[Claim]:
    with database.transaction() as session:
        return list(sending.claim(session, holder=holder, now=now, limit=limit))


def row(database: Database, key: str = "k1") -> OutboxRow:
    with database.reading() as session:
        found = session.scalars(select(OutboxRow).where(OutboxRow.key == key)).one()
        session.expunge(found)
        return found


def put(database: Database, state: State, holder: str | None = "one", key: str = "k1") -> int:
    """A message in that state, as if it had come to it."""
    owe(database, key)
    with database.transaction() as session:
        session.execute(update(OutboxRow).where(OutboxRow.key == key).values(state=str(state), holder=holder))
    return row(database, key).id


def send(database: Database, key: str, ts: str) -> None:
    number = row(database, key).id
    with database.transaction() as session:
        assert sending.sent(session, {number: ("C1", ts)}, now=NOW)


def test_a_message_is_owed_once_under_its_key(database: Database) -> None:
    assert owe(database)
    assert not owe(database)
    assert row(database).payload == {"figure": "44.3"}


def test_a_message_is_owed_once_even_after_it_was_sent(database: Database) -> None:
    owe(database)
    claim(database)
    send(database, "k1", "1.0")
    assert not owe(database)
    assert claim(database, LATER) == []


def test_what_is_rolled_back_is_not_owed(database: Database) -> None:
    with database.transaction() as session:
        outbox.owe(session, key="k1", team_id="T1", channel_id="C1", kind=Kind.ANSWER, payload={}, now=NOW)
        session.rollback()
    assert claim(database) == []


def test_a_claim_holds_the_message_for_one(database: Database) -> None:
    owe(database)
    (held,) = claim(database, holder="one")
    assert (held.key, held.state, held.attempts) == ("k1", State.SENDING, 1)
    assert claim(database, holder="two") == []
    assert claim(database, LATER, holder="two") == [], (
        "a send whose lease ran out is in doubt, and not simply due again"
    )


def test_owed_and_claimed_at_once_is_held(database: Database) -> None:
    with database.transaction() as session:
        held = sending.owe_and_claim(
            session,
            key="k1",
            team_id="T1",
            channel_id="C1",
            kind=Kind.ANSWER,
            payload={},
            now=NOW,
            holder="one",
            thread_ts="7.0",
        )
    assert held is not None
    assert (held.state, held.thread_ts) == (State.SENDING, "7.0")
    assert claim(database) == []
    with database.transaction() as session:
        again = sending.owe_and_claim(
            session, key="k1", team_id="T1", channel_id="C1", kind=Kind.ANSWER, payload={}, now=NOW, holder="one"
        )
    assert again is None


def test_the_oldest_come_first_and_no_more_than_asked_for(database: Database) -> None:
    for number in range(5):
        owe(database, f"k{number}", now=NOW + timedelta(seconds=number))
    assert [held.key for held in claim(database, LATER, limit=3)] == ["k0", "k1", "k2"]
    assert [held.key for held in claim(database, LATER, limit=3)] == ["k3", "k4"]


def test_a_postponed_message_waits_until_it_is_due(database: Database) -> None:
    owe(database)
    (held,) = claim(database)
    with database.transaction() as session:
        assert sending.postpone(session, held.id, holder="one", until=LATER, problem="busy")
    assert claim(database, LATER - timedelta(seconds=1)) == []
    (again,) = claim(database, LATER)
    assert (again.state, again.attempts) == (State.SENDING, 2)


def test_a_lease_that_runs_out_leaves_a_doubt_to_be_looked_up(database: Database) -> None:
    owe(database)
    claim(database)
    with database.transaction() as session:
        assert sending.lapse(session, now=NOW, look_after=LOOK_AFTER) == 0
        assert sending.lapse(session, now=LATER, look_after=LOOK_AFTER) == 1
    assert claim(database, LATER) == []
    (held,) = claim(database, LATER + LOOK_AFTER, holder="two")
    assert held.state is State.DOUBTFUL


def test_only_what_slack_refuses_counts_as_an_attempt(database: Database) -> None:
    owe(database)
    now = NOW
    for _ in range(10):
        # Killed while sending, then while looking, then there is nothing to be found.
        assert [held.attempts for held in claim(database, now)] == [1]
        with database.transaction() as session:
            sending.lapse(session, now=now + AN_HOUR, look_after=LOOK_AFTER)
        assert [held.attempts for held in claim(database, now + AN_HOUR + LOOK_AFTER, holder="two")] == [1]
        now += 3 * AN_HOUR
        (held,) = claim(database, now)
        assert (held.state, held.attempts) == (State.DOUBTFUL, 1)
        with database.transaction() as session:
            assert sending.postpone(session, held.id, holder="one", until=now, problem="not there")
    for attempt in (1, 2, 3):
        (held,) = claim(database, now)
        assert (held.state, held.attempts) == (State.SENDING, attempt)
        with database.transaction() as session:
            assert sending.postpone(session, held.id, holder="one", until=now, problem="busy")
    (held,) = claim(database, now)
    with database.transaction() as session:
        assert sending.doubt(session, held.id, holder="one", until=now, problem="lost")
    assert [held.attempts for held in claim(database, now)] == [5]


def test_the_only_process_doubts_everything_at_its_start(database: Database) -> None:
    owe(database, "k1")
    owe(database, "k2")
    claim(database)
    with database.transaction() as session:
        sending.lapse(session, now=NOW, look_after=LOOK_AFTER, every=True)
    assert [held.state for held in claim(database, NOW + LOOK_AFTER)] == [State.DOUBTFUL] * 2
    with database.transaction() as session:
        # Killed again, while it was looking.
        sending.lapse(session, now=NOW, look_after=LOOK_AFTER, every=True)
    assert len(claim(database, NOW + LOOK_AFTER)) == 2


def test_a_message_after_another_waits_for_it_and_joins_its_thread(database: Database) -> None:
    owe(database, "alert")
    owe(database, "detail", after="alert")
    owe(database, "more", after="detail")
    assert [held.key for held in claim(database)] == ["alert"]
    send(database, "alert", "5.0")
    (detail,) = claim(database)
    assert (detail.key, detail.thread_ts) == ("detail", "5.0")
    send(database, "detail", "6.0")
    (more,) = claim(database)
    assert more.thread_ts == "5.0", "a thread has no threads: it is the one that the other is in"


def test_a_message_after_one_in_a_thread_joins_that_thread(database: Database) -> None:
    with database.transaction() as session:
        outbox.owe(
            session, key="k1", team_id="T1", channel_id="C1", kind=Kind.ANSWER, payload={}, now=NOW, thread_ts="3.0"
        )
    owe(database, "k2", after="k1")
    claim(database)
    send(database, "k1", "4.0")
    assert [held.thread_ts for held in claim(database)] == ["3.0"]


@pytest.mark.parametrize("end", [State.FAILED, State.UNKNOWN])
def test_a_message_whose_thread_will_never_be_fails(database: Database, end: State) -> None:
    put(database, State.DOUBTFUL)
    owe(database, "k2", after="k1")
    with database.transaction() as session:
        assert sending.strand(session, now=NOW) == []
        sending.give_up(session, row(database).id, holder="one", state=end, problem="gone", now=NOW)
    with database.transaction() as session:
        assert [lost.key for lost in sending.strand(session, now=NOW)] == ["k2"]
    assert row(database, "k2").state == State.FAILED


MOVES: dict[State, Callable[[Session, int], bool]] = {
    State.OWED: lambda s, n: sending.postpone(s, n, holder="one", until=LATER, problem="busy"),
    State.DOUBTFUL: lambda s, n: sending.doubt(s, n, holder="one", until=LATER, problem="lost"),
    State.SENT: lambda s, n: n in sending.sent(s, {n: ("C1", "1.0")}, now=NOW),
    State.FAILED: lambda s, n: sending.give_up(s, n, holder="one", state=State.FAILED, problem="no", now=NOW),
    State.UNKNOWN: lambda s, n: sending.give_up(s, n, holder="one", state=State.UNKNOWN, problem="?", now=NOW),
}


def test_only_the_moves_in_the_table_are_made(database: Database) -> None:
    for start, end in itertools.product(State, MOVES):
        key = f"{start} to {end}"
        number = put(database, start, key=key)
        with database.transaction() as session:
            moved = MOVES[end](session, number)
        assert moved is (end in outbox.MOVES[start]), key
        assert row(database, key).state == (end if moved else start), key


def test_who_lost_the_lease_decides_nothing(database: Database) -> None:
    number = put(database, State.DOUBTFUL, holder="two")
    for end in MOVES.keys() - {State.SENT}:
        with database.transaction() as session:
            assert not MOVES[end](session, number), end
    assert row(database).state == State.DOUBTFUL


def test_a_message_seen_in_its_channel_is_sent_whoever_holds_it(database: Database) -> None:
    number = put(database, State.DOUBTFUL, holder="two")
    with database.transaction() as session:
        assert MOVES[State.SENT](session, number)
    assert (row(database).posted_ts, row(database).settled_at) == ("1.0", NOW)


def test_giving_up_has_two_ends_only(database: Database) -> None:
    number = put(database, State.SENDING)
    with database.transaction() as session, pytest.raises(IllegalMove):
        sending.give_up(session, number, holder="one", state=State.SENT, problem="", now=NOW)


def test_several_claim_at_once_and_each_message_is_held_by_one(new_url: NewUrl) -> None:
    url, messages = new_url(), 60
    held: list[str] = []
    databases = [Database(url, synchronous="OFF") for _ in range(3)]
    for number in range(messages):
        owe(databases[0], f"k{number}")
    together = threading.Barrier(len(databases))

    def work(database: Database, holder: str) -> None:
        together.wait()
        while found := claim(database, holder=holder, limit=3):
            held.extend(one.key for one in found)

    threads = [threading.Thread(target=work, args=(one, f"h{n}")) for n, one in enumerate(databases)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in databases:
        one.close()
    assert len(held) == len(set(held))
    assert sorted(held) == sorted(f"k{number}" for number in range(messages))
