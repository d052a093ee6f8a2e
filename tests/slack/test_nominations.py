"""Nominating as a conversation: from a command, an answer or an alert to the board's channel and its thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from perfdata import audit
from perfdata.store.database import Database
from perfdata.store.tables import NominationRow, SecondRow
from sandbox.person import Person
from tests.slack.at_work import AtWork, at_work

REASON = "It has been off target for years and families suffer."
TITLE = "Households in temporary accommodation"
TENANTS = "Co-opted member (tenants' panel)"


@pytest.fixture
def work(database: Database) -> Iterator[AtWork]:
    """The sample council at work."""
    with at_work(database) as working:
        yield working


def count(work: AtWork, table: type[Any]) -> int:
    """How many rows a table holds."""
    with work.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def opens(work: AtWork, title: str, words: str = TITLE, board: str = "HCB") -> Person:
    """Somebody types /nominate with these words in a board's channel."""
    return work.person(title).in_channel(work.channel(board)).commands("/nominate", words)


def nominated(work: AtWork, title: str = "Councillor 8", reason: str = REASON) -> None:
    """Somebody nominates households in temporary accommodation for the housing board."""
    member = opens(work, title)
    assert member.sees_modal().title == "Nominate for surgery"
    member.fills(reason=reason, outcome="Fewer than 400 by next winter.").submits()
    assert not member.errors
    member.closes()


def test_a_nomination_reaches_the_board_and_is_seconded_once(work: AtWork) -> None:
    nominated(work)
    [told] = work.posted_in("HCB")
    assert told.text.startswith(f"Nominated for surgery: {TITLE} (Housing Options and Supply)\nOff target: 520 for Oct")
    assert f"“{REASON}” (Councillor 8 (board member), " in told.text
    assert "observations.csv, row" in told.text
    assert told.buttons == ["Second"]
    tenants = work.person(TENANTS).in_channel(work.channel("HCB"))
    tenants.presses("Second", on=told).presses("Second", on=told)
    assert [words.split(".")[0] for words in work.told_privately(TENANTS)] == [
        f"You have seconded the nomination of “{TITLE}”",
        "You have already seconded this",
    ]
    [_, second] = work.posted_in("HCB")
    assert second.thread_ts == told.ts
    assert second.text == f"{TENANTS} has seconded the nomination of “{TITLE}”."
    with work.database.reading() as session:
        assert audit.verify(session) is None


def test_a_repeat_by_another_is_a_second_with_the_reason_and_by_the_same_nothing(work: AtWork) -> None:
    nominated(work)
    nominated(work)
    nominated(work, "Councillor 3", "My ward has the most of them, and no end is in sight.")
    [first, second] = work.posted_in("HCB")
    assert second.thread_ts == first.ts
    assert "“My ward has the most of them, and no end is in sight.\nFewer than 400 by next winter.”" in second.text
    assert (count(work, NominationRow), count(work, SecondRow)) == (1, 1)


def test_the_nominator_cannot_second(work: AtWork) -> None:
    nominated(work)
    [told] = work.posted_in("HCB")
    work.person("Councillor 8").in_channel(work.channel("HCB")).presses("Second", on=told)
    assert work.told_privately("Councillor 8") == [
        "You nominated this indicator yourself. A second has to come from another member."
    ]


def test_the_form_is_filled_in_only_when_one_measure_fits(work: AtWork) -> None:
    member = opens(work, "Councillor 8")
    assert member.sees_modal().values["measure"]["measure"]["selected_option"]["value"] == "HSG-020"
    member.closes()
    for words in ("", "repairs", "who will win the election"):
        member = opens(work, "Councillor 8", words)
        assert member.sees_modal().values["measure"]["measure"]["selected_option"] is None
        member.closes()


