"""Nominations: the form, the message to the board, the note of a second, and the list of what is open.

Reasons are people's own words: set apart, with role and date, and never formatted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers.ids import Action, BlockId, Callback, numbered
from handlers.references import NominateRef, NominationRef
from handlers.views import limits
from handlers.views.facts import evidence_words, name_words, receipt_words
from handlers.views.forms import choice, field, text_box
from handlers.views.message import Block, Message, Part, message
from handlers.views.parts import (
    Bold,
    bullets,
    button,
    buttons,
    modal,
    note,
    option,
    paragraph,
    plain,
    quotation,
)
from perfdata.asking.amounts import day_words
from perfdata.measures import Measure
from perfdata.nominations import Nominated, Offer, Outcome, SecondTold
from perfdata.rounds import london_date
from perfdata.surgeries.evidence import Evidence
from perfdata.surgeries.lifecycles import NominationState
from perfdata.surgeries.nomination import Nomination, Second
from perfdata.surgeries.nomination_words import LONGEST_EVIDENCE, LONGEST_LINE, LONGEST_TEXT

FORM_TITLE = "Nominate for surgery"
SECOND_TITLE = "Second a nomination"
PAST_SHOWN = 3
"""Earlier surgeries that are named."""

SAID_OF = {
    Outcome.NOMINATED: "Your nomination is stored, and the board’s channel is being told. Other members can second it "
    "there, and the chair can see it.",
    Outcome.SECONDED: "Another member had nominated this already, so yours is stored as a second, in your own words. "
    "The board’s channel is being told.",
    Outcome.ALREADY_NOMINATED: "You have already nominated this. It is open, and nothing has changed.",
    Outcome.ALREADY_SECONDED: "You have already seconded this. It is open, and nothing has changed.",
}


def owed_nomination(payload: Mapping[str, Any]) -> Message:
    """What is posted for an owed nomination."""
    return nomination_message(Nomination.from_payload(dict(payload)))


def owed_second(payload: Mapping[str, Any]) -> Message:
    """What is posted for an owed second, in the nomination's thread."""
    told = SecondTold.from_payload(dict(payload))
    parts = [paragraph(f"{told.second.title} has seconded the nomination of “{told.measure_title}”.")]
    return message([*parts, *quoted(told.second)])


def nomination_message(nomination: Nomination) -> Message:
    """What a board's channel is told: what was nominated and on what evidence, why, and a button to second it."""
    facts = nomination.facts
    parts = [
        paragraph(Bold("Nominated for surgery: "), name_words(facts)),
        paragraph(evidence_words(facts)),
        paragraph("Why the board should look into it:"),
        quotation(nomination.reason, _said_by(nomination.title, nomination.nominated_at)),
    ]
    if nomination.outcome_wanted:
        parts.append(paragraph("What good would look like:"))
        parts.append(quotation(nomination.outcome_wanted, _said_by(nomination.title, nomination.nominated_at)))
    by = _said_by(nomination.title, nomination.nominated_at)
    if nomination.brought:
        parts.append(paragraph(f"What the member brings beside the figures, from {nomination.brought_from}:"))
        parts.append(quotation(nomination.brought, by))
    if nomination.heard:
        parts.append(paragraph("Who else should be heard:"))
        parts.append(quotation(nomination.heard, by))
    if lines := list(known_of(nomination.evidence)):
        parts.append(bullets(lines))
    if source := receipt_words(facts):
        parts.append(note(f"As held when it was nominated. {source}"))
    return message([*parts, _to_second(nomination, None)])


def known_of(evidence: Evidence) -> Iterator[str]:
    """What else is known of the measure: whether it is really changing, earlier surgeries, and open actions."""
    if judged := " ".join(text for text in (evidence.change, evidence.reach) if text):
        yield judged
    for one in evidence.past[:PAST_SHOWN]:
        related = f" (“{one.related}”)" if one.related else ""
        yield (
            f"Looked into on {day_words(one.held_on)}{related}: {one.done} of {one.actions} actions done; "
            f"{one.outcome or 'no outcome is held'}."
        )
    if evidence.open_actions:
        yield f"Actions still open on it or a related measure: {len(evidence.open_actions)}."


def outcome_view(done: Nominated, waits: str = "") -> Block:
    """What the form turns into when it has been sent; `waits` says until when the channel is not told, if so."""
    nomination = done.nomination
    words = f"{nomination.facts.title}, for the {nomination.board_name}."
    parts = [paragraph(Bold(words)), paragraph(SAID_OF[done.outcome])]
    if waits:
        parts.append(paragraph(waits))
    if following := _what_follows(nomination):
        parts.append(paragraph(following))
    return modal(FORM_TITLE, [part.block for part in parts])


def _what_follows(nomination: Nomination) -> str:
    """What happens next with an open nomination, and by when."""
    if nomination.state is not NominationState.NOMINATED or nomination.decide_by is None:
        return ""
    return (
        f"It is decided by {day_words(nomination.decide_by)}, and you are told the reason. If nobody has decided by "
        "then, it goes on the board’s agenda."
    )


def seconded(done: Nominated) -> Message:
    """What somebody who pressed “Second” is told."""
    return message([paragraph(_thanks(done))])


