"""The parts that messages and views are built from. Text given to them is plain and may come from anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.ids import Action, Callback
from handlers.references import Reference, encode
from handlers.views import limits
from handlers.views.escaping import clip
from handlers.views.message import Block, Part

HOME_CUT_SHORT = "This page was cut short: it has more than Slack allows on one."


@dataclass(frozen=True, slots=True)
class Bold:
    """Text to set in bold. Bold never carries a meaning alone."""

    text: str


@dataclass(frozen=True, slots=True)
class Italic:
    """Text to set in italics."""

    text: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel by its id, which Slack shows by name to those who may see it."""

    channel_id: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link of our own making, such as to a file that was uploaded: never one that somebody typed."""

    text: str
    url: str


Span = str | Bold | Italic | Channel | Link
Line = Span | Sequence[Span]
"""One run of text, plain or made of spans."""


def plain(text: str, limit: int) -> Block:
    """A `plain_text` object in which `:fire:` stays what it is; empty text, which Slack refuses, becomes a dash."""
    return {"type": "plain_text", "text": clip(text, limit) or "–", "emoji": False}


def paragraph(*spans: Span) -> Part:
    """A paragraph of untrusted text: nothing in it formats, links or pings."""
    return Part(_rich_text([{"type": "rich_text_section", "elements": _elements(spans)}]), _words(spans))


def heading(text: str) -> Part:
    """A heading, in bold and larger; for screen readers a heading too."""
    return Part({"type": "header", "text": plain(text, limits.HEADER)}, text)


def bullets(lines: Iterable[Line]) -> Part:
    """A list with one line an item."""
    items = [(line,) if isinstance(line, Span) else tuple(line) for line in lines]
    sections = [{"type": "rich_text_section", "elements": _elements(spans)} for spans in items]
    block = _rich_text([{"type": "rich_text_list", "style": "bullet", "elements": sections}])
    return Part(block, "\n".join(f"• {_words(spans)}" for spans in items))


def beside(text: str, element: Block) -> Part:
    """Plain text with one element at its side, such as a button."""
    return Part({"type": "section", "text": plain(text, limits.RICH_TEXT), "accessory": element}, text)


def quotation(text: str, said_by: str) -> Part:
    """Somebody's own words, set apart, with who wrote them and when, as in `Head of Highways, 20 November 2026`."""
    quote = {"type": "rich_text_quote", "elements": _elements((text,))}
    source = {"type": "rich_text_section", "elements": _elements((Italic(said_by),))}
    return Part(_rich_text([quote, source]), f"“{text}” ({said_by})")


def note(text: str) -> Part:
    """A line in small print."""
    return Part({"type": "context", "elements": [plain(text, limits.CONTEXT_TEXT)]}, text)


def divider() -> Part:
    """A line between two subjects."""
    return Part({"type": "divider"})


def button(
    label: str, action_id: str, reference: Reference | None = None, *, spoken: str = "", primary: bool = False
) -> Block:
    """A button. `spoken` says more to a screen reader than the label does, as when several say “Nominate”.

    Raises ValueError when the reference is longer than Slack allows, which no real one is.
    """
    block: Block = {"type": "button", "action_id": action_id, "text": plain(label, limits.BUTTON_LABEL)}
    if reference is not None:
        block["value"] = _fitting(encode(reference), limits.BUTTON_VALUE)
    if spoken:
        block["accessibility_label"] = clip(spoken, limits.ACCESSIBILITY_LABEL, "…")
    if primary:
        block["style"] = "primary"
    return block


def menu(action_id: str, choices: Iterable[tuple[str, Reference]]) -> Block:
    """A small menu beside a section, with at most five choices: the label of each, and what it carries."""
    options = [option(label, encode(reference)) for label, reference in choices]
    return {"type": "overflow", "action_id": action_id, "options": options[: limits.OPTIONS_IN_MENU]}


def buttons(*elements: Block, block_id: str = "") -> Part:
    """A row of at most five elements, where it can be: of more buttons the last stand in a menu at the row's end.

    What does not fit into a menu stays a longer row, which Slack shows too: nothing that can be pressed is left out.
    """
    row = list(elements)[: limits.ELEMENTS_IN_ACTIONS]
    last = limits.BUTTONS_IN_ROW - 1
    if len(row) > limits.BUTTONS_IN_ROW and (menu := _menu(row[last:])) is not None:
        row = [*row[:last], menu]
    block: Block = {"type": "actions", "elements": row}
    return Part({**block, "block_id": block_id} if block_id else block)


