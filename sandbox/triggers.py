"""trigger_ids: single use, short-lived. Source: docs.slack.dev/interactivity/handling-user-interaction."""

import re
import secrets
import time
from dataclasses import dataclass

from sandbox.rules.refusal import Refused

SHAPE = re.compile(r"\d+\.\d+\.[0-9a-f]+")


@dataclass
class Trigger:
    """What a person did that allows one form to be opened. `view_id` is the modal it was done in, if any."""

    user: str
    view_id: str | None
    issued_at: float
    exchanged: bool = False


class Triggers:
    """The triggers given out."""

    def __init__(self, life_seconds: float) -> None:
        self._life = life_seconds
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A new trigger_id for what the person just did."""
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(user, view_id, time.monotonic())
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use it up. Refused: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id.

        Source: D/methods/views.open. Stricter: three seconds, which the documentation says of acknowledgements.
        """
        trigger = self._issued.get(trigger_id)
        if not SHAPE.fullmatch(trigger_id) or trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.exchanged:
            raise Refused("exchanged_trigger_id")
        if time.monotonic() - trigger.issued_at > self._life:
            raise Refused("expired_trigger_id")
        trigger.exchanged = True
        return trigger
