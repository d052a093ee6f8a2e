"""The workspace of a story: the sample council with few measures, fresh for each story."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perfdata.asking import Asking
from perfdata.council import Council
from perfdata.snapshot import build_snapshot
from perfdata.store.database import Database
from tests.sample_council import TODAY
from tests.slack.conftest import asking, farewells
from tests.slack.workspace import Slack
from tests.stories.council import load_few
from tests.stories.pictures import taking

__all__ = ["asking", "farewells"]


@pytest.fixture(scope="session")
def few_sqlite(sample: Council, sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an SQLite file with the few measures in it."""
    folder = tmp_path_factory.mktemp("few")
    path = folder / "few.db"
    path.write_bytes(sqlite_template)
    database = Database(f"sqlite:///{path}", synchronous="OFF")
    load_few(database, sample, folder / "data")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return path.read_bytes()


@pytest.fixture
def story_slack(
    few_sqlite: bytes, sample: Council, asking: Asking, farewells: list[threading.Thread], tmp_path: Path
) -> Iterator[Slack]:
    """The workspace before the bot is there."""
    path = tmp_path / "story.db"
    path.write_bytes(few_sqlite)
    database = Database(f"sqlite:///{path}", synchronous="OFF")
    with database.reading() as session:
        slack = Slack(database, build_snapshot(session, sample, TODAY), asking)

    def leave() -> None:
        slack.stop()
        database.close()

    with slack.sandbox:
        yield slack
    farewells.append(threading.Thread(target=leave, daemon=True))
    farewells[-1].start()


@pytest.fixture
def take(story_slack: Slack) -> Iterator[Callable[[str, str, str, str], None]]:
    """Takes the pictures of a page, when the pages are written and there is a browser; else does nothing."""
    with taking(story_slack.sandbox.base_url) as take:
        yield take
