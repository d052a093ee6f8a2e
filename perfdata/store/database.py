"""The database: SQLite in one file, or PostgreSQL. The differences between them are here and nowhere else."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from perfdata.errors import BadConfiguration
from perfdata.store.together import Together

BUSY_MILLISECONDS = 30_000
SYNCHRONOUS = ("FULL", "NORMAL", "OFF")
T = TypeVar("T")


class Database:
    """An engine and the two ways to use it.

    On SQLite a commit waits for the disk, since what is owed must survive a power cut; an address that ends in
    `?synchronous=NORMAL` (or the argument) says otherwise.
    """

    def __init__(self, url: str, *, synchronous: str = "FULL") -> None:
        self.url = make_url(url)
        synchronous = str(self.url.query.get("synchronous", synchronous)).upper()
        self.url = self.url.difference_update_query(["synchronous"])
        if synchronous not in SYNCHRONOUS:
            raise BadConfiguration(
                f"DATABASE_URL has synchronous={synchronous}; it must be one of {', '.join(SYNCHRONOUS)}."
            )
        if self.url.drivername == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        # SQLite lets those who wait for its lock sleep longer and longer; within one process a lock is quicker.
        self._writing = threading.RLock() if self.is_sqlite else nullcontext()
        self.engine = _sqlite(self.url, synchronous) if self.is_sqlite else _postgresql(self.url)
        self._together = Together(self.transaction, self._writing)
        self._for_reading = self.engine.execution_options(scrutineer_reading=True)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed at the end, or not at all when anything is raised.

        On SQLite the write lock is taken at the start, so that two writers wait for each other instead of failing.
        """
        with self._writing, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def together(self, work: Callable[[Session], T]) -> T:
        """What `work` gives in a transaction, when that has been committed. Raises what it raises.

        On SQLite, where one writes at a time, what several threads ask for at a time shares one commit: `work` may be
        run again, and must do nothing but by its session. PostgreSQL gathers commits by itself.
        """
        if self.is_sqlite:
            return self._together(work)
        with self.transaction() as session:
            return work(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and never writes."""
        with Session(self._for_reading, expire_on_commit=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def trial(self) -> Iterator[Session]:
        """A session whose work is never kept, and for which nobody who writes has to wait.

        On SQLite it works on a copy; on PostgreSQL in a transaction that is undone.
        """
        if not self.is_sqlite:
            with Session(self.engine, expire_on_commit=False) as session:
                yield session
                session.rollback()
            return
        with TemporaryDirectory(prefix="trial-") as folder:
            copy = Database(f"sqlite:///{folder}/copy.db", synchronous="OFF")
            try:
                with closing(self.engine.raw_connection()) as held, closing(copy.engine.raw_connection()) as empty:
                    cast(sqlite3.Connection, held.driver_connection).backup(cast(Any, empty.driver_connection))
                with Session(copy.engine, expire_on_commit=False) as session:
                    yield session
                    session.rollback()
            finally:
                copy.close()

    def close(self) -> None:
        """Give up all connections."""
        self.engine.dispose()


def _sqlite(url: Any, synchronous: str) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_MILLISECONDS / 1000},
        # Every use of a connection ends its transaction: the pool need not do it once more (see below).
        pool_reset_on_return=None,
        # The connection that was used last has the most of the file in its memory.
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN would come too late and without the write lock.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={synchronous}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "checkin")
    def _let_go(connection: Any, _record: Any) -> None:
        # A commit that failed has not ended its transaction, nor let go of the lock.
        if connection is not None and connection.in_transaction:
            connection.rollback()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("scrutineer_reading")
        connection.connection.driver_connection.execute("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgresql(url: Any) -> Engine:
    return create_engine(url, pool_pre_ping=True)
