"""A measure's figures in time: the current view, one observation a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfdata.observations import Observation
from perfdata.periods import Period
from perfdata.verdicts.rebase import Rebase


@dataclass(frozen=True, slots=True)
class Series:
    """Observations of one measure, one a period, oldest first; and where its usual range begins anew."""

    observations: tuple[Observation, ...]
    by_period: dict[Period, Observation]
    rebases: tuple[Rebase, ...] = ()

    @staticmethod
    def of(observations: Iterable[Observation], rebases: tuple[Rebase, ...] = ()) -> Series:
        """Order the observations; where a period has several revisions, the latest by `entered_on` is current."""
        current: dict[Period, Observation] = {}
        for seen in sorted(observations, key=lambda one: (one.period, one.entered_on, one.revision)):
            current[seen.period] = seen
        return Series(tuple(current.values()), current, rebases)

    def at(self, period: Period) -> Observation | None:
        """The observation of that period, if a row for it is held."""
        return self.by_period.get(period)

    def figures_back_from(self, period: Period) -> Iterator[Observation]:
        """Observations with a number, from `period` backwards; gaps and withheld figures are stepped over."""
        for observation in reversed(self.observations):
            if observation.period <= period and observation.value is not None:
                yield observation

    @property
    def first_period(self) -> Period | None:
        """The earliest period held."""
        return self.observations[0].period if self.observations else None
