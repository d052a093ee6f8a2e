"""chat.*: the app's messages. Source: D/methods/chat.*, each method's page."""

import copy

from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.methods.arguments import posting_place, seen_channel, truth
from sandbox.posting import check_pictures, compose, linked_files, note_pings, root_for
from sandbox.rules.messages import MOST_UPDATED_TEXT
from sandbox.rules.refusal import Refused
from sandbox.workspace import Conversation


def post_message(backend: Backend, args: Json) -> Json:
    """Refused: channel_not_found, not_in_channel, is_archived and what a message is refused for."""
    where = posting_place(backend, args["channel"])
    content = compose(args, backend.faults)
    check_pictures(backend.workspace, content.get("blocks") or [])
    files = linked_files(backend.workspace, backend.base_url, content.get("blocks") or [], args)
    facts = backend.workspace.as_bot(
        **content, **({"files": files} if files else {}), thread_ts=root_for(where, args.get("thread_ts"))
    )
    if "thread_ts" in facts and truth(args.get("reply_broadcast")):
        facts["subtype"] = "thread_broadcast"
    posted = backend.workspace.post(where, facts)
    note_pings(backend.workspace, posted, args)
    backend.events.message(where, posted)
    return {"channel": where.id, "ts": posted["ts"], "message": copy.copy(posted)}


def update(backend: Backend, args: Json) -> Json:
    """Refused: message_not_found, cant_update_message, is_inactive, msg_too_long over 4,000 characters.

    Blocks and attachments that are left out stay; an empty list removes them. Source: D/methods/chat.update, `blocks`.
    """
    where = seen_channel(backend, args["channel"])
    if where.is_archived:
        raise Refused("is_inactive")
    message = _own_message(backend, where, args["ts"], "cant_update_message")
    kept: Json = {
        name: message[name] for name in ("blocks", "attachments") if name in message and args.get(name) is None
    }
    given = {name: value for name, value in args.items() if value is not None}
    content = compose({**kept, "text": message["text"], **given}, backend.faults, MOST_UPDATED_TEXT)
    check_pictures(backend.workspace, content.get("blocks") or [])
    changes: Json = {name: content.get(name) or None for name in ("blocks", "attachments")}
    before = copy.copy(message)
    if "metadata" in content:
        changes["metadata"] = content["metadata"]
    changed = backend.workspace.change(
        where, args["ts"], backend.workspace.bot_user, {**changes, "text": content["text"]}
    )
    note_pings(backend.workspace, changed, args)
    backend.events.message_changed(where, before, changed)
    return {"channel": where.id, "ts": args["ts"], "text": changed["text"], "message": copy.copy(changed)}


def delete(backend: Backend, args: Json) -> Json:
    """Refused: message_not_found, cant_delete_message."""
    where = seen_channel(backend, args["channel"])
    _own_message(backend, where, args["ts"], "cant_delete_message")
    backend.events.message_deleted(where, backend.workspace.delete(where, args["ts"]))
    return {"channel": where.id, "ts": args["ts"]}


def post_ephemeral(backend: Backend, args: Json) -> Json:
    """Refused: as chat.postMessage, and user_not_in_channel."""
    where = posting_place(backend, args["channel"])
    if args["user"] not in where.members:
        raise Refused("user_not_in_channel")
    content = compose(args, backend.faults)
    check_pictures(backend.workspace, content.get("blocks") or [])
    facts = backend.workspace.as_bot(**content, thread_ts=root_for(where, args.get("thread_ts")))
    shown = backend.workspace.whisper(where, args["user"], facts)
    note_pings(backend.workspace, shown, args)
    return {"message_ts": shown["ts"]}


def get_permalink(backend: Backend, args: Json) -> Json:
    """Refused: channel_not_found, message_not_found."""
    where = seen_channel(backend, args["channel"])
    ts = args["message_ts"]
    if ts not in where.by_ts:
        raise Refused("message_not_found")
    return {"channel": where.id, "permalink": f"{backend.base_url}/archives/{where.id}/p{ts.replace('.', '')}"}


def _own_message(backend: Backend, where: Conversation, ts: str, refusal: str) -> Json:
    message = where.by_ts.get(ts)
    if message is None:
        raise Refused("message_not_found")
    if message["user"] != backend.workspace.bot_user:
        raise Refused(refusal)
    return message
