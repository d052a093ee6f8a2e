"""How often a chart cries wolf, and how soon it sees a change: by simulation, for each way of setting its limits.

`python -m tests.verdicts.alarm_rates` prints the table that stands in docs/method.md, which a test recomputes with
fewer series.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from perfdata.verdicts.limits import limits_of
from perfdata.verdicts.obstacles import SLUGGISH
from perfdata.verdicts.season import carry_over, remainders_of, season_of
from perfdata.verdicts.signals import marks_of

HISTORY = 55
"""Months before the change: what a council with four and a half years of figures has."""
SHIFTS = (1.0, 1.5, 2.0)
"""Sizes of a lasting change, in standard deviations of one month's chance."""
SOON, LATER = 4, 8
"""Months within which the change may be seen."""
SEED = 20261124
SERIES = 4000
"""How many series the table in docs/method.md rests on."""

Figures = list[float]
Judge = Callable[[Figures], int]
"""Whether the latest figure differs: 1 high, −1 low, 0 not, or no chart."""
Source = Callable[[random.Random, int], Figures]
"""So many months of chance."""


def independent(chance: random.Random, months: int) -> Figures:
    """Months that know nothing of each other."""
    return [chance.gauss(0, 1) for _ in range(months)]


def seasonal(chance: random.Random, months: int) -> Figures:
    """A wave through the year, as high as two standard deviations."""
    return [2 * math.sin(2 * math.pi * month / 12) + chance.gauss(0, 1) for month in range(months)]


def carried(chance: random.Random, months: int) -> Figures:
    """Half of each month's distance from the average is there in the next."""
    figures = [chance.gauss(0, 1)]
    while len(figures) < months:
        figures.append(0.5 * figures[-1] + math.sqrt(1 - 0.25) * chance.gauss(0, 1))
    return figures


def rolling(chance: random.Random, months: int) -> Figures:
    """Sums of twelve months, scaled to the spread of one."""
    parts = independent(chance, months + 11)
    return [sum(parts[end - 11 : end + 1]) / math.sqrt(12) for end in range(11, months + 11)]


def latest(count: int) -> Judge:
    """The latest `count` figures, all of which feed the limits."""
    return lambda figures: _way(figures[-count:], None)


def fixed(baseline: int, judged: int) -> Judge:
    """Limits fixed on `baseline` figures, `judged` months before the last that is looked at."""
    start = HISTORY - baseline - judged
    return lambda figures: _way(figures[start:], baseline)


def as_verdict(figures: Figures) -> int:
    """As a verdict has it: sluggish figures not at all, seasonal ones against their own season, the latest 24."""
    remainders = remainders_of(figures, 12, 0)
    assert remainders is not None
    shared, season = carry_over(remainders), season_of(remainders)
    if shared is not None and shared >= SLUGGISH:
        return 0
    own = season.own if season is not None else (0.0,) * len(figures)
    return _way([one - usual for one, usual in zip(figures, own, strict=True)][-24:], None)


def _way(figures: Figures, baseline: int | None) -> int:
    signal = marks_of(figures, limits_of(figures[:baseline], screen=True))[-1].signal
    return signal.way if signal is not None else 0


@dataclass(frozen=True)
class Setting:
    """One row of the table."""

    name: str
    source: Source
    judge: Judge


SETTINGS = (
    Setting("independent, latest 24 (in use)", independent, latest(24)),
    Setting("independent, latest 12", independent, latest(12)),
    Setting("independent, all 55", independent, latest(HISTORY)),
    Setting("independent, fixed on 24, a year later", independent, fixed(24, 12)),
    Setting("seasonal, latest 24, season ignored", seasonal, latest(24)),
    Setting("seasonal, as the verdict", seasonal, as_verdict),
    Setting("half carried over, latest 24", carried, latest(24)),
    Setting("half carried over, as the verdict", carried, as_verdict),
    Setting("rolling twelve months, latest 24", rolling, latest(24)),
)


@dataclass(frozen=True)
class Rates:
    """Shares of all series: falsely alarmed at the latest figure; and by size of shift, seen soon and seen later."""

    false_alarms: float
    seen: dict[float, tuple[float, float]]


def rates_of(setting: Setting, series: int) -> Rates:
    """Simulate so many series, always the same ones."""
    chance = random.Random(SEED)
    alarms = sum(setting.judge(setting.source(chance, HISTORY)) != 0 for _ in range(series))
    seen = {}
    for shift in SHIFTS:
        first = [_first_seen(setting, chance, shift) for _ in range(series)]
        seen[shift] = (sum(one <= SOON for one in first) / series, sum(one <= LATER for one in first) / series)
    return Rates(alarms / series, seen)


def _first_seen(setting: Setting, chance: random.Random, shift: float) -> int:
    """In which month after a rise it is first seen as one; beyond `LATER` when it is not."""
    figures = setting.source(chance, HISTORY + LATER)
    figures[HISTORY:] = [one + shift for one in figures[HISTORY:]]
    months = range(1, LATER + 1)
    return next((month for month in months if setting.judge(figures[: HISTORY + month]) > 0), LATER + 1)


def table(series: int) -> Iterator[str]:
    """The rows of the table, in Markdown."""
    for setting in SETTINGS:
        rates = rates_of(setting, series)
        seen = [f"{soon:.2f} / {later:.2f}" for soon, later in rates.seen.values()]
        yield f"| {setting.name} | {rates.false_alarms:.1%} | {' | '.join(seen)} |"


if __name__ == "__main__":
    for row in table(SERIES):
        print(row, flush=True)
