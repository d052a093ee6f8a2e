"""Which measures get a process behaviour chart: what stands in the way, in two tables, each with its reason.

A chart tells change from chance only where neighbouring figures are independent, of one kind, and can vary both ways.
Where that does not hold its limits mislead, and saying so is the honest answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from perfdata.measures import Aggregation, Measure
from perfdata.observations import Observation
from perfdata.periods import Frequency

FEWEST_POINTS = 12
"""Figures without which no usual range is given."""
SETTLED_POINTS = 20
"""Figures from which limits are no longer early."""
RARE_MEAN = 2
"""A count that is lower than this on average is of rare events."""
RARE_ZEROS = Decimal("0.25")
"""So is one that is nought in more than this share of the periods."""
SMALL_DENOMINATOR = 20
"""A rate is of too few when half of its denominators are smaller."""
UNEVEN_DENOMINATOR = 3
"""A rate is of uneven numbers when the largest denominator is more than so many times the smallest."""
SLUGGISH = 0.4
"""Figures hang together when a figure shares this much of its distance from trend and season with the next."""
_NOT_A_RATE = frozenset({"days", "weeks", "hours", "minutes", "seconds", "ratio"})
"""Units of averages and of plain ratios: they have a denominator, but chance in them is not that of counting yes or
no."""


class Obstacle(StrEnum):
    """Why a measure has no chart; the value is a sentence fit to show."""

    CUMULATIVE = "It counts from 1 April and starts again each year, so its figures have no usual range."
    ROLLING = "Each figure shares most of its twelve months with the next, so change cannot be told from chance."
    ANNUAL = "It is reported once a year, which is too seldom to tell change from chance."
    TERMLY = "It is reported once a term, which is too seldom to tell change from chance."
    RARE = "It counts rare events, for which a usual range says nothing."
    FEW_CASES = "It is a share of so few cases that one of them moves the figure."
    UNEVEN = "The number of cases behind it differs so much that it has no one usual range."
    SLUGGISH = "Each figure depends strongly on the one before, so a usual range would mislead."
    TOO_FEW = "There are too few figures to tell change from chance."
    CONSTANT = "The figures have not varied."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure and the figures that would be charted, each with a number.

    `carry_over` is the share of a figure's distance from trend and season that the next one has too; None where there
    are too few figures to tell.
    """

    measure: Measure
    figures: tuple[Observation, ...]
    carry_over: float | None

    @property
    def values(self) -> list[Decimal]:
        """The numbers, oldest first."""
        return [figure.value for figure in self.figures if figure.value is not None]

    @property
    def denominators(self) -> list[Decimal]:
        """What the figures are shares of, where the measure is a rate and the numbers are known."""
        if self.measure.unit in _NOT_A_RATE:
            return []
        return [figure.denominator for figure in self.figures if figure.denominator is not None]


def obstacle_to(candidate: Candidate) -> Obstacle | None:
    """What stands in the way of a chart: the first of the two tables that holds, or None."""
    found = never_charted(candidate.measure)
    return found or next((obstacle for obstacle, holds in BY_FIGURES if holds(candidate)), None)


def never_charted(measure: Measure) -> Obstacle | None:
    """Why no figures could give the measure a chart, by its definition alone; None where they could."""
    return next((obstacle for obstacle, holds in BY_DEFINITION if holds(measure)), None)


def _rare(candidate: Candidate) -> bool:
    values = candidate.values
    if candidate.measure.unit != "number" or not values:
        return False
    zeros = sum(value == 0 for value in values)
    return sum(values) < RARE_MEAN * len(values) or zeros > RARE_ZEROS * len(values)


def _few_cases(candidate: Candidate) -> bool:
    cases = candidate.denominators
    return bool(cases) and median(cases) < SMALL_DENOMINATOR


def _uneven(candidate: Candidate) -> bool:
    cases = candidate.denominators
    return bool(cases) and max(cases) > UNEVEN_DENOMINATOR * min(cases)


BY_DEFINITION: tuple[tuple[Obstacle, Callable[[Measure], bool]], ...] = (
    (Obstacle.CUMULATIVE, lambda one: one.aggregation is Aggregation.CUMULATIVE),
    (Obstacle.ROLLING, lambda one: one.aggregation is Aggregation.ROLLING),
    (Obstacle.ANNUAL, lambda one: one.frequency is Frequency.ANNUAL),
    (Obstacle.TERMLY, lambda one: one.frequency is Frequency.TERMLY),
)
"""In order: what the dictionary says of the measure."""
BY_FIGURES: tuple[tuple[Obstacle, Callable[[Candidate], bool]], ...] = (
    (Obstacle.TOO_FEW, lambda one: len(one.figures) < FEWEST_POINTS),
    (Obstacle.RARE, _rare),
    (Obstacle.FEW_CASES, _few_cases),
    (Obstacle.UNEVEN, _uneven),
    (Obstacle.CONSTANT, lambda one: len(set(one.values)) == 1),
    (Obstacle.SLUGGISH, lambda one: one.carry_over is not None and one.carry_over >= SLUGGISH),
)
"""Then, in order: what its figures are like."""
