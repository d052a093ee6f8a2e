"""The similar council that turned the same curve: its figures got worse, then better, while ours did not recover.

A council worth asking what it did, not a better council. Yearly figures only, because shorter ones have a season.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from perfdata.benchmarks import Benchmark, Comparator
from perfdata.measures import Measure
from perfdata.periods import Frequency, Period
from perfdata.verdicts.direction import goodness, has_goodness

FEWEST_YEARS = 4
"""Years published without which nothing can be seen to turn: two down to the turn, two up from it."""
YEARS_SINCE = 2
"""Years after the turn, each better than the one before, without which it may have been one good year."""
TIMES_USUAL = 2
"""How many times the median change from year to year, among similar councils, the gain has to be."""


@dataclass(frozen=True, slots=True)
class TurnedCurve:
    """The council that turned: its figure when it was at its `worst` and its `latest`, with ours for the same years.

    `gain` is by how much the latest is better than the worst, above nought, in the measure's unit; `own_gain` the same
    of ours, nought or below.
    """

    council: str
    worst: Benchmark
    latest: Benchmark
    own_worst: Benchmark
    own_latest: Benchmark
    gain: Decimal
    own_gain: Decimal


def turned_curve(measure: Measure, benchmarks: Iterable[Benchmark]) -> TurnedCurve | None:
    """The council whose worst year was nearest to where ours stands now, among those that turned; None if none did.

    Ours must be worse now than in the first year, and no better than in the year of the other's turn.
    """
    if not has_goodness(measure):
        return None
    by_council: dict[str, dict[Period, Benchmark]] = {}
    groups: dict[str, Comparator] = {}
    for one in benchmarks:
        if one.period.frequency is Frequency.ANNUAL and one.value is not None:
            by_council.setdefault(one.council, {})[one.period] = one
            groups[one.council] = one.group
    own = next((found for name, found in by_council.items() if groups[name] is Comparator.OWN), {})
    years = sorted(own)
    if len(years) < FEWEST_YEARS or any(later != year.following() for year, later in pairwise(years)):
        return None
    ours = _goods(measure, own, years)
    if ours[-1] >= ours[0]:
        return None
    similar = {
        name: found
        for name, found in sorted(by_council.items())
        if groups[name] is Comparator.NEIGHBOUR and all(year in found for year in years)
    }
    goods = {name: _goods(measure, found, years) for name, found in similar.items()}
    changes = [abs(later - earlier) for figures in (ours, *goods.values()) for earlier, later in pairwise(figures)]
    least = TIMES_USUAL * median(changes)
    turned = []
    for name, figures in goods.items():
        at = figures.index(min(figures))
        since = figures[at:]
        rising = all(later > earlier for earlier, later in pairwise(since))
        if at == 0 or len(since) <= YEARS_SINCE or not rising or since[-1] - since[0] <= least or ours[-1] > ours[at]:
            continue
        turned.append((abs(figures[at] - ours[-1]), name, at))
    if not turned:
        return None
    _, name, at = min(turned)
    worst, last = years[at], years[-1]
    return TurnedCurve(
        council=name,
        worst=similar[name][worst],
        latest=similar[name][last],
        own_worst=own[worst],
        own_latest=own[last],
        gain=goods[name][-1] - goods[name][at],
        own_gain=ours[-1] - ours[at],
    )


def _goods(measure: Measure, found: Mapping[Period, Benchmark], years: Sequence[Period]) -> list[Decimal]:
    values = [found[year].value for year in years]
    return [goodness(measure, value) for value in values if value is not None]
