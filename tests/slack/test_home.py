"""The Home tab as people find it: boards, services, what the Performance Team looks after, and nothing to outsiders."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from handlers.views import home as home_views
from perfdata.asking.answers import Answer
from perfdata.asking.queries import Context, Filter, Kind, ListStatus, Query
from perfdata.home import home_of
from perfdata.measures import Tier
from perfdata.people import Role
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import build_snapshot
from perfdata.store.tables import MeasureRevisionRow, SourceRow
from perfdata.verdicts.status import Status
from sandbox.rules.elements import walk
from sandbox.sight import Form
from tests.sample_council import TODAY, person_titled
from tests.slack.workspace import GUEST, ON_BOTH, Slack

CHAIR, TWO_BOARDS, OWNER, TEAM = "Chair, Climate", "Councillor 8", "Head of Highways", "Head of Performance"
ROADS = "Principal roads where maintenance should be considered"


@pytest.fixture(autouse=True)
def clean(slack: Slack) -> Iterator[None]:
    """At the end nothing may have been refused unless a test meant it to be, and nobody pinged."""
    yield
    slack.driver.settle()
    slack.driver.assert_clean()
    assert slack.driver.pings == []


def home(slack: Slack, title: str) -> Form:
    """The Home that somebody finds on opening it now."""
    person = slack.as_person(title).opens_home()
    slack.driver.settle()
    return person.sees_home()


@ON_BOTH
def test_a_chair_finds_the_board(slack: Slack) -> None:
    seen = home(slack, CHAIR)
    for words in (
        "My board this month",
        "Climate, Environment and Streets Board",
        "Next meeting: 3 December 2026.",
        ", 12 measures: 4 off target, 3 slightly off target, 5 on target.",
        ", 13 measures: 3 off target, 3 slightly off target, 6 on target, 1 without a target.",
        "Newly off target (1)",
        f"{ROADS} (Highways). Off target: 5.2% for the year 2025/26, against a target of 4.0%.",
        "Nominated for surgery: nothing yet.",
        "What I can ask",
        "“what is off target for the Climate, Environment and Streets Board?”",
        "From the figures held on 24 November 2026.",
    ):
        assert words in seen.shown
    assert seen.buttons == ["Show", "Nominate an indicator"]
    assert "My service" not in seen.shown
    assert "Performance Team" not in seen.shown


def test_the_counts_are_those_of_the_answers(slack: Slack) -> None:
    member = person_titled(slack.snapshot, TWO_BOARDS)
    context = Context(member, Place(PlaceKind.EPHEMERAL))
    with slack.database.reading() as session:
        months = home_of(session, slack.snapshot, member).boards
    assert [month.board.code for month in months] == ["AHB", "HCB"]
    for month in months:
        for status, said in (
            (Status.OFF_TARGET, ListStatus.RED),
            (Status.SLIGHTLY_OFF, ListStatus.AMBER),
            (Status.ON_TARGET, ListStatus.GREEN),
            (Status.MISSING, ListStatus.MISSING),
        ):
            for tier in Tier:
                wanted = Filter(board=month.board.code, tier=str(tier), status=said)
                listed = slack.asking.answer(Query(Kind.LIST, (), wanted), slack.snapshot, context)
                assert isinstance(listed, Answer)
                assert len(listed.items) == month.counts[tier].get(status, 0)


def test_a_member_of_two_boards_finds_both(slack: Slack) -> None:
    seen = home(slack, TWO_BOARDS)
    assert "My boards this month" in seen.shown
    assert seen.shown.index("Adults and Health Board") < seen.shown.index("Housing and Communities Board")
    assert "Emergency repairs completed in 24 hours (Council Housing)" in seen.shown
    assert seen.buttons.count("Nominate an indicator") == 2


def test_show_opens_the_answer(slack: Slack) -> None:
    chair = slack.as_person(CHAIR)
    shown = chair.presses("Show", on=home(slack, CHAIR)).sees_modal().shown
    assert shown.startswith(f"{ROADS}: off target. The figure for the year 2025/26 is 5.2%")
    assert "observations_2026-09.csv, row " in shown


@ON_BOTH
def test_nominating_from_the_home_and_finding_it_there(slack: Slack) -> None:
    member = slack.as_person(TWO_BOARDS)
    found = home(slack, TWO_BOARDS)
    second = [name for name in found.names if name.startswith("Nominate an indicator")][1]
    member.presses(second.partition("(")[2].rstrip(")"), on=found)
    form = member.sees_modal()
    assert form.values["board"]["board"]["selected_option"]["value"] == "HCB"
    title = "Emergency repairs completed in 24 hours"
    assert title in member.searches("measure", "emergency repairs")
    member.fills(measure=title, reason="The storm does not explain all of it.").submits()
    assert not member.errors
    member.closes()
    slack.driver.settle()
    again = home(slack, "Councillor 3")
    assert f"{title}: nominated by Councillor 8 (board member) on " in again.shown
    assert "not seconded yet." in again.shown
    assert title not in home(slack, CHAIR).shown


@ON_BOTH
def test_an_owner_finds_the_service(slack: Slack) -> None:
    seen = home(slack, OWNER)
    assert "My service this month\nHighways\n" in seen.shown
    assert "Off target (2)" in seen.shown
    assert ROADS in seen.shown
    assert seen.buttons == ["Show", "Show"]
    assert "My board" not in seen.shown


def test_a_cabinet_member_finds_the_portfolio_and_cannot_nominate(slack: Slack) -> None:
    seen = home(slack, "Cabinet Member, Housing")
    assert "My services this month\nCouncil Housing, Housing Options and Supply, Community Safety\n" in seen.shown
    assert "Off target (11)" in seen.shown
    assert "1 more. To see all, ask me for each service, as in: what is off target in Council Housing?" in seen.shown
    assert set(seen.buttons) == {"Show"}


@ON_BOTH
def test_the_performance_team_finds_what_is_missing_and_what_failed(slack: Slack) -> None:
    seen = home(slack, TEAM)
    assert "Not reported (4)" in seen.shown
    assert "There is no figure for October 2026, which was due on 15 November 2026." in seen.shown
    assert "No message has failed." in seen.shown
    slack.sandbox.faults.arm("refuse", match={"method": "chat.postMessage"}, error="msg_too_long")
    slack.as_person(CHAIR).says("how is recycling doing?")
    slack.driver.settle()
    assert "1 message could not be posted, or may not have been." in home(slack, TEAM).shown


@pytest.mark.parametrize("title", [GUEST, "External auditor"])
def test_an_outsider_finds_one_sentence(slack: Slack, title: str) -> None:
    seen = home(slack, title)
    assert seen.shown == (
        "I can only answer people whom the council has told me about. "
        "The Performance Team can add you to the list of people."
    )
    assert seen.buttons == []


def test_exempt_measures_are_on_nobodys_home(slack: Slack) -> None:
    with slack.database.transaction() as session:
        session.execute(update(MeasureRevisionRow).values(exempt=True))
        snapshot = build_snapshot(session, slack.council, TODAY)
        for person in snapshot.people.values():
            shown = str(home_views.home_view(home_of(session, snapshot, person)))
            assert not [one.title for one in snapshot.measures.values() if one.title in shown]
            assert person.is_a(Role.OUTSIDER) or "What I can ask" in shown


def test_a_home_that_was_changed_meanwhile_is_published_all_the_same(slack: Slack) -> None:
    home(slack, CHAIR)
    slack.sandbox.faults.arm("refuse", match={"method": "views.publish"}, error="hash_conflict")
    assert "My board this month" in home(slack, CHAIR).shown
    calls = slack.driver.calls("views.publish")
    assert [call["ok"] for call in calls] == [True, False, True]
    assert [bool(call["args"].get("hash")) for call in calls] == [False, True, False]


def test_a_slack_that_refuses_it_is_no_harm(slack: Slack) -> None:
    slack.sandbox.faults.arm("refuse", match={"method": "views.publish"}, error="not_enabled")
    slack.as_person(CHAIR).opens_home()
    slack.driver.settle()
    assert "My board this month" in home(slack, CHAIR).shown


def test_a_fault_of_ours_is_said_with_its_reference(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("a secret of the machine")

    monkeypatch.setattr("handlers.home.home_of", fails)
    seen = home(slack, CHAIR)
    assert "Sorry, something went wrong on my side" in seen.shown
    assert "secret" not in seen.shown


def test_titles_reach_the_home_as_text(stopped_slack: Slack) -> None:
    hostile = "<!channel> <@UF8Q7FMQF7K> *bold* :fire: <https://evil.example|click> =1+1 &"
    with stopped_slack.database.transaction() as session:
        session.execute(update(MeasureRevisionRow).values(title=MeasureRevisionRow.title + " " + hostile))
        session.execute(update(SourceRow).values(name=hostile))
        snapshot = build_snapshot(session, stopped_slack.council, TODAY)
        for person in snapshot.people.values():
            view = home_views.home_view(home_of(session, snapshot, person))
            kinds = {part.get("type") for part in walk(view["blocks"])}
            assert not kinds & {"mrkdwn", "link", "user", "usergroup", "broadcast", "emoji", "markdown"}
            assert all(part.get("emoji", False) is False for part in walk(view["blocks"]))
            if person.title.startswith(CHAIR):
                assert hostile in str(view)
