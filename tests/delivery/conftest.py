"""A sandbox that plays Slack for delivery alone: no Bolt app, one owed message at a time, faults on demand."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers.delivery import Delivery, Pace, Slack
from handlers.routes import RENDERERS
from handlers.views.message import message
from handlers.views.parts import paragraph
from perfdata.store import outbox
from perfdata.store.database import Database
from perfdata.store.outbox import Kind, State
from perfdata.store.tables import OutboxRow
from sandbox import Channel, Person, Sandbox, Team

TEAM, BOARD, PERFORMANCE, ELSEWHERE, ARCHIVED = "T1", "C00BOARD", "C000PERF", "C000ELSE", "C000ARCH"
PEOPLE = (Person("U1", "Chair"),)
CHANNELS = (
    Channel(BOARD, "board", ("U1",)),
    Channel(PERFORMANCE, "performance", ("U1",)),
    Channel(ELSEWHERE, "elsewhere", ("U1",), with_app=False),
    Channel(ARCHIVED, "archived", ("U1",), is_archived=True),
)
SCOPES = [
    "app_mentions:read", "chat:write", "files:read", "files:write", "channels:history", "groups:history", "im:history",
]  # fmt: skip
LOOK_AFTER = timedelta(seconds=3)
PATIENCE = 10.0


def manifest(scopes: list[str]) -> dict[str, Any]:
    """The least that can be installed."""
    return {
        "display_information": {"name": "Teller"},
        "features": {"bot_user": {"display_name": "Teller"}},
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {"socket_mode_enabled": True, "event_subscriptions": {"bot_events": ["app_mention"]}},
    }


@dataclass
class Post:
    """Slack, a database and what delivers between them. `now` moves only when a test moves it."""

    sandbox: Sandbox
    database: Database
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    pace: Pace = field(default_factory=lambda: Pace(look_after=LOOK_AFTER, call=timedelta(seconds=2)))

    def delivery(self, holder: str = "one", **settings: Any) -> Delivery:
        """What delivers, as one process; answers are plain words here."""
        renderers = {**RENDERERS, Kind.ANSWER: lambda payload: message([paragraph(payload["words"])])}
        given = {"pace": self.pace, "now": lambda: self.now, "renderers": renderers, **settings}
        return Delivery(
            self.database,
            Slack(self.sandbox.bot_token, self.sandbox.api_url),
            holder=holder,
            team_id=TEAM,
            performance_channel=PERFORMANCE,
            **given,
        )

    def owe(self, key: str = "k1", channel: str = BOARD, words: str = "44.3%", **where: Any) -> None:
        """Owe an answer."""
        with self.database.transaction() as session:
            outbox.owe(
                session,
                key=key,
                team_id=TEAM,
                channel_id=channel,
                kind=Kind.ANSWER,
                payload={"words": words},
                now=self.now,
                **where,
            )

    def run(self, later: timedelta = timedelta(0), holder: str = "one", **settings: Any) -> Counter[State]:
        """Let some time pass and deliver once."""
        self.now += later
        # In a thread of its own: the browser's driver leaves a loop running in the one that tests run in.
        with ThreadPoolExecutor(1) as alone:
            return alone.submit(asyncio.run, self.delivery(holder, **settings).run_once(self.now)).result()

    def row(self, key: str = "k1") -> OutboxRow:
        """How that message stands."""
        with self.database.reading() as session:
            found = session.scalars(select(OutboxRow).where(OutboxRow.key == key)).one()
            session.expunge(found)
            return found

    def said(self, channel: str = BOARD, thread: str | None = None) -> list[dict[str, Any]]:
        """What stands in a channel, or in one of its threads, oldest first."""
        held = self.sandbox.workspace.conversations[channel]
        messages: list[dict[str, Any]] = self.sandbox.look(lambda: [dict(one) for one in held.by_ts.values()])
        return [one for one in messages if thread in (None, one.get("thread_ts"))]

    def until_settled(self, key: str = "k1") -> OutboxRow:
        """Wait until Slack has been told and the row says so."""
        feed = self.sandbox.workspace.feed
        ends = {State.SENT, State.FAILED, State.UNKNOWN}
        for _ in range(int(PATIENCE / 0.05)):
            if self.row(key).state in ends:
                break
            self.sandbox.run(feed.until(lambda: None, 0.05))
        return self.row(key)


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[Sandbox]:
    """One sandbox for all tests of a file."""
    with Sandbox(PEOPLE, CHANNELS, manifest(SCOPES), team=Team(id=TEAM)) as running:
        yield running


@pytest.fixture
def sandbox(shared_sandbox: Sandbox) -> Sandbox:
    """That sandbox, with empty channels and no faults armed."""

    def empty() -> None:
        shared_sandbox.faults.clear()
        shared_sandbox.backend.log.calls.clear()
        for channel in shared_sandbox.workspace.conversations.values():
            channel.by_ts.clear()
            channel.roots.clear()
            channel.threads.clear()

    shared_sandbox.look(empty)
    return shared_sandbox


@pytest.fixture
def post(sandbox: Sandbox, database: Database) -> Post:
    """Slack, an empty database and delivery between them; on both databases."""
    return Post(sandbox, database)
