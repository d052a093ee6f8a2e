"""Movement: how far a measure has moved between two figures, against how far its figures usually move in that time.

So changes of measures in different units can be put in one order. It is no test of whether a change is real: that is
for the chart. A usual change is the median of the measure's own changes over as many periods, the latest left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from perfdata.measures import Measure
from perfdata.observations import Observation
from perfdata.periods import Frequency, Period
from perfdata.verdicts.direction import Direction, direction
from perfdata.verdicts.series import Series

WINDOW = 24
"""How many of the latest earlier changes say what is usual."""
FEWEST = 6
"""Earlier changes without which nobody can say what is usual."""


@dataclass(frozen=True, slots=True)
class Movement:
    """From `earlier` to `later`: the difference as published, and the usual size of one over as many periods.

    `usual` is None where too few changes are held, or where most of them were none. `size` is the difference as a
    multiple of the usual one, None without one; `direction` is None where neither way is better.
    """

    measure: Measure
    earlier: Observation
    later: Observation
    difference: Decimal
    usual: Decimal | None
    direction: Direction | None

    @property
    def size(self) -> Decimal | None:
        """How many usual changes it is worth."""
        return abs(self.difference) / self.usual if self.usual else None


def movement(measure: Measure, series: Series, earlier: Observation, later: Observation) -> Movement | None:
    """The movement between two figures of the series; None where either has no number."""
    if earlier.value is None or later.value is None:
        return None
    before, now = measure.rounded(earlier.value), measure.rounded(later.value)
    steps = _steps_between(earlier.period, later.period)
    earlier_changes = _changes(series, steps, before=later.period)
    usual = median(earlier_changes) if len(earlier_changes) >= FEWEST else None
    moved = direction(measure, now, before, target=later.target, earlier_target=earlier.target)
    return Movement(measure, earlier, later, now - before, usual or None, moved)


def _steps_between(first: Period, last: Period) -> int:
    steps = 0
    while last > first and steps < 400:
        last, steps = last.previous(), steps + 1
    return steps


def _changes(series: Series, steps: int, *, before: Period) -> list[Decimal]:
    """The sizes of changes over so many periods, of figures before `before`, latest first."""
    figures = [one for one in series.figures_back_from(before) if one.period < before]
    places = {_place(one.period): one for one in figures}
    found: list[Decimal] = []
    for one in figures:
        earlier = places.get(_place(one.period) - steps)
        if earlier is None or earlier.value is None or one.value is None:
            continue
        found.append(abs(one.value - earlier.value))
        if len(found) == WINDOW:
            break
    return found


def _place(period: Period) -> int:
    """Periods of one kind numbered so that neighbours differ by one; terms are three a year."""
    return (period.end.year * 12 + period.end.month - 1) // _MONTHS[period.frequency]


_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.TERMLY: 4, Frequency.ANNUAL: 12}


def largest(movements: Iterable[Movement]) -> list[Movement]:
    """The largest first, by size; those of which the usual change is not known come last."""
    return sorted(movements, key=lambda one: (one.size is None, -(one.size or 0)))
