"""All verdicts of a large council, beside one pass of numpy over the same table of figures.

500 measures of 120 months: the pass takes each measure's mean, moving ranges and limits, and nothing else.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import numpy as np

from perfdata import periods
from perfdata.verdicts.precedence import row_of, standing_of
from perfdata.verdicts.series import Series
from perfdata.verdicts.verdict import verdict_at
from tests.verdicts.builders import a_measure, an_observation

MEASURES, MONTHS = 500, 120
SEED = 20261124
LAST = periods.month(2026, 10)


def measured(rounds: int = 3) -> str:
    """One line: the best of so many rounds, and its ratio to numpy's pass."""
    series = _council()
    table = np.array([[float(one.value or 0) for one in each.observations] for each in series])
    measures = [replace(a_measure(unit="score"), id=number, code=f"B-{number:03}") for number in range(MEASURES)]

    def all_verdicts() -> None:
        for measure, figures in zip(measures, series, strict=True):
            row_of(standing_of(verdict_at(measure, figures, LAST)))

    ours, plain = (min(_seconds(work) for _ in range(rounds)) for work in (all_verdicts, lambda: _pass(table)))
    return (
        f"all verdicts of {MEASURES} measures x {MONTHS} months: {ours:.2f} s, {ours / plain:,.0f} times "
        "one pass of numpy over the same table"
    )


def _council() -> list[Series]:
    chance, months = random.Random(SEED), [LAST]
    while len(months) < MONTHS:
        months.append(months[-1].previous())
    months.reverse()
    return [
        Series.of(
            an_observation(month, str(Decimal(round(chance.gauss(75, 4), 1)).quantize(Decimal("0.1"))))
            for month in months
        )
        for _ in range(MEASURES)
    ]


def _pass(table: np.ndarray) -> None:
    mean = table.mean(axis=1)
    ranges = np.abs(np.diff(table, axis=1))
    kept = np.where(ranges < 3.267 * ranges.mean(axis=1, keepdims=True), ranges, np.nan)
    reach = 2.66 * np.nanmean(kept, axis=1)
    assert bool(np.all(mean - reach <= mean + reach))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(measured())
