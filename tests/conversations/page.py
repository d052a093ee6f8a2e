"""The manual for members: the conversations as they were held, written by `make conversations`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).parent / "conversations.toml"
PAGE = Path(__file__).parents[2] / "docs" / "conversations.md"
FIRST = """# Asking: ten conversations

These are conversations with the sample council's figures on 24 November 2026, as a member has them in a direct message
or in a thread. What leaves something out is taken to be about what was talked of before. Every answer is as the bot
gives it; a test holds this page to that. Buttons are in [brackets].
"""


@dataclass(frozen=True)
class Conversation:
    """One conversation: who holds it (how their role title begins) and what they type, in order."""

    title: str
    who: str
    says: tuple[str, ...]


def conversations() -> list[Conversation]:
    """All of them, as written down."""
    found = tomllib.loads(SCRIPT.read_text(encoding="utf-8"))["conversation"]
    return [Conversation(one["title"], one["who"], tuple(one["says"])) for one in found]


def page(held: Iterable[tuple[Conversation, list[tuple[str, str, list[str]]]]]) -> str:
    """The page for conversations with their turns: what was said, what was answered, which buttons it had."""
    return FIRST + "".join(f"\n{line}\n" if line else "\n" for one, turns in held for line in _lines(one, turns))


def _lines(conversation: Conversation, turns: list[tuple[str, str, list[str]]]) -> Iterator[str]:
    yield f"## {conversation.title}"
    for said, answered, buttons in turns:
        yield f"**“{said}”**"
        yield "\n".join(f"> {line}".rstrip() for line in _escaped(answered).splitlines())
        if buttons:
            yield " ".join(f"[{label}]" for label in buttons)


def _escaped(words: str) -> str:
    return words.replace("<", "&lt;").replace("*", "\\*")
