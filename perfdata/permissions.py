"""Who may do what, as one table: act -> conditions over (person, measure, place). Default is deny.

Every refusal carries a sentence fit to show. Handlers never test roles; they ask here, through the domain.
An exempt measure is open only to the Performance Team and its owner, and only in a direct message or the terminal;
to everyone else it is as if it were not held, so that its existence is not given away either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from perfdata.errors import NotAllowed
from perfdata.measures import Measure, Tier
from perfdata.people import Person, Role


class PlaceKind(StrEnum):
    """Where somebody speaks, which decides who else can read the answer."""

    TERMINAL = "terminal"
    DIRECT = "direct"
    EPHEMERAL = "ephemeral"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the chat.

    `board` is the code of the board whose channel it is, blank elsewhere; `of_performance_team` is true in the channel
    of the Performance Team.
    """

    kind: PlaceKind
    channel_id: str = ""
    board: str = ""
    of_performance_team: bool = False


TERMINAL = Place(PlaceKind.TERMINAL)


class Act(StrEnum):
    """What somebody may want to do."""

    ASK = "ask"
    FOLLOW_THREAD = "have a thread followed"
    NOMINATE = "nominate"
    SECOND = "second"
    SEE_NOMINATIONS = "see nominations"
    DECIDE_NOMINATION = "decide on a nomination"
    SEE_SURGERIES = "see surgeries"
    RUN_SURGERY = "prepare, record or follow up a surgery"
    RELEASE_ALERTS = "release alerts"
    LOAD_FIGURES = "load figures"
    EXPORT = "export"
    REPLY_TO_BACKLOG = "reply to questions"
    TEACH = "teach words"
    WATCH = "watch"
    SET_BOARD_WATCH = "set a board's watch list"
    ASK_SERVICE = "ask the service"
    SEE_QUESTIONS = "see questions to services"
    DEAL_WITH_QUESTION = "answer a question to a service"
    COMMENT = "comment on a figure"
    REBASE = "begin a usual range anew"


Condition = Callable[[Person, Measure | None, Place], str | None]
"""Returns None when it is met, else the sentence to show."""


def _insider(person: Person, measure: Measure | None, place: Place) -> str | None:
    if person.is_a(Role.OUTSIDER) or not person.roles:
        return (
            "I can only answer people whom the council has told me about. "
            "The Performance Team can add you to the list of people."
        )
    return None


def _measure_is_open(person: Person, measure: Measure | None, place: Place) -> str | None:
    if measure is None or may_see(person, measure, place):
        return None
    return "That measure is not available here."


def _sits_on_a_board(person: Person, measure: Measure | None, place: Place) -> str | None:
    if person.is_a(Role.CABINET_MEMBER, Role.LEADER):
        return "Members of the cabinet do not sit on scrutiny, so they cannot nominate or second for a board."
    if not person.boards:
        return "Only members of an overview and scrutiny board can nominate or second an indicator for surgery."
    return None


def _board_covers_measure(person: Person, measure: Measure | None, place: Place) -> str | None:
    # Whether any board may take up a business-plan measure is a matter of the surgery model: surgeries/remit.py.
    if measure is None or measure.tier is Tier.BUSINESS_PLAN:
        return None
    if not set(person.boards) & set(measure.boards):
        return f"“{measure.title}” is not in the remit of a board that you sit on."
    return None


def _asks_for_a_board(person: Person, measure: Measure | None, place: Place) -> str | None:
    if person.is_a(Role.CABINET_MEMBER, Role.LEADER):
        return (
            "Questions to a service are a scrutiny board’s, and members of the cabinet do not sit on scrutiny. "
            "Please ask the service directly."
        )
    if not person.boards:
        return "Only members of an overview and scrutiny board can ask the service. Please ask the board’s clerk."
    return None


def _asks_within_its_remit(person: Person, measure: Measure | None, place: Place) -> str | None:
    if measure is not None and not set(person.boards) & set(measure.boards):
        return f"“{measure.title}” is not in the remit of a board that you sit on, so another board asks about it."
    return None


def _measure_is_not_exempt(person: Person, measure: Measure | None, place: Place) -> str | None:
    # For those who may not see it the condition before this one has said that it is not there.
    if measure is not None and measure.exempt:
        return "An exempt measure cannot be watched: nothing is ever sent about it unasked."
    return None


