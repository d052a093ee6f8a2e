"""Measures: what the council counts, and how each is meant to be read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache

from perfdata.periods import Frequency


class Polarity(StrEnum):
    """Which way is better: up, down, nearest to the target, within bounds, or neither, for a measure that only gives
    background.
    """

    HIGHER = "higher"
    LOWER = "lower"
    NEAREST = "nearest"
    RANGE = "range"
    CONTEXT = "context"

    @property
    def one_way(self) -> bool:
        """True when more is always better, or always worse."""
        return self in (Polarity.HIGHER, Polarity.LOWER)


class Aggregation(StrEnum):
    """What one figure covers.

    `SNAPSHOT` is a level at the end of the period or what happened in that period alone; `CUMULATIVE` counts from
    1 April and starts again each year; `ROLLING` covers the last twelve months; `AVERAGE` is a mean over the
    period's cases.
    """

    SNAPSHOT = "snapshot"
    CUMULATIVE = "cumulative year-to-date"
    ROLLING = "rolling 12 months"
    AVERAGE = "average"


class Tier(StrEnum):
    """Where a measure is reported: the council's priorities, or one directorate's plan."""

    SCORECARD = "scorecard"
    BUSINESS_PLAN = "business plan"


class ToleranceKind(StrEnum):
    """How a tolerance is stated: a percentage of the target, points in the measure's own unit, the figure at which
    intervention begins whatever the target, or none.
    """

    RELATIVE = "relative"
    ABSOLUTE = "absolute"
    THRESHOLD = "threshold"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far off target still counts as slightly off.

    `amount` is a percentage, points in the unit, or a figure of the measure, by `kind`. `band` is for measures that
    are best nearest to their target: how far from it, in the unit, is still on target.
    """

    kind: ToleranceKind
    amount: Decimal = Decimal(0)
    band: Decimal = Decimal(0)

    def around(self, bound: Decimal, polarity: Polarity) -> Decimal:
        """The tolerance in the measure's own unit, about the target or the nearer bound of a range.

        A percentage of nothing is nothing. A threshold that lies on the good side of the target tolerates nothing.
        """
        if self.kind is ToleranceKind.RELATIVE:
            return abs(bound) * self.amount / 100
        if self.kind is not ToleranceKind.THRESHOLD:
            return self.amount
        reach = {Polarity.HIGHER: bound - self.amount, Polarity.LOWER: self.amount - bound}
        return max(reach.get(polarity, abs(bound - self.amount)), Decimal(0))

    @property
    def words(self) -> str:
        """As the dictionary writes it: `relative 5%`, `absolute 2`, `threshold 60`, `none`, `absolute 3 green 1`."""
        band = f" green {self.band}" if self.band else ""
        if self.kind is ToleranceKind.NONE:
            return f"none{band}"
        return f"{self.kind} {self.amount}" + ("%" if self.kind is ToleranceKind.RELATIVE else "") + band


@dataclass(frozen=True, slots=True)
class Definition:
    """How a measure is defined.

    `lag_days` is how many days after a period's end its figure is due. `disclosure` marks measures whose small
    numbers are withheld; `exempt` ones may be seen only by the Performance Team and the owner. `numerator` and
    `denominator` are descriptions, blank where the measure has none. `boards` are board codes.
    """

    code: str
    title: str
    description: str
    directorate: str
    service: str
    owner_role: str
    boards: tuple[str, ...]
    priority: str
    unit: str
    decimals: int
    polarity: Polarity
    range_low: Decimal | None
    range_high: Decimal | None
    frequency: Frequency
    aggregation: Aggregation
    tier: Tier
    tolerance: Tolerance
    lag_days: int
    source: str
    numerator: str
    denominator: str
    disclosure: bool
    exempt: bool


@dataclass(frozen=True, slots=True)
class Measure(Definition):
    """One revision of a measure's definition, and the row that gave it."""

    id: int
    revision: int
    source_file: str
    source_row: int

    def rounded(self, value: Decimal) -> Decimal:
        """`value` as it is published: rounded half away from zero to the measure's decimals."""
        return value.quantize(step_of(self.decimals), rounding=ROUND_HALF_UP)


@lru_cache(maxsize=64)
def step_of(decimals: int) -> Decimal:
    """The smallest number other than 0 that has so many decimals: 0.1 of one."""
    return Decimal(1).scaleb(-decimals)
