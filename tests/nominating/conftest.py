"""The sample council loaded, and some of its people."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from perfdata.people import Person
from perfdata.permissions import Place
from perfdata.snapshot import Snapshot
from perfdata.store.database import Database
from tests.sample_council import person_titled


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
def scene(loaded: Database, loaded_snapshot: Snapshot) -> Scene:
    """The sample council on the day of its October alerts."""
    return Scene(loaded, loaded_snapshot)
