"""A process behaviour chart: figures in time order, in groups that each have their own limits and signals.

A group begins at a rebase, a date from which a person has decided that the process is another one; nothing looks
across it. Limits may be fixed on the first figures of each group, so that later ones are judged against them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from perfdata.verdicts.limits import Limits, limits_of
from perfdata.verdicts.signals import Marks, marks_of

SHORT_GROUP = 13
"""The published reference warns of groups with fewer points than this."""


@dataclass(frozen=True, slots=True)
class Point:
    """One place on a chart; `value` is None where a gap is kept."""

    day: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """Points between two rebases, the limits that hold for them, and what was found at each.

    `number` counts the rebases on or before its points, so that it starts at 1 where the first point is a rebase.
    """

    number: int
    points: tuple[Point, ...]
    limits: Limits | None
    marks: tuple[Marks, ...]

    @property
    def is_short(self) -> bool:
        """Whether the published reference would warn that there are few points."""
        return len(self.points) < SHORT_GROUP


@dataclass(frozen=True, slots=True)
class ProcessChart:
    """The groups of a chart, oldest first; none where there is no point."""

    groups: tuple[Group, ...]

    @property
    def latest(self) -> Group:
        """The group that holds for today. Raises IndexError on a chart without points."""
        return self.groups[-1]


def process_chart(
    points: Sequence[Point],
    *,
    rebase: Collection[date] = (),
    fix_after: int | None = None,
    screen: bool = True,
    keep_gaps: bool = True,
) -> ProcessChart:
    """The chart of `points`, which are put in order of day.

    `rebase` are the days that start a new group. With `fix_after`, only that many places at the start of each group
    feed its limits. `screen` leaves large ranges out of the limits. A gap (a point without a value) is kept, and no
    range or run crosses it; with `keep_gaps` false it is as if it were not there.
    """
    ordered = sorted((one for one in points if keep_gaps or one.value is not None), key=lambda one: one.day)
    found = groupby(ordered, key=lambda one: sum(day <= one.day for day in rebase))
    return ProcessChart(tuple(_group(number, tuple(members), fix_after, screen) for number, members in found))


def _group(number: int, points: tuple[Point, ...], fix_after: int | None, screen: bool) -> Group:
    values = [point.value for point in points]
    limits = limits_of(values[:fix_after], screen=screen)
    return Group(number, points, limits, marks_of(values, limits))
