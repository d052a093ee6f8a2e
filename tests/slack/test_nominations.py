"""Nominating as a conversation: from a command, an answer or an alert to the board's channel and its thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from perfdata import audit
from perfdata.measures import Tier
from perfdata.statements import measures_stated
from perfdata.store.tables import NominationRow, SecondRow
from sandbox.person import Person
from tests.slack.seen import alert_clock, posted_in, told_privately
from tests.slack.workspace import ON_BOTH, Slack

REASON = "It has been off target for years and families suffer."
TITLE = "Households in temporary accommodation"
TENANTS = "Co-opted member (tenants' panel)"


@pytest.fixture(autouse=True)
def clean(slack: Slack) -> Iterator[None]:
    """At the end nothing may have been refused."""
    yield
    slack.driver.settle()
    slack.driver.assert_clean()


def count(slack: Slack, table: type[Any]) -> int:
    """How many rows a table holds."""
    with slack.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def opens(slack: Slack, title: str, words: str = TITLE, board: str = "HCB") -> Person:
    """Somebody types /nominate with these words in a board's channel."""
    return slack.as_person(title).in_channel(slack.channel(board)).commands("/nominate", words)


def nominated(slack: Slack, title: str = "Councillor 8", reason: str = REASON) -> None:
    """Somebody nominates households in temporary accommodation for the housing board."""
    member = opens(slack, title)
    assert member.sees_modal().title == "Nominate for surgery"
    member.fills(reason=reason, outcome="Fewer than 400 by next winter.").submits()
    assert not member.errors
    member.closes()


@ON_BOTH
def test_a_nomination_reaches_the_board_and_is_seconded_once(slack: Slack) -> None:
    nominated(slack)
    [told] = posted_in(slack, "HCB")
    assert told.text.startswith(f"Nominated for surgery: {TITLE} (Housing Options and Supply)\nOff target: 520 for Oct")
    assert f"“{REASON}” (Councillor 8 (board member), " in told.text
    assert "observations.csv, row" in told.text
    assert told.buttons == ["Second", "Add a reason"]
    tenants = slack.as_person(TENANTS).in_channel(slack.channel("HCB"))
    tenants.presses("Second", on=told).presses("Second", on=told)
    # Two presses at once are dealt with by two threads: either may be shown first.
    assert sorted(words.split(".")[0] for words in told_privately(slack, TENANTS)) == [
        "You have already seconded this",
        f"You have seconded the nomination of “{TITLE}”",
    ]
    [_, second] = posted_in(slack, "HCB")
    assert second.thread_ts == told.ts
    assert second.text == f"{TENANTS} has seconded the nomination of “{TITLE}”."
    with slack.database.reading() as session:
        assert audit.verify(session) is None


@ON_BOTH
def test_a_repeat_by_another_is_a_second_with_the_reason_and_by_the_same_nothing(slack: Slack) -> None:
    nominated(slack)
    nominated(slack)
    nominated(slack, "Councillor 3", "My ward has the most of them, and no end is in sight.")
    [first, second] = posted_in(slack, "HCB")
    assert second.thread_ts == first.ts
    assert "“My ward has the most of them, and no end is in sight.\nFewer than 400 by next winter.”" in second.text
    assert (count(slack, NominationRow), count(slack, SecondRow)) == (1, 1)


def test_the_nominator_cannot_second(slack: Slack) -> None:
    nominated(slack)
    [told] = posted_in(slack, "HCB")
    slack.as_person("Councillor 8").in_channel(slack.channel("HCB")).presses("Second", on=told)
    assert told_privately(slack, "Councillor 8") == [
        "You nominated this indicator yourself. A second has to come from another member."
    ]


def test_the_form_is_filled_in_only_when_one_measure_fits(slack: Slack) -> None:
    member = opens(slack, "Councillor 8")
    assert member.sees_modal().values["measure"]["measure"]["selected_option"]["value"] == "HSG-020"
    member.closes()
    for words in ("", "repairs", "who will win the election"):
        member = opens(slack, "Councillor 8", words)
        assert member.sees_modal().values["measure"]["measure"]["selected_option"] is None
        member.closes()