def _menu(folded: Sequence[Block]) -> Block | None:
    """A menu of what these buttons would do (`handlers/menus.py` takes it for them); None where they do not fit."""
    values = [f"{one['action_id']} {one.get('value', '')}" for one in folded]
    fits = len(folded) <= limits.OPTIONS_IN_MENU and all(len(value) <= limits.OPTION_VALUE for value in values)
    if not fits or any(one["type"] != "button" for one in folded):
        return None
    options = [
        {"text": plain(one["text"]["text"], limits.OPTION_LABEL), "value": value}
        for one, value in zip(folded, values, strict=True)
    ]
    return {"type": "overflow", "action_id": str(Action.MORE), "options": options}


def opinion(action_id: str, right: Reference, wrong: Reference) -> Part:
    """Two small buttons that say whether a message is right."""

    def side(label: str, reference: Reference) -> Block:
        return {
            "text": plain(label, limits.BUTTON_LABEL),
            "value": _fitting(encode(reference), limits.BUTTON_VALUE),
            "accessibility_label": clip(f"{label}: this answer", limits.ACCESSIBILITY_LABEL, "…"),
        }

    element: Block = {
        "type": "feedback_buttons",
        "action_id": action_id,
        "positive_button": side("Right", right),
        "negative_button": side("Not right", wrong),
    }
    return Part({"type": "context_actions", "elements": [element]})


def option(label: str, value: str) -> Block:
    """One choice of a select."""
    return {"text": plain(label, limits.OPTION_LABEL), "value": _fitting(value, limits.OPTION_VALUE)}


def home_tab(parts: Sequence[Part]) -> Block:
    """A view for the Home tab; one that is cut short, since it has more than Slack allows, says so."""
    kept, shown = [*parts], len(parts)
    while len(kept) > limits.BLOCKS_IN_VIEW or len(json.dumps(view := _home(kept))) > limits.VIEW_AS_JSON:
        shown -= 1
        kept = [*parts[:shown], note(HOME_CUT_SHORT)]
    return view


def _home(parts: Iterable[Part]) -> Block:
    return {"type": "home", "blocks": [part.block for part in parts]}


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    close: str = "Close",
    submit: str = "",
    callback: Callback | None = None,
    reference: Reference | None = None,
) -> Block:
    """A modal view. `submit` and `callback` for a form; `reference` travels with it and comes back."""
    view: Block = {
        "type": "modal",
        "title": plain(title, limits.MODAL_TITLE),
        "close": plain(close, limits.MODAL_BUTTON),
        "blocks": list(blocks)[: limits.BLOCKS_IN_VIEW],
    }
    if submit:
        view["submit"] = plain(submit, limits.MODAL_BUTTON)
    if callback is not None:
        view["callback_id"] = str(callback)
    if reference is not None:
        view["private_metadata"] = _fitting(encode(reference), limits.PRIVATE_METADATA)
    return view


def _rich_text(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": elements}


def _elements(spans: Iterable[Span]) -> list[Block]:
    found: list[Block] = []
    room = limits.RICH_TEXT
    for span in spans:
        if isinstance(span, Channel):
            found.append({"type": "channel", "channel_id": span.channel_id})
            continue
        if isinstance(span, Link):
            found.append({"type": "link", "url": span.url, "text": span.text})
            continue
        text = span if isinstance(span, str) else span.text
        if not text or room <= 0:
            continue
        element: Block = {"type": "text", "text": clip(text, room)}
        room -= len(element["text"])
        if isinstance(span, Bold):
            element["style"] = {"bold": True}
        if isinstance(span, Italic):
            element["style"] = {"italic": True}
        found.append(element)
    return found or [{"type": "text", "text": "–"}]


def _words(spans: Iterable[Span]) -> str:
    return "".join(map(_said, spans))


def _said(span: Span) -> str:
    if isinstance(span, Channel):
        return f"channel {span.channel_id}"
    if isinstance(span, Link):
        return f"{span.text}: {span.url}"
    return span if isinstance(span, str) else span.text


def _fitting(value: str, limit: int) -> str:
    if len(value) > limit:
        raise ValueError(f"a value of {len(value)} characters does not fit into {limit}")
    return value
