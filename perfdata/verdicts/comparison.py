"""Comparison with similar councils: a place among them, never a league table.

All figures must be of one measure, one definition and one period; whoever gathers them sees to that. A council that
did not publish is left out of the count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from perfdata.measures import Measure
from perfdata.verdicts.direction import goodness, has_goodness

FEWEST_TO_RANK = 4
"""Councils, this one counted, without which no place is given."""
FEWEST_TO_QUARTER = 8
"""Councils, this one counted, without which no quartile is given."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands among those of `of` councils, this one counted; 1 is best.

    Figures that are the same as published share the best place: after two in third comes fifth. `shared` is True when
    another council has the same. `quartile` is 1 (best) to 4, None among fewer than `FEWEST_TO_QUARTER`.
    """

    place: int
    of: int
    shared: bool
    quartile: int | None


def place_among(
    measure: Measure, own: Decimal, others: Iterable[Decimal | None], target: Decimal | None = None
) -> Place | None:
    """The place of `own` by what is better for the measure; None among fewer than `FEWEST_TO_RANK` councils.

    Where nearest is best, it is by the distance to `target`; None where no figure is better than another.
    The quartile is 4 × place ÷ councils, rounded up, so that a shared place is in the better quartile: joint third of
    sixteen is in the first, ninth in the third.
    """
    if not has_goodness(measure, target):
        return None
    published = [goodness(measure, other, target) for other in others if other is not None]
    mine, count = goodness(measure, own, target), len(published) + 1
    if count < FEWEST_TO_RANK:
        return None
    place = 1 + sum(other > mine for other in published)
    quartile = -(-4 * place // count) if count >= FEWEST_TO_QUARTER else None
    return Place(place, count, mine in published, quartile)
