"""Watching: who may, what is told, at most once a day, and nothing twice however many processes look."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from handlers.routes import RENDERERS
from handlers.views.message import Message
from perfdata import audit, board_watches, watches
from perfdata.council import Council
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.people import outsider
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from perfdata.store.tables import AuditRow, OutboxRow
from perfdata.watch_news import tell_watchers
from tests.sample_council import TODAY, person_titled, revise

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
HERE = Place(PlaceKind.EPHEMERAL)
RECYCLING, OTHER = "ENV-001", "HSG-020"
MEMBER, CHAIR = "Councillor 8", "Chair, Housing"
REASON = "Families wait for years in places that are not homes."


@pytest.fixture
def snapshot(loaded: Database, sample: Council) -> Snapshot:
    """The sample council on the day of its October alerts."""
    return read(loaded, sample)


def read(database: Database, council: Council, today: date = TODAY) -> Snapshot:
    """What is held now, judged on that day."""
    with database.reading() as session:
        return build_snapshot(session, council, today)


def watch(database: Database, snapshot: Snapshot, title: str = MEMBER, code: str = RECYCLING) -> watches.Watched:
    """Somebody begins to watch, and commits."""
    with database.transaction() as session:
        person = person_titled(snapshot, title)
        return watches.watch(session, snapshot, person=person, place=HERE, code=code, now=NOW)


def tell(database: Database, snapshot: Snapshot) -> int:
    """Tell watchers, and commit."""
    with database.transaction() as session:
        return tell_watchers(session, snapshot, NOW)


def said(kind: str, payload: Mapping[str, Any]) -> Message:
    """An owed message as it is posted."""
    message = RENDERERS[kind](payload)
    assert isinstance(message, dict)
    return message


def owed(database: Database, kind: str = "watches") -> list[tuple[str, str, str]]:
    """Key, channel and words of what is owed."""
    with database.reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id))
        return [(row.key, row.channel_id, said(kind, row.payload)["text"]) for row in rows]


def test_a_change_of_status_is_told_once_and_privately(loaded: Database, sample: Council, snapshot: Snapshot) -> None:
    assert watch(loaded, snapshot).outcome is watches.Outcome.WATCHING
    assert watch(loaded, snapshot).outcome is watches.Outcome.ALREADY
    assert tell(loaded, snapshot) == 0
    revise(loaded, RECYCLING, "Oct 2026", "46.4")
    assert [tell(loaded, read(loaded, sample)) for _ in range(2)] == [1, 0]
    [(key, channel, words)] = owed(loaded)
    person = person_titled(snapshot, MEMBER)
    assert (key, channel) == (f"watches:{person.team_id}:{person.user_id}:2026-11-24", person.user_id)
    assert "it was off target and is on target now. The latest figure is 46.4%, for October 2026." in words


def test_what_changes_later_the_same_day_is_told_the_next(
    loaded: Database, sample: Council, snapshot: Snapshot
) -> None:
    watch(loaded, snapshot)
    watch(loaded, snapshot, code=OTHER)
    revise(loaded, RECYCLING, "Oct 2026", "46.4")
    assert tell(loaded, read(loaded, sample)) == 1
    revise(loaded, OTHER, "Oct 2026", "100")
    assert tell(loaded, read(loaded, sample)) == 0
    assert tell(loaded, read(loaded, sample, TODAY + timedelta(days=1))) == 1
    first, second = (words for _, _, words in owed(loaded))
    title = snapshot.measures[OTHER].title
    assert title not in first
    assert title in second


def test_changes_of_one_load_come_in_one_message(loaded: Database, sample: Council, snapshot: Snapshot) -> None:
    for code in (RECYCLING, OTHER):
        watch(loaded, snapshot, code=code)
    revise(loaded, RECYCLING, "Oct 2026", "46.4")
    revise(loaded, OTHER, "Oct 2026", "100")
    assert tell(loaded, read(loaded, sample)) == 1
    [(_, _, words)] = owed(loaded)
    assert all(snapshot.measures[code].title in words for code in (RECYCLING, OTHER))


def test_a_muted_watch_is_silent_until_its_day_and_then_tells(
    loaded: Database, sample: Council, snapshot: Snapshot
) -> None:
    watch(loaded, snapshot)
    person, until = person_titled(snapshot, MEMBER), TODAY + timedelta(days=2)
    with loaded.transaction() as session:
        watches.mute(session, person=person, code=RECYCLING, until=until, today=TODAY)
    revise(loaded, RECYCLING, "Oct 2026", "46.4")
    assert [tell(loaded, read(loaded, sample, TODAY + timedelta(days=days))) for days in (0, 2, 3)] == [0, 0, 1]


@pytest.mark.parametrize("days", [-1, 400])
def test_a_mute_is_for_a_day_to_come_within_a_year(loaded: Database, snapshot: Snapshot, days: int) -> None:
    watch(loaded, snapshot)
    person, until = person_titled(snapshot, MEMBER), TODAY + timedelta(days=days)
    with loaded.transaction() as session, pytest.raises(BadInput):
        watches.mute(session, person=person, code=RECYCLING, until=until, today=TODAY)


def test_who_stops_is_told_nothing_and_leaves_nothing(loaded: Database, sample: Council, snapshot: Snapshot) -> None:
    watch(loaded, snapshot)
    person = person_titled(snapshot, MEMBER)
    with loaded.transaction() as session:
        assert [watches.stop(session, person=person, code=RECYCLING) for _ in range(2)] == [True, False]
    revise(loaded, RECYCLING, "Oct 2026", "46.4")
    assert tell(loaded, read(loaded, sample)) == 0
    with loaded.reading() as session:
        assert watches.watched_by(session, snapshot, person) == ()


def test_two_processes_tell_once(loaded: Database, sample: Council, snapshot: Snapshot) -> None:
    watch(loaded, snapshot)
    revise(loaded, RECYCLING, "Oct 2026", "46.4")
    now, barrier = read(loaded, sample), Barrier(2)

    def look(_: int) -> int:
        barrier.wait()
        return tell(loaded, now)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(look, range(2))) == [0, 1]
    assert len(owed(loaded)) == 1


def test_exempt_measures_are_never_watched_or_told(loaded: Database, snapshot: Snapshot, sample: Council) -> None:
    watch(loaded, snapshot)
    revise(loaded, RECYCLING, "Oct 2026", "46.4")
    now = read(loaded, sample)
    hidden = replace(now, measures={**now.measures, RECYCLING: replace(now.measures[RECYCLING], exempt=True)})
    assert tell(loaded, hidden) == 0
    with loaded.transaction() as session:
        assert watches.watched_by(session, hidden, person_titled(hidden, MEMBER)) == ()
        for title, place in ((MEMBER, HERE), ("Head of Performance", Place(PlaceKind.DIRECT, "D1"))):
            person = person_titled(hidden, title)
            with pytest.raises(NotAllowed):
                watches.watch(session, hidden, person=person, place=place, code=RECYCLING, now=NOW)
        with pytest.raises(NotAllowed):
            watches.watch(session, now, person=outsider("T1", "U1"), place=HERE, code=OTHER, now=NOW)


def test_as_many_as_can_be_listed(loaded: Database, snapshot: Snapshot) -> None:
    codes = [code for code, one in snapshot.measures.items() if not one.exempt]
    for code in codes[: watches.MOST]:
        watch(loaded, snapshot, code=code)
    with pytest.raises(IllegalMove):
        watch(loaded, snapshot, code=codes[watches.MOST])
    assert watch(loaded, snapshot, code=codes[0]).outcome is watches.Outcome.ALREADY


def test_a_chair_keeps_the_boards_list_with_reasons(loaded: Database, snapshot: Snapshot) -> None:
    chair, member = person_titled(snapshot, CHAIR), person_titled(snapshot, MEMBER)
    asked: dict[str, Any] = {"place": HERE, "code": OTHER, "board": "HCB", "now": NOW}
    with loaded.transaction() as session:
        with pytest.raises(NotAllowed):
            board_watches.watch_for_board(session, snapshot, person=member, reason=REASON, **asked)
        with pytest.raises(NotAllowed):
            board_watches.watch_for_board(session, snapshot, person=chair, reason=REASON, **asked | {"code": RECYCLING})
        with pytest.raises(BadInput):
            board_watches.watch_for_board(session, snapshot, person=chair, reason="why", **asked)
        board_watches.watch_for_board(session, snapshot, person=chair, reason=REASON, **asked)
        with pytest.raises(IllegalMove):
            board_watches.watch_for_board(session, snapshot, person=chair, reason=REASON, **asked)
        [listed] = board_watches.watched_by_board(session, snapshot, "HCB")
        assert (listed.facts.code, listed.reason) == (OTHER, REASON)
        board_watches.stop_for_board(session, snapshot, person=chair, **asked)
        assert board_watches.watched_by_board(session, snapshot, "HCB") == ()
        board_watches.watch_for_board(session, snapshot, person=chair, reason=REASON, **asked)
    told = owed(loaded, "board watch")
    assert [channel for _, channel, _ in told] == [snapshot.boards["HCB"].channel_id] * 3
    assert f"“{REASON}” ({chair.title}, 24 November 2026)" in told[0][2]
    assert "has taken" in told[1][2]
    with loaded.reading() as session:
        assert audit.verify(session) is None
        acts = session.scalars(select(AuditRow.act).order_by(AuditRow.id)).all()
    assert acts == ["put on a board's watch list", "took off a board's watch list", "put on a board's watch list"]
