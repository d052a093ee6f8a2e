"""The sample council as loaded, once a session, and the people who ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from config.settings import read_council
from config.thesaurus import read_thesaurus
from perfdata.asking.asking import Asking
from perfdata.asking.queries import Context
from perfdata.loading.load import load_files
from perfdata.people import Person, Role
from perfdata.permissions import TERMINAL, Place, PlaceKind
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database

COUNCIL = Path(__file__).parents[2] / "config" / "norbridge"
TODAY = date(2026, 11, 24)
OPEN_CHANNEL = Place(PlaceKind.CHANNEL, "C0OPEN")
DIRECT = Place(PlaceKind.DIRECT, "D0DIRECT")


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The sample council on 24 November 2026, from both of its exports."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('asking') / 'council.db'}", synchronous="OFF")
    schema.migrate(database)
    council = read_council(COUNCIL)
    report = load_files(
        database,
        council,
        [COUNCIL / "data"],
        today=TODAY,
        now=datetime(2026, 11, 24, 9, tzinfo=UTC),
        loaded_by="tests",
    )
    assert report.accepted, report
    with database.transaction() as session:
        yield build_snapshot(session, council, TODAY)
    database.close()


@pytest.fixture(scope="session")
def asking() -> Asking:
    """Asking with the thesaurus that is shipped."""
    return Asking(read_thesaurus())


@pytest.fixture(scope="session")
def member(snapshot: Snapshot) -> Person:
    """A member of boards, as the command line takes by default."""
    return next(one for one in snapshot.people.values() if one.title.startswith("Councillor 1 "))


@pytest.fixture(scope="session")
def analyst(snapshot: Snapshot) -> Person:
    """Somebody of the Performance Team."""
    return next(one for one in snapshot.people.values() if one.is_a(Role.PERFORMANCE_TEAM))


@pytest.fixture(scope="session")
def context(member: Person) -> Context:
    """A member in an open channel."""
    return Context(member, OPEN_CHANNEL)


@pytest.fixture(scope="session")
def insider(analyst: Person) -> Context:
    """The Performance Team at the command line: may see everything."""
    return Context(analyst, TERMINAL)
