"""Messages of the app: checked, normalised, put in place, and whom they notify."""

import re

from sandbox import text, widgets
from sandbox.faults import Faults
from sandbox.feed import Json
from sandbox.rules.elements import walk
from sandbox.rules.messages import MOST_TEXT, check_message
from sandbox.rules.refusal import Refused
from sandbox.workspace import Conversation, Ping, Workspace

LINKED_NAME = re.compile(r"@(channel|here|everyone)\b")
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})
RICH_TARGETS = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}


def compose(args: Json, faults: Faults | None = None, most_text: int = MOST_TEXT) -> Json:
    """A message's content from a call's arguments, as Slack would keep it. Refused: see `check_message`."""
    content = check_message(args, most_text)
    blocks = content.get("blocks")
    charts = any(block["type"] == "data_visualization" for block in blocks or [])
    if charts and faults is not None and faults.take("refuse_charts", args):
        raise Refused("invalid_blocks", "unsupported type: data_visualization [json-pointer:/blocks]")
    content["text"] = text.normalise(content["text"])
    if blocks:
        content["blocks"] = widgets.with_ids(blocks)
    return content


def check_pictures(workspace: Workspace, blocks: list[Json]) -> None:
    """Refused: invalid_blocks, for a `slack_file` that is no picture, or none that the app may show.

    Source: D/block-kit/composition-objects/slack-file-object: an image (png, jpg, gif) to which whoever posts has
    access. Stricter: it must be the app's own, uploaded and completed, and be named by its id.
    """
    for place, block in enumerate(blocks):
        for part in walk(block):
            if (named := part.get("slack_file")) is None:
                continue
            file = workspace.files.get(named.get("id", ""))
            own = file is not None and file.shared and file.user == workspace.bot_user
            if file is None or not own or file.mimetype not in PICTURES:
                found = [f"invalid slack file [json-pointer:/blocks/{place}/slack_file]"]
                raise Refused("invalid_blocks", found, errors=found)


def linked_files(workspace: Workspace, base_url: str, blocks: list[Json], args: Json) -> list[Json]:
    """The app's own files that a message shares: those whose permalink is a link in it.

    A file that was uploaded without a channel is private until then. Known from use; Slack's pages do not say so.
    Stricter: only a completed upload, and only where the call does not switch off the looking at links.
    """
    if args.get("unfurl_links") in (False, "false"):
        return []
    urls = {part["url"] for block in blocks for part in walk(block) if part.get("type") == "link"}
    own = [one for one in workspace.files.values() if one.shared and one.user == workspace.bot_user]
    return [one.as_file(base_url) for one in own if one.permalink(base_url) in urls]


def root_for(conversation: Conversation, thread_ts: str | None) -> str | None:
    """The thread to post in. Refused: cannot_reply_to_message (a reply's ts), thread_not_found.

    Stricter: Slack takes a reply's ts and even an unknown one, against its own advice (D/methods/chat.postMessage).
    """
    if not thread_ts:
        return None
    root = conversation.by_ts.get(thread_ts)
    if root is None:
        raise Refused("thread_not_found", f"no message {thread_ts} [json-pointer:/thread_ts]")
    if root.get("thread_ts", thread_ts) != thread_ts:
        raise Refused("cannot_reply_to_message", "thread_ts names a reply; use its root's")
    return thread_ts


def note_pings(workspace: Workspace, message: Json, args: Json) -> None:
    """Record everybody whom text and blocks notify. Stricter: `markdown` blocks are read as mrkdwn too."""
    texts = [message["text"]] if args.get("mrkdwn") is not False else []
    found: list[tuple[str, str]] = []
    for part in walk(message.get("blocks", [])):
        if part.get("type") in ("mrkdwn", "markdown") and isinstance(part.get("text"), str):
            texts.append(part["text"])
        if (name := RICH_TARGETS.get(str(part.get("type")))) and name in part:
            found.append((part["range"], "") if name == "range" else (str(part["type"]), part[name]))
    for written in texts:
        found += text.pings(written)
        if args.get("link_names") or args.get("parse") == "full":
            found += [(each.group(1), "") for each in LINKED_NAME.finditer(written)]
    workspace.pings += [Ping(message["channel"], message["ts"], kind, target) for kind, target in dict.fromkeys(found)]
