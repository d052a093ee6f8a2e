"""Fields of forms, as Slack wants them. Labels and hints are plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from handlers.ids import Action, BlockId, numbered_block
from handlers.views import limits
from handlers.views.message import Block
from handlers.views.parts import option, plain


def field(
    block_id: BlockId, label: str, element: Block, *, hint: str = "", optional: bool = False, number: int = 0
) -> Block:
    """One field: its label, what is filled in, and a hint below it. `number` tells like fields of one form apart."""
    block: Block = {
        "type": "input",
        "block_id": numbered_block(block_id, number),
        "label": plain(label, limits.INPUT_LABEL),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain(hint, limits.INPUT_LABEL)} if hint else block


def text_box(action: Action, longest: int, *, lines: bool = True, initial: str = "") -> Block:
    """Text of at most `longest` characters, on several lines or one."""
    block: Block = {
        "type": "plain_text_input",
        "action_id": str(action),
        "multiline": lines,
        "max_length": min(longest, limits.TYPED),
    }
    return {**block, "initial_value": initial} if initial else block


def day_picker(action: Action, initial: date | None = None) -> Block:
    """A day."""
    block: Block = {"type": "datepicker", "action_id": str(action)}
    return {**block, "initial_date": initial.isoformat()} if initial is not None else block


def time_picker(action: Action, initial: time | None = None) -> Block:
    """A time of the day, London's."""
    block: Block = {"type": "timepicker", "action_id": str(action), "timezone": "Europe/London"}
    return {**block, "initial_time": f"{initial:%H:%M}"} if initial is not None else block


def choice(action: Action, options: Sequence[tuple[str, str]], *, chosen: str = "", placeholder: str = "") -> Block:
    """One of some options, each as (words, value); `chosen` is the value that stands there at first."""
    made = {value: option(words, value) for words, value in options[: limits.OPTIONS]}
    block: Block = {
        "type": "static_select",
        "action_id": str(action),
        "placeholder": plain(placeholder or "Choose one", limits.OPTION_LABEL),
        "options": list(made.values()),
    }
    return {**block, "initial_option": made[chosen]} if chosen in made else block


def several(action: Action, options: Sequence[tuple[str, str]], *, chosen: Sequence[str] = ()) -> Block:
    """Any of some options, to be ticked."""
    made = {value: option(words, value) for words, value in options[: limits.CHECKBOXES]}
    block: Block = {"type": "checkboxes", "action_id": str(action), "options": list(made.values())}
    ticked = [made[value] for value in chosen if value in made]
    return {**block, "initial_options": ticked} if ticked else block
