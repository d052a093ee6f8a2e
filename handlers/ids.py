"""Every id that goes to Slack and comes back, declared once, and the typed references that buttons carry.

A reference names what is meant and nothing else: whoever presses is checked again, against what is held then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from perfdata.errors import BadInput


class Command(StrEnum):
    """Slash commands, as the manifest declares them."""

    MEASURE = "/measure"
    NOMINATE = "/nominate"
    SURGERY = "/surgery"
    WATCH = "/watch"
    BOARD = "/board"
    ACTIONS = "/actions"


class Shortcut(StrEnum):
    """Message shortcuts, by the callback ids that the manifest declares."""

    NOMINATE = "nominate_message"


class Action(StrEnum):
    """Buttons, selects and other elements that send something when they are used."""

    CHOOSE = "choose"
    RECEIPT = "receipt"
    SHARE = "share"
    NOMINATE = "nominate"
    SECOND = "second"
    SECOND_WHY = "second_why"
    SHOW = "show"
    MEASURE = "measure"
    BOARD = "board"
    REASON = "reason"
    OUTCOME = "outcome"
    HEARD = "heard"
    SOURCE = "source"
    LOAD = "load"
    SHOW_ALL = "show_all"
    CHART = "chart"
    ALERT_ITEM = "item"
    FIGURES = "figures"
    MORE = "more"
    ASK_TEAM = "ask_team"
    ASK_SERVICE = "ask_service"
    ANSWER_QUESTION = "answer_question"
    NAME_DAY = "name_day"
    COMMENT = "comment"
    PERIOD = "period"
    MERGE_QUESTION = "merge_question"
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
    DECIDE = "decide"
    MOVE = "move"
    INTO = "into"
    ROOM = "room"
    SCHEDULE = "schedule"
    DAY = "day"
    TIME = "time"
    PLACE = "place"
    INVITE = "invite"
    ROLE = "role"
    OWNER_ROLE = "owner_role"
    ANSWER_INVITATION = "answer_invitation"
    CONTRIBUTE = "contribute"
    KIND = "kind"
    ATTENDANCE = "attendance"
    HOLD = "hold"
    AGREE = "agree"
    EFFECT = "effect"
    EVIDENCE = "evidence"
    EXPLAIN = "explain"
    FOLLOW_UP = "follow_up"
    END_SURGERY = "end_surgery"
    PAPER = "paper"
    REPORT = "report"
    PICK_BOARD = "pick_board"
    RECOMMEND = "recommend"
    RECEIVED = "received"
    RESPOND = "respond"
    ROUND = "round"


class Callback(StrEnum):
    """Modals that are submitted."""

    NOMINATE = "nominate_form"
    SECOND = "second_form"
    REPLY = "reply_form"
    ASK_SERVICE = "ask_service_form"
    ANSWER_QUESTION = "answer_question_form"
    NAME_DAY = "name_day_form"
    COMMENT = "comment_form"
    MERGE_QUESTION = "merge_question_form"
    FEEDBACK = "feedback_form"
    TEACH = "teach_form"
    TAUGHT = "taught_form"
    MUTE = "mute_form"
    BOARD_WATCH = "board_watch_form"
    DECIDE = "decide_form"
    SCHEDULE = "schedule_form"
    INVITE = "invite_form"
    CONTRIBUTE = "contribute_form"
    ATTENDANCE = "attendance_form"
    AGREE = "agree_form"
    END_SURGERY = "end_surgery_form"
    REPORT = "report_form"
    RECOMMEND = "recommend_form"
    RECEIVED = "received_form"
    RESPOND = "respond_form"
    ROUND = "round_form"


class BlockId(StrEnum):
    """Input blocks in modals, by which mistakes are pointed out."""

    MEASURE = "measure"
    BOARD = "board"
    REASON = "reason"
    OUTCOME = "outcome"
    HEARD = "heard"
    SOURCE = "source"
    UNTIL = "until"
    REPLY = "reply"
    MOVE = "move"
    INTO = "into"
    ROOM = "room"
    DAY = "day"
    TIME = "time"
    PLACE = "place"
    ROLE = "role"
    KIND = "kind"
    WORDS = "words"
    PERIOD = "period"
    ATTENDANCE = "attendance"
    EFFECT = "effect"
    EVIDENCE = "evidence"


def numbered(action: Action, number: int) -> str:
    """The id of one of several like elements in a message: Slack wants ids in one block to differ."""
    return f"{action}:{number}"


def numbered_block(block_id: BlockId, number: int) -> str:
    """The id of one of several like fields in a form; the first has the id itself."""
    return f"{block_id}:{number}" if number else str(block_id)


def pattern(action: Action) -> re.Pattern[str]:
    """What a listener matches: the action, numbered or not."""
    return re.compile(rf"^{re.escape(action)}(:\d+)?$")


class Reference:
    """What a button or a form carries: a frozen dataclass of plain values."""

    __slots__ = ()


R = TypeVar("R", bound=Reference)


@dataclass(frozen=True, slots=True)
class MeasureRef(Reference):
    """A measure, by code; `board` where the button stands in a board's message."""

    measure: str
    board: str = ""