def test_the_board_of_the_channel_is_chosen_and_another_of_ones_own_can_be(slack: Slack) -> None:
    member = opens(slack, "Councillor 8")
    assert member.sees_modal().values["board"]["board"]["selected_option"]["value"] == "HCB"
    member.fills(board="Adults and Health Board", reason=REASON).submits()
    assert "Adults and Health Board" in member.sees_error("measure")
    member.fills(board="Housing and Communities Board").submits()
    assert not member.errors
    member.closes()
    one_board = opens(slack, "Chair, Housing and Communities Board", "")
    assert "For the Housing and Communities Board." in one_board.sees_modal().shown
    one_board.searches("measure", "")
    one_board.fills(measure="HSG-011", reason=REASON).submits()
    assert not one_board.errors
    one_board.closes()
    assert len(posted_in(slack, "HCB")) == 2
    assert posted_in(slack, "AHB") == []


def test_the_picker_offers_only_what_the_person_may_nominate(slack: Slack) -> None:
    member = opens(slack, "Councillor 8", "")
    member.sees_modal()
    offered = member.searches("measure", "")
    seen = [one for one in slack.snapshot.measures.values() if not one.exempt]
    own = [one.title for one in seen if {"AHB", "HCB"} & set(one.boards)]
    assert sorted(offered[: len(own)]) == sorted(own), "those in their boards' remit come first"
    plans = {one.title for one in seen if one.tier is Tier.BUSINESS_PLAN}
    assert offered[len(own) :], "and then those of business plans, which any board may nominate"
    assert {one for one in offered[len(own) :] if not one.endswith("(cut short)")} <= plans
    assert offered[0] == "Households in temporary accommodation"
    assert member.searches("measure", "rent arr") == ["Current tenants' rent arrears as a share of rent due"]
    assert set(member.searches("measure", "potholes")) <= plans
    for measure in slack.snapshot.measures.values():
        if measure.exempt:
            for words in (measure.title, measure.code, measure.title.split()[0]):
                assert measure.title not in member.searches("measure", words)
    member.closes()


def test_what_is_too_short_is_said_at_its_field(slack: Slack) -> None:
    member = opens(slack, "Councillor 8")
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
def test_who_may_not_nominate_is_told_why(slack: Slack, title: str, sentence: str) -> None:
    opens(slack, title).sees_no_modal()
    assert told_privately(slack, title)[0].startswith(sentence)


def test_an_answer_has_a_nominate_button(slack: Slack) -> None:
    member = slack.as_person("Councillor 8").in_channel(slack.channel("HCB"))
    answer = member.says("@Scrutineer households in temporary accommodation").sees_one_answer()
    member.presses("Nominate", on=answer)
    form = member.sees_modal()
    assert form.values["measure"]["measure"]["selected_option"]["value"] == "HSG-020"
    assert form.values["board"]["board"]["selected_option"]["value"] == "HCB"
    member.closes()


def test_a_message_shortcut_opens_the_form_for_what_an_answer_states(slack: Slack) -> None:
    member = slack.as_person("Councillor 8").in_channel(slack.channel("HCB"))
    answer = member.says("@Scrutineer households in temporary accommodation").sees_one_answer()
    slack.driver.settle()
    member.uses_shortcut("nominate_message", on=answer)
    form = member.sees_modal()
    assert form.values["measure"]["measure"]["selected_option"]["value"] == "HSG-020"
    assert form.values["board"]["board"]["selected_option"]["value"] == "HCB"
    member.closes()


def test_a_message_shortcut_offers_the_measures_of_an_alert_first(slack: Slack) -> None:
    alert_clock(slack).wake()
    [alert] = posted_in(slack, "HCB")
    member = slack.as_person("Councillor 8").in_channel(slack.channel("HCB"))
    member.uses_shortcut("nominate_message", on=alert)
    assert "Those of the message come first." in str(member.sees_modal().blocks)
    with slack.database.reading() as session:
        stated = measures_stated(session, slack.council.team_id, slack.channel("HCB"), alert.ts)
    titles = {slack.snapshot.measures[code].title for code in stated}
    assert len(titles) > 1
    offered = member.searches("measure", "")
    assert set(offered[: len(titles)]) == titles
    assert len(offered) > len(titles)
    member.fills(measure="HSG-020", board="Housing and Communities Board", reason=REASON).submits()
    assert not member.errors
    member.closes()


