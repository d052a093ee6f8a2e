"""A chart as a value: what is drawn, in decimals and in words. Nothing here draws, and nothing is left to look up.

A gap stays a gap: a place without a figure has no value, and no line may cross it (`runs`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Any

from pydantic import TypeAdapter

from perfdata.verdicts.reading import UsualRange
from perfdata.verdicts.signals import Rule


class Form(StrEnum):
    """Which picture tells the truth about which kind of figure."""

    PROCESS = "figures with their usual range"
    LINE = "figures in time"
    YEARS = "the year so far, and the year before"
    BARS = "figures far apart"


class Good(StrEnum):
    """Which way is better."""

    HIGHER = "Higher is better"
    LOWER = "Lower is better"
    NEAREST = "Best nearest to its target"
    BETWEEN = "Best within its bounds"
    NEITHER = "For background: neither way is better"


@dataclass(frozen=True, slots=True)
class Mark:
    """A real change at one place: by which rule, and whether it is for the better; None where it is neither."""

    rule: Rule
    better: bool | None


@dataclass(frozen=True, slots=True)
class Place:
    """One period on a chart. `value` is None at a gap, of which `value_words` say whether it is withheld or missing.

    `usual` is the usual range there. `group` counts the rebases up to here: no line of the usual range crosses from
    one group to the next. `before` is the same point of the year before, on a chart of two years.
    """

    label: str
    words: str
    value: Decimal | None
    value_words: str
    status_words: str
    target: Decimal | None = None
    target_words: str = ""
    provisional: bool = False
    usual: UsualRange | None = None
    mark: Mark | None = None
    group: int = 0
    before: Decimal | None = None
    before_words: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of one measure. `title` states the finding; `alt` says in sentences all that the picture shows.

    `low` and `high` bound where a figure should lie, for a measure that has a range instead of a target. `note` says
    what the picture leaves out; blank where it leaves out nothing.
    """

    code: str
    measure: str
    form: Form
    good: Good
    unit: str
    decimals: int
    title: str
    alt: str
    places: tuple[Place, ...]
    low: Decimal | None = None
    high: Decimal | None = None
    note: str = ""

    @property
    def has_gap(self) -> bool:
        """Whether a period lies on it for which there is no figure to show."""
        return any(place.value is None for place in self.places)

    @property
    def has_rebase(self) -> bool:
        """Whether the usual range begins anew on it."""
        return len({place.group for place in self.places}) > 1


def runs(values: list[Decimal | None]) -> list[range]:
    """The stretches of neighbouring places that have a value: a line is drawn along each, and across none."""
    found: list[range] = []
    start: int | None = None
    for place, value in enumerate([*values, None]):
        if value is None:
            if start is not None:
                found.append(range(start, place))
            start = None
        elif start is None:
            start = place
    return found


def axis(chart: Chart) -> tuple[Decimal, Decimal]:
    """The least and the most that the value axis must show: every figure, usual range, target and bound.

    Bars begin at nought, or their lengths would mislead.
    """
    usual = chain.from_iterable((one.usual.low, one.usual.high) for one in chart.places if one.usual is not None)
    given = chain.from_iterable((one.value, one.target, one.before) for one in chart.places)
    shown = [one for one in chain(given, usual, (chart.low, chart.high)) if one is not None]
    if chart.form is Form.BARS or not shown:
        shown.append(Decimal(0))
    return min(shown), max(shown)


@cache
def _adapter() -> TypeAdapter[Chart]:
    return TypeAdapter(Chart)


def freeze(chart: Chart) -> dict[str, Any]:
    """The chart as JSON, for the outbox and for the process that draws it."""
    frozen: dict[str, Any] = _adapter().dump_python(chart, mode="json", exclude_defaults=True)
    return frozen


def thaw(payload: dict[str, Any]) -> Chart:
    """The chart that `freeze` stored. Raises ValueError when it is none."""
    return _adapter().validate_python(payload)
