"""Asking the service: from where a member reads, to the owner's direct messages, and back."""

from __future__ import annotations

from tests.slack.workspace import Slack

MEMBER, OWNER = "Councillor 8", "Head of Council Housing"


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
