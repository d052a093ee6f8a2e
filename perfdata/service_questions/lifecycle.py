"""What may become of a question to the service, and who may do it, as two tables.

with the service ──> with the service until a day that it named ──> answered
       └──────────────────────────────┴──────────────────────────> answered, or merged with another
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from perfdata.errors import NotAllowed
from perfdata.lifecycle import Lifecycle, move
from perfdata.surgeries.models import Part


class QuestionState(StrEnum):
    """Where a question stands; whether it is overdue is a matter of its day."""

    ASKED = "with the service"
    DAY_NAMED = "with the service until a day that it named"
    ANSWERED = "answered"
    MERGED = "merged with another"


OPEN_QUESTION = (QuestionState.ASKED, QuestionState.DAY_NAMED)
"""A board has one of these for a measure at a time."""


class QuestionMove(StrEnum):
    """What may be done with a question."""

    JOIN = "joined"
    NAME_DAY = "given another day"
    ANSWER = "answered"
    MERGE = "merged with another"


QUESTION = Lifecycle(
    "question",
    QuestionState.ASKED,
    (
        move(QuestionMove.JOIN, (QuestionState.ASKED,), QuestionState.ASKED),
        move(QuestionMove.JOIN, (QuestionState.DAY_NAMED,), QuestionState.DAY_NAMED),
        move(QuestionMove.NAME_DAY, OPEN_QUESTION, QuestionState.DAY_NAMED),
        move(QuestionMove.ANSWER, OPEN_QUESTION, QuestionState.ANSWERED),
        move(QuestionMove.MERGE, OPEN_QUESTION, QuestionState.MERGED),
    ),
)

MAY: Mapping[QuestionMove, tuple[Part, ...]] = {
    QuestionMove.JOIN: (Part.BOARD_MEMBER,),
    QuestionMove.NAME_DAY: (Part.OWNER, Part.DIRECTOR),
    QuestionMove.ANSWER: (Part.OWNER, Part.DIRECTOR, Part.CLERK),
    QuestionMove.MERGE: (Part.CLERK,),
}
"""Who may make each move. The clerk answers on the service's behalf, and it is said so."""

_DOES = {
    QuestionMove.JOIN: "join the board’s question",
    QuestionMove.NAME_DAY: "name another day",
    QuestionMove.ANSWER: "answer this question",
    QuestionMove.MERGE: "merge questions",
}


def part_for(name: QuestionMove, parts: frozenset[Part]) -> Part:
    """The part by which somebody with these may make the move. Raises NotAllowed, naming who may."""
    for part in MAY[name]:
        if part in parts:
            return part
    words = [part.value for part in MAY[name]]
    who = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
    raise NotAllowed(f"Only {who} may {_DOES[name]}.")
