"""A question put to the Performance Team: asked once, replied to once, and its words and its asker gone afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from perfdata import audit, backlog, unanswered
from perfdata.backlog import Put, Why
from perfdata.council import Council
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.people import outsider
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from perfdata.store.tables import AuditRow, BacklogRow, OutboxRow
from tests.sample_council import TODAY, person_titled

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
HERE = Place(PlaceKind.CHANNEL, "C0000ENV01", "ENV")
FORM = Place(PlaceKind.EPHEMERAL)
MEMBER, TEAM = "Councillor 8", "Head of Performance"
QUESTION = "how many swans are on the lake?"


@pytest.fixture
def snapshot(loaded: Database, sample: Council) -> Snapshot:
    """The sample council on the day of its October alerts."""
    with loaded.reading() as session:
        return build_snapshot(session, sample, TODAY)


def ask(database: Database, snapshot: Snapshot, **changes: Any) -> Put:
    """A member puts a question to the team, and commits."""
    asked: dict[str, Any] = {
        "place": HERE, "thread_ts": "1.1", "asked_key": "noted:1", "words": QUESTION, "why": Why.NOT_ANSWERED,
        "now": NOW,
    }  # fmt: skip
    with database.transaction() as session:
        return backlog.ask(session, snapshot, person=person_titled(snapshot, MEMBER), **(asked | changes))


def reply(database: Database, snapshot: Snapshot, title: str = TEAM, text: str = "Two, both white.") -> None:
    """Somebody replies to the first question, and commits."""
    with database.transaction() as session:
        person = person_titled(snapshot, title)
        backlog.reply(session, snapshot, person=person, place=FORM, number=1, text=text, now=NOW)


def rows(database: Database, table: Any) -> list[Any]:
    """All rows of a table, oldest first."""
    with database.reading() as session:
        found = list(session.scalars(select(table).order_by(table.id)))
        session.expunge_all()
        return found


def test_from_the_question_to_the_reply(loaded: Database, snapshot: Snapshot) -> None:
    assert ask(loaded, snapshot) == Put(date(2026, 12, 1), already=False)
    assert ask(loaded, snapshot) == Put(date(2026, 12, 1), already=True)
    with loaded.reading() as session:
        [waiting] = backlog.open_questions(session, person=person_titled(snapshot, TEAM), place=FORM)
    assert (waiting.words, waiting.reply_by) == (QUESTION, date(2026, 12, 1))
    reply(loaded, snapshot)
    with pytest.raises(IllegalMove):
        reply(loaded, snapshot)
    asked, back, copied = rows(loaded, OutboxRow)
    assert asked.channel_id == copied.channel_id == snapshot.council.performance_channel
    assert (back.channel_id, back.thread_ts) == ("C0000ENV01", "1.1")
    assert copied.after_key == asked.key
    [row] = rows(loaded, BacklogRow)
    assert (row.words, row.user_id, row.replied_by[:4]) == (None, None, "Head")


def test_who_asked_is_told_to_nobody(loaded: Database, snapshot: Snapshot) -> None:
    ask(loaded, snapshot)
    member = person_titled(snapshot, MEMBER)
    [message] = rows(loaded, OutboxRow)
    told = [str(message.payload), *(f"{row.actor} {row.detail}" for row in rows(loaded, AuditRow))]
    assert not any(member.user_id in words or member.title in words for words in told)
    assert not any(QUESTION in str(row.detail) for row in rows(loaded, AuditRow))
    with loaded.reading() as session:
        assert audit.verify(session) is None


def test_where_there_is_no_thread_the_reply_goes_to_the_person(loaded: Database, snapshot: Snapshot) -> None:
    ask(loaded, snapshot, thread_ts=None)
    reply(loaded, snapshot)
    back = rows(loaded, OutboxRow)[1]
    assert (back.channel_id, back.thread_ts) == (person_titled(snapshot, MEMBER).user_id, None)
    assert back.payload["question"] == QUESTION


def test_only_the_team_reads_and_replies(loaded: Database, snapshot: Snapshot) -> None:
    ask(loaded, snapshot)
    with pytest.raises(NotAllowed):
        reply(loaded, snapshot, MEMBER)
    with loaded.reading() as session, pytest.raises(NotAllowed):
        backlog.open_questions(session, person=person_titled(snapshot, MEMBER), place=FORM)
    for text in ("", "x" * 1_401):
        with pytest.raises(BadInput):
            reply(loaded, snapshot, text=text)
    with pytest.raises(BadInput):
        ask(loaded, snapshot, asked_key="other", words=" ")


def test_words_go_after_thirty_days_and_from_the_outbox_too(loaded: Database, snapshot: Snapshot) -> None:
    ask(loaded, snapshot)
    ask(loaded, snapshot, asked_key="second", words="and how many geese?")
    reply(loaded, snapshot)
    with loaded.transaction() as session:
        session.execute(update(OutboxRow).values(settled_at=NOW))
        backlog.forget(session, NOW + timedelta(days=29), timedelta(days=30))
    assert [row.payload.get("words") for row in rows(loaded, OutboxRow) if row.kind == "backlog"] == [
        "", "and how many geese?",
    ]  # fmt: skip
    with loaded.transaction() as session:
        assert backlog.forget(session, NOW + timedelta(days=31), timedelta(days=30)) == 1
    assert [row.words for row in rows(loaded, BacklogRow)] == [None, None]
    assert QUESTION not in str([row.payload for row in rows(loaded, OutboxRow)])
    assert "geese" not in str([row.payload for row in rows(loaded, OutboxRow)])


def test_unanswered_words_are_kept_for_a_year_and_without_a_name(loaded: Database) -> None:
    with loaded.transaction() as session:
        number = unanswered.note(session, team_id="T1", words=QUESTION, reason="not held", now=NOW)
        assert unanswered.words_of(session, number, "T1") == QUESTION
        assert unanswered.words_of(session, number, "T2") == ""
        assert unanswered.forget(session, NOW) == 0
        assert unanswered.forget(session, NOW + timedelta(days=1)) == 1


def test_an_answer_found_right_is_counted_once_and_nobody_is_kept(loaded: Database, snapshot: Snapshot) -> None:
    with loaded.transaction() as session:
        for _ in range(2):
            person = person_titled(snapshot, MEMBER)
            backlog.right(session, snapshot, person=person, place=HERE, said_key="asked:1", now=NOW)
        assert backlog.opinions(session, NOW, NOW + timedelta(days=1)) == (1, 0)
        assert backlog.opinions(session, NOW - timedelta(days=1), NOW) == (0, 0)
        with pytest.raises(NotAllowed):
            backlog.right(session, snapshot, person=outsider("T1", "U0"), place=HERE, said_key="asked:2", now=NOW)
    ask(loaded, snapshot, why=Why.NOT_RIGHT)
    with loaded.reading() as session:
        assert backlog.opinions(session, NOW, NOW + timedelta(days=1)) == (1, 1)
    kept = rows(loaded, BacklogRow)[0]
    assert (kept.why, kept.words, kept.user_id, kept.replied_at) == (Why.RIGHT, None, None, NOW)
    team = person_titled(snapshot, TEAM)
    with loaded.reading() as session:
        assert [one.why for one in backlog.open_questions(session, person=team, place=FORM)] == [Why.NOT_RIGHT]
