"""Databases in which the sample council is already loaded, each test with a copy of its own, on both engines."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from config.settings import read_council
from perfdata.council import Council
from perfdata.loading.load import load_files
from perfdata.loading.reports import LoadReport
from perfdata.store.database import Database
from tests.loading.held import counted

FOLDER = Path("config/norbridge")
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)

Copies = Callable[[], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def council() -> Council:
    """The sample council."""
    return read_council(FOLDER)


def load(database: Database, council: Council, *paths: Path, check_only: bool = False) -> LoadReport:
    """Load files on the sample's date."""
    return load_files(database, council, paths, today=TODAY, now=NOW, loaded_by="the tests", check_only=check_only)


def _fill(url: str, council: Council) -> None:
    database = Database(url, synchronous="OFF")
    data = FOLDER / "data"
    paths = [data / name for name in ("boards.csv", "measures.csv", "people.csv", "doris/observations.csv")]
    assert load(database, council, *paths).stored
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    database.close()


@pytest.fixture(scope="session")
def filled_sqlite(sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory, council: Council) -> bytes:
    """The bytes of an SQLite file with the sample council in it."""
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    path.write_bytes(sqlite_template)
    _fill(f"sqlite:///{path}", council)
    return path.read_bytes()


@pytest.fixture(scope="session")
def filled_postgresql(postgresql_urls: Callable[[], str], council: Council) -> Copies:
    """A maker of PostgreSQL databases with the sample council in them, each dropped when its test is over."""
    template = make_url(postgresql_urls())
    _fill(template.render_as_string(hide_password=False), council)
    base = template.set(database="postgres").render_as_string(hide_password=False)
    numbers = itertools.count()

    @contextmanager
    def copy() -> Iterator[str]:
        name = f"filled{next(numbers)}"
        with psycopg.connect(base, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template.database}"')
        yield template.set(database=name).render_as_string(hide_password=False)
        with psycopg.connect(base, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    return copy


@contextmanager
def _filled(request: pytest.FixtureRequest, path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        path.write_bytes(request.getfixturevalue("filled_sqlite"))
        copy: AbstractContextManager[str] = nullcontext(f"sqlite:///{path}")
    else:
        copy = request.getfixturevalue("filled_postgresql")()
    with copy as url:
        database = Database(url, synchronous="OFF")
        yield database
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with the sample council's measures, boards, people and newest export."""
    with _filled(request, tmp_path / "filled.db") as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"], scope="session")
def unchanged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The same, one for all tests: only for loads that store nothing."""
    with _filled(request, tmp_path_factory.mktemp("unchanged") / "filled.db") as database:
        before = counted(database)
        yield database
        assert counted(database) == before