def _thanks(done: Nominated) -> str:
    if done.outcome is Outcome.ALREADY_SECONDED:
        return SAID_OF[done.outcome]
    return f"You have seconded the nomination of “{done.nomination.facts.title}”. Thank you."


def seconded_view(done: Nominated) -> Block:
    """What the form of a second turns into."""
    return modal(SECOND_TITLE, [paragraph(_thanks(done)).block])


def second_form(nomination: Nomination) -> Block:
    """The form for a second in one's own words."""
    about = paragraph(Bold(nomination.facts.title), f", nominated by {nomination.title}.")
    reason = field(
        BlockId.REASON,
        "Why do you support it?",
        text_box(Action.REASON, LONGEST_TEXT),
        hint="The board will read this. Please name no person.",
    )
    return modal(
        SECOND_TITLE,
        [about.block, reason],
        close="Cancel",
        submit="Second",
        callback=Callback.SECOND,
        reference=NominationRef(nomination.id),
    )


def form(offer: Offer, offered: Sequence[str] = ()) -> Block:
    """The nomination form, filled in as far as is known; the picker offers the measures `offered` first, by code."""
    picker: dict[str, Any] = {
        "type": "external_select",
        "action_id": str(Action.MEASURE),
        "placeholder": plain("Type a few letters", limits.OPTION_LABEL),
        "min_query_length": 0,
    }
    if offer.measure is not None:
        picker["initial_option"] = measure_option(offer.measure)
    first = "Those of the message come first." if len(offered) > 1 else ""
    blocks = [field(BlockId.MEASURE, "Which measure?", picker, hint=first)]
    blocks += _board_blocks(offer)
    blocks += [
        field(
            BlockId.REASON,
            "Why should the board look into it?",
            text_box(Action.REASON, LONGEST_TEXT),
            hint="The board will read this. Please name no person.",
        ),
        field(
            BlockId.OUTCOME,
            "What would good look like?",
            text_box(Action.OUTCOME, LONGEST_TEXT),
            hint="In your own words.",
            optional=True,
        ),
        field(
            BlockId.HEARD,
            "Who else should be heard?",
            text_box(Action.HEARD, LONGEST_LINE, lines=False),
            hint="People who use the service, partners, other councils: by role or organisation.",
            optional=True,
        ),
        field(
            BlockId.EVIDENCE,
            "What else shows it, beside the figures?",
            text_box(Action.EVIDENCE, LONGEST_EVIDENCE),
            optional=True,
        ),
        field(
            BlockId.SOURCE,
            "Where is that from?",
            text_box(Action.SOURCE, LONGEST_LINE, lines=False),
            hint="A report, a survey, a ward meeting, with its date.",
            optional=True,
        ),
    ]
    only = offer.boards[0].code if len(offer.boards) == 1 else ""
    return modal(
        FORM_TITLE,
        blocks,
        close="Cancel",
        submit="Nominate",
        callback=Callback.NOMINATE,
        reference=NominateRef(only, tuple(offered[: limits.OPTIONS])),
    )


def measure_option(measure: Measure) -> Block:
    """One measure in the picker."""
    return option(measure.title, measure.code)


def _board_blocks(offer: Offer) -> list[Block]:
    if len(offer.boards) == 1:
        return [note(f"For the {offer.boards[0].name}.").block]
    boards = [(board.name, board.code) for board in offer.boards]
    select = choice(Action.BOARD, boards, chosen=offer.board, placeholder="Choose a board")
    return [field(BlockId.BOARD, "For which board?", select)]


def listed(nomination: Nomination, number: int) -> Iterator[Part]:
    """One open nomination with its seconds, and a button to second it; `number` tells the buttons apart."""
    yield paragraph(Bold(name_words(nomination.facts)), f", for the {nomination.board_name}.")
    yield paragraph(evidence_words(nomination.facts))
    yield quotation(nomination.reason, _said_by(nomination.title, nomination.nominated_at))
    yield paragraph(_seconds(nomination))
    for one in nomination.seconds:
        yield from quoted(one)
    yield _to_second(nomination, number)


def _to_second(nomination: Nomination, number: int | None) -> Part:
    """What there is to press; `number` tells the buttons of several nominations apart."""

    def named(action: Action) -> str:
        return str(action) if number is None else numbered(action, number)

    reference, title = NominationRef(nomination.id), nomination.facts.title
    return buttons(
        button("Second", named(Action.SECOND), reference, spoken=f"Second the nomination: {title}"),
        button("Add a reason", named(Action.SECOND_WHY), reference, spoken=f"Back the nomination, saying why: {title}"),
    )


def quoted(second: Second) -> Iterator[Part]:
    """The reason of a second, where there is one; one that is too long for a block line by line."""
    lines = [second.reason] if len(second.reason) < limits.RICH_TEXT else second.reason.split("\n")
    for words in lines:
        if words:
            yield quotation(words, _said_by(second.title, second.seconded_at))


def _seconds(nomination: Nomination) -> str:
    if not nomination.seconds:
        return "Nobody has seconded it yet."
    return f"Seconded by {'; '.join(one.title for one in nomination.seconds)}."


def _said_by(title: str, moment: datetime) -> str:
    return f"{title}, {day_words(london_date(moment))}"
