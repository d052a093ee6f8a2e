"""News: whether a measure's state is told to a reader in full this round, or in a line since nothing has changed.

A state is announced once. It is announced again when it changes, when it begins anew, and when the run off target
reaches one of `MILESTONES`; in between the measure is one of those that stand as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from perfdata.periods import Period
from perfdata.verdicts.precedence import State, row_of, standing_of
from perfdata.verdicts.verdict import Verdict

MILESTONES = (3, 6, 12)
"""Periods off target in a row at which a measure is named again, though its state is the same."""


class News(StrEnum):
    """Why a measure is named in a round, or that it is not."""

    NEW = "new"
    AGAIN = "named again"
    NONE = "as before"


@dataclass(frozen=True, slots=True)
class Known:
    """How a measure stood for a reader: its state at its due `period`, and the run off target with its first period."""

    state: State
    period: Period
    run: int
    since: Period | None


def known_of(verdict: Verdict) -> Known:
    """How the measure stands by this verdict."""
    standing = standing_of(verdict)
    return Known(row_of(standing).state, verdict.period, standing.run, verdict.off_target_since)


def news_of(now: Known, before: Known | None) -> News:
    """Whether `now` is news to a reader who was told `before` in its last round; None where it was not told at all.

    A run off target that began since is news even if its state has the same name, and so is a second recovery: a
    reader of a quarter may have missed what came between.
    """
    if before is None or now.state is not before.state:
        return News.NEW
    if now.state.off and now.since != before.since:
        return News.NEW
    if now.state is State.RECOVERED and now.period != before.period:
        return News.NEW
    reached = any(before.run < milestone <= now.run for milestone in MILESTONES)
    return News.AGAIN if now.state.off and reached else News.NONE
