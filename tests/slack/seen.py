"""What has been seen of the bot so far, once everything is quiet."""

from __future__ import annotations

from datetime import UTC, datetime, time

from handlers.clock import Clock
from perfdata.rounds import LONDON
from sandbox.sight import Message
from sandbox.text import unescape
from tests.sample_council import TODAY
from tests.slack.workspace import Slack


def posted_in(slack: Slack, board: str) -> list[Message]:
    """All that the bot has posted into a board's channel and its threads, oldest first."""
    slack.driver.settle()
    workspace = slack.sandbox.workspace
    messages = slack.sandbox.look(lambda: list(workspace.conversations[slack.channel(board)].by_ts.values()))
    return [Message(message) for message in messages if message["user"] == workspace.bot_user]


def told_privately(slack: Slack, title: str) -> list[str]:
    """The words of all that the bot has shown to one person alone, in any channel, oldest first."""
    slack.driver.settle()
    user, workspace = slack.user(title), slack.sandbox.workspace

    def shown() -> list[tuple[str, str]]:
        return sorted(
            (ts, message["text"])
            for where in workspace.conversations.values()
            for ts, message in where.ephemeral.items()
            if message["shown_to"] == user
        )

    return [unescape(text) for _, text in slack.sandbox.look(shown)]


def alert_clock(slack: Slack) -> Clock:
    """The bot's clock, at noon on the sample's day; it wakes when a test says so."""
    assert slack.running is not None
    noon = datetime.combine(TODAY, time(12), LONDON).astimezone(UTC)
    return Clock(slack.running.bot, moment=lambda: noon)
