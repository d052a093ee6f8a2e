"""A rebase: a person's decision that a measure's usual range begins anew, because the process has become another one.

It needs a known cause and an expectation that the change will last, which no figures show; so a person decides, with a
reason, and the bot only suggests. Rebasing after each bad run would hide failure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from perfdata.observations import Observation
from perfdata.periods import Period

SUSTAINED = 8
"""Figures in a row on one side of the average from which a rebase is suggested: a shift that has gone on."""


@dataclass(frozen=True, slots=True)
class Rebase:
    """From the period `start` on, a measure's usual range is reckoned from figures of then and later alone.

    With `fixed_on`, it rests on the first so many of them for good, and later ones are judged against that; with 0, on
    the latest, as ever. `decided_on` is when the council decided it.
    """

    start: Period
    fixed_on: int
    reason: str
    decided_on: date
    decided_by: str


def in_force(rebases: Iterable[Rebase], period: Period) -> Rebase | None:
    """The rebase under which `period` stands: the latest that begins then or earlier."""
    begun = [one for one in rebases if one.start.start <= period.start]
    return max(begun, key=lambda one: one.start.start, default=None)


def charted(figures: Sequence[Observation], rebase: Rebase | None, window: int) -> Sequence[Observation]:
    """The figures that are charted, oldest first: the latest `window`, or all since limits were fixed."""
    if rebase is None:
        return figures[-window:]
    since = [one for one in figures if one.period.start >= rebase.start.start]
    return since if rebase.fixed_on else since[-window:]


def feeding(values: Sequence[float | None], rebase: Rebase | None) -> Sequence[float | None]:
    """The charted values, gaps among them, on which the limits rest."""
    if rebase is None or not rebase.fixed_on:
        return values
    places = [place for place, value in enumerate(values) if value is not None][: rebase.fixed_on]
    return values[: places[-1] + 1] if places else values
