"""When and where boards are told: chosen days, quiet months, pre-election periods, channels; twenty years of clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, cycle, takewhile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from perfdata import alerts, periods
from perfdata.alerts.advancing import advance
from perfdata.alerts.releasing import TASK
from perfdata.care import Channel, held_note, obstacle, pre_election_on, wait_for
from perfdata.council import Council, PreElection
from perfdata.periods import Period
from perfdata.readers import Reader, ReaderOptions
from perfdata.rounds import LONDON, due_for, london_date, round_of
from perfdata.store import outbox
from perfdata.store.database import Database
from perfdata.store.tables import AlertRow, ObservationRow
from perfdata.working_days import is_working_day
from tests.sample_council import read_sample

OCTOBER = periods.parse("Oct 2026")
DUE = datetime(2026, 11, 24, 9, tzinfo=UTC)
ELECTION = PreElection(date(2026, 11, 20), date(2026, 12, 10), "a by-election on 10 December 2026")
OPEN = Channel(is_private=False, is_member=True, is_archived=False, is_shared=False)
ON_SQLITE = pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)


@pytest.fixture
def before_an_election(council: Council) -> Council:
    """The sample council in a pre-election period; one board's channel is private."""
    return replace(council, pre_election=(ELECTION,), board_options={"CRB": ReaderOptions(private=True)})


@ON_SQLITE
def test_alerts_to_open_channels_wait_for_the_poll_and_say_so(loaded: Database, before_an_election: Council) -> None:
    council = before_an_election
    [report] = alerts.run_once(loaded, council, DUE)
    assert report.released == ("CRB",)
    assert advance(loaded, council, DUE, at=DUE) == 1
    assert advance(loaded, council, DUE, at=DUE) == 0
    with loaded.transaction() as session:
        report = alerts.release(session, council, OCTOBER, now=DUE, released_by="the tests")
    assert report.later[0] == ("ENV", date(2026, 12, 11))
    after = datetime(2026, 12, 11, 9, tzinfo=UTC)
    [report] = alerts.run_once(loaded, council, after)
    assert report.released == ("ENV", "CYP", "AHB", "HCB", "GTB")
    with loaded.reading() as session:
        told = {one.alert.reader: one.alert for one in alerts.show(session, council, OCTOBER)}
    assert told["ENV"].held_for == "during the pre-election period (a by-election on 10 December 2026)"
    assert (told["ENV"].late_since, told["CRB"].held_for) == (None, "")


@pytest.mark.parametrize(
    ("channel", "options", "said"),
    [
        (OPEN, ReaderOptions(), None),
        (replace(OPEN, is_private=True), ReaderOptions(), None),
        (replace(OPEN, is_archived=True), ReaderOptions(), "Unarchive"),
        (replace(OPEN, is_member=False), ReaderOptions(), "/invite"),
        (replace(OPEN, is_shared=True), ReaderOptions(), "another organisation"),
        (OPEN, ReaderOptions(private=True), "is open, and calendar.toml says that this board's is private"),
        (replace(OPEN, is_private=True), ReaderOptions(private=False), "is private"),
    ],
)
def test_a_channel_that_is_not_as_it_should_be(channel: Channel, options: ReaderOptions, said: str | None) -> None:
    found = obstacle(Reader("ENV", "The board", is_board=True, options=options), channel)
    assert (said is None) is (found is None)
    assert said is None or said in str(found)


def test_what_waits_until_the_poll(before_an_election: Council) -> None:
    """Publicity in open channels, from the first day to the last; answers and corrections never."""

    def waits(kind: outbox.Kind, channel: Channel = OPEN, now: datetime = DUE) -> bool:
        return wait_for(before_an_election, kind, channel, now) is not None

    held = (outbox.Kind.ALERT, outbox.Kind.NOMINATION, outbox.Kind.SURGERY, outbox.Kind.COMMENT, outbox.Kind.DOCUMENT)
    assert all(map(waits, held))
    assert not any(map(waits, (outbox.Kind.ANSWER, outbox.Kind.CORRECTION, outbox.Kind.ADDENDUM)))
    assert not waits(outbox.Kind.ALERT, replace(OPEN, is_private=True))
    assert waits(outbox.Kind.ALERT, now=datetime(2026, 12, 10, 23, 59, tzinfo=UTC))
    assert not waits(outbox.Kind.ALERT, now=datetime(2026, 12, 11, 0, 1, tzinfo=UTC))
    found = wait_for(before_an_election, outbox.Kind.ALERT, OPEN, DUE)
    assert found is not None
    assert found.until == datetime(2026, 12, 11, 9, tzinfo=UTC)


