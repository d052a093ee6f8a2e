"""Databases with the sample council loaded."""

from __future__ import annotations

import pytest

from perfdata.council import Council
from perfdata.store.database import Database
from tests.sample_council import load_sample, read_sample


@pytest.fixture(scope="session")
def council() -> Council:
    """The sample council's configuration."""
    return read_sample()


@pytest.fixture
def loaded(database: Database, council: Council) -> Database:
    """The sample council's data, on either kind of database."""
    load_sample(database, council)
    return database
