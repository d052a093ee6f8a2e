"""What buttons and forms carry to Slack and back, typed.

A reference names what is meant and nothing else: whoever presses is checked again, against what is held then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from perfdata.errors import BadInput
from perfdata.payloads import adapter_of


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
    return adapter_of(type(reference)).dump_json(reference, exclude_defaults=True).decode()


def decode(kind: type[R], value: str) -> R:
    """The reference that `encode` wrote. Raises BadInput when it is not one, as after a change of version."""
    try:
        reference = adapter_of(kind).validate_json(value)
    except ValidationError:
        raise BadInput("That button no longer works. Please ask again.") from None
    assert isinstance(reference, kind)
    return reference
