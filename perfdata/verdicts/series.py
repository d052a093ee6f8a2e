"""A measure's figures in time: the current view, one observation a period."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from perfdata.observations import Observation
from perfdata.periods import Period
from perfdata.verdicts.rebase import Rebase


@dataclass(frozen=True, slots=True)
class Series:
    """Observations of one measure, one a period, oldest first; and where its usual range begins anew.

    `superseded` are what revisions replaced, oldest first, by period.
    """

    observations: tuple[Observation, ...]
    by_period: dict[Period, Observation]
    rebases: tuple[Rebase, ...] = ()
    superseded: dict[Period, tuple[Observation, ...]] = field(default_factory=dict)

    @staticmethod
    def of(observations: Iterable[Observation], rebases: tuple[Rebase, ...] = ()) -> Series:
        """Order the observations; where a period has several revisions, the latest by `entered_on` is current."""
        current: dict[Period, Observation] = {}
        superseded: dict[Period, tuple[Observation, ...]] = {}
        for seen in sorted(observations, key=lambda one: (one.period, one.entered_on, one.revision)):
            if (before := current.get(seen.period)) is not None:
                superseded[seen.period] = (*superseded.get(seen.period, ()), before)
            current[seen.period] = seen
        return Series(tuple(current.values()), current, rebases, superseded)

    def at(self, period: Period) -> Observation | None:
        """The observation of that period, if a row for it is held."""
        return self.by_period.get(period)

    def first_reported(self, period: Period) -> Observation | None:
        """What was first reported as a number for a period that has been revised since; None where nothing was."""
        return next((one for one in self.superseded.get(period, ()) if one.value is not None), None)

    def figures_back_from(self, period: Period) -> Iterator[Observation]:
        """Observations with a number, from `period` backwards; gaps and withheld figures are stepped over."""
        last = bisect_right(self.observations, period, key=lambda one: one.period)
        for place in range(last - 1, -1, -1):
            if (observation := self.observations[place]).value is not None:
                yield observation

    @property
    def first_period(self) -> Period | None:
        """The earliest period held."""
        return self.observations[0].period if self.observations else None
