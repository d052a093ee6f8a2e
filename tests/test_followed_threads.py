"""Who is understood in a thread without a mention: what asks for it, for whom it holds, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from perfdata.errors import NotAllowed
from perfdata.followed_threads import FOLLOWED_FOR, Heard, Hears, asked_for, carry_out, forget, heard, wish
from perfdata.people import Person, Role, outsider
from perfdata.permissions import Place, PlaceKind
from perfdata.store import inbox
from perfdata.store.database import Database
from perfdata.store.inbox import Kind, Message, Outcome
from perfdata.store.tables import AuditRow

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TEAM, CHANNEL, THREAD = "T0TEAM", "C0BOARD", "1700000000.000100"
ASKER, OTHER = "U0ASKER", "U0OTHER"
HERE, DIRECT = Place(PlaceKind.CHANNEL, CHANNEL), Place(PlaceKind.DIRECT, "D0ASKER")
MEMBER = Person(TEAM, ASKER, "Councillor 1", frozenset({Role.MEMBER}))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("follow this thread", Hears.ANYBODY),
        ("Please follow the thread.", Hears.ANYBODY),
        ("can you follow this conversation please?", Hears.ANYBODY),
        ("stop following", Hears.NOBODY),
        ("Stop following this thread!", Hears.NOBODY),
        ("don’t follow this thread any more", Hears.NOBODY),
        ("unfollow", Hears.NOBODY),
        ("follow recycling", None),
        ("stop following recycling", None),
        ("should we follow this thread or the other?", None),
        ("how is recycling doing? follow this thread", None),
        ("", None),
    ],
)
def test_what_asks_for_it(words: str, meant: Hears | None) -> None:
    assert wish(words, HERE, in_thread=True) is meant


def test_outside_the_threads_of_channels_a_bare_stop_is_about_what_is_watched() -> None:
    for place, in_thread in ((DIRECT, True), (DIRECT, False), (HERE, False)):
        assert wish("stop following", place, in_thread=in_thread) is None
        assert wish("follow this thread", place, in_thread=in_thread) is Hears.ANYBODY
    with pytest.raises(NotAllowed, match="Here you need not mention me"):
        asked_for(Hears.ANYBODY, MEMBER, DIRECT, NOW)


def test_outsiders_have_no_thread_followed() -> None:
    with pytest.raises(NotAllowed, match="whom the council has told me about"):
        asked_for(Hears.ANYBODY, outsider(TEAM, OTHER), HERE, NOW)


def asks(database: Database, user: str, ts: str, thread_ts: str = "", kind: Kind = Kind.MENTION) -> None:
    """Somebody has asked, and was answered."""
    with database.transaction() as session:
        inbox.note(
            session,
            Message(
                team_id=TEAM, channel_id=CHANNEL, ts=ts, thread_ts=thread_ts, user_id=user, kind=kind, words="",
            ),
            event_id=f"Ev{ts}", now=NOW, holder="here", outcome=Outcome.ANSWERED,
        )  # fmt: skip


def wants(database: Database, hears: Hears, now: datetime = NOW) -> None:
    """Somebody has the thread followed, or not."""
    with database.transaction() as session:
        following = asked_for(hears, MEMBER, HERE, now)
        carry_out(session, following, team_id=TEAM, channel_id=CHANNEL, thread_ts=THREAD, actor=MEMBER.user_id, now=now)


def hears(database: Database, user: str, now: datetime = NOW) -> Heard | None:
    """What the thread makes of somebody who says something in it."""
    with database.reading() as session:
        return heard(session, team_id=TEAM, channel_id=CHANNEL, thread_ts=THREAD, user_id=user, now=now)


def test_who_is_heard(database: Database) -> None:
    assert hears(database, ASKER) is None
    asks(database, ASKER, THREAD)
    assert (hears(database, ASKER), hears(database, OTHER)) == (Heard(own=True), None)
    asks(database, OTHER, "1700000000.000200", THREAD)
    assert (hears(database, ASKER), hears(database, OTHER)) == (Heard(own=False), Heard(own=True))
    asks(database, "U0THIRD", "1700000000.000300", "1700000000.000250")
    assert hears(database, "U0THIRD") is None, "it was in another thread"


def test_a_follow_up_in_a_followed_thread_makes_nobody_an_asker(database: Database) -> None:
    asks(database, ASKER, THREAD)
    wants(database, Hears.ANYBODY)
    assert hears(database, OTHER) == Heard(own=False)
    asks(database, OTHER, "1700000000.000200", THREAD, Kind.FOLLOW_UP)
    assert hears(database, OTHER) == Heard(own=True)
    assert hears(database, OTHER, NOW + FOLLOWED_FOR) is None
    wants(database, Hears.NOBODY)
    assert (hears(database, ASKER), hears(database, OTHER)) == (None, None)
    wants(database, Hears.ANYBODY, NOW + timedelta(days=1))
    assert hears(database, OTHER, NOW + FOLLOWED_FOR) == Heard(own=True)
    with database.reading() as session:
        written = [(one.actor, one.act) for one in session.scalars(select(AuditRow).order_by(AuditRow.id))]
    followed = (ASKER, "had a thread followed")
    assert written == [followed, (ASKER, "had a thread no longer followed"), followed]


def test_it_is_forgotten_at_its_end(database: Database) -> None:
    wants(database, Hears.ANYBODY)
    with database.transaction() as session:
        assert forget(session, NOW + FOLLOWED_FOR - timedelta(seconds=1)) == 0
        assert forget(session, NOW + FOLLOWED_FOR) == 1
