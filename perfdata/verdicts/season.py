"""Season: does a month have a level of its own, and what is each figure like for its time of year?

Classical decomposition: a moving average over a whole year is the trend; what is left of each figure belongs to its
season (a calendar month, or a quarter) and to chance. The season is taken for real when the seasons differ far more
than figures of one season do. A figure is then compared with the same season of the *other* years: were it part of
its own yardstick, every figure would look more ordinary than it is, and the limits would be too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

IDENTIFIABLE = {12: 4.0, 4: 11.0}
"""Variance between seasons over variance within them from which a season is taken for real, by seasons a year. Where
there is no season, chance reaches it in 3 of 1,000 monthly series of 55 figures, 10 of 1,000 with 40 figures, and 10 of
1,000 quarterly series of 18.
"""
FEWEST_YEARS = 3
"""Years of figures that are needed to tell a season."""
FEWEST_A_SEASON = 2
"""Figures of each season, away from the ends where there is no moving average."""


@dataclass(frozen=True, slots=True)
class Remainders:
    """What is left of figures when their trend is taken away; None at a gap and within half a year of either end."""

    values: tuple[float | None, ...]
    seasons: int
    first_season: int

    def places(self, season: int) -> range:
        """Where the season's figures stand."""
        return range((season - self.first_season) % self.seasons, len(self.values), self.seasons)

    def of_season(self, season: int) -> list[float]:
        """The remainders of one season, oldest first."""
        return [one for place in self.places(season) if (one := self.values[place]) is not None]


@dataclass(frozen=True, slots=True)
class Season:
    """How far each season lies from the year's level, in the figures' unit; they add up to nothing.

    `own` has, for each figure, the level of its season in the other years: what was to be expected of it.
    """

    effects: tuple[float, ...]
    own: tuple[float, ...]


def remainders_of(values: Sequence[float | None], seasons: int, first_season: int) -> Remainders | None:
    """Take the trend away: each figure less the centred moving average of a year about it, half weights at both ends.

    `seasons` is how many figures make a year (12 or 4) and `first_season` the number, from 0, of the first one's.
    Gaps are bridged for the average only. None when there are fewer than `FEWEST_YEARS` years of places.
    """
    if len(values) < FEWEST_YEARS * seasons or values[0] is None or values[-1] is None:
        return None
    bridged, half = _bridged(values), seasons // 2
    left: list[float | None] = [None] * len(values)
    for place in range(half, len(values) - half):
        value = values[place]
        if value is not None:
            inner = fsum(bridged[place - half + 1 : place + half])
            trend = (inner + (bridged[place - half] + bridged[place + half]) / 2) / seasons
            left[place] = value - trend
    return Remainders(tuple(left), seasons, first_season)


def season_of(remainders: Remainders) -> Season | None:
    """The season in the figures; None when it cannot be told from chance, or when there are too few to tell."""
    groups = [remainders.of_season(season) for season in range(remainders.seasons)]
    if min(map(len, groups)) < FEWEST_A_SEASON or _ratio(groups) < IDENTIFIABLE[remainders.seasons]:
        return None
    sums = [fsum(group) for group in groups]
    means = [total / len(group) for total, group in zip(sums, groups, strict=True)]
    level = fsum(means) / len(means)
    own = []
    for place, value in enumerate(remainders.values):
        season = (remainders.first_season + place) % remainders.seasons
        expected = means[season] if value is None else (sums[season] - value) / (len(groups[season]) - 1)
        own.append(expected - level)
    return Season(tuple(mean - level for mean in means), tuple(own))


def carry_over(remainders: Remainders) -> float | None:
    """How much of one figure's distance from trend and season the next one shares: their correlation at lag one.

    None with fewer than `FEWEST_YEARS` − 1 years of neighbours, or when nothing is left.
    """
    left: list[float | None] = [None] * len(remainders.values)
    for season in range(remainders.seasons):
        group = remainders.of_season(season)
        level = fsum(group) / len(group) if group else 0.0
        for place in remainders.places(season):
            value = remainders.values[place]
            left[place] = None if value is None else value - level
    neighbours = [(one, two) for one, two in pairwise(left) if one is not None and two is not None]
    spread = fsum(one * one for one in left if one is not None)
    if len(neighbours) < (FEWEST_YEARS - 1) * remainders.seasons - 1 or spread == 0:
        return None
    return fsum(one * two for one, two in neighbours) / spread


def _ratio(groups: Sequence[Sequence[float]]) -> float:
    """Variance between the groups' means over variance within the groups (one-way analysis of variance)."""
    everything = [one for group in groups for one in group]
    level = fsum(everything) / len(everything)
    means = [fsum(group) / len(group) for group in groups]
    between = fsum(len(group) * (mean - level) ** 2 for group, mean in zip(groups, means, strict=True))
    within = fsum((one - mean) ** 2 for group, mean in zip(groups, means, strict=True) for one in group)
    if within == 0:
        return float("inf") if between > 0 else 0.0
    return (between / (len(groups) - 1)) / (within / (len(everything) - len(groups)))


def _bridged(values: Sequence[float | None]) -> list[float]:
    """The figures with straight lines across the gaps; both ends are figures."""
    bridged: list[float] = []
    for value in values:
        if value is not None:
            bridged.append(value)
            continue
        earlier = bridged[-1]
        ahead = next((step, one) for step, one in enumerate(values[len(bridged) :]) if one is not None)
        bridged.append(earlier + (ahead[1] - earlier) / (ahead[0] + 1))
    return bridged
