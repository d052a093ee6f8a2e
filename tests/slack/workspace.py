"""The sample council's people and channels as a workspace, and a bot in it that a test can talk to."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from handlers.delivery import Pace
from handlers.running import Connection, Running
from perfdata.asking import Asking
from perfdata.council import Council
from perfdata.snapshot import Snapshot, Snapshots
from perfdata.store.database import Database
from perfdata.store.tables import InboxRow, OutboxRow
from perfdata.visibility import for_everybody
from sandbox import Channel, Person, Sandbox, Team
from sandbox import Pace as SlackPace
from sandbox import person as sandbox_person
from sandbox.driver import Driver
from tests.sample_council import TODAY

MANIFEST = Path(__file__).parent.parent.parent / "config" / "manifest.json"
GENERAL, GUEST = "C0GENERAL1", "U0GUEST001"

PICTURES = Path(tempfile.gettempdir()) / "scrutineer-pictures"
"""Drawn once for all tests: a picture is kept under all that is drawn on it."""

ON_BOTH = pytest.mark.parametrize(
    "loaded_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True
)
"""For tests that say something about the database too: once on each kind, on PostgreSQL in the soak. What they call of
the domain is tested on both every time."""

QUICK = Pace(look_after=timedelta(milliseconds=50), sweep=timedelta(milliseconds=100), call=timedelta(seconds=3))
"""Delivery's waits, shortened."""

SLACK_PACE = SlackPace(retries=(0.1, 0.3, 1.0))
"""Slack's waits before it sends an unacknowledged event again, shortened."""


class CountingExecutor(ThreadPoolExecutor):
    """Bolt's threads, which know whether any handler is still at work."""

    def __init__(self) -> None:
        super().__init__(5)
        self._lock = threading.Lock()
        self._busy = 0

    @property
    def idle(self) -> bool:
        """True when no handler is at work."""
        return self._busy == 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As any executor."""
        with self._lock:
            self._busy += 1
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(self._done)
        return future

    def _done(self, _: Future[Any]) -> None:
        with self._lock:
            self._busy -= 1


class Slack:
    """The sample council's workspace with the bot in it. People are found by user id or by how their title begins."""

    def __init__(self, database: Database, snapshot: Snapshot, asking: Asking, sandbox: Sandbox | None = None) -> None:
        self.database = database
        self.snapshot = snapshot
        self._at_hand: Snapshot | None = snapshot
        self.council: Council = snapshot.council
        self.asking = asking
        self.sandbox = sandbox or workspace(snapshot)
        self.driver = Driver(self.sandbox, self._is_idle)
        self._executor = CountingExecutor()
        self.running: Running | None = None

    def start(
        self,
        *,
        port: int | None = None,
        signing_secret: str = "",
        connection: Connection | None = None,
        **settings: Any,
    ) -> None:
        """Start the bot and wait for its connection. It can be started again after `stop`.

        A test that changes the figures or people before the first start, otherwise than by a load, gives `snapshots`.
        """
        self._executor = CountingExecutor()
        tokens = (self.sandbox.bot_token, self.sandbox.app_token)
        given: dict[str, Any] = {
            "pace": QUICK,
            "pictures": PICTURES,
            "now": lambda: datetime.now(UTC),
            "today": lambda: TODAY,
        }
        # A bot that starts again reads its database again, whatever a test has done to it.
        given["snapshots"] = Snapshots(self.council, self._at_hand, for_everybody)
        self._at_hand = None
        self.running = Running(
            self.database,
            self.council,
            self.asking,
            connection or Connection(*tokens, signing_secret, self.sandbox.api_url, port),
            listeners=self._executor,
            **{**given, **settings},
        )
        self.running.start()
        if port is None:
            self.driver.wait_connected()

    def stop(self) -> None:
        """Stop the bot as SIGTERM would."""
        if self.running is not None:
            self.running.stop()
            self.running = None

    def user(self, title: str) -> str:
        """The user id of whoever has that id, or a title that begins so."""
        if title in self.sandbox.workspace.people:
            return title
        return next(person.user_id for person in self.snapshot.people.values() if person.title.startswith(title))

    def as_person(self, title: str) -> sandbox_person.Person:
        """Somebody to talk as, in their direct messages until they go elsewhere."""
        return self.driver.as_person(self.user(title))

    def channel(self, board: str) -> str:
        """The channel of a board, by its code."""
        return self.snapshot.boards[board].channel_id

    def _is_idle(self) -> bool:
        if not self._executor.idle:
            return False
        with self.database.reading() as session:
            unfinished = select(InboxRow.id).where(InboxRow.finished_at.is_(None))
            waiting = select(OutboxRow.id).where(OutboxRow.settled_at.is_(None))
            return not session.scalars(unfinished).first() and not session.scalars(waiting).first()


def workspace(snapshot: Snapshot) -> Sandbox:
    """A sandbox with the council's people in all of its channels, and a guest whom the council does not know."""
    people = [Person(person.user_id, person.title, person.title) for person in snapshot.people.values()]
    people.append(Person(GUEST, "Guest", is_guest=True))
    members = [person.id for person in people]
    council = snapshot.council
    channels = [Channel(board.channel_id, board.channel_name, members) for board in snapshot.boards.values()]
    channels += [
        Channel(council.performance_channel, "performance-team", members, is_private=True),
        Channel(council.chief_officers_channel, "chief-officers", members, is_private=True),
        Channel(GENERAL, "general", members),
        Channel("C0SHARED01", "shared-with-others", members, is_ext_shared=True),
        Channel("C0WITHOUT1", "without-the-bot", members, with_app=False),
    ]
    named = {one.id for one in channels}
    channels += [
        Channel(one.channel_id, one.channel_name, members, is_private=True)
        for one in council.readers
        if one.channel_id and one.channel_id not in named
    ]
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return Sandbox(people, channels, manifest, team=Team(id=council.team_id), pace=SLACK_PACE)
