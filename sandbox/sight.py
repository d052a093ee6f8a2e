"""What a person sees, read from Slack's dictionaries: words, buttons, fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox import widgets
from sandbox.feed import Json
from sandbox.rules.elements import walk
from sandbox.text import unescape

RUNS = ("rich_text_section", "rich_text_quote", "rich_text_preformatted")
"""Elements whose runs of text stand in one line, whatever their style."""

WORDS = ("text", "title", "caption", "alt_text", "label", "hint", "description", "subtitle", "body", "subtext")


def words(blocks: Any) -> Iterator[str]:
    """Every piece of text that blocks show, in order."""
    if isinstance(blocks, list):
        for part in blocks:
            yield from words(part)
    elif isinstance(blocks, dict) and blocks.get("type") in RUNS:
        yield "".join(words(blocks["elements"]))
    elif isinstance(blocks, dict):
        for name, value in blocks.items():
            if name in WORDS and isinstance(value, str):
                yield unescape(value)
            elif name == "value" and blocks.get("type") == "raw_number":
                yield str(value)
            else:
                yield from words(value)


def caption(element: Json) -> str:
    """The words on a button or the placeholder of a select."""
    return next(words(element.get("text") or element.get("placeholder") or []), "")


@dataclass(frozen=True)
class Surface:
    """Blocks somewhere: in a message, a form or a Home."""

    raw: Json

    @property
    def blocks(self) -> list[Json]:
        found: list[Json] = self.raw.get("blocks") or []
        return found

    @property
    def shown(self) -> str:
        """The words in the blocks, a line each; of a message without blocks, its text."""
        return "\n".join(words(self.blocks)) or unescape(self.raw.get("text", ""))

    @property
    def buttons(self) -> list[str]:
        """The words on its buttons, in order, and in its menus."""
        found: list[str] = []
        for _, element in widgets.interactive(self.blocks):
            if element["type"] == "button":
                found.append(caption(element))
            elif element["type"] == "overflow":
                found += map(caption, element["options"])
        return found

    def in_menu(self, name: str) -> tuple[Json, Json, Json] | None:
        """(block, menu, option) where one overflow menu offers an option of these words; else None."""
        fitting = [
            (block, element, option)
            for block, element in widgets.interactive(self.blocks)
            if element["type"] == "overflow"
            for option in element["options"]
            if caption(option) == name
        ]
        return fitting[0] if len(fitting) == 1 else None

    def element(self, name: str) -> tuple[Json, Json]:
        """(block, element) by action_id, by block_id, by the words on it or by the label of its block.

        Raises LookupError when none or several fit.
        """
        several = [
            (block, element)
            for block, element in widgets.interactive(self.blocks)
            if name in (element["action_id"], block["block_id"], caption(element), next(words(block.get("label")), ""))
        ]
        if len(several) != 1:
            raise LookupError(f"{len(several) or 'no'} elements are called {name!r}; there are: {self.names}")
        return several[0]

    @property
    def names(self) -> list[str]:
        return [f"{caption(element)} ({element['action_id']})" for _, element in widgets.interactive(self.blocks)]


@dataclass(frozen=True)
class Message(Surface):
    """A message as one person sees it."""

    @property
    def text(self) -> str:
        """What a screen reader hears and a notification shows."""
        return unescape(self.raw["text"])

    @property
    def ts(self) -> str:
        return str(self.raw["ts"])

    @property
    def channel(self) -> str:
        return str(self.raw["channel"])

    @property
    def thread_ts(self) -> str | None:
        return self.raw.get("thread_ts")

    @property
    def only_for_me(self) -> bool:
        return bool(self.raw.get("is_ephemeral"))

    @property
    def charts(self) -> list[Json]:
        return [part for part in walk(self.blocks) if part.get("type") == "data_visualization"]


@dataclass(frozen=True)
class Form(Surface):
    """A modal or a Home."""

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def title(self) -> str:
        return next(words(self.raw.get("title")), "")

    @property
    def values(self) -> Json:
        """state.values: what stands in its fields."""
        found: Json = self.raw["state"]["values"]
        return found
