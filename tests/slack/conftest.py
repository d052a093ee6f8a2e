"""`slack`: the sample council's workspace with a running bot, fresh for each test, on both databases.

The council is loaded once; each test gets a copy of that database, a sandbox and a bot of its own.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from config.thesaurus import read_thesaurus
from perfdata.asking import Asking
from perfdata.council import Council
from perfdata.store.database import Database
from tests.sample_council import load_sample, read_sample
from tests.slack.workspace import Slack

NewUrl = Callable[[], str]


@pytest.fixture(scope="session")
def sample() -> Council:
    """The sample council's configuration."""
    return read_sample()


@pytest.fixture(scope="session")
def asking() -> Asking:
    """One for all tests: it holds no data."""
    return Asking(read_thesaurus())


@pytest.fixture(scope="session")
def loaded_sqlite(sample: Council, sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an SQLite file with the sample council in it."""
    path = tmp_path_factory.mktemp("loaded") / "loaded.db"
    path.write_bytes(sqlite_template)
    database = Database(f"sqlite:///{path}", synchronous="OFF")
    load_sample(database, sample)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return path.read_bytes()


@pytest.fixture(scope="session")
def loaded_postgresql(sample: Council, postgresql_urls: NewUrl) -> NewUrl:
    """A maker of URLs of PostgreSQL databases with the sample council in them."""
    url = postgresql_urls()
    database = Database(url)
    load_sample(database, sample)
    database.close()
    template = url.partition("?")[0].rpartition("/")[2]
    numbers = itertools.count()

    def create() -> str:
        name = f"{template}copy{next(numbers)}"
        with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return url.replace(f"/{template}", f"/{name}", 1)

    return create


@pytest.fixture(params=["sqlite", "postgresql"])
def loaded_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own with the sample council in it: the test runs once on each kind."""
    if request.param == "postgresql":
        create: NewUrl = request.getfixturevalue("loaded_postgresql")
        return create()
    path = tmp_path / "council.db"
    path.write_bytes(request.getfixturevalue("loaded_sqlite"))
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def farewells() -> Iterator[list[threading.Thread]]:
    """Bots that are being stopped: Slack's client takes seconds to close, for which no test needs to wait."""
    threads: list[threading.Thread] = []
    yield threads
    for thread in threads:
        thread.join(10)


@pytest.fixture
def stopped_slack(
    loaded_url: str, sample: Council, asking: Asking, farewells: list[threading.Thread]
) -> Iterator[Slack]:
    """The workspace before the bot is there; the test starts it."""
    database = Database(loaded_url, synchronous="OFF")
    slack = Slack(database, sample, asking)

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
