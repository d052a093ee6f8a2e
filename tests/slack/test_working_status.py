"""The line that says that the bot is at work, for what takes longer than a moment."""

from __future__ import annotations

from handlers.agent_pane import READING_FILES
from tests.slack.test_loading import ANALYST, CHAIR, REVISED, table
from tests.slack.workspace import Slack

SET = "assistant.threads.setStatus"


def test_while_files_are_read_the_conversation_says_so(slack: Slack) -> None:
    report = slack.as_person(ANALYST).sends(("october.csv", table(REVISED))).sees_one_answer()
    slack.driver.settle()
    said = [call["args"] for call in slack.driver.calls(SET)]
    assert [one["status"] for one in said] == [READING_FILES, ""]
    assert {one["thread_ts"] for one in said} == {report.thread_ts}
    slack.as_person(CHAIR).says("how is recycling doing?").sees_one_answer()
    assert len(slack.driver.calls(SET)) == len(said), "an answer takes no time to speak of"
    slack.driver.assert_clean()


def test_that_it_cannot_be_shown_is_no_matter(slack: Slack) -> None:
    slack.sandbox.faults.arm("refuse", 2, match={"method": SET}, error="internal_error")
    report = slack.as_person(ANALYST).sends(("october.csv", table(REVISED))).sees_one_answer()
    assert report.buttons == ["Load 1 figure"]
    slack.driver.settle()
    assert [call["ok"] for call in slack.driver.calls(SET)] == [False, False]
    slack.driver.assert_clean()
