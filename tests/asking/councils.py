"""Councils as loaded: the sample, and a second one that shares no code, title or alias with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from config.settings import read_council
from perfdata.loading.load import load_files
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database

SAMPLE = Path(__file__).parents[2] / "config" / "norbridge"
SECOND = Path(__file__).parents[1] / "data" / "second_council"
TODAY = date(2026, 11, 24)


@contextmanager
def sample_council(path: Path) -> Iterator[Snapshot]:
    """The sample council on 24 November 2026, from all of its exports, in a new database at `path`."""
    with _loaded(path, SAMPLE, SAMPLE / "data") as snapshot:
        yield snapshot


@contextmanager
def second_council(folder: Path) -> Iterator[Snapshot]:
    """The second council on the same day, with its own dictionary, which has no figures."""
    with _loaded(folder / "second.db", SECOND, SECOND / "dictionary") as snapshot:
        yield snapshot


@contextmanager
def _loaded(path: Path, council_folder: Path, data: Path) -> Iterator[Snapshot]:
    database = Database(f"sqlite:///{path}", synchronous="OFF")
    schema.migrate(database)
    council = read_council(council_folder)
    report = load_files(
        database, council, [data], today=TODAY, now=datetime(2026, 11, 24, 9, tzinfo=UTC), loaded_by="tests"
    )
    assert report.accepted, report
    with database.transaction() as session:
        yield build_snapshot(session, council, TODAY)
    database.close()
