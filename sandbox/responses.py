"""response_url: answering what a person did without being in the channel, five times within half an hour.

Source: docs.slack.dev/interactivity/handling-user-interaction.
"""

import copy
import secrets
import time
from dataclasses import dataclass

from sandbox.events import Events
from sandbox.feed import Json
from sandbox.posting import compose, note_pings
from sandbox.rules.refusal import Refused
from sandbox.workspace import Conversation, Workspace

MOST_USES = 5


@dataclass
class Hook:
    """Where an answer goes: the conversation, the person who acted, the message they acted on."""

    conversation: Conversation
    user: str
    message_ts: str | None
    issued_at: float
    uses: int = 0


class ResponseUrls:
    """The addresses given out, and what is posted to them."""

    def __init__(self, workspace: Workspace, events: Events, life_seconds: float) -> None:
        self._workspace = workspace
        self._events = events
        self._life = life_seconds
        self._hooks: dict[str, Hook] = {}

    def issue(self, conversation: Conversation, user: str, message_ts: str | None = None) -> str:
        """A new key; the address is /response/KEY."""
        key = secrets.token_hex(12)
        self._hooks[key] = Hook(conversation, user, message_ts, time.monotonic())
        return key

    def hook(self, key: str) -> Hook:
        """Refused: no_service (an unknown address), expired_url, used_url."""
        hook = self._hooks.get(key)
        if hook is None:
            raise Refused("no_service")
        if time.monotonic() - hook.issued_at > self._life:
            raise Refused("expired_url")
        if hook.uses >= MOST_USES:
            raise Refused("used_url")
        return hook

    def use(self, key: str, answer: Json) -> None:
        """Post to an address. Refused: see `hook` and `deliver`."""
        hook = self.hook(key)
        hook.uses += 1
        self.deliver(hook, answer)

    def deliver(self, hook: Hook, answer: Json) -> None:
        """Carry an answer out. Refused: message_not_found, and what `compose` refuses."""
        where, original = hook.conversation, hook.message_ts
        if answer.get("delete_original"):
            self._delete(where, original)
            return
        content = compose(answer)
        if answer.get("replace_original") and original is not None:
            self._replace(where, original, content)
            return
        facts = self._workspace.as_bot(**content, thread_ts=answer.get("thread_ts"))
        if answer.get("response_type") == "in_channel":
            posted = self._workspace.post(where, facts)
            self._events.message(where, posted)
        else:
            posted = self._workspace.whisper(where, hook.user, facts)
        note_pings(self._workspace, posted, answer)

    def _replace(self, where: Conversation, ts: str, content: Json) -> None:
        changes = {"blocks": None, **content}
        if ts in where.ephemeral:
            self._workspace.change_whisper(where, ts, changes)
            return
        if ts not in where.by_ts:
            raise Refused("message_not_found")
        before = copy.copy(where.by_ts[ts])
        message = self._workspace.change(where, ts, self._workspace.bot_user, changes)
        self._events.message_changed(where, before, message)

    def _delete(self, where: Conversation, ts: str | None) -> None:
        if ts is not None and ts in where.ephemeral:
            self._workspace.change_whisper(where, ts, None)
        elif ts is not None and ts in where.by_ts:
            self._events.message_deleted(where, self._workspace.delete(where, ts))
        else:
            raise Refused("message_not_found")