def test_a_message_shortcut_on_a_persons_words_reads_which_measure_they_mean(slack: Slack) -> None:
    slack.as_person("Councillor 3").in_channel(slack.channel("HCB")).says("households in temporary accommodation!")
    member = slack.as_person("Councillor 8").in_channel(slack.channel("HCB"))
    [said] = [one for one in member.sees_messages() if "households" in one.text]
    member.uses_shortcut("nominate_message", on=said)
    assert member.sees_modal().values["measure"]["measure"]["selected_option"]["value"] == "HSG-020"
    member.closes()
    slack.as_person("Head of Housing").in_channel(slack.channel("HCB")).uses_shortcut("nominate_message", on=said)
    assert told_privately(slack, "Head of Housing")[-1].startswith("Only members of an overview and scrutiny board")


def test_what_a_member_brings_is_told_and_names_are_sent_back(slack: Slack) -> None:
    member = opens(slack, "Councillor 8")
    member.sees_modal()
    member.fills(reason=REASON, heard="Mrs Example of the tenants", evidence="Sixty letters since May.").submits()
    assert member.sees_error("heard").startswith("Please leave out “Mrs Example”")
    assert member.sees_error("source") == "Please say where that evidence is from, so that others can look it up."
    member.fills(heard="The tenants' panel", source="Ward surgeries, May to October 2026").submits()
    assert not member.errors
    member.closes()
    [told] = posted_in(slack, "HCB")
    assert "from Ward surgeries, May to October 2026:\n“Sixty letters since May.” (Councillor 8" in told.text
    assert "Who else should be heard:\n“The tenants' panel” (Councillor 8" in told.text


def test_a_second_may_give_a_reason_in_a_form_at_once_or_afterwards(slack: Slack) -> None:
    nominated(slack)
    [told] = posted_in(slack, "HCB")
    tenants = slack.as_person(TENANTS).in_channel(slack.channel("HCB"))
    tenants.presses("second", on=told)
    tenants.presses("Add a reason", on=told)
    assert TITLE in tenants.sees_modal().shown
    tenants.fills(reason="Call Dr Example on it.").submits()
    assert "Dr Example" in tenants.sees_error("reason")
    tenants.fills(reason="Our members wait for years.").submits()
    assert not tenants.errors
    tenants.closes()
    assert "“Our members wait for years.” (Co-opted member" in posted_in(slack, "HCB")[-1].text
    assert count(slack, SecondRow) == 1
    slack.as_person("Councillor 8").in_channel(slack.channel("HCB")).presses("Add a reason", on=told).sees_no_modal()
    assert told_privately(slack, "Councillor 8")[-1].startswith("You nominated this indicator yourself.")
    chair = slack.as_person("Chair, Housing").in_channel(slack.channel("HCB")).commands("/board").sees_one_answer()
    assert "“Our members wait for years.”" in chair.text


@ON_BOTH
def test_surgery_lists_nominations_with_their_seconds(slack: Slack) -> None:
    asking = slack.as_person("Councillor 6").in_channel(slack.channel("HCB"))
    assert "There are no open nominations" in asking.commands("/surgery").sees_one_answer().text
    nominated(slack)
    nominated(slack, "Councillor 3", "My ward has the most of them.")
    slack.driver.settle()
    answer = asking.commands("/surgery").sees_one_answer()
    assert answer.only_for_me
    assert f"{TITLE} (Housing Options and Supply), for the Housing and Communities Board." in answer.text
    assert f"“{REASON}” (Councillor 8 (board member), " in answer.text
    assert "Seconded by Councillor 3 (board member)." in answer.text
    assert answer.buttons == ["Second", "Add a reason"]
    elsewhere = slack.as_person("Councillor 6").in_channel(slack.channel("ENV"))
    assert "There are no open nominations" in elsewhere.commands("/surgery").sees_one_answer().text


def test_reasons_reach_slack_as_text(slack: Slack) -> None:
    hostile = "<!channel> <@U1> *bold* _it_ <https://example.org|click> =1+1 :fire: & all"
    nominated(slack, reason=hostile)
    nominated(slack, "Councillor 3", f"Yes: {hostile}")
    first, second = posted_in(slack, "HCB")
    assert f"“{hostile}”" in first.text
    assert hostile in second.text
    assert hostile in first.shown
    assert hostile in second.shown
    assert slack.driver.pings == []
    assert "<!channel>" not in first.raw["text"]
