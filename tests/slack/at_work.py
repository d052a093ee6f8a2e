"""The sample council at work: its workspace in the sandbox, the real bot connected to it, its data loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import func, select

import bot
from config.settings import read_settings
from config.thesaurus import read_thesaurus
from handlers.alerts import AlertClock
from handlers.running import Connection, Running
from perfdata.asking import Asking
from perfdata.council import Council
from perfdata.rounds import LONDON
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from perfdata.store.outbox import State
from perfdata.store.tables import InboxRow, OutboxRow
from sandbox.driver import Driver
from sandbox.person import Person
from sandbox.sight import Message
from sandbox.text import unescape
from tests.sample_council import FOLDER, TODAY, load_sample, person_titled, read_sample

UNSETTLED = (State.OWED, State.SENDING, State.DOUBTFUL)


@dataclass(frozen=True)
class AtWork:
    """A council whose people talk to the bot. `clock` is its alert clock, which only wakes when a test says so."""

    database: Database
    council: Council
    snapshot: Snapshot
    slack: Driver
    clock: AlertClock

    def person(self, title: str) -> Person:
        """The person whose role title begins so, in their direct messages with the bot."""
        return self.slack.as_person(person_titled(self.snapshot, title).user_id)

    def channel(self, board: str) -> str:
        """The id of a board's channel."""
        return self.snapshot.boards[board].channel_id

    def posted_in(self, board: str) -> list[Message]:
        """All that the bot has posted into a board's channel and its threads, once everything is quiet."""
        self.slack.settle()
        by_ts = self.slack.sandbox.workspace.conversations[self.channel(board)].by_ts
        bot_user = self.slack.sandbox.workspace.bot_user
        return [
            Message(message)
            for message in self.slack.sandbox.look(lambda: list(by_ts.values()))
            if message["user"] == bot_user
        ]

    def told_privately(self, title: str) -> list[str]:
        """The words of all that the bot has shown to this person alone, in any channel, oldest first."""
        self.slack.settle()
        user = person_titled(self.snapshot, title).user_id
        workspace = self.slack.sandbox.workspace

        def shown() -> list[tuple[str, str]]:
            return sorted(
                (ts, message["text"])
                for where in workspace.conversations.values()
                for ts, message in where.ephemeral.items()
                if message["shown_to"] == user
            )

        return [unescape(text) for _, text in self.slack.sandbox.look(shown)]


@contextmanager
def at_work(database: Database) -> Iterator[AtWork]:
    """Load the sample into `database`, start everything, and stop it at the end; nothing may have been refused."""
    council = read_sample()
    load_sample(database, council)
    with database.reading() as session:
        snapshot = build_snapshot(session, council, TODAY)
    settings = read_settings({"SCRUTINEER_CONFIG": str(FOLDER), "SCRUTINEER_TODAY": TODAY.isoformat()})
    with bot.sandbox_of(snapshot, settings) as stand_in:
        running = Running(
            database,
            council,
            Asking(read_thesaurus(bot.THESAURUS)),
            Connection(stand_in.bot_token, stand_in.app_token, "", stand_in.api_url),
            now=lambda: datetime.now(UTC),
            today=lambda: TODAY,
        )
        running.start()
        slack = Driver(stand_in, app_is_idle=lambda: _nothing_waits(database))
        clock = AlertClock(running.bot, moment=lambda: datetime.combine(TODAY, time(12), LONDON).astimezone(UTC))
        try:
            slack.wait_connected()
            yield AtWork(database, council, snapshot, slack, clock)
            slack.settle()
            slack.assert_clean()
        finally:
            running.stop()


def _nothing_waits(database: Database) -> bool:
    with database.reading() as session:
        owed = select(func.count()).select_from(OutboxRow).where(OutboxRow.state.in_(UNSETTLED))
        noted = select(func.count()).select_from(InboxRow).where(InboxRow.finished_at.is_(None))
        return not (session.scalar(owed) or session.scalar(noted))
