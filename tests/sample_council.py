"""The sample council, loaded: the export of a month ago, then the newest, as a council would have loaded them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from config.settings import read_council
from perfdata.council import Council
from perfdata.loading.load import load_files
from perfdata.people import Person
from perfdata.snapshot import Snapshot
from perfdata.store.database import Database

FOLDER = Path(__file__).parent.parent / "config" / "norbridge"
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def read_sample() -> Council:
    """The sample council's configuration."""
    return read_council(FOLDER)


def load_sample(database: Database, council: Council) -> None:
    """Everything that the sample council holds, with its revisions."""
    report = load_files(database, council, [FOLDER / "data"], today=TODAY, now=NOW, loaded_by="the tests")
    assert report.stored


def person_titled(snapshot: Snapshot, title: str) -> Person:
    """The person whose role title begins with `title`."""
    return next(person for person in snapshot.people.values() if person.title.startswith(title))
