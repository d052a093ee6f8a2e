"""Many messages for a few channels at the rate that Slack allows: each once, in order in a thread, unhurried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.delivery import Pace
from handlers.views.message import message
from handlers.views.parts import paragraph
from perfdata.store import outbox
from perfdata.store.database import Database
from perfdata.store.outbox import Kind
from sandbox import Channel, Sandbox, Team
from tests.delivery.conftest import PEOPLE, SCOPES, TEAM, Post, manifest

BOARDS = tuple(f"C00BOARD{number:02}" for number in range(12))
REPLIES = 4


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A workspace of twelve boards in which Slack's rates hold."""
    channels = [Channel(board, board.lower(), ("U1",)) for board in BOARDS]
    with Sandbox(PEOPLE, channels, manifest(SCOPES), team=Team(id=TEAM), rate_limits=True) as running:
        yield running


def test_a_months_alerts_drain_in_order(sandbox: Sandbox, database: Database) -> None:
    post = Post(sandbox, database)
    renderers = _plainly()
    with database.transaction() as session:
        for board in BOARDS:
            for number in range(REPLIES + 1):
                root = f"alert:{board}"
                outbox.owe(
                    session,
                    key=f"{root}:{number}" if number else root,
                    team_id=TEAM,
                    channel_id=board,
                    kind=Kind.ANSWER if number else Kind.ALERT,
                    payload={"words": f"part {number}"},
                    now=post.now,
                    after_key=root if number else None,
                )
    pace = Pace(sweep=timedelta(milliseconds=50), gather=timedelta(0))
    delivery = post.delivery(pace=pace, renderers=renderers, now=lambda: datetime.now(UTC))
    delivery.start()
    try:
        last = {board: post.until_settled(f"alert:{board}:{REPLIES}").state for board in BOARDS}
    finally:
        delivery.stop()
    assert set(last.values()) == {"sent"}
    for board in BOARDS:
        said = post.said(board)
        assert [one["text"] for one in said] == [f"part {number}" for number in range(REPLIES + 1)]
        assert {one.get("thread_ts") for one in said[1:]} == {said[0]["ts"]}
    calls = len(sandbox.look(lambda: list(sandbox.backend.log.calls)))
    assert calls < 2 * len(BOARDS) * (REPLIES + 1), "a limit is kept, not hammered at"


def _plainly() -> dict[str, Any]:
    return dict.fromkeys((Kind.ANSWER, Kind.ALERT), lambda payload: message([paragraph(payload["words"])]))
