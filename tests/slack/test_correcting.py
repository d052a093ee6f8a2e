"""A correction as people see it: in the thread, and in the channel where a status has changed."""

from __future__ import annotations

from tests.sample_council import revise
from tests.slack.seen import alert_clock, posted_in
from tests.slack.workspace import Slack


def test_a_thread_gets_its_correction_and_a_changed_status_reaches_the_channel(slack: Slack) -> None:
    chair = slack.as_person("Chair, Climate").in_channel(slack.channel("ENV"))
    answer = chair.says("@Scrutineer how is recycling doing?").sees_one_answer()
    slack.driver.settle()
    clock = alert_clock(slack)
    clock.wake()
    slack.driver.settle()
    begun = len(posted_in(slack, "ENV"))
    revise(slack.database, "ENV-001", "Oct 2026", "44.1")
    clock.wake()
    clock.wake()
    alert_clock(slack).wake()
    [correction] = [one for one in posted_in(slack, "ENV")[begun:] if one.thread_ts == answer.thread_ts]
    assert "We said 44.3% on " in correction.text
    assert "it is now 44.1%. Still off target." in correction.text
    assert correction.raw.get("subtype") is None
    revise(slack.database, "ENV-001", "Oct 2026", "46.4")
    clock.wake()
    slack.driver.settle()
    told = [one for one in posted_in(slack, "ENV")[begun:] if one.thread_ts == answer.thread_ts][1]
    assert "We said 44.1%" in told.text
    assert told.raw["subtype"] == "thread_broadcast"
    slack.driver.assert_clean()


def test_a_released_alert_gets_an_addendum_in_its_thread_and_a_changed_status_reaches_the_channel(slack: Slack) -> None:
    clock = alert_clock(slack)
    clock.wake()
    slack.driver.settle()
    [alert] = [one for one in posted_in(slack, "ENV") if not one.thread_ts]
    before = len(posted_in(slack, "ENV"))
    revise(slack.database, "ENV-001", "Oct 2026", "47.2")
    clock.wake()
    clock.wake()
    alert_clock(slack).wake()
    slack.driver.settle()
    added = posted_in(slack, "ENV")[before:]
    assert [one.thread_ts for one in added] == [alert.ts]
    assert "withdrawn. It was told as off target, 44.3% for October 2026." in added[0].text
    assert added[0].raw["subtype"] == "thread_broadcast"
    slack.driver.assert_clean()