@dataclass(frozen=True, slots=True)
class NominateRef(Reference):
    """The form of a nomination: the board where it is for one alone, and the measures, by code, to offer first."""

    board: str = ""
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NominationRef(Reference):
    """A nomination, by number; in a form also the version that was seen, and the one `move` that it is for."""

    nomination: int
    version: int = 0
    move: str = ""


@dataclass(frozen=True, slots=True)
class SurgeryRef(Reference):
    """A surgery, by number; in a form also the version that was seen, and the one `move` that it is for."""

    surgery: int
    version: int = 0
    move: str = ""


@dataclass(frozen=True, slots=True)
class InvitationRef(Reference):
    """An invitation, by number, and the answer to it."""

    invitation: int
    move: str


@dataclass(frozen=True, slots=True)
class ActionRef(Reference):
    """An action, by number; in a form also the version that was seen."""

    action: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class RecommendationRef(Reference):
    """A recommendation, by number; in a form also the version that was seen."""

    recommendation: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class BoardRef(Reference):
    """A board, by code."""

    board: str


@dataclass(frozen=True, slots=True)
class QueryRef(Reference):
    """A question that has been understood, as `Query.to_payload` gives it."""

    query: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FigureRef(Reference):
    """One stated figure: measure code, label of its period, revision; 0 where no row is held."""

    measure: str
    period: str
    revision: int


@dataclass(frozen=True, slots=True)
class FiguresRef(Reference):
    """The figures that one message states, or the first of them and how many `more` there are."""

    figures: tuple[FigureRef, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class ChartRef(Reference):
    """A measure's picture or its figures: up to the period with that label, or up to the one that is due."""

    measure: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class UploadRef(Reference):
    """Files that were sent together, by number: to load, `leave_out` for all but the faulty rows; or a page to show."""

    upload: int
    leave_out: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class AskTeamRef(Reference):
    """A question that was not answered: the number under which its words are kept, or, where none are, the words."""

    noted: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRef(Reference):
    """A question on the Performance Team's backlog, by number."""

    question: int


@dataclass(frozen=True, slots=True)
class AskServiceRef(Reference):
    """A measure of which the service is asked, and where the answer goes: nowhere named is to the person alone."""

    measure: str
    board: str = ""
    channel: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class ServiceQuestionRef(Reference):
    """A question to a service, by number; in a form also the version that was seen."""

    question: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class FeedbackRef(Reference):
    """An answer that somebody has an opinion on: the measure that it is about, and in a form where it stands."""

    right: bool = False
    about: str = ""
    channel: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class TeachRef(Reference):
    """Words to be taught: those of a past question to begin with, or a whole proposal that has been tried."""

    noted: int = 0
    words: str = ""
    measure: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class TaughtRef(Reference):
    """Words that were taught, by number."""

    taught: int


@dataclass(frozen=True, slots=True)
class RoundRef(Reference):
    """A round, by the first day of its month, and what is to be done with it."""

    month: str
    move: str


def encode(reference: Reference) -> str:
    """The text that a button's `value` or a modal's `private_metadata` carries."""
    return _adapter(type(reference)).dump_json(reference, exclude_defaults=True).decode()


def decode(kind: type[R], value: str) -> R:
    """The reference that `encode` wrote. Raises BadInput when it is not one, as after a change of version."""
    try:
        reference = _adapter(kind).validate_json(value)
    except ValidationError:
        raise BadInput("That button no longer works. Please ask again.") from None
    assert isinstance(reference, kind)
    return reference


_ADAPTERS: dict[type[Reference], TypeAdapter[Any]] = {}
"""One for each kind, made at its first use."""


def _adapter(kind: type[Reference]) -> TypeAdapter[Any]:
    adapter = _ADAPTERS.get(kind)
    if adapter is None:
        adapter = _ADAPTERS[kind] = TypeAdapter(kind)
    return adapter
