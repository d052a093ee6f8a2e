"""assistant.* and agents.sessions.*: the agent pane. Source: D/methods/assistant.threads.*, agents.sessions.*."""

from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.methods.arguments import seen_channel
from sandbox.rules.messages import decoded
from sandbox.rules.refusal import Refused

MOST_PROMPTS = 4
STATUSES = {"active", "processing", "suspended", "closed"}


def set_status(backend: Backend, args: Json) -> Json:
    """The line that says what the app is doing; empty clears it. Refused: channel_not_found, invalid_thread_ts."""
    where = seen_channel(backend, args["channel_id"])
    if args["thread_ts"] not in where.by_ts:
        raise Refused("invalid_thread_ts")
    key = f"{where.id}:{args['thread_ts']}"
    backend.workspace.statuses.pop(key, None)
    if args["status"]:
        backend.workspace.statuses[key] = args["status"]
    _tell(backend, "status", where.id, args["thread_ts"])
    return {}


def set_title(backend: Backend, args: Json) -> Json:
    """Refused: channel_not_found, invalid_thread_ts."""
    where = seen_channel(backend, args["channel_id"])
    if args["thread_ts"] not in where.by_ts:
        raise Refused("invalid_thread_ts")
    backend.workspace.titles[where.id] = args["title"]
    _tell(backend, "title", where.id, args["thread_ts"])
    return {}


def set_suggested_prompts(backend: Backend, args: Json) -> Json:
    """Refused: not_agent_app, channel_not_found, invalid_arguments (more than four, or not title and message).

    Stricter: with thread_ts, which makes an agent_view app's call fail without a word, it is refused.
    """
    if not backend.manifest.is_agent:
        raise Refused("not_agent_app")
    where = seen_channel(backend, args["channel_id"])
    if args.get("thread_ts"):
        raise Refused("invalid_thread_ts", "thread_ts belongs to the legacy experience")
    prompts = decoded(args["prompts"], "invalid_arguments")
    sound = isinstance(prompts, list) and all(each.keys() == {"title", "message"} for each in prompts)
    if not sound or not 1 <= len(prompts) <= MOST_PROMPTS:
        raise Refused("invalid_arguments", f"prompts must be 1 to {MOST_PROMPTS} of title and message")
    backend.workspace.prompts[where.id] = {"title": args.get("title") or "", "prompts": prompts}
    _tell(backend, "prompts", where.id, None)
    return {}


def set_session_status(backend: Backend, args: Json) -> Json:
    """Refused: channel_not_found, invalid_status, thread_ts_required."""
    where = seen_channel(backend, args["channel_id"])
    if args["status"] not in STATUSES:
        raise Refused("invalid_status")
    if not args.get("thread_ts"):
        raise Refused("thread_ts_required")
    key = f"{where.id}:{args['thread_ts']}"
    backend.workspace.statuses.pop(key, None)
    if args["status"] == "processing":
        backend.workspace.statuses[key] = "Working…"
    if args.get("title"):
        backend.workspace.titles[where.id] = args["title"]
    _tell(backend, "status", where.id, args["thread_ts"])
    return {"status": args["status"], "title": args.get("title") or ""}


def _tell(backend: Backend, kind: str, channel: str, thread_ts: str | None) -> None:
    members = backend.workspace.conversations[channel].members
    backend.workspace.feed.add(kind, seen_by=members, channel=channel, thread_ts=thread_ts)
