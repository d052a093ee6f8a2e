"""Chasing in collecting: who is told what on which day; never twice a day, never on a day off, never for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from handlers.views.reminders import owed_reminders
from perfdata.collecting.chasing import chase_day, chase_owners
from perfdata.collecting.outstanding import outstanding
from perfdata.council import Council
from perfdata.reminders import send_waiting
from perfdata.rounds import collecting, round_of
from perfdata.store.tables import OutboxRow, ReminderRow
from perfdata.working_days import after_working_days, is_working_day
from tests.nominating.conftest import Scene, scene
from tests.sample_council import read_sample

__all__ = ["scene"]

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
MISSING = {"GOV-002", "HSG-008", "HSG-025", "PLN-001"}


def chased(scene: Scene, day: date) -> dict[str, str]:
    """What each owner reads on that day, by title; chased and told twice over, as two processes would."""
    snapshot = replace(scene.snapshot, today=day)
    with scene.database.transaction() as session:
        for _ in range(2):
            chase_owners(session, snapshot, now=NOW)
            send_waiting(session, snapshot.council, today=day, now=NOW)
        rows = session.scalars(select(OutboxRow).where(OutboxRow.key.endswith(day.isoformat())))
        titles = {one.user_id: one.title for one in snapshot.people.values()}
        return {titles[row.channel_id]: owed_reminders(row.payload)["text"] for row in rows}


def test_what_a_round_waits_for(scene: Scene) -> None:
    found = outstanding(scene.snapshot, collecting(scene.snapshot.council.calendar, scene.snapshot.today))
    assert {one.measure.code for one in found} == MISSING
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)
    assert all(one.late(scene.snapshot.today) for one in found)
    assert (
        next(one for one in found if one.measure.code == "HSG-008").last
        == collecting(scene.snapshot.council.calendar, scene.snapshot.today).period.previous()
    )


def test_owners_are_told_once_of_all_that_is_missing_on_the_days_that_are_set(scene: Scene) -> None:
    assert chased(scene, date(2026, 11, 16)) == {}
    first = chased(scene, date(2026, 11, 17))
    assert set(first) == {
        "Head of Council Housing", "Head of Housing Options and Supply", "Head of Planning", "Monitoring Officer",
    }  # fmt: skip
    assert "One thing waits for you." in first["Head of Planning"]
    assert (
        "was due on 15 November 2026 and is not in yet. The round closes on 24 November 2026."
        in first["Head of Planning"]
    )
    assert chased(scene, date(2026, 11, 18)) == chased(scene, date(2026, 11, 19)) == {}
    assert len(chased(scene, date(2026, 11, 20))) == 4
    assert chased(scene, date(2026, 11, 21)) == {}, "a Saturday"
    assert "The round closes today." in chased(scene, date(2026, 11, 24))["Monitoring Officer"]


def test_after_down_time_the_latest_day_alone_is_made_up_for(scene: Scene) -> None:
    assert len(chased(scene, date(2026, 11, 23))) == 4
    with scene.database.reading() as session:
        assert set(session.scalars(select(ReminderRow.stage))) == {"2026-11-20"}


def test_what_has_come_in_is_not_asked_for_any_more(scene: Scene) -> None:
    snapshot = replace(scene.snapshot, today=date(2026, 11, 20))
    with scene.database.transaction() as session:
        assert chase_owners(session, snapshot, now=NOW) == 4
        known = snapshot.series["PLN-001"]
        period = collecting(snapshot.council.calendar, snapshot.today).period
        latest = replace(known.at(period.previous()) or known.observations[-1], period=period)
        since = replace(known, by_period={**known.by_period, period: latest})
        snapshot = replace(snapshot, series={**snapshot.series, "PLN-001": since})
        assert chase_owners(session, snapshot, now=NOW) == 0
        assert send_waiting(session, snapshot.council, today=snapshot.today, now=NOW) == 3


def test_what_is_not_due_yet_is_not_chased(scene: Scene) -> None:
    measures = {
        code: replace(one, lag_days=24) if code == "PLN-001" else one for code, one in scene.snapshot.measures.items()
    }
    later = replace(scene, snapshot=replace(scene.snapshot, measures=measures))
    assert "Head of Planning" not in chased(later, date(2026, 11, 20))
    assert "is due today, 24 November 2026" in chased(later, date(2026, 11, 24))["Head of Planning"]


COUNCIL: Council = read_sample()


@given(st.dates(date(2026, 10, 1), date(2046, 9, 30)))
def test_each_day_belongs_to_the_one_round_that_closes_next(day: date) -> None:
    calendar = COUNCIL.calendar
    found = collecting(calendar, day)
    assert found.opened_on <= day <= found.closed_on
    assert found == round_of(found.period, calendar)
    chase = chase_day(day, found, calendar)
    if chase is None:
        assert day < after_working_days(found.opened_on, 0) + timedelta(days=31)
        return
    assert is_working_day(chase, calendar.extra_holidays)
    assert found.opened_on <= chase <= day
