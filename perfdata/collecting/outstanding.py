"""Which figures of a round are not in yet, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from perfdata.measures import Measure
from perfdata.periods import Period, due
from perfdata.rounds import Round
from perfdata.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A figure that a round waits for. `due_on` is the day on which it was to be in; `last` the latest that is held."""

    measure: Measure
    period: Period
    due_on: date
    last: Period | None

    def late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due_on < today


def outstanding(snapshot: Snapshot, found: Round) -> tuple[Outstanding, ...]:
    """The figures that are due by the day on which the round closes and are not held, the longest due first.

    Exempt measures are among them: this is for the Performance Team and for each measure's owner.
    """
    waiting = []
    for code, measure in snapshot.measures.items():
        period = due(found.closed_on, measure.lag_days, measure.frequency)
        series = snapshot.series[code]
        row = series.at(period)
        if row is not None and row.reported:
            continue
        last = next((one.period for one in reversed(series.observations) if one.reported and one.period < period), None)
        waiting.append(Outstanding(measure, period, period.end + timedelta(days=measure.lag_days), last))
    return tuple(sorted(waiting, key=lambda one: (one.due_on, one.measure.owner_role, one.measure.code)))
