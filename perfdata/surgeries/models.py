"""The four surgery models: who chooses, chairs, closes and sees, as one table of parts.

A part is what somebody is to one surgery: the chair of its board, the holder of the portfolio that the measure is
in, the owner of the measure. A council has one model at a time; a surgery keeps the one that it was chosen under, so
that a change in the middle of the year leaves history alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from perfdata.council import Council, SurgeryModel
from perfdata.errors import NotAllowed
from perfdata.measures import Measure
from perfdata.people import Person, Role


class Part(StrEnum):
    """What somebody may be to a nomination or a surgery, as a sentence says it."""

    BOARD_CHAIR = "the chair of the board"
    BOARD_VICE_CHAIR = "the vice chair of the board"
    BOARD_MEMBER = "a member of the board"
    PORTFOLIO_HOLDER = "the cabinet member for the service"
    CHIEF_OFFICER = "a chief officer"
    GROUP_CHAIR = "the chair of the working group"
    GROUP_MEMBER = "a member of the working group"
    DIRECTOR = "the director"
    OWNER = "the owner of the measure"
    CLERK = "the clerk"
    PERFORMANCE_TEAM = "the Performance Team"


class Deed(StrEnum):
    """What a model says who may do."""

    CHOOSE = "choose what goes to surgery"
    CHAIR = "chair the surgery"
    RECORD = "keep the record of the surgery"
    PROPOSE = "bring proposals to the surgery"
    SEE_PACK = "see the surgery's papers"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one model says.

    `choosers` may choose; with `both`, one of each entry has to agree before it is decided. `chair` chairs, keeps the
    record with the clerk, and closes. `any_board_nominates` lets a board nominate business-plan measures outside its
    remit.
    """

    choosers: tuple[Part, ...]
    both: bool
    chair: Part
    invited: tuple[Part, ...]
    any_board_nominates: bool


_ALWAYS_INVITED = (
    Part.OWNER,
    Part.DIRECTOR,
    Part.PORTFOLIO_HOLDER,
    Part.BOARD_CHAIR,
    Part.BOARD_VICE_CHAIR,
    Part.CLERK,
)

RULES: Mapping[SurgeryModel, Rules] = {
    SurgeryModel.CABINET_LED: Rules(
        choosers=(Part.CHIEF_OFFICER, Part.PORTFOLIO_HOLDER),
        both=False,
        chair=Part.PORTFOLIO_HOLDER,
        invited=_ALWAYS_INVITED,
        any_board_nominates=False,
    ),
    SurgeryModel.SCRUTINY_LED: Rules(
        choosers=(Part.BOARD_CHAIR, Part.BOARD_VICE_CHAIR),
        both=False,
        chair=Part.BOARD_CHAIR,
        invited=_ALWAYS_INVITED,
        any_board_nominates=True,
    ),
    SurgeryModel.COLLABORATIVE: Rules(
        choosers=(Part.PORTFOLIO_HOLDER, Part.BOARD_CHAIR),
        both=True,
        chair=Part.PORTFOLIO_HOLDER,
        invited=_ALWAYS_INVITED,
        any_board_nominates=False,
    ),
    SurgeryModel.WORKING_GROUP: Rules(
        choosers=(Part.GROUP_CHAIR, Part.GROUP_MEMBER),
        both=False,
        chair=Part.GROUP_CHAIR,
        invited=(*_ALWAYS_INVITED, Part.GROUP_CHAIR, Part.GROUP_MEMBER),
        any_board_nominates=True,
    ),
}


def parts_of(person: Person, board: str, measure: Measure, council: Council) -> frozenset[Part]:
    """What `person` is to a surgery of `board` (a code) on `measure`."""
    found: set[Part] = set()
    seat = person.boards.get(board)
    if seat is not None:
        found.add(Part.BOARD_MEMBER)
    if seat is Role.CHAIR:
        found.add(Part.BOARD_CHAIR)
    if seat is Role.VICE_CHAIR:
        found.add(Part.BOARD_VICE_CHAIR)
    if measure.service in council.portfolios.get(person.title, ()):
        found.add(Part.PORTFOLIO_HOLDER)
    if person.title == measure.owner_role:
        found.add(Part.OWNER)
    if person.is_a(Role.DIRECTOR) and person.directorate == measure.directorate:
        found.add(Part.DIRECTOR)
    if person.is_a(Role.CHIEF_OFFICER):
        found.add(Part.CHIEF_OFFICER)
    if board in person.clerk_of:
        found.add(Part.CLERK)
    if person.is_a(Role.PERFORMANCE_TEAM):
        found.add(Part.PERFORMANCE_TEAM)
    if person.title in council.working_group.members:
        found.add(Part.GROUP_MEMBER)
    if person.title and person.title == council.working_group.chair:
        found |= {Part.GROUP_CHAIR, Part.GROUP_MEMBER}
    return frozenset(found)


def allowed(model: SurgeryModel, deed: Deed) -> tuple[Part, ...]:
    """The parts that may do this under the model, the first named first in a refusal."""
    rules = RULES[model]
    match deed:
        case Deed.CHOOSE:
            return rules.choosers
        case Deed.CHAIR:
            return (rules.chair,)
        case Deed.RECORD:
            return (rules.chair, Part.CLERK)
        case Deed.PROPOSE:
            return (Part.DIRECTOR, Part.OWNER)
        case Deed.SEE_PACK:
            return tuple(dict.fromkeys((*rules.invited, rules.chair, *rules.choosers, Part.BOARD_MEMBER)))


def require_part(
    model: SurgeryModel, deed: Deed, person: Person, board: str, measure: Measure, council: Council
) -> Part:
    """The part by which `person` may do this. Raises NotAllowed, naming who may, when they have none that does."""
    may = allowed(model, deed)
    has = parts_of(person, board, measure, council)
    for part in may:
        if part in has:
            return part
    raise NotAllowed(f"Only {_either(may)} may {deed.value}.")


def _either(parts: tuple[Part, ...]) -> str:
    words = [part.value for part in parts]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
