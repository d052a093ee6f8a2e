"""What is told of a surgery as it goes on. Wording asks what would help, never whose fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from handlers.ids import Action, numbered
from handlers.references import ActionRef, InvitationRef, SurgeryRef
from handlers.views.limits import ELEMENTS_IN_ACTIONS
from handlers.views.message import Message, Part, message
from handlers.views.parts import Bold, bullets, button, buttons, paragraph, quotation
from handlers.views.reminders import ANSWERS, report_button
from perfdata.action_plans.action import Action as ActionPlanned
from perfdata.asking.amounts import day_words, joined
from perfdata.surgeries.contributions import Contribution
from perfdata.surgeries.models import Deed
from perfdata.surgeries.models import Part as SurgeryPart
from perfdata.surgeries.succession import HandedOver
from perfdata.surgeries.surgery import Surgery
from perfdata.surgeries.telling import Event, SurgeryTold
from perfdata.surgeries.turning import Review, Turn

OPEN_AND_FAIR = (
    "A surgery is open and collaborative: it asks what is behind the figures, what would turn them, and who does what "
    "by when."
)
NO_FIGURE_YET = "There is no figure yet for a period that ended after the surgery, so it is too early to say."
HOW_CHASED = (
    "I ask how each is going five working days before its day, and on the day. If one needs longer or cannot be done, "
    "say so with the reason: the board reads it, and that is a fair answer."
)
WHAT_THE_BOARD_CAN_DO = (
    "The board decides what would help now: further actions, another surgery, or closing it with the reason. /board "
    "has the buttons."
)


def owed_surgery(payload: Mapping[str, Any]) -> Message:
    """What is posted of one event of a surgery, in its thread or to somebody by themselves."""
    return message(told_parts(SurgeryTold.from_payload(dict(payload))))


def told_parts(told: SurgeryTold) -> list[Part]:
    """One event of a surgery."""
    parts = [paragraph(Bold(f"Performance surgery on {told.surgery.title}: "), f"{_news(told)}."), *_more(told)]
    if told.reason:
        parts.append(quotation(told.reason, told.by))
    return [*parts, *_to_press(told)]


def owed_handed_over(payload: Mapping[str, Any]) -> Message:
    """What is posted, in both boards' channels, of what goes on with another board than it began with."""
    told = HandedOver.from_payload(dict(payload))
    goes_on = "joins the nomination of it that is there" if told.joined else "goes on there"
    return message(
        [
            paragraph(
                Bold(f"{told.title}: "),
                f"the {told.before} is no longer there, and the {told.after} now covers this. "
                f"The {told.what} {goes_on}; nothing that was said or decided is lost.",
            )
        ]
    )


def when_and_where(surgery: Surgery) -> str:
    """`15 December 2026 at 14:00, Council House`; what is not known yet is left out."""
    if surgery.held_on is None:
        return "No date yet"
    words = day_words(surgery.held_on)
    if surgery.starts_at is not None:
        words += f" at {surgery.starts_at:%H:%M}"
    return f"{words}, {surgery.place}" if surgery.place else words


def reviewed(reviews: Sequence[Review]) -> Part:
    """What the figures since a surgery say of each of its measures."""
    return bullets([_review(one) for one in reviews]) if reviews else paragraph(NO_FIGURE_YET)


def planned(actions: Sequence[ActionPlanned], *, whose: bool = True) -> Part:
    """Actions, a line each: what, who, by when, to what effect, and what would show it."""
    return bullets([_action(one, whose) for one in actions])


def _more(told: SurgeryTold) -> Iterator[Part]:
    surgery = told.surgery
    match told.event:
        case Event.SCHEDULED:
            yield _when(surgery)
            if told.service_from is not None and told.papers_on is not None:
                yield paragraph(
                    f"The service has the papers from {day_words(told.service_from)} and may correct them and bring "
                    f"proposals; they go out to everybody on {day_words(told.papers_on)}."
                )
        case Event.INVITED:
            yield _when(surgery)
            yield paragraph(OPEN_AND_FAIR)
        case Event.WITH_SERVICE:
            by = f" on {day_words(told.papers_on)}" if told.papers_on is not None else ""
            if _told_to_clerk(told):
                yield paragraph(
                    f"This is the draft of the papers that the service has now. They go out to everybody{by}, with "
                    "what it corrects and proposes until then."
                )
                return
            yield paragraph(
                f"You see the papers first. They go out to everybody{by}. Until then, please correct what is wrong in "
                "them and bring what you propose."
            )
            yield paragraph(OPEN_AND_FAIR)
        case Event.PAPERS_OUT:
            yield _when(surgery)
            yield from _words(surgery.contributions)
            if guests := _to_be_given(told):
                yield paragraph("Please give the papers to those who have no account here:")
                yield bullets(guests)
        case Event.FOLLOWED:
            yield from _record(told)
        case Event.ACTIONS:
            yield planned(told.actions, whose=False)
            yield paragraph(HOW_CHASED)
        case Event.AGREED_LATER:
            yield planned(told.actions)
        case Event.REVIEWED:
            yield reviewed(told.reviews)
            if told.reviews and all(one.turn.turned for one in told.reviews):
                yield paragraph("The curve has turned. Whoever chairs the surgery can close it.")
        case Event.BACK_WITH_BOARD:
            yield paragraph(WHAT_THE_BOARD_CAN_DO)
        case Event.CLOSED:
            yield reviewed(told.reviews)


