"""What a board has in hand, and the form in which a nomination is decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import count

from handlers.ids import Action, BlockId, Callback, numbered
from handlers.references import BoardRef, NominationRef
from handlers.views.action_plans import listed as listed_actions
from handlers.views.facts import evidence_words, name_words
from handlers.views.forms import choice, day_picker, field, text_box
from handlers.views.message import Block, Message, Part, fits, message
from handlers.views.nominations import known_of, quoted
from handlers.views.parts import Bold, bullets, button, buttons, divider, heading, modal, note, paragraph, quotation
from handlers.views.recommendations import listed as listed_recommendations
from handlers.views.service_questions import listed as listed_questions
from handlers.views.surgeries import running as running_surgery
from perfdata.asking.amounts import day_words
from perfdata.boards import Board
from perfdata.people import Person
from perfdata.surgeries.agenda import Agenda
from perfdata.surgeries.choosing import ChoosersList, Ranked
from perfdata.surgeries.deciding import LONGEST_REASON
from perfdata.surgeries.lifecycles import NominationMove, NominationState
from perfdata.surgeries.ranking import NAMES, SHARES

MOVES = (
    (NominationMove.CHOOSE, "Choose it for a surgery"),
    (NominationMove.DEFER, "Defer it to a day"),
    (NominationMove.DECLINE, "Decline it"),
    (NominationMove.MERGE, "Merge it into another nomination"),
    (NominationMove.MAKE_THEMATIC, "Make it part of a thematic review"),
)


def agenda_message(agenda: Agenda, person: Person, today: date) -> Message:
    """What `/board` gives. What does not fit is said."""
    numbers = count()
    parts: list[Part] = [heading(agenda.board.name)]
    if agenda.board.next_meeting is not None:
        parts.append(paragraph(f"Next meeting: {day_words(agenda.board.next_meeting)}."))
    sections = [
        [divider(), heading("Nominations"), *_room(agenda.to_choose)],
        *([*_ranked(agenda.to_choose, one, person, next(numbers))] for one in agenda.to_choose.ranked),
        [divider(), heading("Surgeries"), *([] if agenda.running else [paragraph("None is on its way.")])],
        *([*running_surgery(one, numbers)] for one in agenda.running),
        [divider(), heading("Actions that are late"), *listed_actions(agenda.overdue, numbers, none="None is late.")],
        [divider(), heading("Questions to services"), *([] if agenda.questions else [paragraph("None is open.")])],
        *([*listed_questions([one], today, numbers)] for one in agenda.questions),
        [divider(), heading("Recommendations to the executive"), *listed_recommendations(agenda.recommended, numbers)],
    ]
    for position, section in enumerate(sections):
        if not fits([*parts, *section, note("x" * 100)]):
            left = len(sections) - position
            return message(
                [*parts, note(f"{left} more parts of this list did not fit. /surgery and /actions have them.")]
            )
        parts += section
    return message(parts)


def which_board(boards: Sequence[Board]) -> Message:
    """Asked of somebody who sits on several, or on none."""
    pressed = [
        button(one.name, numbered(Action.PICK_BOARD, number), BoardRef(one.code)) for number, one in enumerate(boards)
    ]
    return message([paragraph("Which board?"), buttons(*pressed)])


def decide_form(found: ChoosersList, ranked: Ranked, move: NominationMove | None) -> Block:
    """The form in which one nomination is decided; with `move`, it is for that alone."""
    nomination = ranked.nomination
    others = [(one.nomination.facts.title, str(one.nomination.id)) for one in found.ranked if one is not ranked]
    blocks = [part.block for part in _case(ranked)]
    if move is None:
        moves = [(words, one.name) for one, words in MOVES if one is not NominationMove.MERGE or others]
        blocks.append(field(BlockId.MOVE, "What do you decide?", choice(Action.MOVE, moves)))
        if not found.left and found.could_go:
            room = [(one.nomination.facts.title, str(one.surgery)) for one in found.could_go]
            blocks += [part.block for part in _could_go(found)]
            blocks.append(
                field(
                    BlockId.ROOM,
                    "If you choose it, which surgery makes room?",
                    choice(Action.ROOM, room),
                    hint="All surgeries of this quarter are chosen. What becomes of the one that makes room is above.",
                    optional=True,
                )
            )
        blocks.append(field(BlockId.UNTIL, "If you defer it, until when?", day_picker(Action.UNTIL), optional=True))
        if others:
            blocks.append(
                field(BlockId.INTO, "If you merge it, into which?", choice(Action.INTO, others), optional=True)
            )
    blocks.append(
        field(
            BlockId.REASON,
            "Why?",
            text_box(Action.REASON, LONGEST_REASON),
            hint="The board and the nominator will read it.",
        )
    )
    return modal(
        "Withdraw" if move is NominationMove.WITHDRAW else "Decide",
        blocks,
        close="Cancel",
        submit="Withdraw" if move is NominationMove.WITHDRAW else "Decide",
        callback=Callback.DECIDE,
        reference=NominationRef(nomination.id, nomination.version, move.name if move is not None else ""),
    )


def decided_view(sentence: str) -> Block:
    """What the form turns into."""
    return modal("Decided", [paragraph(sentence).block])


def _room(found: ChoosersList) -> Iterator[Part]:
    choosers = " or ".join(part.value for part in found.choosers)
    left = f"{found.left} of {found.a_quarter} surgeries can still be chosen this quarter"
    if not found.ranked:
        yield paragraph(f"There are no open nominations. {left}.")
        return
    yield paragraph(f"{len(found.ranked)} open, in the order of the evidence. {left}, by {choosers}.")
    formula = "; ".join(f"{NAMES[name]} {getattr(found.weights, name)} × ({SHARES[name]})" for name in NAMES)
    yield note(f"Points, 100 at most, are the sum of: {formula}. Who nominated is no part of it.")


def _could_go(found: ChoosersList) -> Iterator[Part]:
    """What would be given up by making room: each surgery's evidence, and what becomes of it by when."""
    yield paragraph(Bold("What making room would displace"))
    for one in found.could_go:
        facts = one.nomination.facts
        day = f"was to be held on {day_words(one.held_on)}" if one.held_on is not None else "has no date yet"
        goes_on = (
            "Its nomination joins the newer one of the same measure that is open."
            if one.joins
            else f"Its nomination is deferred to {day_words(one.resumed_on)}, when it is taken up again, and it is "
            f"to be decided by {day_words(one.decided_by)}."
        )
        yield paragraph(
            Bold(name_words(facts)), f": {amount(one.points.total)} points. {evidence_words(facts)} Its surgery {day}."
        )
        yield bullets(
            [*known_of(one.nomination.evidence), f"{goes_on} The board, its nominator and all invited are told why."]
        )


