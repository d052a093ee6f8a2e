"""A sandbox, a database with the sample council in it, and a bot that is a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import bot
from config.settings import read_council, read_settings
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from sandbox import Pace, Sandbox
from tests.bot_process import BotProcess
from tests.sample_council import FOLDER, TODAY

EAGER = Pace(acknowledge=2.0, retries=(0.3,) * 300)
"""Slack tries three times in six minutes; a test tries as often in a second, so that no event outlives its patience."""


@dataclass(frozen=True)
class Stage:
    """All that a scenario needs."""

    sandbox: Sandbox
    database: Database
    snapshot: Snapshot
    bot: BotProcess


@contextmanager
def stage_on(url: str, folder: Path) -> Iterator[Stage]:
    """A workspace for the sample council that the database at `url` holds; the bot not started yet."""
    database, council = Database(url), read_council(FOLDER)
    with database.reading() as session:
        snapshot = build_snapshot(session, council, TODAY)
    settings = replace(read_settings({}), council_folder=FOLDER)
    with bot.sandbox_of(snapshot, settings, pace=EAGER) as sandbox:
        process = BotProcess(sandbox, folder / "bot.log", database_url=url)
        try:
            yield Stage(sandbox, database, snapshot, process)
        finally:
            process.kill()
            database.close()
