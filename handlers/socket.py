"""Slack over the socket: what Bolt is given, and what is none of the bot's business and never gets that far."""

from __future__ import annotations

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from handlers.threads import is_passed_over


class SocketDoor(SocketModeHandler):
    """Bolt's own, but for the talk of channels: it is acknowledged in microseconds, so that no answer waits for it.

    Each mention, and each answer of the bot's own, arrives as such a message too.
    """

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Acknowledge it, or have Bolt deal with it."""
        if is_passed_over(req.payload):
            client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
        else:
            super().handle(client, req)