def test_the_board_of_the_channel_is_chosen_and_another_of_ones_own_can_be(work: AtWork) -> None:
    member = opens(work, "Councillor 8")
    assert member.sees_modal().values["board"]["board"]["selected_option"]["value"] == "HCB"
    member.fills(board="Adults and Health Board", reason=REASON).submits()
    assert "Adults and Health Board" in member.sees_error("measure")
    member.fills(board="Housing and Communities Board").submits()
    assert not member.errors
    member.closes()
    one_board = opens(work, "Chair, Housing and Communities Board", "")
    assert "For the Housing and Communities Board." in one_board.sees_modal().shown
    one_board.searches("measure", "")
    one_board.fills(measure="HSG-011", reason=REASON).submits()
    assert not one_board.errors
    one_board.closes()
    assert len(work.posted_in("HCB")) == 2
    assert work.posted_in("AHB") == []


def test_the_picker_offers_only_what_the_person_may_nominate(work: AtWork) -> None:
    member = opens(work, "Councillor 8", "")
    member.sees_modal()
    offered = member.searches("measure", "")
    may = [m for m in work.snapshot.measures.values() if {"AHB", "HCB"} & set(m.boards) and not m.exempt]
    assert sorted(offered) == sorted(measure.title for measure in may)
    assert offered[0] == "Households in temporary accommodation"
    assert member.searches("measure", "rent arr") == ["Current tenants' rent arrears as a share of rent due"]
    assert member.searches("measure", "potholes") == []
    for measure in work.snapshot.measures.values():
        if measure.exempt:
            for words in (measure.title, measure.code, measure.title.split()[0]):
                assert measure.title not in member.searches("measure", words)
    member.closes()


def test_what_is_too_short_is_said_at_its_field(work: AtWork) -> None:
    member = opens(work, "Councillor 8")
    member.sees_modal()
    member.fills(reason="no good").submits()
    assert member.sees_error("reason") == "Please say in a sentence why the board should look into this."
    member.fills(reason=REASON).submits()
    assert not member.errors
    member.closes()


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Cabinet Member, Housing", "Members of the cabinet do not sit on scrutiny"),
        ("Head of Housing Options", "Only members of an overview and scrutiny board"),
        ("Councillor 1", f"“{TITLE}” is not in the remit of a board that you sit on."),
    ],
)
def test_who_may_not_nominate_is_told_why(work: AtWork, title: str, sentence: str) -> None:
    opens(work, title).sees_no_modal()
    assert work.told_privately(title)[0].startswith(sentence)


def test_an_answer_has_a_nominate_button(work: AtWork) -> None:
    member = work.person("Councillor 8").in_channel(work.channel("HCB"))
    bot_name = work.slack.sandbox.workspace.app_name
    answer = member.says(f"@{bot_name} households in temporary accommodation").sees_one_answer()
    member.presses("Nominate", on=answer)
    form = member.sees_modal()
    assert form.values["measure"]["measure"]["selected_option"]["value"] == "HSG-020"
    assert form.values["board"]["board"]["selected_option"]["value"] == "HCB"
    member.closes()


def test_surgery_lists_nominations_with_their_seconds(work: AtWork) -> None:
    asking = work.person("Councillor 6").in_channel(work.channel("HCB"))
    assert "There are no open nominations" in asking.commands("/surgery").sees_one_answer().text
    nominated(work)
    nominated(work, "Councillor 3", "My ward has the most of them.")
    answer = asking.commands("/surgery").sees_one_answer()
    assert answer.only_for_me
    assert f"{TITLE} (Housing Options and Supply), for the Housing and Communities Board." in answer.text
    assert f"“{REASON}” (Councillor 8 (board member), " in answer.text
    assert "Seconded by Councillor 3 (board member)." in answer.text
    assert answer.buttons == ["Second"]
    elsewhere = work.person("Councillor 6").in_channel(work.channel("ENV"))
    assert "There are no open nominations" in elsewhere.commands("/surgery").sees_one_answer().text


def test_reasons_reach_slack_as_text(work: AtWork) -> None:
    hostile = "<!channel> <@U1> *bold* _it_ <https://example.org|click> =1+1 :fire: & all"
    nominated(work, reason=hostile)
    nominated(work, "Councillor 3", f"Yes: {hostile}")
    first, second = work.posted_in("HCB")
    assert f"“{hostile}”" in first.text
    assert hostile in second.text
    assert hostile in first.shown
    assert hostile in second.shown
    assert work.slack.pings == []
    assert "<!channel>" not in first.raw["text"]
