"""Teaching: the week's list of what was not understood, the form, what would change, and the words in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.ids import Action, BlockId, Callback, numbered
from handlers.references import TaughtRef, TeachRef
from handlers.views import limits
from handlers.views.message import Block, Message, Part, message
from handlers.views.parts import Bold, beside, bullets, button, buttons, heading, modal, note, paragraph, plain
from perfdata.asking.amounts import day_words
from perfdata.measures import Measure
from perfdata.rounds import london_date
from perfdata.teaching import LONGEST_WHY, LONGEST_WORDS, Effect, MissedList, Taught

TITLE = "Teach a word"
EFFECTS_SHOWN = 20
WORDS_SHOWN = 40


def owed_list(payload: Mapping[str, Any]) -> Message:
    """What the Performance Team's channel reads once a week."""
    missed = MissedList.from_payload(dict(payload))
    parts = [heading("What was not understood")]
    if missed.items:
        parts.append(paragraph("These are the words, and not who asked. Where they mean a measure, teach it to me."))
    else:
        parts.append(paragraph("Every question of the week before was understood."))
    for number, one in enumerate(missed.items):
        times = f" ({one.times} times)" if one.times > 1 else ""
        press = button(
            "Teach", numbered(Action.TEACH, number), TeachRef(noted=one.number), spoken=f"Teach: {one.words}"
        )
        parts.append(beside(f"“{one.words}”{times}", press))
    if missed.more:
        parts.append(note(f"{missed.more} more are not listed."))
    if missed.right or missed.not_right:
        verb = "was" if missed.right == 1 else "were"
        said = f"{missed.right} {verb} said to be right and {missed.not_right} not to be."
        parts.append(note(f"Of the answers of the week before {said}"))
    return message([*parts, buttons(button("Words that were taught", Action.TAUGHT))])


def form(words: str) -> Block:
    """The form: which words mean which measure, and why."""
    picker: Block = {
        "type": "external_select",
        "action_id": str(Action.TAUGHT_MEASURE),
        "placeholder": plain("Type a few letters", limits.OPTION_LABEL),
        "min_query_length": 0,
    }
    typed: Block = {
        "type": "plain_text_input",
        "action_id": str(Action.WORDS),
        "max_length": LONGEST_WORDS,
    }
    if words:
        typed["initial_value"] = words[:LONGEST_WORDS]
    why: Block = {"type": "plain_text_input", "action_id": str(Action.REASON), "max_length": LONGEST_WHY}
    hint = "Leave only the words that name the measure."
    return modal(
        TITLE,
        [
            _input(BlockId.WORDS, "The words", typed, hint),
            _input(BlockId.MEASURE, "Which measure do they mean?", picker, "Exempt measures cannot be chosen."),
            _input(BlockId.REASON, "Why?", why, "It is kept with the words."),
        ],
        close="Cancel",
        submit="See what changes",
        callback=Callback.TEACH,
    )


def preview(proposal: TeachRef, measure: Measure, effects: Sequence[Effect]) -> Block:
    """What would be read otherwise; one press teaches it."""
    parts: list[Part] = [paragraph(Bold(f"“{proposal.words}”"), " would mean ", Bold(measure.title), ".")]
    if effects:
        parts.append(paragraph("Of past questions, the council’s own words and all titles, these are read otherwise:"))
        parts.append(
            bullets((Bold(one.question), f": {one.before}; then {one.after}") for one in effects[:EFFECTS_SHOWN])
        )
    else:
        parts.append(paragraph("No past question, none of the council’s own words and no title is read otherwise."))
    if (more := len(effects) - EFFECTS_SHOWN) > 0:
        parts.append(note(f"{more} more are read otherwise."))
    return modal(
        TITLE,
        [part.block for part in parts],
        close="Cancel",
        submit="Teach",
        callback=Callback.TAUGHT,
        reference=proposal,
    )


def done(words: str, measure: Measure) -> Block:
    """What the preview turns into."""
    said = f"“{words}” means “{measure.title}” from now on. It can be removed under “Words that were taught”."
    return modal(TITLE, [paragraph(said).block])


def in_force(words: Sequence[Taught]) -> Block:
    """The words in force, each with the press that takes it back."""
    if not words:
        return modal("Words that were taught", [paragraph("None are in force.").block])
    parts = [
        beside(
            f"“{one.words}”: {one.measure.title}. {one.why} ({one.title}, {day_words(london_date(one.taught_at))})",
            button("Remove", numbered(Action.UNTEACH, number), TaughtRef(one.number), spoken=f"Remove: {one.words}"),
        )
        for number, one in enumerate(words[:WORDS_SHOWN])
    ]
    if (more := len(words) - WORDS_SHOWN) > 0:
        parts.append(note(f"{more} older ones are not shown."))
    return modal("Words that were taught", [part.block for part in parts])


def _input(block_id: BlockId, label: str, element: Block, hint: str) -> Block:
    return {
        "type": "input",
        "block_id": str(block_id),
        "label": plain(label, limits.INPUT_LABEL),
        "hint": plain(hint, limits.INPUT_LABEL),
        "element": element,
    }
