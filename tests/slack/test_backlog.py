"""What the bot cannot answer, put to the Performance Team from where it was asked; and what is not right."""

from __future__ import annotations

from sqlalchemy import select

from perfdata.backlog import Why
from perfdata.store.tables import BacklogRow
from tests.slack.seen import told_privately
from tests.slack.workspace import Slack

MEMBER, TEAM = "Councillor 8", "Head of Performance"


def test_a_question_goes_to_the_team_and_the_reply_comes_back(slack: Slack) -> None:
    member = slack.as_person(MEMBER).in_channel(slack.channel("ENV"))
    refused = member.says("@Scrutineer how many swans live on the lake?").sees_one_answer()
    assert "Ask the Performance Team" in refused.buttons
    member.presses("Ask the Performance Team", on=refused).presses("Ask the Performance Team", on=refused)
    assert sorted(words[:12] for words in told_privately(slack, MEMBER)) == ["I have put t", "That is with"]
    team = slack.as_person(TEAM).in_channel(slack.council.performance_channel)
    [asked] = team.sees_messages()
    assert "“how many swans live on the lake?” (in their own words)" in asked.text
    assert "Reply by 1 December 2026." in asked.text
    team.opens_home()
    slack.driver.settle()
    assert "Questions that wait for your reply (1)" in team.sees_home().shown
    team.presses("Reply", on=asked)
    team.sees_modal()
    team.fills(reply="We count *ducks* <!channel> only.").submits()
    team.closes()
    slack.driver.settle()
    replies = [one for one in member.in_thread(refused).sees_messages() if "replies" in one.text]
    assert len(replies) == 1
    assert (
        "“We count *ducks* <!channel> only.” (Head of Performance and Improvement, 24 November 2026)" in replies[0].text
    )
    nobody = slack.as_person(MEMBER).in_channel(slack.council.performance_channel)
    nobody.presses("Reply", on=asked)
    assert told_privately(slack, MEMBER)[-1] == "Only the Performance Team can do that."
    slack.driver.assert_clean()
    assert slack.driver.pings == []


def test_what_is_not_right_reaches_the_team_too(slack: Slack) -> None:
    member = slack.as_person(MEMBER).in_dm()
    answer = member.says("how is recycling doing?").sees_one_answer()
    member.rates(True, on=answer).rates(True, on=answer)
    thanks = "Thank you. It is counted, without your name, and the Performance Team is told the number."
    assert told_privately(slack, MEMBER) == [thanks, thanks]
    with slack.database.reading() as session:
        assert session.scalars(select(BacklogRow.why)).all() == [Why.RIGHT]
    member.rates(False, on=answer)
    member.sees_modal()
    member.fills(reply="The tip was closed all month.").submits()
    assert "should reply by 1 December 2026" in member.sees_modal().shown
    member.closes()
    slack.driver.settle()
    [asked] = slack.as_person(TEAM).in_channel(slack.council.performance_channel).sees_messages()
    assert asked.text.startswith("Somebody finds an answer not right")
    assert "The answer was about: Household waste sent for reuse, recycling or composting." in asked.text
    slack.driver.assert_clean()
