"""The sample council as loaded, to be read only."""

from __future__ import annotations

from datetime import date

import pytest

from perfdata.council import Council
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def snapshot(sample: Council, loaded_sqlite: bytes, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sample council on 24 November 2026."""
    path = tmp_path_factory.mktemp("surgeries") / "council.db"
    path.write_bytes(loaded_sqlite)
    database = Database(f"sqlite:///{path}", synchronous="OFF")
    with database.reading() as session:
        found = build_snapshot(session, sample, TODAY)
    database.close()
    return found
