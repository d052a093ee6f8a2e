"""One person in a conversation with the app: goes somewhere, acts, and says what must be seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sandbox import widgets
from sandbox.feed import Json
from sandbox.rules.refusal import Refused
from sandbox.sight import Form, Message, caption, words
from sandbox.workspace import Conversation

if TYPE_CHECKING:
    from sandbox.driver import Driver

Found = TypeVar("Found")

PATIENCE_SECONDS = 10.0
"""How long something expected is waited for."""
GRACE_SECONDS = 0.15
"""How long a second answer is waited for once everything is quiet."""


class Person:
    """Somebody at a place in the workspace. Acts return the person, so that they read in a row."""

    def __init__(self, driver: Driver, user: str) -> None:
        self.user = user
        self.errors: Json = {}
        """What the last submitted form was refused for, by block."""
        self._driver = driver
        self._sandbox = driver.sandbox
        self._where = self._act(lambda: self._sandbox.talking.dm(user))
        self._thread: str | None = None
        self._mark = ""
        self._last: Message | None = None
        self._offered: dict[str, list[Json]] = {}

    # Going somewhere

    def in_channel(self, name: str) -> Self:
        """Go to a channel, by id or name."""
        self._where = self._act(lambda: self._sandbox.talking.place(self.user, name))
        self._thread = None
        return self

    def in_dm(self) -> Self:
        """Go to the direct messages with the app."""
        self._where = self._act(lambda: self._sandbox.talking.dm(self.user))
        self._thread = None
        return self

    def in_thread(self, message: Message) -> Self:
        """Go to the thread of a message."""
        self._where = self._act(lambda: self._sandbox.talking.place(self.user, message.channel))
        self._thread = message.thread_ts or message.ts
        return self

    # Acting

    def says(self, text: str) -> Self:
        """Say something where one is. In a channel, `@` and the app's name is a mention."""
        self._begin()
        said = self._act(lambda: self._sandbox.talking.say(self.user, self._where.id, text, self._thread))
        self._said_ts = said.get("thread_ts") or said["ts"]
        return self

    def sends(self, *files: tuple[str, bytes], text: str = "") -> Self:
        """Send files, each a name and its bytes, with words or without, where one is."""
        self._begin()
        workspace, base_url = self._sandbox.workspace, self._sandbox.base_url

        def send() -> Json:
            kept = [workspace.keep_file(self.user, name, content).as_file(base_url) for name, content in files]
            return self._sandbox.talking.say(self.user, self._where.id, text, self._thread, kept)

        said = self._act(send)
        self._said_ts = said.get("thread_ts") or said["ts"]
        return self

    def commands(self, command: str, text: str = "") -> Self:
        """Use a slash command where one is."""
        self._begin()
        self._run(self._sandbox.interactions.command(self.user, self._where.id, command, text))
        return self

    def presses(self, name: str, on: Message | Form | None = None) -> Self:
        """Press a button, by words or action_id: on that message or Home, in the open form, or what was last seen.

        What stands in an overflow menu is chosen there, by its words.
        """
        if (offered := self._surface(on).in_menu(name)) is not None:
            block, menu, option = offered
            return self._use_this(block, menu, on, {"selected_option": option})
        return self._use(name, on, {})

    def chooses(self, name: str, option: str, on: Message | Form | None = None) -> Self:
        """Choose an option, by its words or value, in a select, radio buttons or an overflow menu."""
        _, element = self._element(self._surface(on), name)
        return self._use(name, on, {"selected_option": self._option(element, option)})

    def rates(self, right: bool, on: Message) -> Self:
        """Press one of the two feedback buttons under a message: the positive one, or the negative."""
        parts = (part for block in on.blocks for part in block.get("elements", ()))
        element = next(part for part in parts if part["type"] == "feedback_buttons")
        return self._use(
            element["action_id"], on, {"value": element[f"{'positive' if right else 'negative'}_button"]["value"]}
        )

    def uses_shortcut(self, callback_id: str, on: Message | None = None) -> Self:
        """Use a global shortcut, or with a message a message shortcut."""
        self._begin()
        channel, ts = (on.channel, on.ts) if on else (None, None)
        if on is not None:
            self.in_thread(on)
            self._said_ts = self._thread
        self._run(self._sandbox.interactions.shortcut(self.user, callback_id, channel, ts))
        return self

    def opens_home(self) -> Self:
        """Look at the app's Home."""
        self._begin()
        self._act(lambda: self._sandbox.interactions.open_home(self.user, "home"))
        return self

    def opens_messages(self) -> Self:
        """Open the app's pane."""
        self._begin()
        self._act(lambda: self._sandbox.interactions.open_home(self.user, "messages"))
        return self

    def searches(self, name: str, typed: str, on: Message | Form | None = None) -> list[str]:
        """Type into an external select; the words of the options offered."""
        surface = self._surface(on)
        block, element = self._element(surface, name)
        given = {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
        answer = self._run(self._sandbox.interactions.suggest(self.user, given | self._at(surface)))
        self._offered[element["action_id"]] = widgets.options_of(answer)
        return [next(words(option["text"])) for option in self._offered[element["action_id"]]]

    def fills(self, **fields: Any) -> Self:
        """Put values into the open form's fields, named by block_id, action_id or label.

        An option is named by its words or value; in an external select it must have been offered by `searches`.
        """
        form = self._form()
        for name, value in fields.items():
            block, element = self._element(form, name)
            field = widgets.FIELDS[element["type"]]
            if field == "selected_option":
                value = self._option(element, value)
            elif field == "selected_options":
                value = [self._option(element, each) for each in value]
            values = {block["block_id"]: {element["action_id"]: {field: value}}}
            self._act(partial(self._fill, form.id, values))
        return self

    def submits(self) -> Self:
        """Send the open form; what it is refused for is in `errors`."""
        form = self._form()
        self._begin()
        answer = self._run(self._sandbox.interactions.submit(self.user, form.id, {}))
        self.errors = answer.get("errors", {})
        return self

    def closes(self) -> Self:
        """Close the open form without sending it."""
        form = self._form()
        self._run(self._sandbox.interactions.close(self.user, form.id))
        return self

    # Seeing

    def sees_one_answer(self, seconds: float = PATIENCE_SECONDS) -> Message:
        """The app's one message since the last act, in the thread, the place itself or for this person alone.

        Silence fails, and so does a second message.
        """
        if not self._driver.until(lambda: bool(self._answers()), seconds):
            self._driver.fail(f"{self.user} saw no answer in {seconds} seconds.")
        self._driver.settle(seconds)
        self._driver.until(lambda: len(self._answers()) > 1, GRACE_SECONDS)
        answers = self._sandbox.look(self._answers)
        if len(answers) != 1:
            self._driver.fail(f"{self.user} saw {len(answers)} answers instead of one.")
        self._last = Message(answers[0])
        return self._last

    def sees_nothing(self) -> Self:
        """No message of the app since the last act, once everything is quiet."""
        self._driver.settle()
        if self._driver.until(lambda: bool(self._answers()), GRACE_SECONDS):
            self._driver.fail(f"{self.user} saw an answer where none was due.")
        return self

    def sees_change(self, of: Message | None = None, seconds: float = PATIENCE_SECONDS) -> Message:
        """The message, as it stands after an edit since the last act."""
        message = of or self._last
        assert message is not None, "nothing was seen yet whose change could be waited for"

        def changed() -> Json | None:
            now = self._where_of(message).by_ts.get(message.ts)
            return dict(now) if now and now.get("edited", {}).get("ts", "") > self._mark else None

        now = self._driver.until(changed, seconds)
        if now is None:
            self._driver.fail(f"The message {message.ts} did not change in {seconds} seconds.")
        self._last = Message(now)
        return self._last

    def sees_modal(self, seconds: float = PATIENCE_SECONDS) -> Form:
        """The form in front, once there is one."""
        if not self._driver.until(lambda: bool(self._stack()), seconds):
            self._driver.fail(f"{self.user} saw no form in {seconds} seconds.")
        return self._form()

    def sees_no_modal(self, seconds: float = PATIENCE_SECONDS) -> Self:
        """All forms have gone."""
        if not self._driver.until(lambda: not self._stack(), seconds):
            self._driver.fail(f"{self.user} still has a form open: {self._form().title}")
        return self

    def sees_error(self, name: str) -> str:
        """The sentence under a field of the form that was just refused."""
        block, _ = self._element(self._form(), name)
        if block["block_id"] not in self.errors:
            self._driver.fail(f"There is no error at {name}; there are: {self.errors}")
        return str(self.errors[block["block_id"]])

    def sees_home(self, seconds: float = PATIENCE_SECONDS) -> Form:
        """The app's Home as published since the last act, or earlier."""
        homes = self._sandbox.workspace.homes
        if not self._driver.until(lambda: self.user in homes, seconds):
            self._driver.fail(f"{self.user} has no Home.")
        return Form(self._sandbox.look(lambda: dict(homes[self.user].payload)))

    def sees_messages(self) -> list[Message]:
        """All that stands in the place, or in the thread."""
        talking = self._sandbox.talking
        return [Message(raw) for raw in self._act(lambda: talking.messages(self.user, self._where.id, self._thread))]

    # Behind it

    def _begin(self) -> None:
        self._mark = self._sandbox.look(self._sandbox.workspace.new_ts)
        self._said_ts = self._thread
        self.errors = {}

    def _answers(self) -> list[Json]:
        workspace, where = self._sandbox.workspace, self._where
        new = [where.by_ts[ts] for ts in takewhile(lambda ts: ts > self._mark, reversed(where.by_ts))]
        new += [each for ts, each in where.ephemeral.items() if ts > self._mark and each["shown_to"] == self.user]
        of_app = [message for message in new if message["user"] == workspace.bot_user]
        return [message for message in of_app if message.get("thread_ts") in (None, message["ts"], self._said_ts)]

    def _fill(self, view_id: str, values: Json) -> None:
        modals = self._sandbox.backend.modals
        modals.fill(modals.top(self.user, view_id), values)

    def _use(self, name: str, on: Message | Form | None, given: Json) -> Self:
        return self._use_this(*self._element(self._surface(on), name), on, given)

    def _use_this(self, block: Json, element: Json, on: Message | Form | None, given: Json) -> Self:
        surface = self._surface(on)
        self._begin()
        if isinstance(surface, Message):
            self.in_thread(surface)
            self._said_ts = self._thread
        pressed = {**given, "action_id": element["action_id"], "block_id": block["block_id"], **self._at(surface)}
        self._run(self._sandbox.interactions.press(self.user, pressed))
        return self

    def _surface(self, on: Message | Form | None) -> Message | Form:
        if on is not None:
            return on
        if self._sandbox.look(lambda: bool(self._stack())):
            return self._form()
        assert self._last is not None, "nothing was seen yet that could be pressed"
        return self._last

    def _at(self, surface: Message | Form) -> Json:
        return {"view_id": surface.id} if isinstance(surface, Form) else {"channel": surface.channel, "ts": surface.ts}

    def _element(self, surface: Message | Form, name: str) -> tuple[Json, Json]:
        try:
            return surface.element(name)
        except LookupError as missing:
            self._driver.fail(str(missing))

    def _option(self, element: Json, wanted: Any) -> Json:
        offered = self._offered.get(element["action_id"]) or widgets.options_of(element)
        fitting = [option for option in offered if wanted in (option, option["value"], caption(option))]
        if len(fitting) != 1:
            names = [caption(option) for option in offered]
            self._driver.fail(f"{element['action_id']} does not offer one {wanted!r}; it offers {names}")
        return fitting[0]

    def _where_of(self, message: Message) -> Conversation:
        return self._sandbox.workspace.conversations[message.channel]

    def _stack(self) -> list[Any]:
        return self._sandbox.backend.modals.stack(self.user)

    def _form(self) -> Form:
        stack = self._sandbox.look(lambda: [dict(view.payload) for view in self._stack()])
        if not stack:
            self._driver.fail(f"{self.user} has no form open.")
        return Form(stack[-1])

    def _act(self, act: Callable[[], Found]) -> Found:
        try:
            return self._sandbox.look(act)
        except Refused as refused:
            self._driver.fail(f"{self.user} could not do that: {refused}")

    def _run(self, act: Any) -> Any:
        try:
            return self._sandbox.run(act)
        except Refused as refused:
            self._driver.fail(f"{self.user} could not do that: {refused}")
