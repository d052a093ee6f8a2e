"""Season: found where there is one, not where there is none, and taken from the other years only."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest

from perfdata.verdicts.season import carry_over, remainders_of, season_of

WAVE = [10 * math.sin(2 * math.pi * month / 12) for month in range(12)]


def noise(seed: int, count: int, carried: float = 0.0) -> list[float]:
    """Independent figures, or with `carried` of each in the next."""
    chance, level, figures = random.Random(seed), 0.0, []
    for _ in range(count):
        level = carried * level + chance.gauss(0, 1)
        figures.append(level)
    return figures


def test_a_pure_season_is_recovered_exactly_whatever_the_trend() -> None:
    values = [WAVE[(place + 3) % 12] + 2 * place for place in range(48)]
    remainders = remainders_of(values, 12, 3)
    assert remainders is not None
    season = season_of(remainders)
    assert season is not None
    assert season.effects == pytest.approx(WAVE, abs=1e-9)
    assert season.own == pytest.approx([WAVE[(place + 3) % 12] for place in range(48)], abs=1e-9)


def test_a_figure_is_no_part_of_its_own_yardstick() -> None:
    values = [WAVE[place % 12] + one for place, one in enumerate(noise(1, 60))]
    plain = remainders_of(values, 12, 0)
    values[30] += 8
    raised = remainders_of(values, 12, 0)
    assert plain is not None
    assert raised is not None
    before, after = season_of(plain), season_of(raised)
    assert before is not None
    assert after is not None
    # What is left shifts a little, because the trend does; the figure's own height is not in what it is compared with.
    assert abs(after.own[30] - before.own[30]) < 1
    assert after.own[42] - before.own[42] > 1.5


@pytest.mark.parametrize("seed", range(20))
def test_chance_is_not_taken_for_a_season(seed: int) -> None:
    remainders = remainders_of(noise(seed, 55), 12, 0)
    assert remainders is not None
    assert season_of(remainders) is None


def test_a_constant_series_has_no_season() -> None:
    remainders = remainders_of([5.0] * 55, 12, 0)
    assert remainders is not None
    assert season_of(remainders) is None
    assert carry_over(remainders) is None


def test_gaps_are_bridged_for_the_trend_alone() -> None:
    values: list[float | None] = [WAVE[place % 12] + place for place in range(60)]
    values[20] = values[21] = None
    remainders = remainders_of(values, 12, 0)
    assert remainders is not None
    assert remainders.values[20] is None
    season = season_of(remainders)
    assert season is not None
    assert season.effects == pytest.approx(WAVE, abs=1)


def test_too_short_a_history_tells_no_season() -> None:
    assert remainders_of([1.0] * 35, 12, 0) is None
    assert remainders_of([], 12, 0) is None


def test_sluggish_figures_carry_over_and_independent_ones_do_not() -> None:
    shares = []
    for carried in (0.0, 0.5, 0.9):
        found = [carry_over(left) for seed in range(40) if (left := remainders_of(noise(seed, 55, carried), 12, 0))]
        shares.append(sum(one for one in found if one is not None) / len(found))
    assert shares[0] < 0
    assert all(later - earlier > 0.15 for earlier, later in pairwise(shares))
