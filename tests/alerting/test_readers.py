"""Readers beside the boards: declared in configuration alone, told by the same rounds, each of its own measures."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, update

from config.settings import read_council
from handlers.views.alerts import alert_message, rest_message
from handlers.views.rounds import owed_news
from perfdata import alerts, periods
from perfdata.alerts import News, Shown, rest_of, steps
from perfdata.alerts.addenda import owe_addenda
from perfdata.alerts.challenge import challenged
from perfdata.alerts.judging import judge_round
from perfdata.alerts.steps import Step
from perfdata.council import Council
from perfdata.documents.document import Paragraph, Picture, Table
from perfdata.errors import BadConfiguration, IllegalMove
from perfdata.measures import Tier
from perfdata.people import Person, Role
from perfdata.periods import Period
from perfdata.permissions import TERMINAL
from perfdata.plans import Milestone
from perfdata.readers import Often, Reader, ReaderOptions, mistake, readers_of, require_known
from perfdata.rounds import round_of
from perfdata.snapshot import build_snapshot, data_version
from perfdata.store.database import Database
from perfdata.store.tables import AlertRow, MilestoneRow, OutboxRow, PersonRow
from perfdata.surgeries.telling import Enclosure
from perfdata.verdicts.precedence import State
from perfdata.verdicts.status import Status
from tests.alerting.conftest import Known, replayed
from tests.sample_council import FOLDER, revise

OCTOBER, DECEMBER = periods.parse("Oct 2026"), periods.parse("Dec 2026")
DUE = datetime(2026, 11, 24, 9, tzinfo=UTC)
A_PAGE = 2_200
"""Characters that stand on a page beside a chart."""
ON_SQLITE = pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
ONE_MORE = """
[[reader]]
code = "care-group"
name = "Care working group"
channel = { id = "C0CAREGRP1", name = "care-group" }
often = "monthly"
first_round = "Oct 2026"
boards = ["AHB"]
business_plans = true
named_first = 3
"""


@pytest.fixture(scope="module")
def everybody() -> Council:
    """The sample council's configuration, with all of its readers."""
    return read_council(FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample council's configuration, to be changed."""
    shutil.copytree(FOLDER, tmp_path / "council", ignore=shutil.ignore_patterns("data"))
    return tmp_path / "council"


def add(folder: Path, more: str) -> Path:
    """Add a reader to the council's own."""
    path = folder / "readers.toml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return folder


@ON_SQLITE
def test_a_reader_is_added_by_configuration_alone(loaded: Database, folder: Path) -> None:
    council = read_council(add(folder, ONE_MORE))
    [report] = alerts.run_once(loaded, council, DUE)
    assert "care-group" in report.released
    assert alerts.run_once(loaded, council, DUE) == []
    with loaded.reading() as session:
        require_known(session, council)
        [told] = alerts.show(session, council, OCTOBER, ["Care working group"])
        where = select(OutboxRow.channel_id).where(OutboxRow.key == "alert:care-group:2026-10")
        assert session.scalar(where) == "C0CAREGRP1"
    measures = {item.facts.code: item for item in told.alert.items}
    assert {item.facts.tier for item in measures.values()} == {Tier.SCORECARD, Tier.BUSINESS_PLAN}
    assert told.alert.first == 3
    text = alert_message(told.alert)["text"]
    assert text.startswith("October 2026: Care working group")
    assert "Ask the service" not in str(alert_message(told.alert)["blocks"])


@ON_SQLITE
def test_each_reader_is_told_of_its_own_measures_where_it_is(loaded: Database, everybody: Council) -> None:
    [report] = alerts.run_once(loaded, everybody, DUE)
    with loaded.reading() as session:
        readers = {one.code: one for one in readers_of(session, everybody)}
        told = {one.alert.reader: one.alert for one in alerts.show(session, everybody, OCTOBER)}
        channels = dict(
            session.execute(
                select(AlertRow.reader, OutboxRow.channel_id).join(OutboxRow, OutboxRow.key == AlertRow.outbox_key)
            ).all()
        )
        snapshot_measures = alerts.preview(session, everybody, OCTOBER, ["chief-officers"])[0].items
    assert set(report.released) == set(told) == set(readers) - {"cabinet"}, "a quarter's reader waits for its end"
    assert channels == {one.key: one.channel_id for one in readers.values() if one.code != "cabinet"}
    assert channels["reader:portfolio-housing"].startswith("U"), "by direct message"
    assert {item.facts.tier for item in told["chief-officers"].items} == {Tier.SCORECARD}
    assert {item.facts.code for item in snapshot_measures} == {item.facts.code for item in told["chief-officers"].items}
    boards = {item.facts.code for code, one in told.items() if readers[code].is_board for item in one.items}
    assert {item.facts.code for item in told["chief-officers"].items} == boards
    plans = [one for code, one in told.items() if code.endswith("-management")]
    portfolios = [one for code, one in told.items() if code.startswith("portfolio-")]
    for parts in (plans, portfolios):
        codes = [item.facts.code for one in parts for item in one.items if item.facts.tier is Tier.SCORECARD]
        assert sorted(codes) == sorted(boards), "directorates, and portfolios, share the scorecard out among them"
    assert not any(one.unlisted for one in plans)
    assert all(one.unlisted for one in portfolios)


@ON_SQLITE
def test_a_revision_is_added_in_each_readers_thread(loaded: Database, everybody: Council) -> None:
    alerts.run_once(loaded, everybody, DUE)
    revise(loaded, "HSG-001", "Oct 2026", "99.0")
    with loaded.transaction() as session:
        snapshot = build_snapshot(session, everybody, date(2026, 11, 25))
        owe_addenda(session, snapshot, DUE, version=data_version(session))
    with loaded.reading() as session:
        added = session.scalars(select(OutboxRow).where(OutboxRow.kind == "addendum"))
        roots = {row.after_key: row.channel_id for row in added}
    assert {"alert:chief-officers:2026-10", "alert:homes-management:2026-10", "alert:portfolio-housing:2026-10"} < {
        *roots
    }
    assert "alert:place-management:2026-10" not in roots


@ON_SQLITE
def test_the_pack_for_a_challenge_session_hangs_in_the_thread(loaded: Database, everybody: Council) -> None:
    with loaded.transaction() as session:
        alerts.release(session, everybody, OCTOBER, now=DUE, released_by="the tests", readers=["chief-officers"])
    with loaded.reading() as session:
        [told] = alerts.show(session, everybody, OCTOBER, ["chief-officers"])
        row = session.scalars(select(OutboxRow).where(OutboxRow.kind == "document")).one()
        assert (row.after_key, row.channel_id) == ("alert:chief-officers:2026-10", everybody.chief_officers_channel)
        document = Enclosure.from_payload(dict(row.payload)).document
    titles = [section.title for section in document.sections]
    looked_into = [item.facts.title for item in challenged(told.alert)]
    assert titles[:2] == ["The session", "The whole list"]
    assert [title for title in titles if title in looked_into] == looked_into != []
    [table] = document.sections[1].parts
    assert isinstance(table, Table)
    assert len(table.rows) == len(told.alert.items)
    pictures = [part.chart for section in document.sections for part in section.parts if isinstance(part, Picture)]
    assert [one.measure for one in pictures] == looked_into
    assert all(one.alt for one in pictures)
    pages = {section.title: section.parts for section in document.sections if section.title in looked_into}
    asked = ["If nothing changes:", "Beside similar councils:", "What the service wrote:", "What has been tried:"]
    for parts in pages.values():
        leads = [part.lead for part in parts if isinstance(part, Paragraph)]
        assert [lead for lead in leads if lead in asked] == asked
        words = "".join(part.words for part in parts if isinstance(part, Paragraph))
        assert len(words) < A_PAGE, "a session has no time for more than a page on each"
    officers = next(one for one in everybody.readers if one.code == "chief-officers")
    months = (OCTOBER, OCTOBER.following(), DECEMBER)
    assert [officers.has_pack(month) for month in months] == [True, False, True]


@ON_SQLITE
def test_a_quarters_round_tells_how_objectives_stand(loaded: Database, everybody: Council) -> None:
    with loaded.reading() as session:
        judged = judge_round(session, everybody, round_of(DECEMBER, everybody.calendar))
    held = judged.milestones[DECEMBER]
    then = {month: tuple(map(_earlier, held)) for month in judged.milestones if month != DECEMBER}
    [alert] = replace(judged, milestones={**then, DECEMBER: held}).alerts(["place-management"])
    assert {one.directorate for one in alert.milestones} == {"Place"}
    assert Counter(one.status for one in alert.milestones) == {"red": 2, "amber": 2, "green": 2, "complete": 1}
    text = alert_message(alert)["text"]
    assert "Objectives of business plans, 7 milestones: " in text
    [*_, rest] = rest_of(alert)
    thread = rest_message(rest)["text"]
    told = [one for one in alert.milestones if one.is_named]
    assert list(rest.alert.milestones) == told != list(alert.milestones)
    for one in told:
        assert f"“{one.milestone}”, of the objective “{one.objective}”: {one.status}" in thread
        assert (one.days_late > 0) == (one.due is not None and one.due < alert.closed_on and one.status != "complete")
    assert "It was amber in September 2026." in thread
    assert not judged.alerts(["portfolio-housing"])[0].milestones


@ON_SQLITE
def test_objectives_are_told_by_the_same_filter_as_measures(loaded: Database, folder: Path) -> None:
    themes = (folder / "themes.toml").read_text(encoding="utf-8")
    (folder / "themes.toml").write_text(f'{themes}\n"rounds" = ["ENV-006", "PL1"]\n', encoding="utf-8")
    for name, part in PARTS.items():
        wanted = ONE_MORE.replace('boards = ["AHB"]', f'{part}\nobjectives = "monthly"').replace("care-group", name, 1)
        add(folder, wanted)
    council = read_council(folder)
    with loaded.reading() as session:
        assert "no objective that is loaded names its service" in mistake(session, council)
    with loaded.transaction() as session:
        for reference, service in (("PL1", "Waste and Recycling"), ("PL3", "Highways")):
            placed = update(MilestoneRow).where(MilestoneRow.objective_ref == reference)
            session.execute(placed.values(service=service))
    with loaded.reading() as session:
        assert mistake(session, council) == ""
        told = {one.reader: one for one in alerts.preview(session, council, OCTOBER, list(PARTS))}
    references = {code: Counter(one.objective[:6] for one in alert.milestones) for code, alert in told.items()}
    rounds, highways = Counter({"Settle": 3}), Counter({"Delive": 2})
    assert references == {
        "by-service": rounds,
        "by-theme": rounds,
        "by-board": rounds + highways,
        "by-all": highways,
    }
    assert {item.facts.code for item in told["by-theme"].items} == {"ENV-006"}
    assert {item.facts.service for item in told["by-service"].items} == {"Waste and Recycling"}


PARTS = {
    "by-service": 'services = ["Waste and Recycling"]',
    "by-theme": 'themes = ["rounds"]',
    "by-board": 'boards = ["ENV"]',
    "by-all": 'boards = ["ENV"]\ndirectorate = "Place"\nservices = ["Highways", "Council Housing"]',
}


@ON_SQLITE
def test_what_a_reader_wants_named_is_named(loaded: Database, everybody: Council) -> None:
    with loaded.reading() as session:
        [before] = alerts.preview(session, everybody, OCTOBER, ["ENV"])
        quiet = next(item for item in before.items if item.state.off and item.shown is Shown.UNCHANGED)
        slight = {
            item.facts.code
            for item in before.items
            if item.state is State.STEADY and item.facts.status is Status.SLIGHTLY_OFF
        }
        always = ReaderOptions(always_report=frozenset({quiet.facts.code}), names_slightly_off=True)
        [after] = alerts.preview(session, replace(everybody, board_options={"ENV": always}), OCTOBER, ["ENV"])
    assert {item.facts.code for item in after.named} == {*(item.facts.code for item in before.named), quiet.facts.code}
    assert slight
    assert slight <= {item.facts.code for item in after.shown(Shown.FOLDED)}
    text = alert_message(after)["text"]
    assert f" {len(before.named)} are new or changed since September 2026. 1 is named whenever off target." in text
    assert f"New, changed or always named ({len(before.named) + 1})" in text
    [said] = [line for line in text.splitlines() if f": {quiet.facts.title} (" in line]
    assert said.endswith("It is named whenever it is off target.")
    assert f"Slightly off target in October 2026 ({len(slight)}): " in text


def _earlier(one: Milestone) -> Milestone:
    """The milestone a quarter earlier: what is red now was amber."""
    return replace(one, status="Amber" if one.status == "Red" else one.status)


@ON_SQLITE
def test_the_team_is_told_once_a_round_whom_nobody_can_tell(loaded: Database, everybody: Council) -> None:
    posts = {"portfolio-housing": "Cabinet Member, Children", "portfolio-growth": "Cabinet Member for Nothing"}
    with loaded.transaction() as session:
        changed = update(PersonRow).where(PersonRow.title == "Cabinet Member, Adults and Health")
        session.execute(changed.values(title="Cabinet Member, Children"))
    readers = tuple(replace(one, post=posts.get(one.code, one.post)) for one in everybody.readers)
    told = ("portfolio-children", *posts)
    council = replace(everybody, readers=tuple(one for one in readers if one.code in told))
    with loaded.transaction() as session:
        step = Step(Person(council.team_id, "", "Analyst", frozenset({Role.PERFORMANCE_TEAM})), TERMINAL, DUE, DUE)
        steps.preview(session, council, OCTOBER, step)
        steps.release(session, council, OCTOBER, step)
    with loaded.reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.key.startswith("round:2026-10:posts:"))).all()
        [(channel, text)] = [(row.channel_id, owed_news(dict(row.payload))["text"]) for row in rows]
    assert channel == council.performance_channel
    assert text == (
        "October 2026: 3 readers cannot be told, as it is not one person who holds the post:\n"
        "• Portfolio of Children: 2 people hold the post “Cabinet Member, Children”.\n"
        "• Portfolio of Housing: 2 people hold the post “Cabinet Member, Children”.\n"
        "• Portfolio of Growth and Culture: nobody holds the post “Cabinet Member for Nothing”.\n"
        "Please correct the title in the file of people and load it, or the post in readers.toml and start the bot "
        "again. Then they are told by the bot, late."
    )


