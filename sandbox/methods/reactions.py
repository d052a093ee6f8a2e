"""reactions.*. Source: D/methods/reactions.add and reactions.remove."""

import re

from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.methods.arguments import seen_channel
from sandbox.rules.refusal import Refused
from sandbox.workspace import Conversation

NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


def add(backend: Backend, args: Json) -> Json:
    """Refused: invalid_name, message_not_found, already_reacted, is_archived."""
    where, message = _target(backend, args)
    reactions = message.setdefault("reactions", [])
    entry = next((each for each in reactions if each["name"] == args["name"]), None)
    if entry is None:
        entry = {"name": args["name"], "users": [], "count": 0}
        reactions.append(entry)
    if backend.workspace.bot_user in entry["users"]:
        raise Refused("already_reacted")
    entry["users"].append(backend.workspace.bot_user)
    entry["count"] = len(entry["users"])
    _tell(backend, where, message)
    return {}


def remove(backend: Backend, args: Json) -> Json:
    """Refused: invalid_name, message_not_found, no_reaction."""
    where, message = _target(backend, args)
    for entry in message.get("reactions", []):
        if entry["name"] == args["name"] and backend.workspace.bot_user in entry["users"]:
            entry["users"].remove(backend.workspace.bot_user)
            entry["count"] = len(entry["users"])
            message["reactions"] = [each for each in message["reactions"] if each["users"]]
            _tell(backend, where, message)
            return {}
    raise Refused("no_reaction")


def _target(backend: Backend, args: Json) -> tuple[Conversation, Json]:
    where = seen_channel(backend, args["channel"])
    if not NAME.fullmatch(args["name"]):
        raise Refused("invalid_name")
    if where.is_archived:
        raise Refused("is_archived")
    if args["timestamp"] not in where.by_ts:
        raise Refused("message_not_found")
    return where, where.by_ts[args["timestamp"]]


def _tell(backend: Backend, where: Conversation, message: Json) -> None:
    watchers = backend.workspace.watchers(where)
    backend.workspace.feed.add("reaction", seen_by=watchers, channel=where.id, ts=message["ts"])
