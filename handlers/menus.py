"""The menu at the end of a full row of buttons: what is chosen there is taken for the button that it stands for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltResponse

from handlers.ids import Action


def unfold(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
    """The middleware that puts the button in the place of the menu, before a listener is looked for."""
    for action in (body.get("actions") or ())[:1]:
        if action.get("action_id") == Action.MORE:
            action_id, _, value = action["selected_option"]["value"].partition(" ")
            body["actions"] = [{**action, "type": "button", "action_id": action_id, "value": value}]
    return next()
