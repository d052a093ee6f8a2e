"""Signals: which figures of a process behaviour chart differ from its usual variation, and by which rule.

Four rules, each within one group of figures. A figure has one signal, the first that fits in the order of `Rule`;
every figure of a run is marked, those before the seventh too. A gap ends a run. Whether a signal is good or bad is
not judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from perfdata.verdicts.limits import Limits

RUN_LENGTH = 7
"""Figures in a row that make a trend or a shift."""
NEAR_WINDOW = 3
"""Figures in a row, on one side of the average, of which some are near a limit."""
NEAR_NEEDED = 2
"""How many of those are near."""


class Rule(StrEnum):
    """How a figure was found to differ, in order of precedence."""

    OUTSIDE = "outside a limit"
    TREND = "trend"
    NEAR = "near a limit"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that a figure meets, and which way: 1 is high or rising, −1 is low or falling."""

    rule: Rule
    way: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What was found at one figure. All are None or empty at a gap.

    `side` is 1 above the average, −1 below, 0 on it. `all_rules` holds every rule met, in order of precedence;
    `signal` is the first of them.
    """

    side: int | None
    outside: bool | None
    near: bool | None
    all_rules: tuple[Signal, ...] = ()

    @property
    def signal(self) -> Signal | None:
        """The one signal of the figure; None is usual variation."""
        return self.all_rules[0] if self.all_rules else None


def marks_of(values: Sequence[float | None], limits: Limits | None) -> tuple[Marks, ...]:
    """What is found at each figure of a group, aligned with `values`; None stands for a gap."""
    if limits is None:
        return tuple(Marks(None, None, None) for _ in values)
    sides = [None if value is None else limits.side(value) for value in values]
    outside = [None if value is None else limits.outside(value) for value in values]
    near = [None if value is None else limits.near(value) for value in values]
    trends, shifts, nearing = _trends(values), _shifts(sides), _nearing(sides, near)
    return tuple(
        Marks(side, out, close, tuple(_signals(side or 0, bool(out), trend, nears, shift)))
        for side, out, close, trend, nears, shift in zip(sides, outside, near, trends, nearing, shifts, strict=True)
    )


def _signals(side: int, outside: bool, trend: int, nearing: bool, shift: bool) -> Iterator[Signal]:
    if outside:
        yield Signal(Rule.OUTSIDE, side)
    if trend:
        yield Signal(Rule.TREND, trend)
    if nearing:
        yield Signal(Rule.NEAR, side)
    if shift:
        yield Signal(Rule.SHIFT, side)


def _trends(values: Sequence[float | None]) -> list[int]:
    """1 in a rise, −1 in a fall, 0 in neither. Where two trends meet, a figure goes the way of its next step."""
    steps = [0] + [_step(earlier, later) for earlier, later in pairwise(values)]
    member = [False] * len(values)
    for first in range(len(values) - RUN_LENGTH + 1):
        inside = steps[first + 1 : first + RUN_LENGTH]
        if inside[0] and all(step == inside[0] for step in inside):
            member[first : first + RUN_LENGTH] = [True] * RUN_LENGTH
    ways = []
    for place, in_trend in enumerate(member):
        followed = place + 1 < len(member) and member[place + 1]
        following = steps[place + 1] if followed else 0
        ways.append((following or steps[place]) if in_trend else 0)
    return ways


def _step(earlier: float | None, later: float | None) -> int:
    if earlier is None or later is None:
        return 0
    return (later > earlier) - (later < earlier)


def _shifts(sides: Sequence[int | None]) -> list[bool]:
    member = [False] * len(sides)
    for first in range(len(sides) - RUN_LENGTH + 1):
        if _one_side(sides[first : first + RUN_LENGTH]):
            member[first : first + RUN_LENGTH] = [True] * RUN_LENGTH
    return member


def _nearing(sides: Sequence[int | None], near: Sequence[bool | None]) -> list[bool]:
    member = [False] * len(sides)
    for first in range(len(sides) - NEAR_WINDOW + 1):
        window = range(first, first + NEAR_WINDOW)
        close = [place for place in window if near[place]]
        if len(close) >= NEAR_NEEDED and _one_side([sides[place] for place in window]):
            for place in close:
                member[place] = True
    return member


def _one_side(sides: Sequence[int | None]) -> bool:
    return bool(sides[0]) and all(side == sides[0] for side in sides)
