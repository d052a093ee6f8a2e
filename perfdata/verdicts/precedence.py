"""Precedence: the one state, of fifteen, in which a measure stands when target, change and reach are read together.

The table is read from the top and the first row that holds is the state, so that a real change comes before a long
run, and a long run before chance. Status alone would put chance first: a steady measure whose average equals its
target is off target every other month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from perfdata.periods import Frequency
from perfdata.verdicts.reading import Assurance, Variation
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

PERSISTENT = {Frequency.MONTHLY: 3, Frequency.QUARTERLY: 2, Frequency.TERMLY: 2, Frequency.ANNUAL: 2}
"""Periods off target in a row that are persistent whatever a chart says."""


class State(StrEnum):
    """How a measure stands; the order is that of precedence."""

    WITHHELD = "withheld"
    MISSING = "missing or late"
    NO_COMPARISON = "cannot be compared"
    NEWLY_OFF_CHANGED = "newly off target: a real change"
    NEWLY_OFF_BELOW_REACH = "newly off target: its usual range does not reach the target"
    STILL_OFF_WORSENING = "still off target: getting worse"
    STILL_OFF_BELOW_REACH = "still off target: its usual range does not reach the target"
    STILL_OFF_IMPROVING = "still off target: the curve is turning"
    STILL_OFF_PERSISTENT = "still off target: persistent"
    EARLY_WARNING = "getting worse while not off target"
    OFF_NO_CHART = "off target, change cannot be told from chance"
    RECOVERED = "back from off target"
    OFF_BY_CHANCE = "off target within its usual variation"
    ON_BY_CHANCE = "on target, though its usual range does not reach it"
    STEADY = "steady"

    @property
    def off(self) -> bool:
        """True for the states of a measure that is off target now."""
        return self in OFF


OFF = frozenset(
    {
        State.NEWLY_OFF_CHANGED,
        State.NEWLY_OFF_BELOW_REACH,
        State.STILL_OFF_WORSENING,
        State.STILL_OFF_BELOW_REACH,
        State.STILL_OFF_IMPROVING,
        State.STILL_OFF_PERSISTENT,
        State.OFF_NO_CHART,
        State.OFF_BY_CHANCE,
    }
)


class Surgery(StrEnum):
    """Whether the state is reason to look into the measure together."""

    FIRST = "yes, first"
    YES = "yes"
    CANDIDATE = "candidate"
    WATCH = "watch"
    REVIEW = "review"
    CLOSES = "closes one, if confirmed"
    IF_AGAIN = "if it is missing again"
    OFFICERS = "by officers"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the table looks at. `run` counts periods off target up to now, 0 when it is not; `was_off` is the period
    before. `variation` and `assurance` say whether it is changing, and whether the target is within reach."""

    status: Status
    run: int
    was_off: bool
    variation: Variation
    assurance: Assurance
    frequency: Frequency

    @property
    def off(self) -> bool:
        """Off target now."""
        return self.status is Status.OFF_TARGET

    @property
    def newly(self) -> bool:
        """Off target now and not in the period before."""
        return self.off and self.run < 2

    @property
    def still(self) -> bool:
        """Off target now and in the period before."""
        return self.off and self.run >= 2

    @property
    def persistent(self) -> bool:
        """Off target for so long that it matters whatever a chart says."""
        return self.off and self.run >= PERSISTENT[self.frequency]

    @property
    def worsening(self) -> bool:
        """A real change for the worse."""
        return self.variation is Variation.WORSENING

    @property
    def unchanged(self) -> bool:
        """A chart shows no real change, or one that is neither better nor worse."""
        return self.variation in (Variation.NONE, Variation.CHANGING)

    @property
    def out_of_reach(self) -> bool:
        """The usual range does not reach the target."""
        return self.assurance is Assurance.MISSES

    @property
    def charted(self) -> bool:
        """A chart says whether it is changing."""
        return self.variation.real or self.variation is Variation.NONE


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: the state, when it holds of what no row above took, and what it means for a surgery."""

    state: State
    holds: Callable[[Standing], bool]
    surgery: Surgery


TABLE = (
    Row(State.WITHHELD, lambda one: one.status is Status.SUPPRESSED, Surgery.OFFICERS),
    Row(State.MISSING, lambda one: one.status is Status.MISSING, Surgery.IF_AGAIN),
    Row(State.NO_COMPARISON, lambda one: one.status is Status.NO_TARGET, Surgery.NO),
    Row(State.NEWLY_OFF_CHANGED, lambda one: one.newly and one.worsening, Surgery.CANDIDATE),
    Row(State.NEWLY_OFF_BELOW_REACH, lambda one: one.newly and one.unchanged and one.out_of_reach, Surgery.CANDIDATE),
    Row(State.STILL_OFF_WORSENING, lambda one: one.still and one.worsening, Surgery.FIRST),
    Row(State.STILL_OFF_BELOW_REACH, lambda one: one.still and one.unchanged and one.out_of_reach, Surgery.YES),
    Row(State.STILL_OFF_IMPROVING, lambda one: one.still and one.variation is Variation.IMPROVING, Surgery.REVIEW),
    Row(State.STILL_OFF_PERSISTENT, lambda one: one.persistent, Surgery.CANDIDATE),
    Row(State.EARLY_WARNING, lambda one: not one.off and one.worsening, Surgery.WATCH),
    Row(State.OFF_NO_CHART, lambda one: one.off and not one.charted, Surgery.WATCH),
    Row(State.RECOVERED, lambda one: not one.off and one.was_off, Surgery.CLOSES),
    Row(State.OFF_BY_CHANCE, lambda one: one.off, Surgery.NO),
    Row(State.ON_BY_CHANCE, lambda one: one.status is Status.ON_TARGET and one.out_of_reach, Surgery.NO),
    Row(State.STEADY, lambda one: True, Surgery.NO),
)
"""Read from the top: the first row that holds is the state."""


def row_of(standing: Standing) -> Row:
    """The one row in which a measure stands; the last row takes whatever is left."""
    return next(row for row in TABLE if row.holds(standing))


def standing_of(verdict: Verdict) -> Standing:
    """What the table looks at, from a verdict at its own period."""
    before = verdict.previous
    return Standing(
        status=verdict.status,
        run=verdict.periods_off_target if verdict.status is Status.OFF_TARGET else 0,
        was_off=before is not None and before.status is Status.OFF_TARGET,
        variation=verdict.reading.variation,
        assurance=verdict.reading.assurance,
        frequency=verdict.measure.frequency,
    )
