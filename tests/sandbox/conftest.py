"""A sandbox with a small workspace, and a real Bolt app that talks to it over Socket Mode."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox import Channel, Pace, Person, Sandbox
from sandbox.driver import Driver

CHAIR, CLERK, GUEST = "U00CHAIR", "U00CLERK", "U00GUEST"
BOARD, PRIVATE, ELSEWHERE, ARCHIVED = "C00BOARD", "C0PRIVATE", "C00ELSE", "C0ARCHIVE"

PEOPLE = (
    Person(CHAIR, "Chair of the board", "Chair", "chair@council.example"),
    Person(CLERK, "Clerk of the board", "Clerk", "clerk@council.example"),
    Person(GUEST, "Guest", is_guest=True),
)
CHANNELS = (
    Channel(BOARD, "board", (CHAIR, CLERK)),
    Channel(PRIVATE, "private", (CHAIR,), is_private=True, with_app=False),
    Channel(ELSEWHERE, "elsewhere", (CHAIR,), with_app=False),
    Channel(ARCHIVED, "old", (CHAIR,), is_archived=True),
)
SCOPES = [
    *("app_mentions:read", "chat:write", "commands", "im:history", "channels:history", "groups:history"),
    *("channels:read", "groups:read", "users:read", "files:write", "files:read"),
    *("assistant:write", "reactions:write"),
]
EVENTS = ["app_mention", "message.im", "app_home_opened", "app_context_changed"]


def manifest(scopes: list[str] = SCOPES, events: list[str] = EVENTS, **features: Any) -> dict[str, Any]:
    """A manifest as a council would install it, with whatever differs."""
    command = {"command": "/nominate", "description": "Nominate a measure", "usage_hint": "[words]"}
    shortcuts = [
        {"name": "Nominate", "type": "message", "callback_id": "nominate_message", "description": "Nominate"},
        {"name": "Ask", "type": "global", "callback_id": "ask", "description": "Ask"},
    ]
    given = {
        "bot_user": {"display_name": "Teller"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "agent_view": {"agent_description": "Tells figures"},
        "slash_commands": [command],
        "shortcuts": shortcuts,
        **features,
    }
    return {
        "display_information": {"name": "Teller"},
        "features": given,
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {"socket_mode_enabled": True, "event_subscriptions": {"bot_events": events}},
    }


QUICK = Pace(acknowledge=2.5, retries=(0.05, 0.2, 0.5), trigger=2.0, farewell=0.1)
"""Slack's waits, shortened: no test here depends on how long they are."""


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A running sandbox of its own for each test."""
    with Sandbox(PEOPLE, CHANNELS, manifest(), pace=QUICK) as running:
        yield running


@pytest.fixture
def slack(sandbox: Sandbox) -> Driver:
    """The driver of that sandbox."""
    return Driver(sandbox)


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    """Slack's own client, as the app would use it."""
    return WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
def app(client: WebClient) -> App:
    """A Bolt app without listeners."""
    return App(client=client)


@pytest.fixture
def connect(app: App, sandbox: Sandbox, slack: Driver) -> Iterator[Callable[[], SocketModeHandler]]:
    """Connects the app, once its listeners are there."""
    handlers: list[SocketModeHandler] = []

    def connect_now(ping_seconds: float = 10) -> SocketModeHandler:
        handler = SocketModeHandler(app, sandbox.app_token, ping_interval=ping_seconds)
        handler.connect()  # type: ignore[no-untyped-call]
        handlers.append(handler)
        slack.wait_connected()
        return handler

    yield connect_now
    for handler in handlers:
        # Whatever is just reconnecting takes the default as it ends, and would go on trying for as long as tests run.
        handler.client.default_auto_reconnect_enabled = handler.client.auto_reconnect_enabled = False
        # Closing waits up to three seconds for the SDK's own threads; no test needs to wait with it.
        threading.Thread(target=handler.close, daemon=True).start()