def _ranked(found: ChoosersList, ranked: Ranked, person: Person, number: int) -> Iterator[Part]:
    nomination = ranked.nomination
    yield from _case(ranked)
    pressed = []
    if found.board in person.boards and nomination.title != person.title:
        pressed.append(
            button(
                "Second",
                numbered(Action.SECOND, number),
                NominationRef(nomination.id),
                spoken=f"Second the nomination: {nomination.facts.title}",
            )
        )
    if found.may_choose:
        pressed.append(
            button(
                "Decide",
                numbered(Action.DECIDE, number),
                NominationRef(nomination.id),
                spoken=f"Decide: {nomination.facts.title}",
            )
        )
    if nomination.title == person.title:
        pressed.append(
            button(
                "Withdraw",
                numbered(Action.DECIDE, number + 1000),
                NominationRef(nomination.id, move=NominationMove.WITHDRAW.name),
                spoken=f"Withdraw: {nomination.facts.title}",
            )
        )
    if pressed:
        yield buttons(*pressed)


def _case(ranked: Ranked) -> Iterator[Part]:
    """One nomination as those who choose read it: the measure, the reason, and what its points are made of."""
    nomination, evidence = ranked.nomination, ranked.nomination.evidence
    yield paragraph(
        Bold(name_words(nomination.facts)),
        f": {amount(ranked.points.total)} points. {evidence_words(nomination.facts)}",
    )
    by = f"{nomination.title}, {day_words(nomination.nominated_at.date())}"
    yield quotation(nomination.reason, by)
    if nomination.brought:
        yield quotation(f"{nomination.brought} (from {nomination.brought_from})", by)
    if nomination.heard:
        yield quotation(f"To be heard: {nomination.heard}", by)
    for one in nomination.seconds:
        yield from quoted(one)
    made_of = ", ".join(
        f"{NAMES[one.name]} {one.weight} × {amount(one.share)} = {amount(one.points)}" for one in ranked.points.parts
    )
    yield bullets([*known_of(evidence), f"What the points are made of: {made_of}."])
    yield note(_standing(ranked))


def amount(number: Decimal) -> str:
    """A number without zeros that say nothing: `12.5`, `20`."""
    return f"{number.normalize():f}"


def _standing(ranked: Ranked) -> str:
    nomination = ranked.nomination
    backed = f"Seconded by {len(nomination.seconds)}." if nomination.seconds else "Not seconded yet."
    if ranked.agreed_by:
        return f"{backed} {ranked.agreed_by} has agreed to it; it waits for the other."
    if nomination.state is NominationState.UNDECIDED:
        return f"{backed} It was not decided in time, so it is on the board’s agenda."
    if nomination.deferred_until is not None:
        return f"{backed} Deferred until {day_words(nomination.deferred_until)}."
    due = f" To be decided by {day_words(nomination.decide_by)}." if nomination.decide_by is not None else ""
    return f"{backed}{due}"
