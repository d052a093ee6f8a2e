"""Every id that goes to Slack and comes back, declared once, and the typed references that buttons carry.

A reference names what is meant and nothing else: whoever presses is checked again, against what is held then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from perfdata.errors import BadInput


class Command(StrEnum):
    """Slash commands, as the manifest declares them."""

    MEASURE = "/measure"
    NOMINATE = "/nominate"
    SURGERY = "/surgery"
    WATCH = "/watch"


class Action(StrEnum):
    """Buttons, selects and other elements that send something when they are used."""

    CHOOSE = "choose"
    RECEIPT = "receipt"
    SHARE = "share"
    NOMINATE = "nominate"
    SECOND = "second"
    SHOW = "show"
    MEASURE = "measure"
    BOARD = "board"
    REASON = "reason"
    OUTCOME = "outcome"
    LOAD = "load"
    SHOW_ALL = "show_all"
    CHART = "chart"
    FIGURES = "figures"
    ASK_TEAM = "ask_team"
    REPLY_TO = "reply_to"
    REPLY = "reply"
    FEEDBACK = "feedback"
    TEACH = "teach"
    TAUGHT = "taught"
    TAUGHT_MEASURE = "taught_measure"
    UNTEACH = "unteach"
    WORDS = "words"
    WATCH = "watch"
    WATCHES = "watches"
    UNWATCH = "unwatch"
    MUTE = "mute"
    UNMUTE = "unmute"
    UNTIL = "until"
    BOARD_WATCH = "board_watch"
    BOARD_UNWATCH = "board_unwatch"


class Callback(StrEnum):
    """Modals that are submitted."""

    NOMINATE = "nominate_form"
    REPLY = "reply_form"
    FEEDBACK = "feedback_form"
    TEACH = "teach_form"
    TAUGHT = "taught_form"
    MUTE = "mute_form"
    BOARD_WATCH = "board_watch_form"


class BlockId(StrEnum):
    """Input blocks in modals, by which mistakes are pointed out."""

    MEASURE = "measure"
    BOARD = "board"
    REASON = "reason"
    OUTCOME = "outcome"
    UNTIL = "until"
    REPLY = "reply"
    WORDS = "words"


def numbered(action: Action, number: int) -> str:
    """The id of one of several like elements in a message: Slack wants ids in one block to differ."""
    return f"{action}:{number}"


def pattern(action: Action) -> re.Pattern[str]:
    """What a listener matches: the action, numbered or not."""
    return re.compile(rf"^{re.escape(action)}(:\d+)?$")


@dataclass(frozen=True, slots=True)
class MeasureRef:
    """A measure, by code; `board` where the button stands in a board's message."""

    measure: str
    board: str = ""


@dataclass(frozen=True, slots=True)
class NominationRef:
    """A nomination, by number."""

    nomination: int


@dataclass(frozen=True, slots=True)
class QueryRef:
    """A question that has been understood, as `Query.to_payload` gives it."""

    query: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FigureRef:
    """One stated figure: measure code, label of its period, revision; 0 where no row is held."""

    measure: str
    period: str
    revision: int


@dataclass(frozen=True, slots=True)
class FiguresRef:
    """The figures that one message states, or the first of them and how many `more` there are."""

    figures: tuple[FigureRef, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ChartRef:
    """A measure's picture or its figures: up to the period with that label, or up to the one that is due."""

    measure: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class UploadRef:
    """Files that were sent together, by number: to load, `leave_out` for all but the faulty rows; or a page to show."""

    upload: int
    leave_out: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class AskTeamRef:
    """A question that was not answered: the number under which its words are kept, or, where none are, the words."""

    noted: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRef:
    """A question on the Performance Team's backlog, by number."""

    question: int


@dataclass(frozen=True, slots=True)
class FeedbackRef:
    """An answer that somebody has an opinion on: the measure that it is about, and in a form where it stands."""

    right: bool = False
    about: str = ""
    channel: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class TeachRef:
    """Words to be taught: those of a past question to begin with, or a whole proposal that has been tried."""

    noted: int = 0
    words: str = ""
    measure: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class TaughtRef:
    """Words that were taught, by number."""

    taught: int


Reference = (
    MeasureRef | NominationRef | QueryRef | FiguresRef | ChartRef | UploadRef | AskTeamRef | QuestionRef | FeedbackRef
    | TeachRef | TaughtRef
)  # fmt: skip
R = TypeVar(
    "R", MeasureRef, NominationRef, QueryRef, FiguresRef, ChartRef, UploadRef, AskTeamRef, QuestionRef, FeedbackRef,
    TeachRef, TaughtRef,
)  # fmt: skip


def encode(reference: Reference) -> str:
    """The text that a button's `value` or a modal's `private_metadata` carries."""
    return _ADAPTERS[type(reference)].dump_json(reference, exclude_defaults=True).decode()


def decode(kind: type[R], value: str) -> R:
    """The reference that `encode` wrote. Raises BadInput when it is not one, as after a change of version."""
    try:
        reference = _ADAPTERS[kind].validate_json(value)
    except ValidationError:
        raise BadInput("That button no longer works. Please ask again.") from None
    assert isinstance(reference, kind)
    return reference


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in get_args(Reference)}
