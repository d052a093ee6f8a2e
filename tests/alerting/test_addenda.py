"""Addenda: what a revision or a late figure makes of a released alert, once, in its thread; nothing is rewritten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import select

from handlers.terminal.alerts import told_as_json, told_as_text
from handlers.views.addenda import owed_addendum
from perfdata import alerts, audit, periods
from perfdata.alerts.addenda import owe_addenda
from perfdata.alerts.addendum import Addendum, Change
from perfdata.council import Council
from perfdata.measures import Polarity
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from perfdata.store.tables import AddendumRow, ObservationRow, OutboxRow
from tests.sample_council import TODAY, revise

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
OCTOBER = periods.parse("Oct 2026")


@pytest.fixture
def released(loaded: Database, council: Council) -> Database:
    """The sample council whose boards have been told of October."""
    with loaded.transaction() as session:
        alerts.release(session, council, OCTOBER, now=NOW, released_by="the tests")
    return loaded


def read(database: Database, council: Council) -> Snapshot:
    """What is held now."""
    with database.reading() as session:
        return build_snapshot(session, council, TODAY)


def adds(database: Database, snapshot: Snapshot, now: datetime = LATER, version: int | None = None) -> int:
    """Owe addenda, and commit."""
    with database.transaction() as session:
        return owe_addenda(session, snapshot, now, version=snapshot.version if version is None else version)


def owed(database: Database) -> list[OutboxRow]:
    """The addenda that are owed, oldest first."""
    with database.reading() as session:
        rows = list(session.scalars(select(OutboxRow).where(OutboxRow.kind == "addendum").order_by(OutboxRow.id)))
        session.expunge_all()
        return rows


def beyond(snapshot: Snapshot, code: str) -> str:
    """A value for October that is on target."""
    measure, row = snapshot.measures[code], snapshot.series[code].at(OCTOBER)
    assert row is not None
    assert row.target is not None
    step = Decimal(1) if measure.polarity is Polarity.HIGHER else Decimal(-1)
    return str(row.target + step)


def test_what_no_longer_holds_is_withdrawn_once_in_the_thread_and_in_the_channel(
    released: Database, council: Council
) -> None:
    before = read(released, council)
    assert adds(released, before) == 0
    with released.reading() as session:
        frozen = [row.payload for row in session.scalars(select(OutboxRow).where(OutboxRow.kind == "alert"))]
    revise(released, "ENV-001", "Oct 2026", beyond(before, "ENV-001"))
    now = read(released, council)
    assert adds(released, now) == 1
    assert adds(released, now) == 0
    [row] = owed(released)
    assert (row.after_key, row.channel_id) == ("alert:ENV:2026-10", now.boards["ENV"].channel_id)
    message = owed_addendum(row.payload)
    assert message["reply_broadcast"]
    opening = "October 2026: 1 measure has changed since the message of 24 November 2026, which stays as it was."
    assert opening in message["text"]
    assert "withdrawn. It was told as off target, 44.3% for October 2026." in message["text"]
    assert "On target: 47.0% for October 2026, against a target of 46.0%." in message["text"]
    assert "Source: revised.csv, row 2, revision" in message["text"]
    with released.reading() as session:
        after = [one.payload for one in session.scalars(select(OutboxRow).where(OutboxRow.kind == "alert"))]
        assert after == frozen, "the original is never rewritten"
        assert audit.verify(session) is None
    revise(released, "ENV-001", "Oct 2026", "44.3")
    assert adds(released, read(released, council)) == 1
    [item] = Addendum.from_payload(owed(released)[1].payload).items
    assert (item.change, item.told.value, item.facts.value) == (Change.REVISED, Decimal("47.0"), Decimal("44.3"))


def test_a_late_figure_says_where_it_now_stands(released: Database, council: Council) -> None:
    late(released, "PLN-001", "91.0")
    assert adds(released, read(released, council)) == 1
    [row] = owed(released)
    [item] = Addendum.from_payload(row.payload).items
    assert item.change is Change.CAME_IN
    text = owed_addendum(row.payload)["text"]
    assert "the figure for October 2026, which was missing, has come in." in text
    assert "for October 2026, against a target of" in text
    assert owed_addendum(row.payload)["reply_broadcast"]


def late(database: Database, code: str, value: str) -> None:
    """The October figure of a measure that had none comes two days after the release."""
    with database.transaction() as session:
        last = session.scalars(
            select(ObservationRow)
            .where(ObservationRow.measure_id == measure_id(database, code))
            .order_by(ObservationRow.period_start.desc(), ObservationRow.revision.desc())
        ).first()
        assert last is not None
        fields = {
            column.key: getattr(last, column.key) for column in ObservationRow.__table__.columns if column.key != "id"
        }
        october = {"period_start": OCTOBER.start, "period_end": OCTOBER.end, "value": Decimal(value), "revision": 50}
        session.add(ObservationRow(**fields | october | {"entered_on": date(2026, 11, 26), "suppressed": False}))


def measure_id(database: Database, code: str) -> int:
    from perfdata.store.tables import MeasureRow

    with database.reading() as session:
        return session.scalars(select(MeasureRow.id).where(MeasureRow.code == code)).one()


def test_a_figure_that_is_withheld_since_is_not_said_again(released: Database, council: Council) -> None:
    with released.transaction() as session:
        session.execute(
            ObservationRow.__table__.update()  # type: ignore[attr-defined]
            .where(ObservationRow.measure_id == measure_id(released, "ENV-001"))
            .where(ObservationRow.period_start == OCTOBER.start)
            .values(suppressed=True, value=None)
        )
    assert adds(released, read(released, council)) == 1
    text = owed_addendum(owed(released)[0].payload)["text"]
    assert "no figure can be given any more. The figure for October 2026 is withheld" in text
    assert "44.3" not in text


def test_what_was_only_counted_is_told_only_when_its_state_changes(released: Database, council: Council) -> None:
    snapshot = read(released, council)
    with released.reading() as session:
        [told] = alerts.show(session, council, OCTOBER, ["ENV"])
    steady = next(
        item.facts
        for item in told.alert.items
        if item.facts.code not in {one.facts.code for one in told.alert.listed}
        and item.facts.period == OCTOBER
        and item.facts.value is not None
        and item.facts.status == "on target"
    )
    better = Decimal("0.1") if snapshot.measures[steady.code].polarity is Polarity.HIGHER else Decimal("-0.1")
    assert steady.value is not None
    revise(released, steady.code, "Oct 2026", str(steady.value + better))
    assert adds(released, read(released, council)) == 0
    assert owed(released) == []


def test_exempt_since_another_version_or_too_long_ago_is_left_alone(released: Database, council: Council) -> None:
    before = read(released, council)
    revise(released, "ENV-001", "Oct 2026", beyond(before, "ENV-001"))
    now = read(released, council)
    exempt = replace(now, measures={**now.measures, "ENV-001": replace(now.measures["ENV-001"], exempt=True)})
    assert adds(released, exempt) == 0
    assert adds(released, now, version=before.version) == 0, "whoever sees the newer data does it"
    assert adds(released, now, now=NOW + timedelta(days=council.correct_within_days + 1)) == 0
    assert adds(released, now) == 1


def test_two_processes_add_it_once(released: Database, council: Council) -> None:
    revise(released, "ENV-001", "Oct 2026", beyond(read(released, council), "ENV-001"))
    now, start = read(released, council), Barrier(2)

    def at_once(_: int) -> int:
        start.wait()
        return adds(released, now)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(at_once, range(2))) == [0, 1]
    with released.reading() as session:
        assert [row.number for row in session.scalars(select(AddendumRow))] == [1]


def test_as_at_a_day_shows_what_had_been_told_by_then(released: Database, council: Council) -> None:
    revise(released, "ENV-001", "Oct 2026", beyond(read(released, council), "ENV-001"))
    adds(released, read(released, council))
    with released.transaction() as session:
        for message in session.scalars(select(OutboxRow)):
            message.state, message.posted_ts, message.settled_at = "sent", "1.5", NOW + timedelta(days=1)

    def shown(day: date | None) -> list[tuple[str, str | None, int]]:
        with released.reading() as session:
            told = alerts.show(session, council, OCTOBER, ["ENV"], as_at=day)
        return [(one.state, one.posted_ts, len(one.addenda)) for one in told]

    assert shown(date(2026, 11, 23)) == []
    assert shown(date(2026, 11, 24)) == [("owed", None, 0)]
    assert shown(date(2026, 11, 25)) == [("sent", "1.5", 0)]
    assert shown(date(2026, 11, 26)) == shown(None) == [("sent", "1.5", 1)]
    with released.reading() as session:
        told = list(alerts.show(session, council, OCTOBER, ["ENV"], as_at=date(2026, 11, 26)))
    words = told_as_text(told, OCTOBER, as_at=date(2026, 11, 26))
    assert "-- added on 24 November 2026 --\nOctober 2026: 1 measure has changed since" in words
    assert (
        "ENV-001 Household waste sent for reuse, recycling or composting: still off target: persistent (row " in words
    )
    assert "Off target for October 2026. Source: observations.csv, row 56" in words
    assert told_as_json(told[0])["addenda"][0]["items"][0]["change"] == "withdrawn"
    assert told_as_text([], OCTOBER, as_at=date(2026, 11, 23)) == (
        "No alert has been released for October 2026 by 23 November 2026."
    )
