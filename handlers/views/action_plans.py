"""What is told of actions: what was reported, by whom, in their own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from handlers.ids import Action, BlockId, Callback, numbered
from handlers.references import ActionRef
from handlers.views.forms import choice, day_picker, field, text_box
from handlers.views.message import Block, Message, Part, fits, message
from handlers.views.parts import Bold, button, buttons, heading, modal, note, paragraph, quotation
from handlers.views.service_questions import listed as listed_questions
from perfdata.action_plans.action import Action as ActionPlanned
from perfdata.action_plans.reporting import LONGEST, ActionTold
from perfdata.asking.amounts import day_words
from perfdata.rounds import london_date
from perfdata.service_questions.listing import Waiting
from perfdata.surgeries.lifecycles import ACTION, ActionMove

MOVES = (
    (ActionMove.START, "It is under way"),
    (ActionMove.FINISH, "It is done"),
    (ActionMove.EVIDENCE, "It is done, and here is what shows it"),
    (ActionMove.EXTEND, "It needs longer, because …"),
    (ActionMove.GIVE_UP, "It will not be done, because …"),
    (ActionMove.REOPEN, "Open it again, because …"),
)
NOTE = "note"
"""What a report is that moves nothing."""


def owed_action(payload: Mapping[str, Any]) -> Message:
    """What is posted in the surgery's thread when somebody has reported on one of its actions."""
    action = ActionTold.from_payload(dict(payload)).action
    news = action.updates[-1]
    said = f"{news.title}, {day_words(london_date(news.reported_at))}"
    parts = [paragraph(Bold(f"{action.text}: "), _said(news.move, action.state.value, action.due_on), ".")]
    if news.text:
        parts.append(quotation(news.text, said))
    if news.evidence:
        what = f"what shows it: the file “{news.file}”" if news.file else "what shows it"
        parts.append(quotation(news.evidence, f"{what}, {said}"))
    return message(parts)


def _said(move: ActionMove | None, state: str, due_on: date) -> str:
    if move is None:
        return "a note"
    if move in (ActionMove.EXTEND, ActionMove.REOPEN):
        return f"{move.value}, now due on {day_words(due_on)}"
    return state


def listed(actions: Sequence[ActionPlanned], numbers: Iterator[int], *, none: str) -> Iterator[Part]:
    """Actions, each with who, by when and a button to report on it; `none` where there is none."""
    if not actions:
        yield paragraph(none)
    for one in actions:
        last = f" Last reported {day_words(one.updates[-1].reported_at.date())}." if one.updates else ""
        yield paragraph(
            Bold(one.text),
            f". {one.owner_role}, by {day_words(one.due_on)}, {one.state.value}. "
            f"For “{one.title}”: {one.effect}.{last}",
        )
        yield buttons(
            button("Report", numbered(Action.REPORT, next(numbers)), ActionRef(one.id), spoken=f"Report on: {one.text}")
        )


def actions_message(
    title: str, actions: Sequence[ActionPlanned], asked: Sequence[Waiting], today: date, *, none: str
) -> Message:
    """What `/actions` gives: actions, then questions that wait for an answer. What does not fit is said."""
    numbers = count()
    groups = [[heading(title), *([] if actions else [paragraph(none)])]]
    groups += [list(listed([one], numbers, none=none)) for one in actions]
    if asked:
        groups.append([heading("Questions that wait for your answer")])
        groups += [list(listed_questions([one], today, numbers)) for one in asked]
    parts: list[Part] = []
    for position, group in enumerate(groups):
        if not fits([*parts, *group, note("x" * 60)]):
            return message([*parts, note(f"{len(groups) - position} more did not fit.")])
        parts += group
    return message(parts)


def report_form(action: ActionPlanned, today: date, *, keeper: bool) -> Block:
    """The form in which somebody reports on an action; only who keeps the record is offered to reopen one."""
    moves = [(words, one.name) for one, words in MOVES if ACTION.allows(action.state, one)]
    if not keeper:
        moves = [one for one in moves if one[1] != ActionMove.REOPEN.name]
    first = f". {action.owner_role}, by {day_words(action.due_on)}, {action.state.value}."
    return modal(
        "Report on an action",
        [
            paragraph(Bold(action.text), first).block,
            *(
                quotation(one.text, f"{one.title}, {day_words(one.reported_at.date())}").block
                for one in action.updates[-3:]
                if one.text
            ),
            field(BlockId.MOVE, "How does it stand?", choice(Action.MOVE, [*moves, ("Just a note", NOTE)])),
            field(
                BlockId.WORDS,
                "In your words",
                text_box(Action.WORDS, LONGEST),
                hint="The board reads it. A reason is needed to extend, give up or reopen it.",
                optional=True,
            ),
            field(
                BlockId.EVIDENCE,
                "What shows that it is done?",
                text_box(Action.EVIDENCE, LONGEST, lines=False),
                hint=action.evidence_wanted or "A link, a file’s link in this workspace, or where it can be seen.",
                optional=True,
            ),
            field(
                BlockId.UNTIL,
                "If it needs longer, until when?",
                day_picker(Action.UNTIL, max(today, action.due_on)),
                optional=True,
            ),
        ],
        close="Cancel",
        submit="Report",
        callback=Callback.REPORT,
        reference=ActionRef(action.id, action.version),
    )


def reported_view(action: ActionPlanned) -> Block:
    """What the form turns into."""
    return modal("Report on an action", [paragraph(f"Thank you. The board is being told: {action.text}").block])
