"""Attention: in which order measures deserve it, by where they stand in the table of precedence, then by their run."""

from __future__ import annotations

from perfdata.measures import Tier
from perfdata.periods import Frequency
from perfdata.verdicts.precedence import TABLE, State
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.TERMLY: 4, Frequency.ANNUAL: 12}
_STATUSES = (
    Status.OFF_TARGET,
    Status.MISSING,
    Status.SLIGHTLY_OFF,
    Status.SUPPRESSED,
    Status.ON_TARGET,
    Status.NO_TARGET,
)
_LAST = (State.WITHHELD, State.NO_COMPARISON)
_STATES = {
    state: place for place, state in enumerate([*(row.state for row in TABLE if row.state not in _LAST), *_LAST])
}
"""The table of precedence, except that what nothing can be said of comes last in a list."""

Place = tuple[int, int, bool]
"""What measures are put in order by: the smallest deserves attention first."""


def by_state(verdict: Verdict, state: State) -> Place:
    """The place of a measure that stands in that state."""
    return (_STATES[state], *by_run(verdict))


def by_status(verdict: Verdict) -> Place:
    """The place of a measure of a past day, of which no state is known."""
    return (_STATUSES.index(verdict.status), *by_run(verdict))


def by_run(verdict: Verdict) -> tuple[int, bool]:
    """The longest run off target first, the scorecard before business plans."""
    return (-run_in_months(verdict), verdict.measure.tier is not Tier.SCORECARD)


def run_in_months(verdict: Verdict) -> int:
    """How long it has been off target, in months."""
    return verdict.periods_off_target * _MONTHS[verdict.measure.frequency]