def _to_be_given(told: SurgeryTold) -> list[str]:
    """Whom the clerk, if it is the clerk who is told, has to give the papers to."""
    if not _told_to_clerk(told):
        return []
    return [f"{one.title} ({one.part})" for one in told.surgery.invitations if not one.user_id]


def _told_to_clerk(told: SurgeryTold) -> bool:
    return any(one.id == told.invitation and one.part == SurgeryPart.CLERK for one in told.surgery.invitations)


def _record(told: SurgeryTold) -> Iterator[Part]:
    """What came of the meeting: who was there, what was said, what was agreed, and when the board looks back."""
    if present := [one.title for one in told.surgery.invitations if one.attended]:
        yield paragraph(Bold("Present: "), f"{'; '.join(present)}.")
    yield from _words(told.surgery.contributions)
    yield paragraph(Bold("Agreed:"))
    yield planned(told.actions)
    if told.reviewed_on:
        yield paragraph(f"The board is told whether the curve has turned on {joined(_days(told.reviewed_on))}.")


def _words(contributions: Sequence[Contribution]) -> Iterator[Part]:
    if contributions:
        yield bullets([(Bold(f"{one.kind.value.capitalize()}: "), one.text) for one in contributions])


def _when(surgery: Surgery) -> Part:
    return paragraph(f"{when_and_where(surgery)}. For the {surgery.board_name}.")


def _days(days: Sequence[date]) -> list[str]:
    return [day_words(one) for one in days]


def _action(action: ActionPlanned, whose: bool) -> tuple[Bold | str, ...]:
    who = f"{action.owner_role}, by " if whose else "By "
    shown = f" To show it: {action.evidence_wanted}." if action.evidence_wanted else ""
    return (Bold(f"{action.text}. "), f"{who}{day_words(action.due_on)}. It should do: {action.effect}.{shown}")


def _review(review: Review) -> tuple[Bold | str, ...]:
    """`Void turnaround: back on target for two periods. 23 days in June 2027 (on target); 31 days at the surgery.`

    Then, where there was a forecast on that day, what it was.
    """
    since = f" since {review.since}" if review.since and review.turn is Turn.IMPROVING else ""
    now = f" {review.value_words} in {review.period.words} ({review.status.value})" if review.period is not None else ""
    then = f"; {review.baseline.value_words} at the surgery" if review.baseline.value_words else ""
    expected = f" Expected on that day: {review.baseline.expected_words}." if review.baseline.expected else ""
    return (Bold(f"{review.title}: "), f"{review.turn.value}{since}.{now}{then}.{expected}")


def _months(count: int) -> str:
    return "one month" if count == 1 else f"{count} months"


def _news(told: SurgeryTold) -> str:
    return {
        Event.SCHEDULED: "the date is set",
        Event.INVITED: "you are invited",
        Event.WITH_SERVICE: "the papers are with the service" if _told_to_clerk(told) else "the papers are with you",
        Event.PAPERS_OUT: "the papers are out",
        Event.HELD: "it is being held today, and its record is open",
        Event.REVIEWED: f"{_months(told.months)} on",
        Event.FOLLOWED: "it has been held, and its actions are followed up",
        Event.ACTIONS: "it has been held, and this is yours to do",
        Event.AGREED_LATER: "an action has been agreed since it was held",
        Event.BACK_WITH_BOARD: "no action is left to do and the curve has not turned, so it comes back to the board",
        Event.CLOSED: "closed",
        Event.CANCELLED: "called off",
    }[told.event]


def _to_press(told: SurgeryTold) -> Iterator[Part]:
    surgery = told.surgery
    if told.event is Event.INVITED and told.invitation:
        yield buttons(
            *(
                button(words, numbered(Action.ANSWER_INVITATION, number), InvitationRef(told.invitation, move.name))
                for number, (words, move) in enumerate(ANSWERS)
            )
        )
    if told.event is Event.WITH_SERVICE and not _told_to_clerk(told):
        about = SurgeryRef(surgery.id, surgery.version, Deed.PROPOSE.name)
        yield buttons(button("Correct or propose", Action.CONTRIBUTE, about))
    if told.event is Event.ACTIONS:
        yield buttons(
            *(
                report_button(one.text, ActionRef(one.id), number)
                for number, one in enumerate(told.actions[:ELEMENTS_IN_ACTIONS])
            )
        )
