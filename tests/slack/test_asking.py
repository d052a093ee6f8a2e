"""Asking as a conversation: by mention, in a direct message, by command; choosing, sharing, receipts."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from perfdata.store.tables import ExplainedRow, InboxRow, OutboxRow
from tests.slack.workspace import GENERAL, GUEST, ON_BOTH, Slack

CHAIR = "Chair, Climate"
MEMBER = "Councillor 8"
RECYCLING = "Household waste sent for reuse, recycling or composting"
QUESTION = "how is recycling doing?"


@ON_BOTH
def test_a_mention_is_answered_in_its_thread(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    answer = chair.says(f"@Scrutineer {QUESTION}").sees_one_answer()
    assert answer.thread_ts == chair.sees_messages()[0].ts
    assert answer.text.startswith(f"{RECYCLING}: off target.")
    assert "44.3%" in answer.text
    assert "against a target of 46.0%" in answer.text
    assert "observations.csv, row 56" in answer.text
    assert answer.buttons == [
        "What does this mean?",
        "Show me",
        "The figures",
        "Where is this from?",
        "Nominate",
        "Ask the service",
        "Watch",
    ]
    slack.driver.assert_clean()


def test_a_mention_in_a_thread_is_answered_in_that_thread(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    first = chair.says(f"@Scrutineer {QUESTION}").sees_one_answer()
    second = chair.in_thread(first).says("@Scrutineer define recycling").sees_one_answer()
    assert second.thread_ts == first.thread_ts


def test_a_split_is_offered_by_each_dimension_and_given_at_a_press(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    offer = chair.says("@Scrutineer break down care leavers in EET").sees_one_answer()
    assert offer.buttons[:5] == ["By age band", "By sex", "By ethnic group", "By disability", "By ward deprivation"]
    answer = chair.presses("By ethnic group", on=offer).sees_one_answer()
    assert "Other: withheld" in answer.text
    assert "are withheld, because the numbers are small" in answer.text
    slack.driver.assert_clean()


def test_a_follow_up_in_a_thread_is_about_what_the_thread_is_about(slack: Slack) -> None:
    chair, member = (slack.as_person(title).in_channel(slack.channel("ENV")) for title in (CHAIR, MEMBER))
    first = chair.says(f"@Scrutineer {QUESTION}").sees_one_answer()
    second = member.in_thread(first).says("@Scrutineer and in September?").sees_one_answer()
    assert second.text.startswith(f"{RECYCLING}: ")
    assert "September 2026" in second.text
    elsewhere = chair.in_channel(slack.channel("ENV")).says("@Scrutineer and in September?").sees_one_answer()
    assert RECYCLING not in elsewhere.text


def test_a_direct_message_is_answered_in_its_thread(slack: Slack) -> None:
    answer = slack.as_person(CHAIR).says(QUESTION).sees_one_answer()
    assert "44.3%" in answer.text


def test_what_is_not_addressed_to_the_bot_is_neither_answered_nor_kept(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    chair.says("I wonder how recycling is doing.").sees_nothing()
    with slack.database.reading() as session:
        assert session.scalars(select(InboxRow.id)).all() == []


@ON_BOTH
def test_the_words_of_a_question_are_deleted_when_it_is_answered(slack: Slack) -> None:
    slack.as_person(CHAIR).says(QUESTION).sees_one_answer()
    with slack.database.reading() as session:
        assert session.execute(select(InboxRow.words, InboxRow.outcome)).all() == [(None, "answered")]
        assert session.scalars(select(OutboxRow.state)).all() == ["sent"]


def test_everybody_gets_the_same_answer(slack: Slack) -> None:
    said = {
        slack.as_person(title).in_channel(GENERAL).says(f"@Scrutineer {QUESTION}").sees_one_answer().text
        for title in (CHAIR, MEMBER, "Leader of the Council", "Head of Performance")
    }
    assert len(said) == 1


def test_nothing_but_the_name_gets_help_with_examples(slack: Slack) -> None:
    help_answer = slack.as_person(CHAIR).in_channel(slack.channel("ENV")).says("@Scrutineer").sees_one_answer()
    assert "Climate, Environment and Streets Board" in help_answer.text
    assert help_answer.text.count("“") >= 3


def test_two_readings_are_offered_and_each_is_answered_once(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    offer = chair.says("@Scrutineer how are the bins?").sees_one_answer()
    assert len(offer.buttons) >= 2
    assert all(label in offer.text for label in offer.buttons)
    answer = chair.presses(offer.buttons[0], on=offer).sees_one_answer()
    assert answer.thread_ts == offer.thread_ts
    slack.as_person(MEMBER).in_channel(slack.channel("ENV")).presses(offer.buttons[0], on=offer).sees_nothing()
    with slack.database.reading() as session:
        explained = list(session.scalars(select(ExplainedRow.user_id)))
    assert explained == [slack.user(CHAIR)], "whoever pressed second has been shown nothing"
    assert chair.presses(offer.buttons[1], on=offer).sees_one_answer().text != answer.text
    slack.driver.assert_clean()


@ON_BOTH
def test_the_command_answers_this_person_alone_and_shares_once(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV")).commands("/measure", "recycling")
    alone = chair.sees_one_answer()
    assert alone.only_for_me
    assert "44.3%" in alone.text
    assert "Share in this channel" in alone.buttons
    assert slack.as_person(MEMBER).in_channel(slack.channel("ENV")).sees_messages() == []
    chair.presses("Share in this channel", on=alone)
    slack.driver.settle()
    chair.presses("Share in this channel", on=alone)
    slack.driver.settle()
    (shared,) = slack.as_person(MEMBER).in_channel(slack.channel("ENV")).sees_messages()
    assert "44.3%" in shared.text
    assert "Share in this channel" not in shared.buttons
    private = [one.text for one in chair.in_channel(slack.channel("ENV")).sees_messages() if one.only_for_me]
    assert private[1:] == ["I am putting it in this channel.", "That has been shared already."]
    slack.driver.assert_clean()


@ON_BOTH
def test_a_choice_offered_to_one_person_is_answered_to_that_person(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV")).commands("/measure", "the bins")
    offer = chair.sees_one_answer()
    chair.presses(offer.buttons[0], on=offer)
    slack.driver.settle()
    messages = chair.in_channel(slack.channel("ENV")).sees_messages()
    assert all(one.only_for_me for one in messages)
    assert any("Where is this from?" in one.buttons for one in messages)
    slack.driver.assert_clean()


def test_a_receipt_says_where_the_figure_came_from(slack: Slack) -> None:
    chair = slack.as_person(CHAIR)
    answer = chair.says(QUESTION).sees_one_answer()
    receipt = chair.presses("Where is this from?", on=answer).sees_modal()
    for fact in (RECYCLING, "October 2026", "44.3%", "observations.csv, row 56", "20 November 2026", "Provisional"):
        assert fact in receipt.shown
    slack.driver.assert_clean()


def test_an_outsider_is_told_why_there_is_no_answer(slack: Slack) -> None:
    guest = slack.as_person(GUEST)
    assert "I can only answer people whom the council has told me about" in guest.says(QUESTION).sees_one_answer().text


def test_a_channel_that_others_can_read_gets_no_figures(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel("C0SHARED01")
    refused = chair.says(f"@Scrutineer {QUESTION}").sees_one_answer()
    assert "shared with another organisation" in refused.text
    assert "44.3" not in refused.text


def test_politics_are_declined(slack: Slack) -> None:
    answer = slack.as_person(CHAIR).says("who will win the election").sees_one_answer()
    assert "politics" in answer.text


@ON_BOTH
@pytest.mark.parametrize(("fault", "settings"), [("duplicate_event", {"same_envelope": True}), ("duplicate_event", {}),
                                                 ("two_kinds", {}), ("lose_ack", {})])  # fmt: skip
def test_an_event_that_comes_twice_is_answered_once(slack: Slack, fault: str, settings: dict[str, Any]) -> None:
    slack.sandbox.faults.arm(fault, **settings)
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    chair.says(f"@Scrutineer {QUESTION}").sees_one_answer()


def test_the_suggested_questions_are_about_ones_own_board(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).opens_messages()
    slack.driver.settle()
    (call,) = slack.driver.calls("assistant.threads.setSuggestedPrompts")
    assert call["ok"]
    assert "Climate, Environment and Streets Board" in str(call["args"]["prompts"])
    assert "How are we doing on “" in str(call["args"]["prompts"])
    [tour] = chair.sees_messages()
    assert "Is it really changing?" in tour.text
    chair.opens_messages().sees_nothing()
    guest = slack.as_person(GUEST).opens_messages()
    guest.sees_nothing()
    assert len(slack.driver.calls("assistant.threads.setSuggestedPrompts")) == 2


def test_an_exempt_measure_is_answered_to_the_performance_team_in_a_direct_message_and_nowhere_else(
    slack: Slack,
) -> None:
    exempt = next(one for one in slack.snapshot.measures.values() if one.exempt)
    question = f"how is {exempt.title} doing?"
    team, chair = slack.as_person("Head of Performance"), slack.as_person(CHAIR)
    assert exempt.title in team.says(question).sees_one_answer().text
    refused = [
        chair.says(question).sees_one_answer(),
        chair.in_channel(GENERAL).says(f"@Scrutineer {question}").sees_one_answer(),
        chair.in_channel(GENERAL).commands("/measure", question).sees_one_answer(),
        team.in_channel(GENERAL).says(f"@Scrutineer {question}").sees_one_answer(),
        team.in_channel(GENERAL).commands("/measure", question).sees_one_answer(),
    ]
    assert not [one.text for one in refused if exempt.title in one.text or exempt.code in one.text]


def test_what_a_real_change_is_is_explained_once_to_each_who_asks(slack: Slack) -> None:
    button = "What does this mean?"
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    assert button not in chair.says("@Scrutineer what counts as recycling?").sees_one_answer().buttons
    first = chair.says("@Scrutineer how is recycling doing?").sees_one_answer()
    assert first.buttons[0] == button
    assert chair.presses(button, on=first).sees_modal().title == "Is it really changing?"
    assert button not in chair.closes().in_dm().says("how is recycling doing?").sees_one_answer().buttons
    member = slack.as_person("Councillor 8").in_channel(slack.channel("ENV"))
    asked = member.in_thread(first).commands("/measure", "recycling").sees_one_answer()
    assert button in asked.buttons
    assert button not in member.says("@Scrutineer how is recycling doing?").sees_one_answer().buttons
    other = slack.as_person("Councillor 3").in_channel(slack.channel("ENV")).in_thread(first)
    other.presses(button, on=first).sees_modal()
    asked = other.closes().in_channel(slack.channel("ENV")).commands("/measure", "voids").sees_one_answer()
    assert button not in asked.buttons
