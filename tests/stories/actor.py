"""Somebody in a story: they type, press and fill in, and the page has it with what they get to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

from sandbox import widgets
from sandbox.driver import Driver
from sandbox.person import Person
from sandbox.sight import Form, Message, caption, words
from tests.stories.page import Page

BUSY_SECONDS = 60
"""A deadline, not a measurement: a machine may be busy, and papers take a while to be drawn and written."""

SPOKEN = 40
"""Characters of a title by which a button is known: what a screen reader says of it may be cut short."""


class Actor:
    """A person of the stand-in for Slack whose doings are written down."""

    def __init__(self, person: Person, name: str, page: Callable[[], Page | None], driver: Driver) -> None:
        self._person, self.name, self._page, self._driver = person, name, page, driver
        self._filled: list[str] = []
        self.answer: Message | None = None

    def goes_to(self, channel: str) -> Self:
        """Go to a channel, by id."""
        self._person.in_channel(channel)
        return self

    def types(self, command: str, text: str = "") -> Self:
        """Use a slash command."""
        self._does(f"types “{f'{command} {text}'.strip()}”.")
        self._person.commands(command, text)
        return self

    def reads(self, *only: str) -> Message:
        """The one message that came of what was done; it is put on the page, or the lines with these words."""
        self.answer = self._person.sees_one_answer(BUSY_SECONDS)
        if (page := self._page()) is not None:
            page.sees(f"Only **{self.name}** sees" if self.answer.only_for_me else f"**{self.name}** sees",
                      self.answer.blocks, only)  # fmt: skip
        return self.answer

    def looks(self) -> Message:
        """The same, without the page."""
        self.answer = self._person.sees_one_answer(BUSY_SECONDS)
        return self.answer

    def presses(self, label: str, on: Message | None = None, about: str = "") -> Self:
        """Press a button; with `about`, the one that a screen reader calls so, of several with that label."""
        where = on or self.answer
        assert where is not None, "nothing was seen yet that could be pressed"
        if (menu := _folded(where, label, about)) is not None:
            self._does(f"chooses [{label}]{f' for “{about}”' if about else ''} in the menu.")
            self._person.chooses(menu, label, on=where)
            return self
        pressed = _named(where, label, about)
        self._does(f"presses [{label if about else pressed}]{f' for “{about}”' if about else ''}.")
        self._person.presses(pressed, on=where)
        return self

    def chooses(self, option: str, on: Message, about: str) -> Self:
        """Choose from the menu that stands beside words about something."""
        menus = [
            element["action_id"]
            for block, element in widgets.interactive(on.blocks)
            if element["type"] == "overflow" and about in " ".join(words(block.get("text")))
        ]
        assert len(menus) == 1, (about, menus)
        self._does(f"chooses [{option}] beside “{about}”.")
        self._person.chooses(menus[0], option, on=on)
        return self

    def opens(self, show: bool = False) -> Form:
        """The form that has opened; with `show`, as it stands goes on the page."""
        form = self._person.sees_modal(BUSY_SECONDS)
        if show and (page := self._page()) is not None:
            page.form(form)
        self._filled = []
        return form

    def fills(self, **fields: Any) -> Self:
        """Put values into the form's fields, named by block id."""
        form = self._person.sees_modal(BUSY_SECONDS)
        self._person.fills(**fields)
        for name, value in fields.items():
            block, element = form.element(name)
            label = next(words(block["label"]))
            shown = ", ".join(_shown(element, one) for one in (value if isinstance(value, list) else [value]))
            self._filled = [one for one in self._filled if not one.startswith(f"{label} ")] + [f"{label} “{shown}”"]
        return self

    def looks_for(self, name: str, typed: str, title: str) -> Self:
        """Type into a select that searches, and take one of what it offers."""
        offered = self._person.searches(name, typed)
        assert title in offered, offered
        return self.fills(**{name: title})

    def submits(self, *only: str) -> Self:
        """Send the form; what it is refused for, or what it turns into (the lines with these words), is on the page."""
        form = self._person.sees_modal(BUSY_SECONDS)
        label = next(words(form.raw["submit"]))
        self._does(f"fills in {'; '.join(self._filled)}, and presses [{label}]." if self._filled
                   else f"presses [{label}].")  # fmt: skip
        self._person.submits()
        if (page := self._page()) is not None:
            for block_id, sentence in self._person.errors.items():
                block, _ = form.element(block_id)
                page.hears(f"Under “{next(words(block['label']))}”", sentence)
            if not self._person.errors:
                page.sees(f"**{self.name}** sees", self._person.sees_modal(BUSY_SECONDS).blocks, only)
                self._filled = []
        return self

    def refused(self, words_: str) -> Self:
        """The form was sent back for this reason."""
        assert any(words_ in sentence for sentence in self._person.errors.values()), self._person.errors
        return self

    def done(self) -> None:
        """The form was taken; it is closed."""
        assert not self._person.errors, self._person.errors
        self._person.closes()
        self._driver.settle(BUSY_SECONDS)

    def loads(self, name: str, content: bytes) -> None:
        """Send a file of figures in a direct message and press the button that loads it."""
        report = self._person.in_dm().sends((name, content)).sees_one_answer(BUSY_SECONDS)
        load = next(one for one in report.buttons if one.startswith("Load "))
        if (page := self._page()) is not None:
            page.does(self.name, f"sends the file {name} in a direct message, reads the report and presses [{load}].")
        self._person.presses(load, on=report)

    def _does(self, what: str) -> None:
        if (page := self._page()) is not None:
            page.does(self.name, what)


def _folded(message: Message, label: str, about: str) -> str | None:
    """The menu at the end of a row of buttons that has that label; the row is told by what its first button says."""
    for block in message.blocks:
        said = " ".join(one.get("accessibility_label", "") for one in block.get("elements", ()))
        if block["type"] == "actions" and about[:SPOKEN] in said:
            for one in block["elements"]:
                if one["type"] == "overflow" and label in words(one["options"]):
                    return str(one["action_id"])
    return None


def _named(message: Message, label: str, about: str) -> str:
    """The action id of the button with that label whose spoken name, or the words beside it, hold `about`."""
    if not about:
        return next((one for one in message.buttons if one.startswith(label)), label)
    fitting = [
        element["action_id"]
        for block, element in widgets.interactive(message.blocks)
        if caption(element) == label
        and about[:SPOKEN] in " ".join((element.get("accessibility_label", ""), *words(block.get("text"))))
    ]
    assert len(fitting) == 1, (label, about, message.buttons)
    return str(fitting[0])


def _shown(element: Any, value: str) -> str:
    options: Sequence[Any] = widgets.options_of(element)
    return next((next(words(one["text"])) for one in options if one["value"] == value), value)
