"""Asking the service: from where a member reads, to the owner's direct messages, and back."""

from __future__ import annotations

from tests.slack.seen import told_privately
from tests.slack.workspace import Slack

MEMBER, JOINER, OWNER, CLERK = "Councillor 8", "Councillor 3", "Head of Council Housing", "Scrutiny Officer 2"


def test_a_question_goes_to_the_owner_and_the_answer_comes_back_to_its_thread(slack: Slack) -> None:
    member = slack.as_person(MEMBER).in_channel(slack.channel("HCB"))
    answer = member.says("@Scrutineer how are voids doing?").sees_one_answer()
    member.presses("Ask the service", on=answer)
    member.sees_modal()
    member.fills(words="Why do 3 of 10 *routine* works take so long, <!channel>?").submits()
    assert "should answer by 1 December 2026" in member.sees_modal().shown
    member.closes()
    slack.driver.settle()
    owner = slack.as_person(OWNER).in_dm()
    asked = owner.sees_messages()[-1]
    assert "Housing and Communities Board asks about" in asked.text
    assert "Please answer by 1 December 2026" in asked.text
    assert "Source: observations.csv, row" in asked.text
    owner.presses("Answer", on=asked)
    owner.sees_modal()
    owner.fills(words="Two contractors left; a new one began on 9 November.").submits()
    owner.closes()
    slack.driver.settle()
    in_thread = [one.text for one in member.in_thread(answer).sees_messages()]
    assert any("It should answer by 1 December 2026. The answer comes here." in text for text in in_thread)
    answered = [text for text in in_thread if text.startswith("The service answers")]
    assert len(answered) == 1
    assert "“Two contractors left; a new one began on 9 November.” (Head of" in answered[0]
    slack.driver.assert_clean()
    assert slack.driver.pings == []


def test_others_join_and_the_lists_show_what_is_open(slack: Slack) -> None:
    member = slack.as_person(MEMBER).in_channel(slack.channel("HCB"))
    answer = member.says("@Scrutineer ask the service about voids").sees_one_answer()
    assert "press “Ask the service”" in answer.text
    member.presses("Ask the service", on=answer)
    member.sees_modal()
    member.submits()
    member.closes()
    slack.driver.settle()
    joiner = slack.as_person(JOINER).in_dm()
    alone = joiner.says("how are voids doing?").sees_one_answer()
    joiner.presses("Ask the service", on=alone)
    assert "has asked about this already. You join its question" in joiner.sees_modal().shown
    joiner.submits()
    joiner.closes()
    owner = slack.as_person(OWNER).in_dm().commands("/actions", "mine")
    listed = owner.sees_one_answer()
    assert "Questions that wait for your answer" in listed.text
    assert "by 1 December 2026. 2 have asked." in listed.text
    owner.presses("Name another day", on=listed)
    owner.sees_modal()
    owner.fills(day="2026-12-11", reason="The contractor reports on that day.").submits()
    assert "that you answer by 11 December 2026" in owner.sees_modal().shown
    owner.closes()
    clerk = slack.as_person(CLERK).in_channel(slack.channel("HCB")).commands("/board")
    agenda = clerk.sees_one_answer()
    assert f"by 11 December 2026. The {OWNER} named that day. 2 have asked." in agenda.text
    clerk.presses("Merge", on=agenda)
    assert "has no other open question" in told_privately(slack, CLERK)[-1]
    clerk.presses("Answer", on=agenda)
    clerk.sees_modal()
    clerk.fills(words="The service told the board on 20 November.").submits()
    clerk.closes()
    slack.driver.settle()
    answered = [one.text for one in joiner.in_thread(alone).sees_messages() if "The service answers" in one.text]
    assert len(answered) == 1
    assert "(Scrutiny Officer 2 (board clerk), for the service, 24 November 2026)" in answered[0]
    stranger = slack.as_person("Cabinet Member, Housing").in_channel(slack.channel("HCB"))
    stranger.presses("Ask the service", on=answer)
    assert "members of the cabinet do not sit on scrutiny" in told_privately(slack, "Cabinet Member, Housing")[-1]
    slack.driver.assert_clean()


def test_an_owner_comments_on_a_figure_from_an_answer(slack: Slack) -> None:
    owner = slack.as_person(OWNER).in_dm()
    answer = owner.says("how are voids doing?").sees_one_answer()
    owner.presses("Comment", on=answer)
    assert "Oct" in owner.sees_modal().shown
    owner.fills(words="The gain has held; <!here> 3 teams are back.").submits()
    assert "Your words stand beside the figure" in owner.sees_modal().shown
    owner.closes()
    slack.driver.settle()
    member = slack.as_person(MEMBER).in_channel(slack.channel("HCB"))
    said = member.says("@Scrutineer why do voids take so long?").sees_one_answer()
    assert "“The gain has held; <!here> 3 teams are back.” (Council Housing, 24 November 2026)" in said.text
    assert "Comment" not in said.buttons
    slack.driver.assert_clean()
    assert slack.driver.pings == []
