"""Events to the app: who said, changed or opened what, in Slack's shapes, if the app subscribes to it.

Source: D/reference/events, each event's page.
"""

import secrets
import time

from sandbox.copying import copied
from sandbox.faults import Faults
from sandbox.feed import Json
from sandbox.manifest import Manifest
from sandbox.socket import SocketMode
from sandbox.workspace import Conversation, Workspace

HIDDEN = {"channel", "shown_to", "is_ephemeral", "metadata"}
"""What the workspace keeps on a message that its event does not carry (metadata needs a scope of its own)."""


class Events:
    """Builds events and hands those that the app subscribes to over to the socket."""

    def __init__(self, workspace: Workspace, manifest: Manifest, socket: SocketMode, faults: Faults) -> None:
        self._workspace = workspace
        self._manifest = manifest
        self._socket = socket
        self._faults = faults

    def message(self, conversation: Conversation, message: Json) -> None:
        """A message was posted, by a person or the app: `message`, and `app_mention` if it names the app."""
        event = self._in_channel(conversation, {k: v for k, v in message.items() if k not in HIDDEN})
        mentioned = f"<@{self._workspace.bot_user}>" in message.get("text", "")
        of_app = message["user"] == self._workspace.bot_user
        two_kinds = mentioned and self._faults.take("two_kinds", {**event, "channel": conversation.id}) is not None
        if mentioned and not of_app and not conversation.is_im:
            mention = {**event, "type": "app_mention"}
            del mention["channel_type"]
            self._send(conversation, mention, "app_mention")
        self._send(conversation, event, self._message_kind(conversation), force=two_kinds)

    def message_changed(self, conversation: Conversation, before: Json, message: Json) -> None:
        """A message was edited; the event is hidden and carries both texts."""
        facts: Json = {"type": "message", "subtype": "message_changed", "hidden": True}
        facts |= {"message": _bare(message), "previous_message": _bare(before), "ts": message["edited"]["ts"]}
        self._send(conversation, self._in_channel(conversation, facts), self._message_kind(conversation))

    def message_deleted(self, conversation: Conversation, message: Json) -> None:
        facts: Json = {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": message["ts"]}
        facts |= {"previous_message": _bare(message), "ts": self._workspace.new_ts()}
        self._send(conversation, self._in_channel(conversation, facts), self._message_kind(conversation))

    def home_opened(self, user: str, tab: str, view: Json | None) -> None:
        conversation = self._workspace.direct_message(user)
        event: Json = {"type": "app_home_opened", "user": user, "channel": conversation.id, "tab": tab}
        if tab == "home" and view is not None:
            event["view"] = view
        self._send(conversation, {**event, "event_ts": self._workspace.new_ts()}, "app_home_opened")

    def context_changed(self, user: str, channel: str | None) -> None:
        """The person who has the app's pane open now looks at another channel, or at none."""
        context: Json = {}
        if channel is not None:
            entity = {"type": "slack#/types/channel_id", "value": channel, "team_id": self._workspace.team.id}
            context = {"entities": [entity]}
        event: Json = {"type": "app_context_changed", "user": user, "context": context}
        conversation = self._workspace.direct_message(user)
        event |= {"channel": conversation.id, "event_ts": self._workspace.new_ts()}
        self._send(conversation, event, "app_context_changed")

    def _in_channel(self, conversation: Conversation, facts: Json) -> Json:
        place = {"channel": conversation.id, "channel_type": conversation.kind, "event_ts": facts["ts"]}
        return {**facts, **place}

    def _message_kind(self, conversation: Conversation) -> str:
        return {"im": "message.im", "group": "message.groups", "channel": "message.channels"}[conversation.kind]

    def _send(self, conversation: Conversation, event: Json, kind: str, *, force: bool = False) -> None:
        if not force and kind not in self._manifest.events:
            return
        if self._workspace.bot_user not in conversation.members:
            return
        authorization = {
            "enterprise_id": None,
            "team_id": self._workspace.team.id,
            "user_id": self._workspace.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        payload = {
            "token": "sandbox",
            "team_id": self._workspace.team.id,
            "api_app_id": self._workspace.app_id,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(time.time()),
            "is_ext_shared_channel": conversation.is_ext_shared,
            "authorizations": [authorization],
            # It may be sent later, or again, when the message itself has changed; blocks are replaced, never changed.
            "event": {name: part if name == "blocks" else copied(part) for name, part in event.items()},
        }
        self._socket.send_event(payload)


def _bare(message: Json) -> Json:
    return {name: value for name, value in message.items() if name not in HIDDEN}
