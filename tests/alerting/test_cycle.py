"""The cycle of a month: checked, previewed, released by a person, held and resumed; each move once, and noted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from handlers.views.rounds import owed_news
from perfdata import alerts, audit, periods
from perfdata.alerts import cycle, steps
from perfdata.alerts.advancing import advance
from perfdata.alerts.cycle import ROUND, RoundMove, RoundState
from perfdata.alerts.steps import Step
from perfdata.council import AlertRules, Council, Released
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.people import Person, Role
from perfdata.permissions import TERMINAL
from perfdata.readers import ReaderOptions
from perfdata.rounds import round_of
from perfdata.store import outbox
from perfdata.store.database import Database
from perfdata.store.tables import AuditRow, LeftOutRow, ObservationRow, OutboxRow, SourceRow
from tests.conftest import NewUrl
from tests.sample_council import load_sample

OCTOBER = periods.parse("Oct 2026")
DUE = datetime(2026, 11, 24, 9, tzinfo=UTC)
BOARDS = ("ENV", "CYP", "AHB", "HCB", "GTB", "CRB")
ON_SQLITE = pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)


@pytest.fixture
def careful(council: Council) -> Council:
    """The sample council, where a person releases."""
    return replace(council, alerts=AlertRules(Released.BY_A_PERSON))


def team(council: Council, title: str = "Performance Analyst 1") -> Step:
    person = Person(council.team_id, "U0TEAM", title, frozenset({Role.PERFORMANCE_TEAM}))
    return Step(person, TERMINAL, DUE, DUE)


def keys(database: Database, kind: outbox.Kind) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxRow.key).where(OutboxRow.kind == kind).order_by(OutboxRow.id)))


def state(database: Database, council: Council) -> RoundState:
    with database.reading() as session:
        return cycle.state_of(session, round_of(OCTOBER, council.calendar))


def test_the_table_of_moves() -> None:
    """Nothing is released unseen by a person, and what is held leads back to the start alone."""
    assert not ROUND.allows(RoundState.COLLECTING, RoundMove.RELEASE)
    assert not ROUND.allows(RoundState.CHECKED, RoundMove.RELEASE)
    assert [move for move in RoundMove if ROUND.allows(RoundState.HELD, move)] == [RoundMove.RESUME]
    assert ROUND.ends == frozenset()


def test_a_person_releases_what_was_previewed_and_nothing_else(loaded: Database, careful: Council) -> None:
    assert alerts.run_once(loaded, careful, DUE) == []
    assert advance(loaded, careful, DUE, at=DUE) == 1
    assert advance(loaded, careful, DUE, at=DUE) == 0
    assert state(loaded, careful) is RoundState.PREVIEWED
    assert keys(loaded, outbox.Kind.ROUND) == ["round:2026-10:preview:1"]
    assert len(keys(loaded, outbox.Kind.ALERT_PREVIEW)) == len(BOARDS)
    with loaded.transaction() as session:
        report = steps.release(session, careful, OCTOBER, team(careful))
    assert report.released == BOARDS
    with loaded.reading() as session:
        payloads = {
            kind: list(session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == kind).order_by(OutboxRow.id)))
            for kind in (outbox.Kind.ALERT_PREVIEW, outbox.Kind.ALERT)
        }
        assert payloads[outbox.Kind.ALERT_PREVIEW] == payloads[outbox.Kind.ALERT]
        moves = [one.move for one in cycle.history(session, round_of(OCTOBER, careful.calendar))]
        assert moves == [RoundMove.CHECK, RoundMove.PREVIEW, RoundMove.RELEASE]
        acts = list(session.scalars(select(AuditRow.act).order_by(AuditRow.id)))
        assert acts == ["round checked", "round previewed", "released alerts"]
        assert audit.verify(session) is None
    with loaded.transaction() as session:
        session.execute(
            update(OutboxRow).where(OutboxRow.kind == outbox.Kind.ALERT).values(state="sent", settled_at=DUE)
        )
    assert advance(loaded, careful, DUE, at=DUE) == 1
    assert state(loaded, careful) is RoundState.POSTED
    assert keys(loaded, outbox.Kind.ROUND)[-1] == "round:2026-10:3:posted"


@ON_SQLITE
def test_what_the_calendar_releases_on_a_later_day_is_previewed_until_then(loaded: Database, council: Council) -> None:
    later = replace(council, calendar=replace(council.calendar, alert_working_days=1))
    tomorrow = DUE + timedelta(days=1)
    assert alerts.run_once(loaded, later, DUE) == []
    assert advance(loaded, later, DUE, at=DUE) == 1
    assert advance(loaded, later, DUE, at=DUE) == 0
    [report] = alerts.run_once(loaded, later, tomorrow)
    assert report.released == BOARDS
    with loaded.reading() as session:
        rows = list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
        payloads = {kind: [row.payload for row in rows if row.kind == kind] for kind in ("alert preview", "alert")}
        assert payloads["alert preview"] == payloads["alert"] != []
        [news] = [owed_news(dict(row.payload))["text"] for row in rows if row.kind == "round"]
    assert "The calendar releases it on 25 November 2026, unless it is held." in news


@ON_SQLITE
def test_figures_that_come_after_the_preview_are_previewed_first(loaded: Database, careful: Council) -> None:
    advance(loaded, careful, DUE, at=DUE)
    _revise(loaded)
    with pytest.raises(IllegalMove, match="changed since it was previewed"), loaded.transaction() as session:
        steps.release(session, careful, OCTOBER, team(careful))
    assert advance(loaded, careful, DUE, at=DUE) == 1
    assert keys(loaded, outbox.Kind.ROUND)[-1] == "round:2026-10:preview:2"
    with loaded.transaction() as session:
        assert steps.release(session, careful, OCTOBER, team(careful)).released == BOARDS


@ON_SQLITE
def test_what_is_open_is_mended_or_accepted_with_a_reason(loaded: Database, careful: Council) -> None:
    with loaded.transaction() as session:
        source = session.scalars(select(SourceRow)).first()
        assert source is not None
        session.add(
            LeftOutRow(
                source_id=source.id,
                file_name="late.csv",
                sheet="",
                row=7,
                code="ENV-001",
                period_start=None,
                period_end=None,
                faults=[{"problem": "It is no number.", "advice": ""}],
                left_out_at=DUE,
                mended_at=None,
            )
        )
    assert advance(loaded, careful, DUE, at=DUE) == 1
    assert state(loaded, careful) is RoundState.COLLECTING
    [key] = keys(loaded, outbox.Kind.ROUND)
    assert ":questions:" in key
    with pytest.raises(IllegalMove), loaded.transaction() as session:
        steps.release(session, careful, OCTOBER, team(careful))
    with pytest.raises(BadInput, match="say why"), loaded.transaction() as session:
        steps.accept(session, careful, OCTOBER, team(careful), " ")
    with loaded.transaction() as session:
        [accepted] = steps.accept(session, careful, OCTOBER, team(careful), "The service is sending it in December.")
        assert accepted.startswith("late.csv, row 7 (ENV-001) was left out")
    assert advance(loaded, careful, DUE, at=DUE) == 1
    assert state(loaded, careful) is RoundState.PREVIEWED


@ON_SQLITE
def test_held_resumed_and_released(loaded: Database, council: Council) -> None:
    """The calendar waits while a round is held, and takes it up again; each with a reason."""
    with loaded.transaction() as session:
        assert steps.hold(session, council, OCTOBER, team(council), "The waste figures are in doubt.") == ()
    assert alerts.run_once(loaded, council, DUE) == []
    with pytest.raises(IllegalMove, match="is held"), loaded.transaction() as session:
        alerts.release(session, council, OCTOBER, now=DUE, released_by="the tests")
    with loaded.transaction() as session:
        steps.resume(session, council, OCTOBER, team(council), "They are right.")
    [report] = alerts.run_once(loaded, council, DUE + timedelta(days=2))
    assert report.released == BOARDS
    with loaded.reading() as session:
        assert {told.alert.late_since for told in alerts.show(session, council, OCTOBER)} == {DUE.date()}


@ON_SQLITE
def test_a_hold_takes_back_what_has_not_been_posted(loaded: Database, council: Council) -> None:
    alerts.run_once(loaded, council, DUE)
    with loaded.transaction() as session:
        session.execute(update(OutboxRow).where(OutboxRow.key == "alert:ENV:2026-10").values(state="sending"))
    with loaded.transaction() as session:
        taken = steps.hold(session, council, OCTOBER, team(council), "A wrong file was loaded.")
    assert taken == BOARDS[1:]
    with loaded.transaction() as session:
        steps.resume(session, council, OCTOBER, team(council), "The right one is there.")
    [report] = alerts.run_once(loaded, council, DUE)
    assert report.released == BOARDS[1:]
    with loaded.reading() as session:
        owed = session.scalars(select(OutboxRow.key).where(OutboxRow.kind == "alert", OutboxRow.state == "owed"))
        assert sorted(owed) == sorted(f"alert:{board}:2026-10:2" for board in BOARDS[1:])


@ON_SQLITE
def test_a_board_whose_message_failed_is_told_again_by_a_person_alone(loaded: Database, council: Council) -> None:
    alerts.run_once(loaded, council, DUE)
    with loaded.transaction() as session:
        session.execute(update(OutboxRow).where(OutboxRow.key == "alert:ENV:2026-10").values(state="failed"))
    assert alerts.run_once(loaded, council, DUE) == []
    with pytest.raises(IllegalMove, match="did not fail"), loaded.transaction() as session:
        steps.release_again(session, council, OCTOBER, team(council), readers=["HCB"], reason="Again.")
    with loaded.transaction() as session:
        report = steps.release_again(session, council, OCTOBER, team(council), readers=["ENV"], reason="Invited now.")
    assert report.released == ("ENV",)


@ON_SQLITE
def test_the_team_reads_how_far_a_release_is_until_the_last_watcher_has_been_told(
    loaded: Database, council: Council
) -> None:
    alerts.run_once(loaded, council, DUE)
    with loaded.transaction() as session:
        for number in range(400):
            outbox.owe(
                session, key=f"watches:{number}", team_id=council.team_id, channel_id=f"U{number}",
                kind=outbox.Kind.WATCHES, payload={}, now=DUE,
            )  # fmt: skip
    minutes = dict.fromkeys((1, 6, 7, 11, 16, 21, 26), 0)
    posted = {6: f"alert:{BOARDS[0]}:2026-10", 7: "alert:%", 11: "watches:1%", 21: "watches:%"}
    for minute in minutes:
        with loaded.transaction() as session:
            sent = update(OutboxRow).where(OutboxRow.key.like(posted.get(minute, "nothing")))
            session.execute(sent.values(state="sent", settled_at=DUE))
        now = DUE + timedelta(minutes=minute)
        minutes[minute] = advance(loaded, council, now, at=now)
        assert advance(loaded, council, now, at=now) == 0, "said once"
    assert minutes == {1: 0, 6: 1, 7: 0, 11: 1, 16: 1, 21: 1, 26: 0}
    assert state(loaded, council) is RoundState.POSTED
    with loaded.reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == outbox.Kind.ROUND).order_by(OutboxRow.id))
        told = [owed_news(dict(row.payload))["text"] for row in rows]
    assert told == [
        "October 2026: 1 of 406 messages posted so far.",
        "October 2026: 117 of 406 messages posted so far.",
        "October 2026: 117 of 406 messages posted so far.",
        "October 2026: all 406 messages posted, private ones included.",
    ]


@ON_SQLITE
def test_what_could_not_be_posted_is_said_when_the_rest_is(loaded: Database, council: Council) -> None:
    alerts.run_once(loaded, council, DUE)
    with loaded.transaction() as session:
        for states in ("sent", "failed"):
            which = OutboxRow.key.like("alert:%") if states == "sent" else OutboxRow.key == "alert:ENV:2026-10"
            session.execute(update(OutboxRow).where(which).values(state=states, settled_at=DUE))
    assert advance(loaded, council, DUE, at=DUE) == 1
    assert advance(loaded, council, DUE, at=DUE) == 0
    with loaded.reading() as session:
        [payload] = session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == outbox.Kind.ROUND))
    text = owed_news(dict(payload))["text"]
    assert text.startswith(
        "October 2026: 5 of 6 readers told. The rest could not be: what to do is said in this channel."
    )


@ON_SQLITE
def test_who_may_release(loaded: Database, careful: Council) -> None:
    advance(loaded, careful, DUE, at=DUE)
    named = replace(careful, alerts=AlertRules(Released.BY_A_PERSON, frozenset({"Head of Performance"})))
    member = replace(team(named).person, roles=frozenset({Role.MEMBER}))
    for step in (team(named), Step(member, TERMINAL, DUE, DUE)):
        with pytest.raises(NotAllowed), loaded.transaction() as session:
            steps.release(session, named, OCTOBER, step)
    with loaded.transaction() as session:
        assert steps.release(session, named, OCTOBER, team(named, "Head of Performance")).released == BOARDS


@ON_SQLITE
def test_a_board_chooses_its_day_and_its_quiet_months(loaded: Database, council: Council) -> None:
    chosen = replace(
        council,
        board_options={"ENV": ReaderOptions(working_days=2), "HCB": ReaderOptions(quiet_months=frozenset({11}))},
    )
    [report] = alerts.run_once(loaded, chosen, DUE)
    assert report.released == ("CYP", "AHB", "GTB", "CRB")
    [report] = alerts.run_once(loaded, chosen, DUE + timedelta(days=2))
    assert report.released == ("ENV",)
    [report] = alerts.run_once(loaded, chosen, datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert report.released == ("HCB",)
    with loaded.reading() as session:
        assert {told.alert.late_since for told in alerts.show(session, chosen, OCTOBER)} == {None}


@ON_SQLITE
def test_a_release_by_a_person_leaves_later_days_to_the_clock(loaded: Database, careful: Council) -> None:
    chosen = replace(careful, board_options={"ENV": ReaderOptions(working_days=2)})
    advance(loaded, chosen, DUE, at=DUE)
    with loaded.transaction() as session:
        report = steps.release(session, chosen, OCTOBER, team(chosen))
    assert (report.released, report.later) == (BOARDS[1:], (("ENV", date(2026, 11, 26)),))
    [report] = alerts.run_once(loaded, chosen, DUE + timedelta(days=2))
    assert report.released == ("ENV",)


def test_two_people_release_at_once(new_url: NewUrl, careful: Council) -> None:
    url = new_url()
    first, second = Database(url, synchronous="OFF"), Database(url, synchronous="OFF")
    load_sample(first, careful)
    advance(first, careful, DUE, at=DUE)
    start = Barrier(2)

    def press(database: Database) -> tuple[str, ...]:
        start.wait(timeout=30)
        with database.transaction() as session:
            return steps.release(session, careful, OCTOBER, team(careful)).released

    with ThreadPoolExecutor(2) as pool:
        released = sorted(pool.map(press, (first, second)))
    assert released == [(), BOARDS]
    assert len(keys(first, outbox.Kind.ALERT)) == len(BOARDS)
    first.close()
    second.close()


def _revise(database: Database) -> None:
    """A new figure for the newest one held, entered within the round, with the source that brings it."""
    with database.transaction() as session:
        newest = session.scalars(
            select(ObservationRow).where(ObservationRow.entered_on <= DUE.date()).order_by(ObservationRow.id.desc())
        )
        row = next(one for one in newest if one.value is not None and one.entered_on > date(2026, 11, 1))
        kept = {column.key: getattr(row, column.key) for column in ObservationRow.__table__.columns}
        kept |= {"id": None, "revision": 99, "entered_on": DUE.date(), "value": kept["value"] * 3 + 1}
        session.add(ObservationRow(**kept))
        source = session.get_one(SourceRow, row.source_id)
        again = {column.key: getattr(source, column.key) for column in SourceRow.__table__.columns}
        session.add(SourceRow(**again | {"id": None, "digest": "another"}))
