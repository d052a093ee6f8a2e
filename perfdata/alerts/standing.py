"""Standing: the one class in which a month's alert puts each of a board's measures.

What is missing or withheld comes first; then whether the figure is this round's at all; then how its status compares
with that of the previous reported period. A figure is news in the round in which it was entered, and again only when
a revision changes its status.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict


class Standing(StrEnum):
    """How a measure stands in one round; the order is that of importance in a message."""

    NEWLY_OFF = "newly off target"
    STILL_OFF = "still off target"
    BACK_ON = "back on target"
    EASED = "eased"
    NOT_REPORTED = "not reported"
    WITHHELD = "withheld"
    SLIGHTLY_OFF = "slightly off"
    ON_TARGET = "on target"
    NO_TARGET = "no target"
    NOT_DUE = "no figure due this month"

    @property
    def deserves_challenge(self) -> bool:
        """True when a board may well want to nominate the measure for surgery."""
        return self in (Standing.NEWLY_OFF, Standing.STILL_OFF)


ORDER = {standing: place for place, standing in enumerate(Standing)}


def standing(verdict: Verdict, opened_on: date, status_before: Status) -> Standing:
    """The class of a measure in the round that opened on `opened_on`.

    `verdict` is at the due period, as known when the round closed; `status_before` is the status of that same period
    as known before the round opened, `missing` when nothing was. Red before means red at the previous period with a
    number: if that had no target, the run is broken and starts anew, as the count of periods off target does.
    """
    if verdict.observation is None:
        return Standing.NOT_REPORTED
    if verdict.status is Status.SUPPRESSED:
        return Standing.WITHHELD
    if verdict.observation.entered_on < opened_on or verdict.status is status_before:
        return Standing.NOT_DUE
    off_before = verdict.previous is not None and verdict.previous.status is Status.OFF_TARGET
    return _OF_STATUS[verdict.status, off_before]


_OF_STATUS = {
    (Status.NO_TARGET, False): Standing.NO_TARGET,
    (Status.NO_TARGET, True): Standing.NO_TARGET,
    (Status.OFF_TARGET, False): Standing.NEWLY_OFF,
    (Status.OFF_TARGET, True): Standing.STILL_OFF,
    (Status.SLIGHTLY_OFF, False): Standing.SLIGHTLY_OFF,
    (Status.SLIGHTLY_OFF, True): Standing.EASED,
    (Status.ON_TARGET, False): Standing.ON_TARGET,
    (Status.ON_TARGET, True): Standing.BACK_ON,
}
