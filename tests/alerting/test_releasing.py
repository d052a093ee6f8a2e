"""Alerts are owed by the calendar, released once by whoever comes first, and kept as they were said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from perfdata import alerts, audit, periods
from perfdata.council import Council
from perfdata.errors import BadInput, IllegalMove
from perfdata.store.database import Database
from perfdata.store.tables import AlertItemRow, AlertRow, AuditRow, ObservationRow, OutboxRow
from tests.conftest import NewUrl
from tests.sample_council import load_sample

OCTOBER = periods.parse("Oct 2026")
DUE = datetime(2026, 11, 24, 9, tzinfo=UTC)
BOARDS = ("ENV", "CYP", "AHB", "HCB", "GTB", "CRB")


def test_nothing_is_owed_before_the_hour_and_everything_from_then_on(loaded: Database, council: Council) -> None:
    with loaded.reading() as session:
        assert alerts.owed(session, council, DUE - timedelta(seconds=1)) == []
        assert alerts.owed(session, council, DUE) == [(OCTOBER, board) for board in BOARDS]


def test_a_council_without_figures_owes_nothing(database: Database, council: Council) -> None:
    with database.reading() as session:
        assert alerts.owed(session, council, DUE) == []
    assert alerts.run_once(database, council, DUE) == []


def test_a_round_without_any_figure_waits_until_one_is_loaded(loaded: Database, council: Council) -> None:
    after_november = datetime(2026, 12, 29, 12, tzinfo=UTC)
    with loaded.reading() as session:
        assert {period for period, _ in alerts.owed(session, council, after_november)} == {OCTOBER}
    with loaded.transaction() as session:
        sample = session.scalars(select(ObservationRow).order_by(ObservationRow.id.desc())).first()
        assert sample is not None
        kept = {column.key: getattr(sample, column.key) for column in ObservationRow.__table__.columns}
        kept |= {"id": None, "revision": 99, "entered_on": datetime(2026, 12, 9, tzinfo=UTC).date()}
        session.add(ObservationRow(**kept))
    with loaded.reading() as session:
        owed = alerts.owed(session, council, after_november)
        assert [period.label for period, _ in owed] == ["Oct 2026"] * 6 + ["Nov 2026"] * 6


def test_what_is_owed_is_released_once(loaded: Database, council: Council) -> None:
    [report] = alerts.run_once(loaded, council, DUE)
    assert report.released == BOARDS
    assert alerts.run_once(loaded, council, DUE + timedelta(minutes=1)) == []
    with loaded.reading() as session:
        previewed = alerts.preview(session, council, OCTOBER)
        every = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()
        rests = {row.key: row.after_key for row in every if row.kind == "rest of an alert"}
        assert rests == {
            f"rest of alert:{alert.reader}:2026-10:{rest.place}": f"alert:{alert.reader}:2026-10"
            for alert in previewed
            for rest in alerts.rest_of(alert)
        }
        owed = [row for row in every if row.key not in rests]
        assert [row.key for row in owed] == [f"alert:{board}:2026-10" for board in BOARDS]
        assert {(row.kind, row.state, row.team_id) for row in owed} == {("alert", "owed", council.team_id)}
        assert len({row.channel_id for row in owed}) == len(BOARDS)
        assert tuple(told.alert for told in alerts.show(session, council, OCTOBER)) == previewed
        items = session.scalars(select(AlertItemRow)).all()
        assert len(items) == sum(len(alert.items) for alert in previewed)
        assert audit.verify(session) is None
        [entry] = session.scalars(select(AuditRow)).all()
        assert (entry.act, entry.subject, entry.detail["readers"]) == ("released alerts", "round Oct 2026", [*BOARDS])


def test_items_keep_the_revision_that_was_judged(loaded: Database, council: Council) -> None:
    with loaded.transaction() as session:
        alerts.release(session, council, OCTOBER, now=DUE, released_by="the tests", readers=["ENV"])
    with loaded.reading() as session:
        for item in session.scalars(select(AlertItemRow)):
            if item.observation_id is None:
                assert item.kind == "missing"
                continue
            judged = session.get_one(ObservationRow, item.observation_id)
            assert (item.facts["receipt"]["revision"], judged.measure_id) == (judged.revision, item.measure_id)


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("delay", [timedelta(hours=14), timedelta(hours=15), timedelta(weeks=5)])
def test_late_is_still_owed_and_says_so(loaded: Database, council: Council, delay: timedelta) -> None:
    alerts.run_once(loaded, council, DUE + delay)
    with loaded.reading() as session:
        previewed = alerts.preview(session, council, OCTOBER)
        told = [told.alert for told in alerts.show(session, council, OCTOBER)]
    late_since = None if delay == timedelta(hours=14) else DUE.date()
    assert told == [replace(alert, late_since=late_since) for alert in previewed]


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
def test_a_person_may_release_a_board_early_on_the_day_and_the_clock_does_the_rest(
    loaded: Database, council: Council
) -> None:
    early = DUE - timedelta(hours=2)
    with loaded.transaction() as session:
        report = alerts.release(session, council, OCTOBER, now=early, released_by="Performance Team", readers=["HCB"])
        assert (report.released, report.already) == (("HCB",), ())
    with loaded.transaction() as session:
        report = alerts.release(session, council, OCTOBER, now=early, released_by="Performance Team", readers=["HCB"])
        assert (report.released, report.already) == ((), ("HCB",))
    [report] = alerts.run_once(loaded, council, DUE)
    assert report.released == tuple(board for board in BOARDS if board != "HCB")
    with loaded.reading() as session:
        by = {told.alert.reader: told.released_by for told in alerts.show(session, council, OCTOBER)}
        assert by == dict.fromkeys(BOARDS, "the calendar") | {"HCB": "Performance Team"}
        assert len(alerts.show(session, council, OCTOBER, ["Housing and Communities Board"])) == 1


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("period", "sentence"),
    [("Nov 2026", "closes on 24 December 2026"), ("Sep 2026", "begin with the round of October 2026")],
)
def test_a_round_is_not_released_before_it_closes_nor_before_the_first(
    loaded: Database, council: Council, period: str, sentence: str
) -> None:
    with pytest.raises(IllegalMove, match=sentence), loaded.transaction() as session:
        alerts.release(session, council, periods.parse(period), now=DUE, released_by="the tests")
    with pytest.raises(BadInput), loaded.transaction() as session:
        alerts.release(session, council, periods.parse("2025/26"), now=DUE, released_by="the tests")


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
def test_with_a_fixed_date_the_calendar_goes_by_it_and_the_rows_by_the_clock(
    loaded: Database, council: Council
) -> None:
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    [report] = alerts.run_once(loaded, council, now, at=DUE)
    assert report.released == BOARDS
    with loaded.reading() as session:
        assert {told.alert.late_since for told in alerts.show(session, council, OCTOBER)} == {None}
        assert set(session.scalars(select(OutboxRow.due_at))) == {now}


def test_an_interrupted_release_leaves_nothing_behind(loaded: Database, council: Council) -> None:
    def interrupted() -> None:
        with loaded.transaction() as session:
            alerts.release(session, council, OCTOBER, now=DUE, released_by="the tests")
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        interrupted()
    with loaded.reading() as session:
        assert len(alerts.owed(session, council, DUE)) == len(BOARDS)
        assert session.scalars(select(OutboxRow)).all() == []
        assert session.scalars(select(AuditRow)).all() == []


def test_two_processes_never_both_release(new_url: NewUrl, council: Council) -> None:
    url = new_url()
    first, second = Database(url, synchronous="OFF"), Database(url, synchronous="OFF")
    load_sample(first, council)
    start = Barrier(2)

    def run(database: Database) -> list[str]:
        start.wait(timeout=30)
        return [board for report in alerts.run_once(database, council, DUE) for board in report.released]

    with ThreadPoolExecutor(2) as pool:
        released = [board for done in pool.map(run, (first, second)) for board in done]
    assert sorted(released) == sorted(BOARDS)
    with first.reading() as session:
        assert len(session.scalars(select(AlertRow)).all()) == 6
        assert len(session.scalars(select(OutboxRow).where(OutboxRow.kind == "alert")).all()) == 6
        assert audit.verify(session) is None
    first.close()
    second.close()
