"""What the Performance Team is told of a round, frozen: one message for each thing that happens to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from perfdata.payloads import Payload
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
    UNHELD_POSTS = "readers cannot be told, for nobody or several hold their post"
    PRE_ELECTION = "a pre-election period has begun"


@dataclass(frozen=True, slots=True)
class ReaderLine(Payload):
    """One reader in a preview: how many measures it has, and how many are new or changed since the month before."""

    name: str
    measures: int
    new: int
    since: Period


@dataclass(frozen=True, slots=True)
class PostLine(Payload):
    """One reader that cannot be told, since not just one person holds its post, but `holders`: none or several."""

    name: str
    post: str
    holders: int


@dataclass(frozen=True, slots=True)
class RoundNews(Payload):
    """One message on one round.

    Of a pre-election period, `closed_on` is its last day and `reason` what it is for. Of the others,
    `by` and `reason` are who did it and why, blank where nobody did. `questions` are what is to be mended or accepted,
    `hidden` how many more there are about measures that no channel may name. `readers` are those of a preview; `names`
    those that are meant otherwise, `posts` those that cannot be told. `done` of `all` messages have been posted.
    `released_on` is the day on which the calendar releases it, None where a person does.
    """

    period: Period
    closed_on: date
    what: Happened
    by: str = ""
    reason: str = ""
    questions: tuple[str, ...] = ()
    hidden: int = 0
    readers: tuple[ReaderLine, ...] = ()
    names: tuple[str, ...] = ()
    posts: tuple[PostLine, ...] = ()
    done: int = 0
    all: int = 0
    released_on: date | None = None