def test_whoever_nominates_is_told_that_it_waits(before_an_election: Council) -> None:
    assert held_note(before_an_election, "ENV", DUE.date()).endswith("which ends on 10 December 2026.")
    assert held_note(before_an_election, "CRB", DUE.date()) == ""
    assert held_note(before_an_election, "ENV", date(2026, 12, 11)) == ""


YEARS = [PreElection(date(year, 3, 22), date(year, 5, 6), "the local elections") for year in range(2027, 2047, 4)]
CHOSEN = {
    "ENV": ReaderOptions(),
    "CYP": ReaderOptions(working_days=3),
    "AHB": ReaderOptions(quiet_months=frozenset({8, 9})),
    "HCB": ReaderOptions(private=True),
}
GAPS = st.lists(st.sampled_from((1, 24, 24 * 13, 24 * 28, 24 * 35)), min_size=30, max_size=30)


@ON_SQLITE
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gaps=GAPS, minute=st.integers(0, 59))
def test_twenty_years_of_waking(loaded_url: str, gaps: list[int], minute: int) -> None:
    """Whenever it wakes, after an hour or five weeks, each board is told of each month once, as soon as it is due."""
    council = replace(read_sample(), pre_election=tuple(YEARS), board_options=CHOSEN)
    database = Database(loaded_url, synchronous="OFF")
    with database.transaction() as session:
        newest = session.scalar(select(func.max(ObservationRow.id)))
        session.execute(update(ObservationRow).where(ObservationRow.id == newest).values(entered_on=date(2046, 12, 1)))
        session.query(AlertRow).delete()
    told: dict[tuple[Period, str], datetime] = {}
    previous = datetime(2026, 11, 1, 0, minute, tzinfo=UTC)
    for now in _wakes(previous, gaps):
        with database.transaction() as session:
            owed = alerts.owed(session, council, now)
            for period, board in owed:
                assert (period, board) not in told
                told[period, board] = now
                due = due_for(round_of(period, council.calendar), council, CHOSEN.get(board, ReaderOptions())).at
                assert previous < due <= now, "told at the first wake from when it was due"
                _is_well_chosen(council, board, due)
                session.add(_row(period, board, due, now))
        previous = now
    months = {period for period, _ in told}
    assert len(months) > 230
    for board in ("ENV", "CYP", "AHB", "HCB"):
        assert sum(one == board for _, one in told) >= len(months) - 2
    database.close()


def _wakes(start: datetime, gaps: list[int]) -> Iterator[datetime]:
    """Wakes over twenty years: the drawn gaps, in hours, over and over, with a longer one between."""
    end = start + timedelta(days=365 * 20)
    hours = accumulate(hours for gap in cycle(gaps) for hours in (gap, 24 * 27))
    return takewhile(lambda now: now <= end, (start + timedelta(hours=count) for count in hours))


def _is_well_chosen(council: Council, board: str, due: datetime) -> None:
    day = london_date(due)
    assert is_working_day(day, council.calendar.extra_holidays)
    assert due.astimezone(LONDON).time() == time(9), "nine in London, in summer and in winter"
    assert board != "AHB" or day.month not in (8, 9)
    assert board == "HCB" or pre_election_on(council, day) is None


def _row(period: Period, board: str, due: datetime, now: datetime) -> AlertRow:
    return AlertRow(
        task=TASK, period_start=period.start, reader=f"board:{board}", closed_on=period.end, due_at=due,
        released_at=now, released_by="the tests", outbox_key=f"{board} {period.label}",
    )  # fmt: skip
