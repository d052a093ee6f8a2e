"""The sample council's configuration, by the name that alerts use, and its alerts for October 2026."""

from __future__ import annotations

import pytest

from perfdata import alerts, periods
from perfdata.alerts import Alert
from perfdata.council import Council
from perfdata.store.database import Database


@pytest.fixture(scope="session")
def council(sample: Council) -> Council:
    """The sample council's configuration; its data are in `loaded`."""
    return sample


@pytest.fixture(scope="session")
def october(loaded_for_all: Database, council: Council) -> dict[str, Alert]:
    """Each board's alert for October 2026: once from each kind of database."""
    with loaded_for_all.reading() as session:
        return {alert.board: alert for alert in alerts.preview(session, council, periods.parse("Oct 2026"))}