def _chairs_a_board(person: Person, measure: Measure | None, place: Place) -> str | None:
    chaired = [code for code, part in person.boards.items() if part in (Role.CHAIR, Role.VICE_CHAIR)]
    if not chaired:
        return "A board's watch list is kept by its chair and vice chair."
    if measure is not None and not set(chaired) & set(measure.boards):
        return f"“{measure.title}” is not in the remit of a board that you chair."
    return None


def _performance_team(person: Person, measure: Measure | None, place: Place) -> str | None:
    if not person.is_a(Role.PERFORMANCE_TEAM):
        return "Only the Performance Team can do that."
    return None


def _may_load(person: Person, measure: Measure | None, place: Place) -> str | None:
    if not person.is_a(Role.PERFORMANCE_TEAM):
        return (
            "Thank you for the file. Only the Performance Team can give me figures, so I have not looked into it. "
            "Please send it to them."
        )
    return None


def _where_reports_may_be_read(person: Person, measure: Measure | None, place: Place) -> str | None:
    # A report on figures says what is held, and is not for everybody in a channel.
    if place.kind is PlaceKind.CHANNEL and not place.of_performance_team:
        return (
            "I take files only in a direct message or in the Performance Team’s channel, so I have not looked into "
            "this one. Please send it there."
        )
    return None


def _in_a_channel(person: Person, measure: Measure | None, place: Place) -> str | None:
    if place.kind is not PlaceKind.CHANNEL:
        return "Here you need not mention me: I answer whatever you write, so there is no thread to follow."
    return None


def _nobody(person: Person, measure: Measure | None, place: Place) -> str | None:
    return "That is not allowed."


PERMISSIONS: dict[Act, tuple[Condition, ...]] = {
    Act.ASK: (_insider, _measure_is_open),
    Act.FOLLOW_THREAD: (_insider, _in_a_channel),
    Act.NOMINATE: (_insider, _measure_is_open, _sits_on_a_board, _board_covers_measure),
    Act.SECOND: (_insider, _measure_is_open, _sits_on_a_board, _board_covers_measure),
    Act.SEE_NOMINATIONS: (_insider,),
    # Who may decide what is a matter of the surgery model: perfdata/surgeries/models.py.
    Act.DECIDE_NOMINATION: (_insider, _measure_is_open),
    Act.SEE_SURGERIES: (_insider,),
    Act.RUN_SURGERY: (_insider, _measure_is_open),
    Act.RELEASE_ALERTS: (_performance_team,),
    Act.LOAD_FIGURES: (_insider, _may_load, _where_reports_may_be_read),
    Act.EXPORT: (_performance_team, _measure_is_open),
    Act.REPLY_TO_BACKLOG: (_performance_team,),
    Act.TEACH: (_performance_team,),
    Act.WATCH: (_insider, _measure_is_open, _measure_is_not_exempt),
    Act.SET_BOARD_WATCH: (_insider, _measure_is_open, _measure_is_not_exempt, _chairs_a_board),
    Act.ASK_SERVICE: (_insider, _measure_is_open, _asks_for_a_board, _asks_within_its_remit),
    Act.SEE_QUESTIONS: (_insider,),
    # Who may answer, name a day and merge is a table of its own: perfdata/service_questions/lifecycle.py.
    Act.DEAL_WITH_QUESTION: (_insider, _measure_is_open),
    # Whose figure it is says who may: perfdata/owners_words/giving.py.
    Act.COMMENT: (_insider, _measure_is_open),
    Act.REBASE: (_performance_team, _measure_is_open),
}


def may_see(person: Person, measure: Measure, place: Place) -> bool:
    """Whether this measure exists at all as far as this person, here, is concerned."""
    if not measure.exempt:
        return True
    private = place.kind in (PlaceKind.DIRECT, PlaceKind.TERMINAL)
    return private and (person.is_a(Role.PERFORMANCE_TEAM) or person.title == measure.owner_role)


def refusal(person: Person, act: Act, measure: Measure | None, place: Place) -> str | None:
    """Why `person` may not do `act` here, in a sentence fit to show; None when they may."""
    for condition in PERMISSIONS.get(act, (_nobody,)):
        if (sentence := condition(person, measure, place)) is not None:
            return sentence
    return None


def require(person: Person, act: Act, measure: Measure | None, place: Place) -> None:
    """Raise NotAllowed, with the sentence to show, unless `person` may do `act` here."""
    if (sentence := refusal(person, act, measure, place)) is not None:
        raise NotAllowed(sentence)
