"""Each kind of figure with its comparator, direction, forecast and chart: the table of docs/method.md, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from perfdata.measures import Aggregation
from perfdata.periods import Frequency
from perfdata.snapshot import Snapshot
from perfdata.verdicts.forecast import Forecast, Method, forecast
from perfdata.verdicts.obstacles import Obstacle
from perfdata.verdicts.verdict import Verdict

METHOD = Path(__file__).parents[2] / "docs" / "method.md"
LAST_YEAR = {Method.LAST_YEAR_DIFFERENCE, Method.LAST_YEAR_RATIO}
PROCESS = {Method.PROCESS, Method.SEASON}
OF_ITS_CASES = {Obstacle.FEW_CASES, Obstacle.RARE, Obstacle.UNEVEN, Obstacle.SLUGGISH, Obstacle.TOO_FEW}


@dataclass(frozen=True)
class Row:
    """One kind: whether it is compared with the period before, how it may be forecast, and what stands in the way of
    a chart (None: nothing has to)."""

    frequency: Frequency
    aggregations: frozenset[Aggregation]
    against_before: bool
    methods: frozenset[Method]
    obstacle: Obstacle | None


def row(frequency: Frequency, *kinds: Aggregation, before: bool, methods: set[Method], chart: Obstacle | None) -> Row:
    """One line of the table."""
    return Row(frequency, frozenset(kinds), before, frozenset(methods), chart)


ROWS = (
    row(Frequency.MONTHLY, Aggregation.SNAPSHOT, Aggregation.AVERAGE, before=True, methods=PROCESS, chart=None),
    row(Frequency.QUARTERLY, Aggregation.SNAPSHOT, Aggregation.AVERAGE, before=True, methods=PROCESS, chart=None),
    row(Frequency.MONTHLY, Aggregation.CUMULATIVE, before=False, methods=LAST_YEAR, chart=Obstacle.CUMULATIVE),
    row(Frequency.QUARTERLY, Aggregation.CUMULATIVE, before=False, methods=LAST_YEAR, chart=Obstacle.CUMULATIVE),
    row(Frequency.MONTHLY, Aggregation.ROLLING, before=True, methods=set(), chart=Obstacle.ROLLING),
    row(Frequency.QUARTERLY, Aggregation.ROLLING, before=True, methods=set(), chart=Obstacle.ROLLING),
    row(Frequency.TERMLY, Aggregation.SNAPSHOT, before=True, methods=set(), chart=Obstacle.TERMLY),
    row(Frequency.ANNUAL, Aggregation.SNAPSHOT, before=True, methods=set(), chart=Obstacle.ANNUAL),
)


def of_kind(snapshot: Snapshot, kind: Row) -> list[Verdict]:
    """The verdicts of the sample's measures of that kind."""
    return [
        verdict
        for verdict in snapshot.verdicts.values()
        if verdict.measure.frequency is kind.frequency and verdict.measure.aggregation in kind.aggregations
    ]


@pytest.mark.parametrize("kind", ROWS)
def test_each_kind_is_compared_forecast_and_charted_by_its_own_rule(sample_snapshot: Snapshot, kind: Row) -> None:
    verdicts = of_kind(sample_snapshot, kind)
    assert verdicts, "the sample has every kind"
    for verdict in verdicts:
        measure, latest = verdict.measure, verdict.latest
        assert latest is not None
        if verdict.previous is not None:
            assert (verdict.previous.direction is not None) == kind.against_before, measure.code
        if verdict.year_before is not None:
            assert verdict.year_before.observation.period == latest.period.year_before(), measure.code
        coming = forecast(measure, verdict.series, verdict.reading, latest.period)
        if isinstance(coming, Forecast):
            assert coming.method in kind.methods, measure.code
        obstacle = verdict.reading.obstacle
        if kind.obstacle is None:
            assert obstacle is None or obstacle in OF_ITS_CASES, measure.code
        else:
            assert obstacle is kind.obstacle, measure.code


def test_the_table_has_every_kind_that_the_sample_has(sample_snapshot: Snapshot) -> None:
    assert sum(len(of_kind(sample_snapshot, kind)) for kind in ROWS) == len(sample_snapshot.verdicts)


def test_the_method_has_the_table() -> None:
    words = METHOD.read_text(encoding="utf-8")
    assert "## Kinds of figure" in words
    for kind in ROWS:
        if kind.obstacle is not None:
            assert str(kind.obstacle) in words
