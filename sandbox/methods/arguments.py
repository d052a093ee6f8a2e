"""Reading a call's arguments: channels by id, flags, pages."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.rules.refusal import Refused
from sandbox.workspace import Conversation

Item = TypeVar("Item")


def truth(value: Any) -> bool:
    """A flag as JSON or as form text."""
    return value in (True, 1, "1", "true", "True")


def seen_channel(backend: Backend, channel: str) -> Conversation:
    """A conversation that the app can know of. Refused: channel_not_found, also for a private one it is not in."""
    where = backend.workspace.conversations.get(channel)
    if where is None or (where.is_private and backend.workspace.bot_user not in where.members):
        raise Refused("channel_not_found")
    return where


def posting_place(backend: Backend, channel: str) -> Conversation:
    """Where a message may go; a person's id means their direct messages.

    Refused: channel_not_found, not_in_channel, is_archived, messages_tab_disabled.
    Stricter: channel names, which chat.postMessage takes, are refused: names change.
    """
    if channel in backend.workspace.people:
        where = backend.workspace.direct_message(channel)
    else:
        where = seen_channel(backend, channel)
    if where.is_im and not backend.manifest.has_messages:
        raise Refused("messages_tab_disabled")
    if where.is_archived:
        raise Refused("is_archived")
    if backend.workspace.bot_user not in where.members and "chat:write.public" not in backend.manifest.scopes:
        raise Refused("not_in_channel")
    return where


def need_scope(backend: Backend, where: Conversation, family: str) -> None:
    """The scope of that family (`read`, `history`) for that kind of conversation. Refused: missing_scope."""
    prefix = {"im": "im", "group": "groups", "channel": "channels"}[where.kind]
    require(backend, f"{prefix}:{family}")


def require(backend: Backend, scope: str) -> None:
    """Refused: missing_scope, with what is needed and what was granted."""
    if scope not in backend.manifest.scopes:
        raise Refused("missing_scope", needed=scope, provided=",".join(sorted(backend.manifest.scopes)))


def page(args: Json, everything: Sequence[Item], usual: int, most: int = 999) -> tuple[list[Item], Json]:
    """One page by `limit` and `cursor`, and the response_metadata that leads to the next.

    Refused: invalid_limit, invalid_cursor. Source: docs.slack.dev/apis/web-api/pagination ("an integer under 1000").
    """
    try:
        limit = int(args.get("limit") or usual)
    except ValueError:
        raise Refused("invalid_limit") from None
    if not 1 <= limit <= most:
        raise Refused("invalid_limit")
    start = 0
    if cursor := args.get("cursor"):
        try:
            start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
        except (binascii.Error, ValueError, UnicodeDecodeError):
            raise Refused("invalid_cursor") from None
        if not 0 < start < len(everything):
            raise Refused("invalid_cursor")
    end = start + limit
    following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(everything) else ""
    return list(everything[start:end]), {"next_cursor": following}
