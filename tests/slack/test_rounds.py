"""A month's round in the team's channel: held, resumed and released by presses, each with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perfdata.council import AlertRules, Released
from sandbox.person import Person
from sandbox.sight import Message
from tests.slack.seen import alert_clock, posted_in, told_privately
from tests.slack.workspace import Slack

IN_DOUBT = "The waste figures are in doubt."


@pytest.fixture
def slack(stopped_slack: Slack) -> Slack:
    """The workspace of a council where a person releases."""
    stopped_slack.council = replace(stopped_slack.council, alerts=AlertRules(Released.BY_A_PERSON))
    stopped_slack.start()
    return stopped_slack


def wake(slack: Slack) -> None:
    """Let the clock do what it can."""
    alert_clock(slack).wake()
    slack.driver.settle()


def newest(slack: Slack, words: str) -> Message:
    """The newest message in the team's channel that says so."""
    where = slack.sandbox.workspace.conversations[slack.council.performance_channel]
    said = [Message(one) for one in slack.sandbox.look(lambda: list(where.by_ts.values()))]
    return [one for one in said if words in one.text][-1]


def presses(team: Person, button: str, on: Message, reason: str) -> str:
    """Press it, say why, and give what the form says then."""
    team.presses(button, on=on)
    team.sees_modal()
    team.fills(reason=reason).submits()
    said = " ".join(team.errors.values()) if team.errors else team.sees_modal().shown
    team.closes()
    return said


def test_a_round_is_held_and_resumed_from_the_teams_channel(slack: Slack) -> None:
    wake(slack)
    team = slack.as_person("Head of Performance").in_channel(slack.council.performance_channel)
    ready = newest(slack, "ready to be released")
    slack.as_person("Councillor 8").in_channel(slack.council.performance_channel).presses("Hold", on=ready)
    assert "Performance Team" in told_privately(slack, "Councillor 8")[-1]
    assert presses(team, "Hold", ready, IN_DOUBT) == "The round of October 2026 is held."
    wake(slack)
    held = newest(slack, "is held")
    assert held.text.startswith(f"The round of October 2026 is held by Head of Performance and Improvement: {IN_DOUBT}")
    assert "held" in presses(team, "Release", ready, "In haste.")
    assert all(posted_in(slack, board) == [] for board in slack.snapshot.boards)
    assert presses(team, "Resume", held, "They are right.").endswith("is resumed, and is checked again.")
    wake(slack)
    again = newest(slack, "ready to be released")
    assert again.ts != ready.ts
    assert "6 readers will be told now" in presses(team, "Release", again, "Checked.")
    wake(slack)
    assert {len(posted_in(slack, board)) > 0 for board in slack.snapshot.boards} == {True}
    slack.driver.assert_clean()
