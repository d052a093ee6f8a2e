"""The sample council's readers beside the boards, over the air: each gets its own message once, where it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from config.settings import read_council
from perfdata.asking import Asking
from perfdata.snapshot import build_snapshot
from perfdata.store.database import Database
from tests.sample_council import FOLDER, TODAY
from tests.slack.seen import alert_clock
from tests.slack.workspace import Slack

PACKED_WITHIN = 60.0
"""Seconds within which everybody is told, the pack for the challenge session included, on a machine that is busy."""


@pytest.fixture
def everybody(loaded_url: str, asking: Asking) -> Iterator[Slack]:
    """The workspace of the whole sample council, with a bot running in it."""
    database = Database(loaded_url, synchronous="OFF")
    with database.reading() as session:
        snapshot = build_snapshot(session, read_council(FOLDER), TODAY)
    slack = Slack(database, snapshot, asking)
    with slack.sandbox:
        slack.start()
        yield slack
        slack.stop()
    database.close()


@pytest.mark.soak
def test_each_reader_is_told_once_with_the_boards(everybody: Slack) -> None:
    slack = everybody
    alert_clock(slack).wake()
    alert_clock(slack).wake()
    slack.driver.settle(PACKED_WITHIN)
    conversations = slack.sandbox.workspace.conversations
    bot = slack.sandbox.workspace.bot_user

    def posted() -> list[dict[str, Any]]:
        return [one for where in conversations.values() for one in where.by_ts.values() if one["user"] == bot]

    heads = Counter(
        str(one["text"]).partition("\n")[0]
        for one in slack.sandbox.look(posted)
        if str(one["text"]).startswith("October 2026: ")
    )
    readers = [one.name for one in slack.council.readers if one.code != "cabinet"]
    boards = [board.name for board in slack.snapshot.boards.values()]
    assert heads == Counter(f"October 2026: {name}" for name in (*boards, *readers))
    place = slack.sandbox.look(lambda: list(conversations["C0DMTPLACE1"].by_ts.values()))
    assert str(place[0]["text"]).startswith("October 2026: Place management team")
    [told] = slack.as_person("Cabinet Member, Housing").in_dm().sees_messages()
    assert told.text.startswith("October 2026: Portfolio of Housing")
    slack.driver.assert_clean()
