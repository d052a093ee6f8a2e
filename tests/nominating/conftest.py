"""The sample council loaded, and some of its people."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from perfdata.council import Council
from perfdata.people import Person
from perfdata.permissions import Place
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from tests.sample_council import TODAY, person_titled


@dataclass(frozen=True)
class Scene:
    """A loaded database with its snapshot. Councillor 8 sits on AHB and HCB, Councillor 3 on CYP and HCB."""

    database: Database
    snapshot: Snapshot

    def person(self, title: str) -> Person:
        """The person whose role title begins so."""
        return person_titled(self.snapshot, title)

    def channel(self, board: str) -> Place:
        """A board's channel."""
        return self.snapshot.place(self.snapshot.boards[board].channel_id)


@pytest.fixture
def scene(loaded: Database, sample: Council) -> Scene:
    """The sample council on the day of its October alerts."""
    with loaded.reading() as session:
        return Scene(loaded, build_snapshot(session, sample, TODAY))
