"""The sample council's configuration, by the name that alerts use, its alerts for October 2026, and the two years."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from perfdata import periods
from perfdata.alerts import Alert
from perfdata.alerts.judging import JudgedRound, judge_round
from perfdata.council import Council
from perfdata.periods import Period
from perfdata.rounds import Round, round_of
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database

Replay = dict[Period, dict[str, Alert]]
"""Each board's alert, by the month of the round and the board's code."""


@pytest.fixture(scope="session")
def council(sample: Council) -> Council:
    """The sample council's configuration; its data are in `loaded`."""
    return sample


@pytest.fixture(scope="session")
def october(loaded_for_all: Database, council: Council) -> dict[str, Alert]:
    """Each board's alert for October 2026, with all business-plan measures: once from each kind of database."""
    with loaded_for_all.reading() as session:
        judged = judge_round(session, council, round_of(periods.parse("Oct 2026"), council.calendar))
    return {alert.board: alert for alert in replace(judged, both_tiers=True).alerts()}


Known = list[tuple[Round, Snapshot]]
"""Each round, with what was known when it closed."""


@pytest.fixture(scope="session")
def known(loaded_for_all: Database, council: Council) -> Known:
    """The rounds from September 2024 to October 2026."""
    months = [periods.month(2024 + (9 + n) // 12, (9 + n) % 12 + 1) for n in range(-1, 25)]
    rounds = [round_of(month, council.calendar) for month in months]
    with loaded_for_all.reading() as session:
        return [(one, build_snapshot(session, council, one.closed_on, known_on=one.closed_on)) for one in rounds]


@pytest.fixture(scope="session")
def replay(known: Known) -> Replay:
    """The rounds from October 2024 to October 2026, judged with all business-plan measures, as for a reader of both."""
    return replayed(known, both_tiers=True)


@pytest.fixture(scope="session")
def told(known: Known) -> Replay:
    """The same as boards that watch nothing are told."""
    return replayed(known, both_tiers=False)


def replayed(known: Known, *, both_tiers: bool) -> Replay:
    """Each round judged from what was known when it closed, and told to readers who were told of the one before."""
    found: Replay = {}
    last: dict[str, Alert] = {}
    for (before, known_before), (now, at_close) in pairwise(known):
        judged = JudgedRound(now, before.period, at_close, known_before, last=last, both_tiers=both_tiers)
        last = found[now.period] = {alert.board: alert for alert in judged.alerts()}
    return found
