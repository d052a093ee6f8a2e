"""`slack`: the sample council's workspace with a running bot, fresh for each test.

The council is loaded once; each test gets a copy of that database, a sandbox and a bot of its own. The database is
SQLite; a test of something that the database has a part in says `@ON_BOTH` (tests/slack/workspace.py).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.thesaurus import read_thesaurus
from perfdata.asking import Asking
from perfdata.store.database import Database
from perfdata.working_days import is_working_day
from tests.conftest import ReadLoaded, url_of_a_copy
from tests.sample_council import TODAY
from tests.slack.workspace import Slack


@pytest.fixture(params=["sqlite"])
def loaded_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own with the sample council in it."""
    return url_of_a_copy(request, tmp_path)


@pytest.fixture(scope="session")
def asking() -> Asking:
    """One for all tests: it holds no data. The calendar of holidays is read too, as the clock does at the start."""
    is_working_day(TODAY)
    return Asking(read_thesaurus())


@pytest.fixture(scope="session")
def farewells() -> Iterator[list[threading.Thread]]:
    """Bots that are being stopped: Slack's client takes seconds to close, for which no test needs to wait."""
    threads: list[threading.Thread] = []
    yield threads
    for thread in threads:
        thread.join(10)


@pytest.fixture
def stopped_slack(
    loaded_url: str, read_loaded: ReadLoaded, asking: Asking, farewells: list[threading.Thread]
) -> Iterator[Slack]:
    """The workspace before the bot is there; the test starts it."""
    database = Database(loaded_url, synchronous="OFF")
    slack = Slack(database, read_loaded(database), asking)

    def leave() -> None:
        slack.stop()
        database.close()

    with slack.sandbox:
        yield slack
    farewells.append(threading.Thread(target=leave, daemon=True))
    farewells[-1].start()


@pytest.fixture
def slack(stopped_slack: Slack) -> Slack:
    """The workspace with the bot running in it."""
    stopped_slack.start()
    return stopped_slack
