"""Slack over the socket: what Bolt is given, and what is none of the bot's business and never gets that far."""

from __future__ import annotations

import json

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from handlers.threads import is_passed_over

BUFFER = 64 * 1024
"""Bytes read from the socket at a time. The bot's own answers come back over it, and fill the SDK's 1,024 many times
over."""


class SocketDoor(SocketModeHandler):
    """Bolt's own, over a client that reads what comes in as it comes in."""

    def __init__(self, app: App, app_token: str, *, ping_interval: float) -> None:
        self.app = app
        self.app_token = app_token
        self.client = _Client(
            app_token, app.logger, app.client, ping_interval=ping_interval, receive_buffer_size=BUFFER
        )
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]


class _Client(SocketModeClient):
    """Slack's own, which hands each message from thread to thread to thread; this one only what has to be dealt with.

    The talk of channels is acknowledged in microseconds where it arrives, so that no answer waits for it. Each mention,
    and each answer of the bot's own, arrives as such a message too.
    """

    def enqueue_message(self, message: str) -> None:
        """Acknowledge it, or have one of the workers deal with it."""
        envelope = json.loads(message) if message.startswith("{") else {}
        if envelope.get("type") == "disconnect" or self.closed:
            super().enqueue_message(message)
        elif is_passed_over(envelope.get("payload") or {}):
            self.send_socket_mode_response(SocketModeResponse(envelope_id=envelope["envelope_id"]))
        else:
            self.message_workers.submit(self.run_message_listeners, envelope, message)
