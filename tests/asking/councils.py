"""Councils as loaded: the sample, and a second one that shares no code, title or alias with it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from config.settings import read_council
from perfdata.loading.load import load_files
from perfdata.periods import MONTH_NAMES
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database
from tests.loading.tables import figures

SAMPLE = Path(__file__).parents[2] / "config" / "norbridge"
SECOND = Path(__file__).parents[1] / "data" / "second_council"
TODAY = date(2026, 11, 24)


@contextmanager
def sample_council(path: Path) -> Iterator[Snapshot]:
    """The sample council on 24 November 2026, from all of its exports, in a new database at `path`."""
    with _loaded(path, SAMPLE, SAMPLE / "data") as snapshot:
        yield snapshot


@contextmanager
def second_council(folder: Path) -> Iterator[Snapshot]:
    """The second council on the same day, with its own dictionary and two years of plain figures."""
    data = folder / "second"
    data.mkdir()
    for path in (SECOND / "dictionary").glob("*.csv"):
        shutil.copy(path, data)
    rows = list(csv.DictReader((SECOND / "dictionary" / "indicators.csv").open(encoding="utf-8")))
    figures(
        data / "figures.csv",
        *(
            {"Code": row["PI number"], "Period": period, "Value": "50", "Target": "40", "Entered On": "20/11/2026"}
            for row in rows
            for period in _PERIODS[row["How often"]]
        ),
    )
    with _loaded(folder / "second.db", SECOND, data) as snapshot:
        yield snapshot


_MONTHS = [
    (year, month) for year in (2024, 2025, 2026) for month in range(1, 13) if (2024, 9) < (year, month) < (2026, 11)
]
_PERIODS = {
    "monthly": [f"{MONTH_NAMES[month - 1][:3]} {year}" for year, month in _MONTHS],
    "quarterly": [f"Q{number} {years}" for years in ("2024/25", "2025/26") for number in (1, 2, 3, 4)],
    "annual": ["2024/25", "2025/26"],
}


@contextmanager
def _loaded(path: Path, council_folder: Path, data: Path) -> Iterator[Snapshot]:
    database = Database(f"sqlite:///{path}", synchronous="OFF")
    schema.migrate(database)
    council = read_council(council_folder)
    report = load_files(
        database, council, [data], today=TODAY, now=datetime(2026, 11, 24, 9, tzinfo=UTC), loaded_by="tests"
    )
    assert report.accepted, report
    with database.transaction() as session:
        yield build_snapshot(session, council, TODAY)
    database.close()
