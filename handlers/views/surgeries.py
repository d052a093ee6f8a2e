"""Surgeries as lists and forms: what is on its way, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from itertools import count

from handlers.ids import Action, BlockId, Callback, numbered
from handlers.references import SurgeryRef
from handlers.views.forms import choice, day_picker, field, several, text_box, time_picker
from handlers.views.limits import CHECKBOXES, OPTION_LABEL
from handlers.views.message import Block, Message, Part, fits, message
from handlers.views.nominations import listed as listed_nomination
from handlers.views.parts import Bold, bullets, button, buttons, divider, heading, modal, note, paragraph, plain
from handlers.views.surgery_news import planned, reviewed, when_and_where
from perfdata.action_plans.action import Action as ActionPlanned
from perfdata.action_plans.agreeing import LONGEST as LONGEST_ACTION
from perfdata.asking.amounts import day_words
from perfdata.documents.handing_out import Paper
from perfdata.past_surgeries import PastAction
from perfdata.surgeries.agenda import Running
from perfdata.surgeries.contributing import LONGEST
from perfdata.surgeries.contributions import Contribution, ContributionKind
from perfdata.surgeries.holding import LONGEST_REASON
from perfdata.surgeries.lifecycles import SURGERY, InvitationState, SurgeryMove, SurgeryState
from perfdata.surgeries.models import Deed
from perfdata.surgeries.nomination import Nomination
from perfdata.surgeries.preparing import LONGEST_PLACE
from perfdata.surgeries.surgery import Surgery
from perfdata.surgeries.turning import Review

MOST_SHOWN = 20
GUESTS = ("partner", "expert", "similar council", "service users", "guest")


def running(one: Running, numbers: Iterator[int]) -> Iterator[Part]:
    """A surgery that has not ended, with what this person may do with it as it stands."""
    surgery = one.surgery
    yield paragraph(Bold(f"Surgery on {surgery.title}"), f": {surgery.state.value}. {when_and_where(surgery)}.")
    if Deed.RECORD in one.deeds and SURGERY.allows(surgery.state, SurgeryMove.HOLD):
        yield note(_who_comes(surgery))
    pressed = [
        button(
            label,
            numbered(action, next(numbers)),
            SurgeryRef(surgery.id, surgery.version, move),
            spoken=f"{label}: {surgery.title}",
        )
        for label, action, deed, state_move, move in ACTS
        if deed in one.deeds and _is_open_to(surgery.state, state_move)
    ]
    if pressed:
        yield buttons(*pressed)


def being_held(one: Running) -> Message:
    """What whoever opens the meeting gets at once: all that the record needs, to press in any order."""
    return message([*running(one, count()), note("The clerk and whoever chairs can write at the same time.")])


def surgery_list(
    found: Sequence[Running], nominations: Sequence[Nomination], past: Sequence[tuple[str, PastAction]], where: str
) -> Message:
    """What `/surgery` gives: what is on its way, what is nominated, what has ended. What does not fit is said.

    `past` are surgeries from before the product was there, with the titles of their measures.
    """
    numbers = count()
    on_their_way = [[*running(one, numbers)] for one in found if one.surgery.state not in SURGERY.ends]
    nominated = [[*listed_nomination(one, next(numbers))] for one in nominations]
    ended = [one for one in found if one.surgery.state in SURGERY.ends]
    held = [[paragraph(Bold(f"Surgery on {one.surgery.title}"), f": {_ended(one)}")] for one in ended]
    held += [[paragraph(Bold(f"Surgery on “{title}”"), f": {words}")] for title, words in _held_before(past)]
    groups = [
        *_section("On their way", on_their_way, f"No surgery is on its way: {where}."),
        *_section("Nominated", nominated, f"There are no open nominations for surgery: {where}. /nominate makes one."),
        *_section("Ended", held, f"None has ended: {where}."),
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


def contribute_form(surgery: Surgery, kinds: Sequence[ContributionKind], *, added: Contribution | None = None) -> Block:
    """The form that adds words to the record, or what the service would correct or proposes.

    It comes back blank when something was `added`, for the next.
    """
    options = [(one.value.capitalize(), one.name) for one in kinds]
    return modal(
        "Add to the surgery",
        [
            paragraph(Bold(f"Surgery on {surgery.title}")).block,
            *(
                paragraph(Bold(f"{one.kind.value.capitalize()}: "), one.text).block
                for one in surgery.contributions[-MOST_SHOWN:]
            ),
            *_said(f"Added to {added.kind.value}. You can add more, or press Done." if added is not None else ""),
            field(
                BlockId.KIND,
                "What is it?",
                choice(Action.KIND, options, chosen=added.kind.name if added is not None else options[0][1]),
            ),
            field(
                BlockId.WORDS,
                "In your words",
                text_box(Action.WORDS, LONGEST),
                number=added.id if added is not None else 0,
            ),
        ],
        close="Done" if added is not None else "Cancel",
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


def agree_form(
    surgery: Surgery, today: date, agreed: Sequence[ActionPlanned], *, added: ActionPlanned | None = None
) -> Block:
    """The form in which an action is agreed, under those that are `agreed` already.

    It comes back blank when one was `added`, for the next.
    """
    number = added.id if added is not None else 0
    owner: Block = {
        "type": "external_select",
        "action_id": str(Action.OWNER_ROLE),
        "placeholder": plain("Choose, or type a few letters", OPTION_LABEL),
        "min_query_length": 0,
    }
    subjects = [(one.title, one.code) for one in surgery.subjects]
    return modal(
        "Agree an action",
        [
            paragraph(Bold(f"Surgery on {surgery.title}")).block,
            *([planned(agreed[-MOST_SHOWN:]).block] if agreed else []),
            *_said("Agreed. You can agree another, or press Done." if added is not None else ""),
            field(
                BlockId.MEASURE,
                "Which measure should it move?",
                choice(Action.MEASURE, subjects, chosen=subjects[0][1]),
            ),
            field(
                BlockId.WORDS,
                "What is to be done?",
                text_box(Action.WORDS, LONGEST_ACTION, lines=False),
                number=number,
            ),
            field(BlockId.ROLE, "Who does it, by role?", owner, number=number),
            field(BlockId.DAY, "By when?", day_picker(Action.DAY, today + timedelta(days=60))),
            field(
                BlockId.EFFECT,
                "What should it do to the measure, and by how much?",
                text_box(Action.EFFECT, LONGEST_ACTION, lines=False),
                number=number,
            ),
            field(
                BlockId.EVIDENCE,
                "What would show that it is done?",
                text_box(Action.EVIDENCE, LONGEST_ACTION, lines=False),
                optional=True,
                number=number,
            ),
        ],
        close="Done" if added is not None else "Cancel",
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
            *(reviewed(reviews).block,) * closing,
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


def _said(sentence: str) -> list[Block]:
    return [note(sentence).block] if sentence else []


def done_view(title: str, sentence: str) -> Block:
    """What a form turns into."""
    return modal(title, [paragraph(sentence).block])


def _is_open_to(state: SurgeryState, move: SurgeryMove | None) -> bool:
    return SURGERY.allows(state, move) if move is not None else state in _WITH_A_RECORD


def _who_comes(surgery: Surgery) -> str:
    """Who has answered what, by role."""
    answers = (
        ("Coming", InvitationState.ACCEPTED),
        ("Cannot come", InvitationState.DECLINED),
        ("Not answered yet", InvitationState.INVITED),
    )
    said = {
        words: [one.title for one in surgery.invitations if one.state is state and one.user_id]
        for words, state in answers
    }
    outside = [one.title for one in surgery.invitations if not one.user_id]
    parts = [f"{words}: {'; '.join(titles)}." for words, titles in said.items() if titles]
    parts += [f"From outside, with papers from the clerk: {'; '.join(outside)}."] * bool(outside)
    return " ".join(parts)


def _ended(one: Running) -> str:
    surgery = one.surgery
    when = f" on {day_words(surgery.closed_at.date())}" if surgery.closed_at is not None else ""
    found = "; ".join(dict.fromkeys(review.turn.value for review in one.reviews))
    turned = f" What the figures said: {found}." if found else ""
    return f"{surgery.state.value}{when}.{turned} {surgery.close_reason}".rstrip()


def _held_before(past: Sequence[tuple[str, PastAction]]) -> Iterator[tuple[str, str]]:
    """Surgeries from before the product was there, newest first, each once a measure."""
    held = {(one.surgery, one.code): (title, one) for title, one in past}
    for title, one in sorted(held.values(), key=lambda item: item[1].held_on, reverse=True):
        yield title, f"{day_words(one.held_on)}. What came of it: {one.outcome or 'not recorded'}."


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
