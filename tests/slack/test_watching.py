"""Watching as people do it: by command, under an answer, on the Home; the board's own list; the news."""

from __future__ import annotations

from tests.sample_council import revise
from tests.slack.seen import alert_clock, posted_in, told_privately
from tests.slack.workspace import ON_BOTH, Slack

CHAIR, MEMBER = "Chair, Climate", "Councillor 8"
RECYCLING = "Household waste sent for reuse, recycling or composting"


@ON_BOTH
def test_from_a_press_to_the_news_and_the_end_of_it(slack: Slack) -> None:
    member = slack.as_person(MEMBER)
    answer = member.in_channel(slack.channel("ENV")).says("@Scrutineer how is recycling doing?").sees_one_answer()
    member.presses("Watch", on=answer)
    assert told_privately(slack, MEMBER)[-1].startswith(f"You now watch “{RECYCLING}”. When its status changes")
    alert_clock(slack).wake()
    slack.driver.settle()
    revise(slack.database, "ENV-001", "Oct 2026", "46.4")
    clock = alert_clock(slack)
    clock.wake()
    clock.wake()
    slack.driver.settle()
    [news] = member.in_dm().sees_messages()
    assert f"{RECYCLING} (Waste and Recycling): it was off target and is on target now." in news.text
    member.presses("Mute until…", on=news)
    member.sees_modal()
    member.fills(until="2026-11-01").submits()
    assert member.sees_error("until") == "That day has passed. Please choose today or a later one."
    member.fills(until="2026-12-24").submits()
    assert "is muted until the end of 24 December 2026." in member.sees_modal().shown
    member.closes()
    member.opens_home()
    slack.driver.settle()
    home = member.sees_home()
    assert "Muted until 24 December 2026." in home.shown
    member.presses("Stop watching", on=home)
    slack.driver.settle()
    assert "You watch nothing." in member.sees_home().shown
    slack.driver.assert_clean()
    assert slack.driver.pings == []


def test_the_command_and_the_boards_list(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    watching = chair.commands("/watch", "recycling").sees_one_answer()
    assert watching.only_for_me
    chair.presses("board_watch:0", on=watching)
    chair.sees_modal()
    chair.fills(reason="Short").submits()
    assert "say in a sentence" in chair.sees_error("reason")
    chair.fills(reason="It slipped after the new rounds began. *Not* <!channel> business.").submits()
    chair.closes()
    [told] = posted_in(slack, "ENV")
    assert told.text.startswith(f"On the board’s watch list: {RECYCLING} (Waste and Recycling)\nOff target: 44.3%")
    assert "“It slipped after the new rounds began. *Not* <!channel> business.” (Chair, Climate" in told.text
    member = slack.as_person(MEMBER).in_channel(slack.channel("ENV"))
    seen = member.commands("/watch").sees_one_answer()
    assert "You watch nothing." in seen.text
    assert "What the Climate, Environment and Streets Board watches" in seen.text
    assert seen.buttons == []
    mine = chair.in_channel(slack.channel("ENV")).commands("/watch").sees_one_answer()
    assert mine.buttons == ["Stop watching", "Mute until…", "Take off the list"]
    chair.presses("Take off the list", on=mine)
    assert "has taken" in posted_in(slack, "ENV")[1].text
    which = member.commands("/watch", "bins").sees_one_answer()
    assert which.text == "Which of these do you want to watch?"
    member.presses("watch:0", on=which)
    assert "You now watch" in told_privately(slack, MEMBER)[-1]
    offer = member.in_dm().says("tell me when recycling changes").sees_one_answer()
    assert offer.buttons == [f"Watch {RECYCLING}", "What I watch"]
    member.presses(f"Watch {RECYCLING}", on=offer).presses("What I watch", on=offer)
    assert RECYCLING in member.sees_modal().shown
    stopping = member.in_dm().says("stop telling me about recycling").sees_one_answer()
    assert stopping.buttons == [f"Stop watching {RECYCLING}", "What I watch"]
    member.presses(f"Stop watching {RECYCLING}", on=stopping)
    assert "You no longer watch" in told_privately(slack, MEMBER)[-1]
    slack.driver.assert_clean()
    assert slack.driver.pings == []
