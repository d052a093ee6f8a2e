"""A story as a page: what each role does and sees, in the order in which it happens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sandbox import widgets
from sandbox.feed import Json
from sandbox.sight import Form, caption, words
from tests.stories.days import in_words

FOLDER = Path(__file__).parents[2] / "docs" / "stories"
LEFT_OUT = "[…]"


class Page:
    """Lines of Markdown, a paragraph each."""

    def __init__(self, title: str, opening: str) -> None:
        self._parts = [f"# {title}", opening]
        self.pictures: list[str] = []

    @property
    def text(self) -> str:
        """The page as it is written."""
        return "\n\n".join(self._parts) + "\n"

    def day(self, day: str, title: str) -> None:
        """A heading for what happens on one day."""
        self._parts.append(f"## {in_words(day)}: {title}")

    def tells(self, prose: str) -> None:
        """A sentence or two of the narrator's."""
        self._parts.append(" ".join(prose.split()))

    def does(self, who: str, what: str) -> None:
        """What somebody does."""
        self._parts.append(f"**{who}** {escaped(what)}")

    def sees(self, where: str, blocks: Sequence[Json], only: Sequence[str] = ()) -> None:
        """Blocks and where they stand; with `only`, the lines that hold one of these words."""
        self._parts.append(f"{where}:")
        self._parts.append(_quoted(_cut(list(lines_of(blocks)), only)))

    def hears(self, where: str, sentence: str) -> None:
        """One sentence and where it stands."""
        self._parts.append(f"{where}:")
        self._parts.append(_quoted([sentence]))

    def form(self, form: Form) -> None:
        """A form as it is opened: its words, its fields with their hints and choices."""
        self._parts.append(f"The form *{escaped(form.title)}*:")
        self._parts.append(_quoted(lines_of(form.blocks)))

    def picture(self, name: str, alternative: str) -> None:
        """A screenshot, described in words."""
        self.pictures.append(name)
        self._parts.append(f"![{alternative}]({name}.png)")


def escaped(text: str) -> str:
    """Words as Markdown shows them unchanged."""
    return re.sub(r"([*<_`])", r"\\\1", text)


def _quoted(lines: Iterable[str]) -> str:
    return "\n".join(f"> {escaped(line)}  ".rstrip() if not line else f"> {escaped(line)}  " for line in lines)


def _cut(lines: Sequence[str], only: Sequence[str]) -> Iterator[str]:
    """The lines that hold one of the words, with a mark where others were left out; all where no words are given."""
    left_out = False
    for line in lines:
        if only and not any(wanted in line for wanted in only):
            left_out = True
            continue
        if left_out:
            yield LEFT_OUT
            left_out = False
        yield line
    if left_out:
        yield LEFT_OUT


def lines_of(blocks: Sequence[Json]) -> Iterator[str]:
    """Blocks as they are read from top to bottom, a line each; buttons in brackets."""
    for block in blocks:
        match block["type"]:
            case "divider":
                continue
            case "actions":
                yield " ".join(f"[{' / '.join(_choices(one)) or caption(one)}]" for one in block["elements"])
            case "input":
                yield from _field(block)
            case "rich_text":
                yield from _rich(block["elements"])
            case _:
                beside = block.get("accessory")
                choices = [*_choices(beside), caption(beside)] if beside else []
                button = f" [{' / '.join(filter(None, choices))}]" if beside else ""
                told = "\n".join(words({key: value for key, value in block.items() if key != "accessory"}))
                yield from f"{told}{button}".splitlines()


def _rich(elements: Sequence[Json]) -> Iterator[str]:
    for part in elements:
        if part["type"] == "rich_text_list":
            yield from (f"• {''.join(words(one))}" for one in part["elements"])
        else:
            yield from "".join(words(part)).splitlines()


def _field(block: Json) -> Iterator[str]:
    hint = next(words(block.get("hint")), "")
    optional = " (may be left blank)" if block.get("optional") else ""
    yield f"☐ {next(words(block['label']))}{optional}{f' – {hint}' if hint else ''}"
    if choices := _choices(block["element"]):
        yield f"   {' / '.join(choices)}"


def _choices(element: Json) -> list[str]:
    if element["type"] == "external_select":
        return []
    return [next(words(option["text"])) for option in widgets.options_of(element)]
