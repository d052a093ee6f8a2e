"""A message is made of parts, each of which says itself twice: as a block, and in plain words.

`text` is put together from the words of all parts, so that it is complete by construction: it is all that a screen
reader and a notification get. Blocks add layout, never facts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from handlers.views import limits
from handlers.views.escaping import clip, escape

Block = dict[str, Any]
"""One Block Kit block or element, as Slack takes it. The SDK's classes drop block types that they do not know."""


class Message(TypedDict):
    """What `chat.postMessage` and a response URL take: `text`, escaped and complete, and `blocks`."""

    text: str
    blocks: list[Block]


class Broadcast(Message):
    """A reply in a thread; with `reply_broadcast`, Slack shows it in the channel as well."""

    reply_broadcast: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One block, and the same in plain, unescaped words; blank for what only offers something to press."""

    block: Block
    words: str = ""


PRESSED = ("actions", "context_actions")
"""Blocks that only offer something to press."""

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

CUT_SHORT = "This message was cut short: it has more than Slack allows in one."


def message(parts: Iterable[Part]) -> Message:
    """The message that these parts make, within Slack's limits; one that is cut short says so.

    What is cut is cut from the end, but buttons at the very end are kept.
    """
    kept = _within_limits(list(parts))
    words = "\n".join(part.words for part in kept if part.words)
    return {"text": escape(clip(words, limits.MESSAGE_TEXT)), "blocks": [part.block for part in kept]}


def fits(parts: Sequence[Part]) -> bool:
    """Whether a message of these parts would be complete: nothing of its blocks or words would be cut."""
    words = sum(len(escape(part.words)) + 1 for part in parts if part.words)
    return _fits(parts) and words <= limits.MESSAGE_TEXT


def _within_limits(parts: list[Part]) -> list[Part]:
    if _fits(parts):
        return parts
    last: list[Part] = []
    while parts and parts[-1].block["type"] in PRESSED and len(last) < 2:
        last.insert(0, parts.pop())
    notice = Part(
        {"type": "context", "elements": [{"type": "plain_text", "text": CUT_SHORT, "emoji": False}]}, CUT_SHORT
    )
    while parts and not _fits([*parts, notice, *last]):
        parts.pop()
    return [*parts, notice, *last]


def _fits(parts: Sequence[Part]) -> bool:
    size = len(_as_json([part.block for part in parts]))
    return len(parts) <= limits.BLOCKS_IN_MESSAGE and size <= limits.BLOCKS_AS_JSON