@ON_SQLITE
def test_a_round_that_is_not_its_own(loaded: Database, everybody: Council) -> None:
    with loaded.transaction() as session:
        with pytest.raises(IllegalMove, match=r"Cabinet is told once a quarter, .* October 2026 is none of them"):
            alerts.preview(session, everybody, OCTOBER, ["cabinet"])
        [september] = alerts.preview(session, everybody, periods.parse("Sep 2026"), ["Cabinet"])
        assert september.since == periods.parse("Jun 2026")
        early = replace(everybody, readers=tuple(replace(one, first_round=DECEMBER) for one in everybody.readers))
        with pytest.raises(IllegalMove, match="is told from the round of December 2026 on"):
            alerts.release(session, early, OCTOBER, now=DUE, released_by="the tests", readers=["place-management"])


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('often = "monthly"', 'often = "weekly"', "often"),
        ('channel = { id = "C0CAREGRP1", name = "care-group" }', "", "either a channel or the post"),
        ('channel = { id = "C0CAREGRP1", name = "care-group" }', 'post = "Head of Nothing at All"', None),
        ('channel = { id = "C0CAREGRP1", name = "care-group" }', 'post = "Mayor"', "nothing in titles"),
        ('channel = { id = "C0CAREGRP1"', 'channel = { id = "care-group"', "channel.id"),
        ('boards = ["AHB"]', 'portfolio = "Cabinet Member, Fun"', "portfolio of “Cabinet Member, Fun”"),
        ('boards = ["AHB"]', 'themes = ["fun"]', "the theme “fun”"),
        ('code = "care-group"', 'code = "cabinet"', "two readers have the code “cabinet”"),
        ("named_first = 3", "named_frist = 3", "named_frist"),
    ],
)
def test_a_wrong_reader_is_refused_when_the_council_is_read(
    folder: Path, wrong: str, right: str, said: str | None
) -> None:
    add(folder, ONE_MORE.replace(wrong, right))
    if said is None:
        read_council(folder)
        return
    with pytest.raises(BadConfiguration, match=said) as refused:
        read_council(folder)
    assert "readers.toml" in refused.value.sentence


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda one: replace(one, directorate="Palace"),
            "the directorate “Palace”, which nothing loaded has",
        ),
        (lambda one: replace(one, services=frozenset({"Fun"})), "the service “Fun”"),
        (lambda one: replace(one, boards=frozenset({"XYZ"})), "the board “XYZ”"),
        (
            lambda one: replace(one, options=ReaderOptions(always_report=frozenset({"ENV-999"}))),
            "names the measure ENV-999 under always_report, and no such measure is loaded",
        ),
        (lambda one: replace(one, code="ENV"), "has the code of a board"),
        (lambda one: replace(one, channel_id="", post="Head of Nothing"), "a title that nobody loaded has"),
    ],
)
def test_what_the_data_do_not_know_is_said(
    loaded: Database, everybody: Council, change: Callable[[Reader], Reader], said: str
) -> None:
    wrong = replace(everybody, readers=(change(everybody.readers[0]),))
    with loaded.reading() as session:
        assert mistake(session, everybody) == ""
        assert said in mistake(session, wrong)
        if "nobody" not in said:
            with pytest.raises(BadConfiguration, match=said.split(",", maxsplit=1)[0]):
                require_known(session, wrong)


@pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)
def test_two_years_of_a_quarters_reader(known: Known, everybody: Council) -> None:
    """Each measure in one class, totals that add up, nothing news twice, and compared with the quarter before."""
    cabinet = next(one for one in everybody.readers if one.code == "cabinet")
    told = {month: found[cabinet.code] for month, found in replayed(known, (cabinet,)).items() if found}
    assert [month.start.month for month in told] == [12, 3, 6, 9] * 2
    named: dict[tuple[str, str, object], list[Period]] = defaultdict(list)
    before = None
    for month, alert in told.items():
        codes = [item.facts.code for item in alert.items]
        assert len(codes) == len(set(codes)) == sum(alert.counts.values()) > 50
        assert sum(len(alert.shown(way)) for way in Shown) == len(codes)
        assert alert.reported == sum(item.facts.value is not None for item in alert.items)
        assert alert.since == Often.QUARTERLY.before(month) == month.previous().previous().previous()
        if before is not None:
            assert [one.code for one in alert.followed] == [item.facts.code for item in before.named]
        for item in alert.named:
            if item.news is News.NEW and item.state.off:
                named[item.facts.code, item.state, item.facts.off_target_since].append(month)
        before = alert
        alert_message(alert)
    ordinal = list(told)
    for months in named.values():
        places = [ordinal.index(month) for month in months]
        assert all(later - earlier > 1 for earlier, later in pairwise(places))
