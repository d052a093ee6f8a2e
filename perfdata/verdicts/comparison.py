"""Comparison with similar councils and England: a place among them, never a league table.

All figures are of one measure, one definition and one period, as published. A council that did not publish is left out
of the count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perfdata.benchmarks import Benchmark, Comparator
from perfdata.measures import Measure
from perfdata.periods import Period
from perfdata.verdicts.direction import Direction, direction, goodness, has_goodness
from perfdata.verdicts.turned_curve import TurnedCurve, turned_curve

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


@dataclass(frozen=True, slots=True)
class Compared:
    """How a measure compares with similar councils and England for `period`, the latest that has been published.

    `own` is this council's figure for that very period, as published with the others; it may differ from the latest
    figure of the measure, which is of another period. `similar` counts the similar councils that published, this one
    left out, and `unpublished` those that did not. `place` is None among too few, and where neither way is better.
    `england` and `against_england` are None where there is no figure for the country.
    """

    measure: Measure
    period: Period
    own: Benchmark
    similar: int
    unpublished: int
    place: Place | None
    england: Benchmark | None
    against_england: Direction | None
    turned: TurnedCurve | None

    @property
    def own_value(self) -> Decimal:
        """This council's figure for the period."""
        assert self.own.value is not None
        return self.own.value


def place_among(measure: Measure, own: Decimal, others: Iterable[Decimal | None]) -> Place | None:
    """The place of `own` by what is better for the measure.

    None among fewer than `FEWEST_TO_RANK` councils, and where one figure cannot be better than another. The quartile is
    4 × place ÷ councils, rounded up, so that a shared place is in the better quartile: joint third of sixteen is in the
    first, ninth in the third.
    """
    if not has_goodness(measure):
        return None
    published = [goodness(measure, other) for other in others if other is not None]
    mine, count = goodness(measure, own), len(published) + 1
    if count < FEWEST_TO_RANK:
        return None
    place = 1 + sum(other > mine for other in published)
    quartile = -(-4 * place // count) if count >= FEWEST_TO_QUARTER else None
    return Place(place, count, mine in published, quartile)


def compare(measure: Measure, benchmarks: Sequence[Benchmark], until: date | None = None) -> Compared | None:
    """The comparison for the latest period, not after `until`, for which this council and some other have published.

    None when there is no such period.
    """
    periods = {one.period for one in benchmarks if until is None or one.period.end <= until}
    for period in sorted(periods, key=lambda one: (one.end, one.start), reverse=True):
        of_period = [one for one in benchmarks if one.period == period]
        own = next((one for one in of_period if one.group is Comparator.OWN and one.value is not None), None)
        if own is None or own.value is None:
            continue
        similar = [one.value for one in of_period if one.group is Comparator.NEIGHBOUR]
        published = sum(value is not None for value in similar)
        england = next((one for one in of_period if one.group is Comparator.ENGLAND and one.value is not None), None)
        if not published and england is None:
            continue
        return Compared(
            measure=measure,
            period=period,
            own=own,
            similar=published,
            unpublished=len(similar) - published,
            place=place_among(measure, own.value, similar),
            england=england,
            against_england=(
                direction(measure, own.value, england.value)
                if england is not None and england.value is not None
                else None
            ),
            turned=turned_curve(measure, [one for one in benchmarks if one.period.end <= period.end]),
        )
    return None
