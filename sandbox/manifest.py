"""The app as installed: what its manifest asks for, checked the way Slack checks it when an app is created."""

from dataclasses import dataclass

from sandbox.feed import Json

EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "member_joined_channel": "channels:read",
    "channel_archive": "channels:read",
}
"""Scope without which an event is not delivered. Source: D/reference/events, each event's page."""

SHORTCUTS = 10
SHORTCUT_FIELDS = {"name": 24, "callback_id": 255, "description": 150}
"""How many shortcuts, and how many characters each of their fields may have. Source: D/reference/app-manifest; the name
is limited as where an app is configured by hand."""


@dataclass(frozen=True)
class Manifest:
    """What the sandbox reads of an app manifest. Raises ValueError for one that Slack would not install."""

    name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[Json, ...]
    shortcuts: tuple[Json, ...]
    has_home: bool
    has_messages: bool
    is_agent: bool

    @classmethod
    def read(cls, manifest: Json) -> "Manifest":
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        bot_scopes = manifest.get("oauth_config", {}).get("scopes", {})
        name = features.get("bot_user", {}).get("display_name") or manifest["display_information"]["name"]
        home = features.get("app_home", {})
        read = cls(
            name=name,
            scopes=frozenset(bot_scopes.get("bot", [])) | frozenset(bot_scopes.get("bot_optional", [])),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            commands=tuple(features.get("slash_commands", [])),
            shortcuts=tuple(features.get("shortcuts", [])),
            has_home=bool(home.get("home_tab_enabled")),
            has_messages=bool(home.get("messages_tab_enabled")) and not home.get("messages_tab_read_only_enabled"),
            is_agent="agent_view" in features or "assistant_view" in features,
        )
        for event in sorted(read.events & EVENT_SCOPES.keys()):
            if EVENT_SCOPES[event] not in read.scopes:
                raise ValueError(f"The manifest subscribes to {event} without the scope {EVENT_SCOPES[event]}.")
        if (read.commands or read.shortcuts) and "commands" not in read.scopes:
            raise ValueError("The manifest has commands or shortcuts without the scope commands.")
        if len(read.shortcuts) > SHORTCUTS:
            raise ValueError(f"The manifest has more than {SHORTCUTS} shortcuts.")
        for shortcut in read.shortcuts:
            if shortcut.get("type") not in ("global", "message"):
                raise ValueError(f"A shortcut is of type global or message, not {shortcut.get('type')}.")
            for field, most in SHORTCUT_FIELDS.items():
                if not 1 <= len(shortcut.get(field) or "") <= most:
                    raise ValueError(f"The {field} of a shortcut has 1 to {most} characters.")
        if settings.get("socket_mode_enabled") is not True:
            raise ValueError("The manifest does not enable Socket Mode, which is all that the sandbox speaks.")
        return read
