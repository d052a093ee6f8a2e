"""What is told of a surgery as it goes on. Wording asks what would help, never whose fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import count
from typing import Any

from handlers.ids import Action, BlockId, Callback, InvitationRef, SurgeryRef, numbered
from handlers.views.days import day_in_words
from handlers.views.forms import choice, day_picker, field, several, text_box, time_picker
from handlers.views.limits import CHECKBOXES
from handlers.views.message import Block, Message, Part, fits, message
from handlers.views.nominations import listed as listed_nomination
from handlers.views.parts import Bold, bullets, button, buttons, divider, heading, modal, note, paragraph, quotation
from perfdata.action_plans.agreeing import LONGEST as LONGEST_ACTION
from perfdata.documents.handing_out import Paper
from perfdata.past_surgeries import PastAction
from perfdata.surgeries.agenda import Running
from perfdata.surgeries.contributing import LONGEST
from perfdata.surgeries.contributions import ContributionKind
from perfdata.surgeries.holding import LONGEST_REASON
from perfdata.surgeries.lifecycles import SURGERY, InvitationMove, SurgeryMove, SurgeryState
from perfdata.surgeries.models import Deed
from perfdata.surgeries.models import Part as SurgeryPart
from perfdata.surgeries.nomination import Nomination
from perfdata.surgeries.preparing import LONGEST_PLACE
from perfdata.surgeries.succession import HandedOver
from perfdata.surgeries.surgery import Surgery
from perfdata.surgeries.telling import Event, SurgeryTold
from perfdata.surgeries.turning import Review, Turn

MOST_SHOWN = 20
GUESTS = ("partner", "expert", "similar council", "service users", "guest")
OPEN_AND_FAIR = (
    "A surgery is open and collaborative: it asks what is behind the figures, what would turn them, and who does what "
    "by when."
)

NO_FIGURE_YET = "There is no figure yet for a period that ended after the surgery, so it is too early to say."


def owed_surgery(payload: Mapping[str, Any]) -> Message:
    """What is posted of one event of a surgery, in its thread or to somebody who is asked to come."""
    return message(told_parts(SurgeryTold.from_payload(dict(payload))))


def told_parts(told: SurgeryTold) -> list[Part]:
    """One event of a surgery."""
    surgery = told.surgery
    parts = [paragraph(Bold(f"Performance surgery on {surgery.title}: "), f"{_news(told)}.")]
    if surgery.held_on is not None and told.event in (Event.SCHEDULED, Event.INVITED, Event.PAPERS_OUT):
        parts.append(paragraph(f"{when_and_where(surgery)}. For the {surgery.board_name}."))
    if told.event is Event.WITH_SERVICE:
        parts.append(
            paragraph(
                "You see the papers first. Please correct what is wrong in them, and bring what you propose, before "
                "they go out to everybody."
            )
        )
    if told.event in (Event.INVITED, Event.WITH_SERVICE):
        parts.append(paragraph(OPEN_AND_FAIR))
    if told.event is Event.HELD and surgery.contributions:
        parts.append(bullets([(Bold(f"{one.kind.value}: "), one.text) for one in surgery.contributions]))
    if told.event is Event.REVIEWED:
        parts.append(bullets([_review(one) for one in told.reviews]) if told.reviews else paragraph(NO_FIGURE_YET))
        if told.reviews and all(one.turn.turned for one in told.reviews):
            parts.append(paragraph("The curve has turned. Whoever chairs the surgery can close it."))
    if told.reason:
        parts.append(quotation(told.reason, told.by))
    if told.invitation and told.event is Event.INVITED:
        parts.append(invitation_buttons(told.invitation))
    if told.event is Event.PAPERS_OUT and (guests := _to_be_given(told)):
        parts += [paragraph("Please give the papers to those who have no account here:"), bullets(guests)]
    return parts


def _to_be_given(told: SurgeryTold) -> list[str]:
    """Whom the clerk, if it is the clerk who is told, has to give the papers to."""
    told_to = next((one for one in told.surgery.invitations if one.id == told.invitation), None)
    if told_to is None or told_to.part != SurgeryPart.CLERK:
        return []
    return [f"{one.title} ({one.part})" for one in told.surgery.invitations if not one.user_id]


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
    words = day_in_words(surgery.held_on)
    if surgery.starts_at is not None:
        words += f" at {surgery.starts_at:%H:%M}"
    return f"{words}, {surgery.place}" if surgery.place else words


def _review(review: Review) -> tuple[Bold | str, ...]:
    """`Void turnaround: back on target for two periods. 23 days in June 2027 (on target); 31 days at the surgery.`"""
    since = f" since {review.since}" if review.since and review.turn is Turn.IMPROVING else ""
    now = f" {review.value_words} in {review.period.words} ({review.status.value})" if review.period is not None else ""
    then = f"; {review.baseline.value_words} at the surgery" if review.baseline.value_words else ""
    return (Bold(f"{review.title}: "), f"{review.turn.value}{since}.{now}{then}.")


def _months(count: int) -> str:
    return "one month" if count == 1 else f"{count} months"


def _news(told: SurgeryTold) -> str:
    return {
        Event.SCHEDULED: "the date is set",
        Event.INVITED: "you are invited",
        Event.WITH_SERVICE: "the papers are with you",
        Event.PAPERS_OUT: "the papers are out",
        Event.HELD: "it has been held",
        Event.REVIEWED: f"{_months(told.months)} on",
        Event.FOLLOWED: "its actions stand and are followed up",
        Event.BACK_WITH_BOARD: "every action is done and the curve has not turned, so it comes back to the board",
        Event.CLOSED: "closed",
        Event.CANCELLED: "called off",
    }[told.event]


def running(one: Running, numbers: Iterator[int]) -> Iterator[Part]:
    """A surgery that has not ended, with what this person may do with it as it stands."""
    surgery = one.surgery
    yield paragraph(Bold(f"Surgery on {surgery.title}"), f": {surgery.state.value}. {when_and_where(surgery)}.")
    pressed = [
        button(label, numbered(action, next(numbers)), SurgeryRef(surgery.id, surgery.version, move), spoken=label)
        for label, action, deed, state_move, move in ACTS
        if deed in one.deeds and _is_open_to(surgery.state, state_move)
    ]
    if pressed:
        yield buttons(*pressed)


def surgery_list(
    found: Sequence[Running], nominations: Sequence[Nomination], past: Sequence[PastAction], where: str
) -> Message:
    """What `/surgery` gives: what is on its way, what is nominated, what was held. What does not fit is said."""
    numbers = count()
    on_their_way = [[*running(one, numbers)] for one in found if one.surgery.state not in SURGERY.ends]
    nominated = [[*listed_nomination(one, next(numbers))] for one in nominations]
    ended = [one.surgery for one in found if one.surgery.state in SURGERY.ends]
    held = [[paragraph(Bold(f"Surgery on {one.title}"), f": {_ended(one)}")] for one in ended]
    held += [[paragraph(Bold(f"Surgery {name}"), f": {words}")] for name, words in _held_before(past)]
    groups = [
        *_section("On their way", on_their_way, f"No surgery is on its way: {where}."),
        *_section("Nominated", nominated, f"There are no open nominations for surgery: {where}. /nominate makes one."),
        *_section("Held", held, f"None has been held: {where}."),
    ]
    parts: list[Part] = [heading("Performance surgeries")]
    for position, group in enumerate(groups):
        if not fits([*parts, *group, note("x" * 100)]):
            left = (
                f"{len(groups) - position} more did not fit. Type /surgery in a board’s channel for that board alone."
            )
            return message([*parts, note(left)])
        parts += group
    return message(parts)


def _section(title: str, groups: Sequence[list[Part]], none: str) -> list[list[Part]]:
    first: list[Part] = [divider(), paragraph(Bold(title))]
    if not groups:
        return [[*first, paragraph(none)]]
    return [[*first, *groups[0]], *groups[1:]]


def schedule_form(surgery: Surgery, earliest: date) -> Block:
    """The form that sets the date."""
    return modal(
        "Set the date",
        [
            paragraph(Bold(f"Surgery on {surgery.title}")).block,
            field(BlockId.DAY, "On which day?", day_picker(Action.DAY, max(earliest, surgery.held_on or earliest))),
            field(BlockId.TIME, "At what time?", time_picker(Action.TIME, surgery.starts_at or time(14))),
            field(BlockId.PLACE, "Where?", text_box(Action.PLACE, LONGEST_PLACE, lines=False, initial=surgery.place)),
            note(
                "All whom the council’s way of holding surgeries invites are asked. The service has five working days "
                "with the papers, and they are out five clear working days before."
            ).block,
        ],
        close="Cancel",
        submit="Set the date",
        callback=Callback.SCHEDULE,
        reference=SurgeryRef(surgery.id, surgery.version),
    )


def invite_form(surgery: Surgery) -> Block:
    """The form that asks somebody else to come."""
    return modal(
        "Invite somebody",
        [
            paragraph(Bold(f"Surgery on {surgery.title}")).block,
            bullets([f"{one.title} ({one.part}): {one.state.value}" for one in surgery.invitations]).block
            if surgery.invitations
            else paragraph("Nobody is invited yet.").block,
            field(
                BlockId.ROLE,
                "Who, by role and organisation?",
                text_box(Action.ROLE, LONGEST_PLACE, lines=False),
                hint="No names. Somebody from outside gets the papers as a document from the clerk.",
            ),
            field(BlockId.KIND, "As what?", choice(Action.KIND, [(one.capitalize(), one) for one in GUESTS])),
        ],
        close="Cancel",
        submit="Invite",
        callback=Callback.INVITE,
        reference=SurgeryRef(surgery.id, surgery.version),
    )


def contribute_form(surgery: Surgery, kinds: Sequence[ContributionKind]) -> Block:
    """The form that adds words to the record, or what the service would correct or proposes."""
    options = [(one.value.capitalize(), one.name) for one in kinds]
    return modal(
        "Add to the surgery",
        [
            paragraph(Bold(f"Surgery on {surgery.title}")).block,
            *(
                paragraph(Bold(f"{one.kind.value.capitalize()}: "), one.text).block
                for one in surgery.contributions[-MOST_SHOWN:]
            ),
            field(BlockId.KIND, "What is it?", choice(Action.KIND, options, chosen=options[0][1])),
            field(BlockId.WORDS, "In your words", text_box(Action.WORDS, LONGEST)),
        ],
        close="Cancel",
        submit="Add",
        callback=Callback.CONTRIBUTE,
        reference=SurgeryRef(surgery.id, surgery.version),
    )


def attendance_form(surgery: Surgery) -> Block:
    """The form that says who was there."""
    people = [(one.title, str(one.id)) for one in surgery.invitations]
    there = [str(one.id) for one in surgery.invitations if one.attended]
    rows = [people[start : start + CHECKBOXES] for start in range(0, len(people), CHECKBOXES)]
    return modal(
        "Who was there?",
        [
            paragraph(Bold(f"Surgery on {surgery.title}")).block,
            *(
                field(
                    BlockId.ATTENDANCE,
                    "Present",
                    several(Action.ATTENDANCE, row, chosen=there),
                    optional=True,
                    number=number,
                )
                for number, row in enumerate(rows)
            ),
        ],
        close="Cancel",
        submit="Record",
        callback=Callback.ATTENDANCE,
        reference=SurgeryRef(surgery.id, surgery.version),
    )


def agree_form(surgery: Surgery, today: date) -> Block:
    """The form in which an action is agreed."""
    subjects = [(one.title, one.code) for one in surgery.subjects]
    return modal(
        "Agree an action",
        [
            field(
                BlockId.MEASURE,
                "Which measure should it move?",
                choice(Action.MEASURE, subjects, chosen=subjects[0][1]),
            ),
            field(BlockId.WORDS, "What is to be done?", text_box(Action.WORDS, LONGEST_ACTION, lines=False)),
            field(
                BlockId.ROLE,
                "Who does it, by role?",
                text_box(Action.ROLE, LONGEST_PLACE, lines=False),
                hint="As in the list of people, such as Head of Highways.",
            ),
            field(BlockId.DAY, "By when?", day_picker(Action.DAY, today + timedelta(days=60))),
            field(
                BlockId.EFFECT,
                "What should it do to the measure, and by how much?",
                text_box(Action.EFFECT, LONGEST_ACTION, lines=False),
            ),
            field(
                BlockId.EVIDENCE,
                "What would show that it is done?",
                text_box(Action.EVIDENCE, LONGEST_ACTION, lines=False),
                optional=True,
            ),
        ],
        close="Cancel",
        submit="Agree",
        callback=Callback.AGREE,
        reference=SurgeryRef(surgery.id, surgery.version),
    )


def end_form(surgery: Surgery, move: str, reviews: Sequence[Review]) -> Block:
    """The form that closes a surgery or calls it off."""
    closing = move == SurgeryMove.CLOSE.name
    return modal(
        "Close the surgery" if closing else "Call it off",
        [
            paragraph(Bold(f"Surgery on {surgery.title}")).block,
            *((bullets([_review(one) for one in reviews]) if reviews else paragraph(NO_FIGURE_YET)).block,) * closing,
            field(
                BlockId.REASON,
                "Why is it closed?" if closing else "Why is it called off?",
                text_box(Action.REASON, LONGEST_REASON),
                hint="Needed unless the curve of every measure has turned."
                if closing
                else "All who were invited read it.",
                optional=closing,
            ),
        ],
        close="Cancel",
        submit="Close" if closing else "Call it off",
        callback=Callback.END_SURGERY,
        reference=SurgeryRef(surgery.id, surgery.version, move),
    )


def done_view(title: str, sentence: str) -> Block:
    """What a form turns into."""
    return modal(title, [paragraph(sentence).block])


def invitation_buttons(invitation: int) -> Part:
    """Whether somebody comes."""
    answers = (("I will be there", InvitationMove.ACCEPT), ("I cannot come", InvitationMove.DECLINE))
    return buttons(
        *(
            button(words, numbered(Action.ANSWER_INVITATION, number), InvitationRef(invitation, move.name))
            for number, (words, move) in enumerate(answers)
        )
    )


def _is_open_to(state: SurgeryState, move: SurgeryMove | None) -> bool:
    return SURGERY.allows(state, move) if move is not None else state in _WITH_A_RECORD


def _ended(surgery: Surgery) -> str:
    when = f" on {day_in_words(surgery.closed_at.date())}" if surgery.closed_at is not None else ""
    return f"{surgery.state.value}{when}. {surgery.close_reason}".rstrip()


def _held_before(past: Sequence[PastAction]) -> Iterator[tuple[str, str]]:
    """Surgeries from before the product was there, newest first."""
    held = {one.surgery: one for one in past}
    for name, one in sorted(held.items(), key=lambda item: item[1].held_on, reverse=True):
        yield name, f"{one.code}, {day_in_words(one.held_on)}. What came of it: {one.outcome or 'not recorded'}."


_WITH_A_RECORD = (SurgeryState.SCHEDULED, SurgeryState.WITH_SERVICE, SurgeryState.PAPERS_OUT, SurgeryState.HELD,
                  SurgeryState.FOLLOWED, SurgeryState.BACK_WITH_BOARD)  # fmt: skip

ACTS = (
    ("Set the date", Action.SCHEDULE, Deed.RECORD, SurgeryMove.SCHEDULE, ""),
    ("Invite somebody", Action.INVITE, Deed.RECORD, SurgeryMove.CANCEL, ""),
    ("Pack", Action.PAPER, Deed.SEE_PACK, None, Paper.PACK.name),
    ("Minutes", Action.PAPER, Deed.SEE_PACK, SurgeryMove.CLOSE, Paper.MINUTES.name),
    ("Correct or propose", Action.CONTRIBUTE, Deed.PROPOSE, SurgeryMove.CANCEL, Deed.PROPOSE.name),
    ("It is being held", Action.HOLD, Deed.RECORD, SurgeryMove.HOLD, ""),
    ("Who was there", Action.ATTENDANCE, Deed.RECORD, SurgeryMove.CLOSE, ""),
    ("Write down", Action.CONTRIBUTE, Deed.RECORD, None, Deed.RECORD.name),
    ("Agree an action", Action.AGREE, Deed.RECORD, SurgeryMove.CLOSE, ""),
    ("Recommend", Action.RECOMMEND, Deed.RECORD, SurgeryMove.CLOSE, ""),
    ("End with its actions", Action.FOLLOW_UP, Deed.RECORD, SurgeryMove.FOLLOW_UP, ""),
    ("Close", Action.END_SURGERY, Deed.CHAIR, SurgeryMove.CLOSE, SurgeryMove.CLOSE.name),
    ("Call it off", Action.END_SURGERY, Deed.CHAIR, SurgeryMove.CANCEL, SurgeryMove.CANCEL.name),
)
"""What can be done with a surgery: the button, whose deed it is, the move that must be open, and what it is for."""
