"""Nothing is offered that nobody listens to: ids, commands, events and kinds of owed message, compared."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from handlers.ids import Action, BlockId, Callback, Command, Shortcut, numbered, pattern
from handlers.routes import RENDERERS, register
from perfdata.store.outbox import Kind

ROOT = Path(__file__).parent.parent
MANIFEST = json.loads((ROOT / "config" / "manifest.json").read_text(encoding="utf-8"))
FIELDS = {
    Action.ATTENDANCE, Action.BOARD, Action.DAY, Action.EFFECT, Action.EVIDENCE, Action.HEARD, Action.INTO,
    Action.KIND, Action.MOVE, Action.OUTCOME, Action.PERIOD, Action.PLACE, Action.REASON, Action.REPLY, Action.ROLE,
    Action.ROOM, Action.SOURCE, Action.TIME, Action.UNTIL, Action.WORDS,
}  # fmt: skip
"""Fields of a form, which send nothing until the form is sent."""


class Recorder(App):
    """An app that remembers what is listened to."""

    def __init__(self) -> None:
        super().__init__(client=WebClient("xoxb-none"), signing_secret="-", token_verification_enabled=False)
        self.heard: dict[str, list[Any]] = {}

    def _on(self, surface: str, what: Any) -> Any:
        self.heard.setdefault(surface, []).append(what)
        return lambda listener: listener

    def event(self, event: Any, *_: Any, **__: Any) -> Any:
        return self._on("event", event)

    def command(self, command: Any, *_: Any, **__: Any) -> Any:
        return self._on("command", command)

    def message_shortcut(self, callback_id: Any, *_: Any, **__: Any) -> Any:
        return self._on("shortcut", callback_id)

    def action(self, constraints: Any, *_: Any, **__: Any) -> Any:
        return self._on("action", constraints)

    def options(self, constraints: Any, *_: Any, **__: Any) -> Any:
        return self._on("options", constraints)

    def view(self, constraints: Any, *_: Any, **__: Any) -> Any:
        return self._on("view", constraints)


@pytest.fixture(scope="module")
def heard() -> dict[str, list[Any]]:
    """Everything that is listened to, by surface."""
    app = Recorder()
    register(app, Mock())
    return app.heard


def matches(constraint: Any, value: str) -> bool:
    return bool(constraint.fullmatch(value)) if isinstance(constraint, re.Pattern) else constraint == value


def test_each_element_has_a_listener(heard: dict[str, list[Any]]) -> None:
    listeners = [*heard["action"], *heard["options"]]
    # A row's menu is taken for the buttons in it before a listener is looked for.
    for action in set(Action) - FIELDS - {Action.MORE}:
        assert any(matches(one, action) for one in listeners), f"nobody listens to {action}"


def test_one_of_several_like_buttons_is_heard_like_the_only_one() -> None:
    for action in Action:
        assert pattern(action).fullmatch(numbered(action, 12))
        assert not any(pattern(other).fullmatch(numbered(action, 12)) for other in set(Action) - {action})


def test_each_form_has_a_listener(heard: dict[str, list[Any]]) -> None:
    assert {str(one) for one in heard["view"]} == set(Callback)


def test_commands_are_those_of_the_manifest(heard: dict[str, list[Any]]) -> None:
    declared = {one["command"] for one in MANIFEST["features"]["slash_commands"]}
    assert declared == set(Command) == {str(one) for one in heard["command"]}


def test_message_shortcuts_are_those_of_the_manifest(heard: dict[str, list[Any]]) -> None:
    declared = {one["callback_id"] for one in MANIFEST["features"]["shortcuts"] if one["type"] == "message"}
    assert declared == set(Shortcut) == {str(one) for one in heard["shortcut"]}


def test_events_are_those_of_the_manifest(heard: dict[str, list[Any]]) -> None:
    declared = {one.partition(".")[0] for one in MANIFEST["settings"]["event_subscriptions"]["bot_events"]}
    assert declared == {one for one in heard["event"] if isinstance(one, str)}


def test_each_kind_of_owed_message_has_a_renderer() -> None:
    assert set(RENDERERS) == set(Kind)


def test_ids_are_written_in_one_place_only() -> None:
    """No view or handler spells an id out: it takes it from `handlers/ids.py`."""
    spelt = re.compile(r"""["'](?:action_id|callback_id|block_id)["']:\s*f?["']""")
    for path in sorted((ROOT / "handlers").rglob("*.py")):
        assert not spelt.search(path.read_text(encoding="utf-8")), path.name


def test_each_id_is_used() -> None:
    rooms = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "handlers").rglob("*.py") if path.name != "ids.py"
    )
    for kind in (Action, BlockId, Callback, Command, Shortcut):
        for member in kind:
            assert f"{kind.__name__}.{member.name}" in rooms, (
                f"{kind.__name__}.{member.name} is declared and never used"
            )
