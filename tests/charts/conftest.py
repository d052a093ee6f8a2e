"""Charts to draw and to post."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.uploads import kept_or_made, picture
from perfdata.asking.charting import chart_of
from perfdata.charts.chart import Chart
from perfdata.council import Council
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from perfdata.verdicts.verdict import verdict_at
from tests.sample_council import TODAY
from tests.verdicts.builders import a_measure, a_series

FIGURES = ["80.1", "79.2", "81.0", "80.4", "79.9", None, "79.5", "80.2", "80.1", "79.2", "81.0", "80.4", "79.9", "60"]


def a_chart() -> Chart:
    """A process behaviour chart with a gap and a real change."""
    series = a_series("Oct 2026", FIGURES)
    chart = chart_of(verdict_at(a_measure(), series, series.observations[-1].period))
    assert chart is not None
    return chart


@pytest.fixture(scope="session")
def drawn_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which that chart lies, drawn as the bot draws it."""
    folder = tmp_path_factory.mktemp("pictures")
    kept_or_made(folder, picture(a_chart()))
    return folder


@pytest.fixture(scope="session")
def snapshot(loaded_sqlite: bytes, sample: Council, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The sample council as it stands."""
    path = tmp_path_factory.mktemp("charts") / "council.db"
    path.write_bytes(loaded_sqlite)
    database = Database(f"sqlite:///{path}", synchronous="OFF")
    with database.reading() as session:
        snapshot = build_snapshot(session, sample, TODAY)
    database.close()
    return snapshot
