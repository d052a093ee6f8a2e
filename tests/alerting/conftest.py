"""The sample council's configuration, by the name that alerts use, its alerts for October 2026, and the two years."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perfdata import periods
from perfdata.alerts import Alert
from perfdata.alerts.judging import JudgedRound, judge_round
from perfdata.council import Council
from perfdata.periods import Period
from perfdata.readers import Plans, Reader, board_reader
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
    return {alert.reader: alert for alert in of_both_tiers(judged).alerts()}


def of_both_tiers(judged: JudgedRound) -> JudgedRound:
    """The round for readers who are told of all measures of business plans too."""
    return replace(judged, readers=tuple(replace(one, plans=Plans.ALL) for one in judged.readers))


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
    return replayed(known, boards_of(known, Plans.ALL))


@pytest.fixture(scope="session")
def told(known: Known) -> Replay:
    """The same as boards that watch nothing are told."""
    return replayed(known, boards_of(known, Plans.WATCHED))


def boards_of(known: Known, plans: Plans) -> tuple[Reader, ...]:
    """The boards as readers of these measures of business plans."""
    snapshot = known[0][1]
    boards = (board_reader(board, snapshot.council) for board in snapshot.boards.values())
    return tuple(replace(one, plans=plans) for one in boards)


def replayed(known: Known, readers: tuple[Reader, ...]) -> Replay:
    """Each round judged from what was known when it closed, and told to readers who were told of their last one."""
    found: Replay = {}
    last: dict[str, Alert] = {}
    before: dict[Period, Snapshot] = {}
    for now, at_close in known:
        judged = JudgedRound(now, readers, at_close, before, last=last)
        if all(one.often.before(now.period) in before for one in readers if one.reads(now.period)) and before:
            found[now.period] = {alert.reader: alert for alert in judged.alerts()}
            last |= found[now.period]
        before[now.period] = at_close
    return found
