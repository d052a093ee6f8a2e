"""conversations.*: channels and what was said in them. Source: D/methods/conversations.*, each method's page."""

import re

from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.methods.arguments import need_scope, page, require, seen_channel, truth
from sandbox.rules.refusal import Refused
from sandbox.workspace import Conversation

TS = re.compile(r"\d+(\.\d{1,6})?")
TYPES = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}


def open_conversation(backend: Backend, args: Json) -> Json:
    """A direct message with one person. Refused: users_list_not_supplied, user_not_found, user_disabled,
    method_not_supported_for_channel_type (group messages are not played here)."""
    users = [user for user in str(args.get("users") or "").split(",") if user]
    if args.get("channel"):
        where = seen_channel(backend, args["channel"])
    elif not users:
        raise Refused("users_list_not_supplied")
    elif any(user not in backend.workspace.people for user in users):
        raise Refused("user_not_found")
    elif len(users) > 1:
        raise Refused("method_not_supported_for_channel_type")
    elif backend.workspace.people[users[0]].deleted:
        raise Refused("user_disabled")
    else:
        where = backend.workspace.direct_message(users[0])
    shown = where.as_channel(backend.workspace.bot_user) if truth(args.get("return_im")) else {"id": where.id}
    return {"channel": shown}


def info(backend: Backend, args: Json) -> Json:
    """Refused: channel_not_found, missing_scope."""
    where = seen_channel(backend, args["channel"])
    need_scope(backend, where, "read")
    channel = where.as_channel(backend.workspace.bot_user)
    if not truth(args.get("include_num_members")):
        channel.pop("num_members", None)
    return {"channel": channel}


def list_conversations(backend: Backend, args: Json) -> Json:
    """Refused: invalid_types, missing_scope, invalid_limit, invalid_cursor."""
    types = str(args.get("types") or "public_channel").split(",")
    for name in types:
        if name.strip() not in TYPES:
            raise Refused("invalid_types")
        require(backend, TYPES[name.strip()])
    kinds = {
        {"public_channel": "channel", "private_channel": "group"}.get(name.strip(), name.strip()) for name in types
    }
    shown = [
        conversation.as_channel(backend.workspace.bot_user)
        for conversation in backend.workspace.conversations.values()
        if conversation.kind in kinds
        and (conversation.kind == "channel" or backend.workspace.bot_user in conversation.members)
        and not (conversation.is_archived and truth(args.get("exclude_archived")))
    ]
    channels, following = page(args, shown, 100)
    return {"channels": channels, "response_metadata": following}


def members(backend: Backend, args: Json) -> Json:
    """Refused: channel_not_found, missing_scope, invalid_limit, invalid_cursor."""
    where = seen_channel(backend, args["channel"])
    need_scope(backend, where, "read")
    shown, following = page(args, sorted(where.members), 100)
    return {"members": shown, "response_metadata": following}


def join(backend: Backend, args: Json) -> Json:
    """Refused: channel_not_found, is_archived, method_not_supported_for_channel_type."""
    where = seen_channel(backend, args["channel"])
    if where.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if where.is_archived:
        raise Refused("is_archived")
    where.members.add(backend.workspace.bot_user)
    backend.workspace.feed.add("channel", channel=where.id)
    return {"channel": where.as_channel(backend.workspace.bot_user)}


def history(backend: Backend, args: Json) -> Json:
    """The newest first, without replies. Refused: channel_not_found, not_in_channel, missing_scope, invalid_cursor,
    invalid_ts_oldest, invalid_ts_latest."""
    where = _readable(backend, args["channel"])
    chosen = _within(args, where.roots)[::-1]
    shown, following = page(args, chosen, 100)
    messages = [_as_read(where.by_ts[ts], args) for ts in shown]
    more = bool(following["next_cursor"])
    answer: Json = {"messages": messages, "has_more": more, "pin_count": 0}
    return {**answer, "response_metadata": following} if more else answer


def replies(backend: Backend, args: Json) -> Json:
    """The root, then its replies, oldest first. Refused: as history, and thread_not_found."""
    where = _readable(backend, args["channel"])
    ts = args["ts"]
    if ts not in where.by_ts:
        raise Refused("thread_not_found")
    root_ts = str(where.by_ts[ts].get("thread_ts", ts))
    chosen = _within(args, where.threads.get(root_ts, []))
    shown, following = page(args, [each for each in (root_ts, *chosen) if each in where.by_ts], 999)
    messages = [_as_read(where.by_ts[each], args) for each in shown]
    more = bool(following["next_cursor"])
    answer: Json = {"messages": messages, "has_more": more}
    return {**answer, "response_metadata": following} if more else answer


def _readable(backend: Backend, channel: str) -> Conversation:
    where = seen_channel(backend, channel)
    need_scope(backend, where, "history")
    if backend.workspace.bot_user not in where.members:
        raise Refused("not_in_channel")
    return where


def _within(args: Json, timestamps: list[str]) -> list[str]:
    bounds: dict[str, str] = {}
    for name in ("oldest", "latest"):
        value = str(args.get(name) or "")
        if value and not TS.fullmatch(value):
            raise Refused(f"invalid_ts_{name}")
        if value and float(value):
            whole, _, part = value.partition(".")
            bounds[name] = f"{int(whole):010d}.{part:0<6}"
    inclusive = truth(args.get("inclusive"))
    oldest, latest = bounds.get("oldest", ""), bounds.get("latest", "9" * 10)
    return [ts for ts in timestamps if oldest < ts < latest or (inclusive and ts in bounds.values())]


def _as_read(message: Json, args: Json) -> Json:
    """A message as history shows it; metadata only when asked for."""
    shown = {name: value for name, value in message.items() if name != "channel"}
    if not truth(args.get("include_all_metadata")):
        shown.pop("metadata", None)
    return shown
