"""Sections of an alert: what is new in the round, read together with whether it is a real change or chance.

The class (`standing.py`) says what is new; the state (`verdicts/precedence.py`) whether it deserves an evening.
What is off target by chance is folded together, and what gets worse is told before it is off target.
"""

from __future__ import annotations

from enum import StrEnum

from perfdata.alerts.standing import Standing
from perfdata.verdicts.precedence import State


class Section(StrEnum):
    """Where a message names a measure; the order is that of importance."""

    NEWLY_OFF = "newly off target"
    STILL_OFF = "still off target"
    EARLY_WARNING = "getting worse while not off target"
    BY_CHANCE = "off target within its usual variation"
    BACK_ON = "back on target"
    EASED = "eased"
    NOT_REPORTED = "not reported"
    WITHHELD = "withheld"


_OF_STANDING = {
    Standing.NEWLY_OFF: Section.NEWLY_OFF,
    Standing.STILL_OFF: Section.STILL_OFF,
    Standing.BACK_ON: Section.BACK_ON,
    Standing.EASED: Section.EASED,
    Standing.NOT_REPORTED: Section.NOT_REPORTED,
    Standing.WITHHELD: Section.WITHHELD,
}
_OF_STATE = {State.EARLY_WARNING: Section.EARLY_WARNING, State.OFF_BY_CHANCE: Section.BY_CHANCE}


def section_of(standing: Standing, state: State | None) -> Section | None:
    """The section that names a measure; None for one that is only counted. `state` is None in alerts of old."""
    if standing is Standing.NOT_DUE:
        return None
    return (_OF_STATE.get(state) if state is not None else None) or _OF_STANDING.get(standing)
