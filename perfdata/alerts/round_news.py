"""What the Performance Team is told of a round, frozen: one message for each thing that happens to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from perfdata.asking.payloads import Payload
from perfdata.periods import Period


class Happened(StrEnum):
    """What happened to a round."""

    QUESTIONS = "questions are open"
    PREVIEWED = "previewed"
    HELD = "held"
    RESUMED = "resumed"
    RELEASED = "released"
    UNDER_WAY = "being posted"
    POSTED = "posted"
    STOPPED = "some could not be posted"


@dataclass(frozen=True, slots=True)
class BoardLine(Payload):
    """One board in a preview: how many measures it has, how many the message names, and how many items of its last
    alert are otherwise now. `changed` is None where it was not told before."""

    name: str
    measures: int
    named: int
    changed: int | None = None


@dataclass(frozen=True, slots=True)
class RoundNews(Payload):
    """One message on one round.

    `by` and `reason` are who did it and why, blank where nobody did. `questions` are what is to be mended or accepted,
    `hidden` how many more there are about measures that no channel may name. `boards` are those of a preview; `names`
    those that are meant otherwise. `done` of `all` messages have been posted.
    """

    period: Period
    closed_on: date
    what: Happened
    by: str = ""
    reason: str = ""
    questions: tuple[str, ...] = ()
    hidden: int = 0
    boards: tuple[BoardLine, ...] = ()
    names: tuple[str, ...] = ()
    done: int = 0
    all: int = 0
    released_by_calendar: bool = False
