"""The sample council's configuration, by the name that alerts use, its alerts for October 2026, and the two years."""

from __future__ import annotations

from itertools import pairwise

import pytest

from perfdata import alerts, periods
from perfdata.alerts import Alert
from perfdata.alerts.judging import JudgedRound
from perfdata.council import Council
from perfdata.periods import Period
from perfdata.rounds import round_of
from perfdata.snapshot import build_snapshot
from perfdata.store.database import Database

Replay = dict[Period, dict[str, Alert]]
"""Each board's alert, by the month of the round and the board's code."""


@pytest.fixture(scope="session")
def council(sample: Council) -> Council:
    """The sample council's configuration; its data are in `loaded`."""
    return sample


@pytest.fixture(scope="session")
def october(loaded_for_all: Database, council: Council) -> dict[str, Alert]:
    """Each board's alert for October 2026: once from each kind of database."""
    with loaded_for_all.reading() as session:
        return {alert.board: alert for alert in alerts.preview(session, council, periods.parse("Oct 2026"))}


@pytest.fixture(scope="session")
def replay(loaded_for_all: Database, council: Council) -> Replay:
    """The rounds from October 2024 to October 2026, each judged from what was known when it closed."""
    months = [periods.month(2024 + (9 + n) // 12, (9 + n) % 12 + 1) for n in range(-1, 25)]
    rounds = [round_of(month, council.calendar) for month in months]
    with loaded_for_all.reading() as session:
        known = [build_snapshot(session, council, one.closed_on, known_on=one.closed_on) for one in rounds]
    found: Replay = {}
    told: dict[str, Alert] = {}
    for (before, now), (known_before, at_close) in zip(pairwise(rounds), pairwise(known), strict=True):
        judged = JudgedRound(now, before.period, at_close, known_before, last=told)
        told = found[now.period] = {alert.board: alert for alert in judged.alerts()}
    return found
