"""A month's release for twelve boards, judged and put into words, beside one plain read of the same figures."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from handlers.views.alerts import alert_message
from perfdata import periods
from perfdata.alerts.judging import judge_round
from perfdata.rounds import round_of
from perfdata.store import schema
from perfdata.store.database import Database
from tests.sample_council import load_sample, read_sample

OCTOBER = periods.parse("Oct 2026")
BOARDS = 12


def measured(folder: Path, rounds: int = 5) -> str:
    """One line: the best of so many rounds, and its ratio to the read. The sample's boards are told over again until
    they are twelve."""
    database, council = Database(f"sqlite:///{folder / 'releasing.db'}"), read_sample()
    schema.ensure(database)
    load_sample(database, council)
    found = round_of(OCTOBER, council.calendar)

    def release() -> None:
        with database.reading() as session:
            judged = judge_round(session, council, found)
            told = 0
            while told < BOARDS:
                for alert in judged.alerts():
                    alert_message(alert)
                    told += 1

    def read() -> None:
        with database.reading() as session:
            session.execute(text("SELECT * FROM observations")).all()

    ours, plain = (min(_seconds(work) for _ in range(rounds)) for work in (release, read))
    database.close()
    return (
        f"a month's alerts for {BOARDS} boards, judged and put into words: {ours:.2f} s, {ours / plain:,.0f} times one "
        "plain read of the figures"
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
