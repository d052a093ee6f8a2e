"""Channels are looked at before a release and again at posting; what stands against it is said in words, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from perfdata.council import PreElection
from perfdata.store import outbox
from perfdata.store.tables import OutboxRow
from sandbox.sight import Message
from tests.slack.seen import alert_clock, posted_in
from tests.slack.workspace import Slack

POLL = PreElection(date(2026, 11, 20), date(2026, 12, 10), "a by-election on 10 December 2026")


def told_to_the_team(slack: Slack) -> list[str]:
    slack.driver.settle()
    where = slack.sandbox.workspace.conversations[slack.council.performance_channel]
    return [Message(message).text for message in slack.sandbox.look(lambda: list(where.by_ts.values()))]


def share(slack: Slack, board: str, shared: bool) -> None:
    where = slack.sandbox.workspace.conversations[slack.channel(board)]
    slack.sandbox.look(lambda: setattr(where, "is_ext_shared", shared))


def test_a_board_whose_channel_is_shared_waits_and_the_others_are_told(slack: Slack) -> None:
    share(slack, "ENV", True)
    alert_clock(slack).wake()
    assert posted_in(slack, "ENV") == []
    assert len(posted_in(slack, "HCB")) == 1
    [said] = told_to_the_team(slack)
    assert "cannot be posted yet" in said
    assert "shared with another organisation" in said
    share(slack, "ENV", False)
    alert_clock(slack).wake()
    assert len(posted_in(slack, "ENV")) == 1
    slack.driver.assert_clean()


def test_a_channel_that_was_shared_since_the_release_gets_nothing(slack: Slack) -> None:
    share(slack, "ENV", True)
    owe(slack, outbox.Kind.ALERT)
    assert posted_in(slack, "ENV") == []
    [said] = told_to_the_team(slack)
    assert "could not be posted" in said
    assert "release-again" in said


@pytest.mark.parametrize("kind", [outbox.Kind.NOMINATION])
def test_news_of_nominations_waits_for_the_poll(stopped_slack: Slack, kind: outbox.Kind) -> None:
    stopped_slack.council = replace(stopped_slack.council, pre_election=(POLL,))
    stopped_slack.start()
    key = owe(stopped_slack, kind)

    def waits() -> bool:
        with stopped_slack.database.reading() as session:
            row = session.query(OutboxRow).filter_by(key=key).one()
            return row.state == "owed" and (row.due_at - row.owed_at).days >= 16

    assert stopped_slack.driver.until(waits, 10)


def owe(slack: Slack, kind: outbox.Kind) -> str:
    """Owe the board a message of that kind, and wake delivery."""
    assert slack.running is not None
    bot = slack.running.bot
    with slack.database.transaction() as session:
        outbox.owe(
            session, key=f"{kind}:1", team_id=slack.council.team_id, channel_id=slack.channel("ENV"), kind=kind,
            payload={}, now=bot.now(),
        )  # fmt: skip
    bot.wake()
    return f"{kind}:1"
