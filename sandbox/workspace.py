"""What the stand-in Slack holds: a team, its people, channels, messages, views and files."""

import itertools
import mimetypes
import secrets
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from sandbox.feed import Feed, Json


@dataclass(frozen=True)
class Team:
    """The workspace itself."""

    id: str = "T0SANDBOX"
    name: str = "Sandbox"
    domain: str = "sandbox"


@dataclass(frozen=True)
class Person:
    """Somebody in the workspace. `name` is what others see; `title` is the profile's "what I do"."""

    id: str
    name: str
    title: str = ""
    email: str = ""
    handle: str = ""
    is_guest: bool = False
    deleted: bool = False
    team_id: str = ""
    """Another organisation's team id for a person met in a shared channel; empty for one's own."""

    def as_user(self, team_id: str) -> Json:
        """The `user` object of users.info."""
        profile = {"real_name": self.name, "display_name": self.name, "title": self.title, "email": self.email}
        return {
            "id": self.id,
            "team_id": self.team_id or team_id,
            "name": self.known_as,
            "real_name": self.name,
            "deleted": self.deleted,
            "is_bot": False,
            "is_app_user": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
            "is_stranger": bool(self.team_id) and self.team_id != team_id,
            "tz": "Europe/London",
            "profile": profile,
        }

    @property
    def known_as(self) -> str:
        """The user name: the handle given, or one made of the name."""
        return self.handle or "".join(c if c.isalnum() else "." for c in self.name.lower()).strip(".")


@dataclass(frozen=True)
class Channel:
    """A channel as given by the caller; `with_app` says that the app has been invited."""

    id: str
    name: str
    members: Sequence[str] = ()
    topic: str = ""
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    with_app: bool = True


@dataclass
class Conversation:
    """A channel or direct message with all that was said in it."""

    id: str
    name: str
    members: set[str]
    topic: str = ""
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    user: str | None = None
    by_ts: dict[str, Json] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    """Timestamps of what stands in the channel itself, oldest first; they sort as text."""
    threads: dict[str, list[str]] = field(default_factory=dict)
    ephemeral: dict[str, Json] = field(default_factory=dict)
    """Messages for one person's eyes, by timestamp; the person is under `shown_to`."""

    @property
    def kind(self) -> str:
        """Slack's `channel_type`: im, group or channel."""
        return "im" if self.is_im else "group" if self.is_private else "channel"

    def as_channel(self, app_user: str) -> Json:
        """The `channel` object of conversations.info."""
        common = {
            "id": self.id,
            "is_im": self.is_im,
            "is_mpim": False,
            "is_archived": self.is_archived,
            "is_ext_shared": self.is_ext_shared,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "is_member": app_user in self.members,
            "is_private": self.is_private or self.is_im,
        }
        if self.is_im:
            return {**common, "user": self.user, "is_channel": False, "is_group": False}
        return {
            **common,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "num_members": len(self.members),
        }

    def add(self, message: Json) -> None:
        """Put a message in its place; a reply also counts on its thread's root."""
        ts, root_ts = message["ts"], message.get("thread_ts")
        self.by_ts[ts] = message
        if root_ts is None or root_ts == ts:
            self.roots.append(ts)
            return
        replies = self.threads.setdefault(root_ts, [])
        replies.append(ts)
        if message.get("subtype") == "thread_broadcast":
            self.roots.append(ts)
        if root := self.by_ts.get(root_ts):
            message["parent_user_id"] = root["user"]
            self._count_replies(root)

    def remove(self, ts: str) -> Json:
        """Take a message away. Raises KeyError when there is none."""
        message = self.by_ts.pop(ts)
        root_ts = message.get("thread_ts")
        if root_ts is not None and root_ts != ts and ts in self.threads.get(root_ts, []):
            self.threads[root_ts].remove(ts)
            if root := self.by_ts.get(root_ts):
                self._count_replies(root)
        at = bisect_left(self.roots, ts)
        if at < len(self.roots) and self.roots[at] == ts:
            del self.roots[at]
        return message

    def _count_replies(self, root: Json) -> None:
        replies = self.threads[root["ts"]]
        if not replies:
            for name in ("thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"):
                root.pop(name, None)
            return
        users = list(dict.fromkeys(self.by_ts[ts]["user"] for ts in replies))
        root.update(
            thread_ts=root["ts"],
            reply_count=len(replies),
            reply_users=users,
            reply_users_count=len(users),
            latest_reply=replies[-1],
        )


@dataclass
class View:
    """A modal or a Home as published: what Slack stores beside what the app sent."""

    payload: Json
    user: str


@dataclass
class StoredFile:
    """An upload: announced, then filled with bytes, then shared."""

    id: str
    name: str
    length: int
    alt_txt: str
    user: str
    mimetype: str = "application/octet-stream"
    title: str = ""
    content: bytes | None = None
    shared: bool = False

    def permalink(self, base_url: str) -> str:
        """The address under which those who may see it find it."""
        return f"{base_url}/files/{self.id}/{quote(self.name, safe='')}"

    def as_file(self, base_url: str) -> Json:
        link = self.permalink(base_url)
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2].lower(),
            "size": len(self.content or b""),
            "alt_txt": self.alt_txt,
            "user": self.user,
            "permalink": self.permalink(base_url),
            "url_private": link,
            "url_private_download": link.replace("/files/", "/download/", 1),
        }


@dataclass(frozen=True)
class Ping:
    """A notification that a message of the app really caused."""

    channel: str
    ts: str
    kind: str
    target: str


class Workspace:
    """The state. Every change goes through a method that also tells the feed."""

    def __init__(self, team: Team, people: Iterable[Person], channels: Iterable[Channel], app_name: str) -> None:
        self.team = team
        self.feed = Feed()
        self.app_id = "A0SANDBOX"
        self.app_name = app_name
        self.bot_id = "B0SANDBOX"
        self.bot_user = "U0SANDBOXBOT"
        self.people = {person.id: person for person in people}
        self.conversations: dict[str, Conversation] = {}
        self.direct: dict[str, str] = {}
        self.modals: dict[str, list[str]] = {}
        self.homes: dict[str, View] = {}
        self.views: dict[str, View] = {}
        self.files: dict[str, StoredFile] = {}
        self.pings: list[Ping] = []
        self.prompts: dict[str, Json] = {}
        self.statuses: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self._last_ts = 0
        self._count = itertools.count(1)
        for given in channels:
            members = set(given.members) | ({self.bot_user} if given.with_app else set())
            self.conversations[given.id] = Conversation(
                given.id,
                given.name,
                members,
                given.topic,
                given.is_private,
                is_archived=given.is_archived,
                is_ext_shared=given.is_ext_shared,
            )

    def new_ts(self) -> str:
        """A message timestamp: now, in microseconds, never the same twice, always rising."""
        self._last_ts = max(self._last_ts + 1, time.time_ns() // 1000)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_id(self, letter: str) -> str:
        """An id in Slack's shape; ids of one kind never repeat."""
        return f"{letter}{next(self._count):06d}{secrets.token_hex(2).upper()}"

    def direct_message(self, user: str) -> Conversation:
        """The person's conversation with the app, made when missing. Raises KeyError for nobody."""
        self.people[user]
        if user not in self.direct:
            made = Conversation(self.new_id("D"), "", {user, self.bot_user}, is_im=True, user=user)
            self.conversations[made.id] = made
            self.direct[user] = made.id
            self.feed.add("channel", seen_by=made.members, channel=made.id)
        return self.conversations[self.direct[user]]

    def visible_to(self, user: str) -> Iterator[Conversation]:
        """The conversations that the person can open."""
        for conversation in self.conversations.values():
            if user in conversation.members or not (conversation.is_private or conversation.is_im):
                yield conversation

    def watchers(self, conversation: Conversation) -> set[str] | None:
        """Who may follow what happens there; None for everybody."""
        return conversation.members if conversation.is_private or conversation.is_im else None

    def keep_file(self, user: str, name: str, content: bytes) -> StoredFile:
        """A person's file, ready to be shown."""
        kept = StoredFile(self.new_id("F"), name, len(content), "", user, content=content, shared=True)
        kept.mimetype = mimetypes.guess_type(name)[0] or kept.mimetype
        self.files[kept.id] = kept
        return kept

    def post(self, conversation: Conversation, message: Json) -> Json:
        """Give the message its timestamp and put it in the conversation."""
        message = {"type": "message", "ts": self.new_ts(), **message, "channel": conversation.id}
        conversation.add(message)
        self._tell("message", conversation, message)
        return message

    def change(self, conversation: Conversation, ts: str, by: str, changes: Json) -> Json:
        """Edit a message in place. Raises KeyError when there is none."""
        message = conversation.by_ts[ts]
        for name, value in changes.items():
            if value is None:
                message.pop(name, None)
            else:
                message[name] = value
        message["edited"] = {"user": by, "ts": self.new_ts()}
        self._tell("message_changed", conversation, message)
        return message

    def delete(self, conversation: Conversation, ts: str) -> Json:
        """Remove a message. Raises KeyError when there is none."""
        message = conversation.remove(ts)
        self._tell("message_deleted", conversation, message)
        return message

    def whisper(self, conversation: Conversation, user: str, message: Json) -> Json:
        """Show one person a message that nobody else sees and that no history holds."""
        message = {"type": "message", "ts": self.new_ts(), **message, "channel": conversation.id}
        message |= {"is_ephemeral": True, "shown_to": user}
        conversation.ephemeral[message["ts"]] = message
        self.feed.add(
            "ephemeral", seen_by=[user], channel=conversation.id, ts=message["ts"], thread_ts=message.get("thread_ts")
        )
        return message

    def change_whisper(self, conversation: Conversation, ts: str, changes: Json | None) -> None:
        """Edit a message that only one person sees, or with None take it away. Raises KeyError when there is none."""
        message = conversation.ephemeral[ts]
        kind = "ephemeral_changed"
        if changes is None:
            del conversation.ephemeral[ts]
            kind = "ephemeral_deleted"
        else:
            kept = {name: value for name, value in {**message, **changes}.items() if value is not None}
            conversation.ephemeral[ts] = kept
        thread_ts = message.get("thread_ts")
        self.feed.add(kind, seen_by=[message["shown_to"]], channel=conversation.id, ts=ts, thread_ts=thread_ts)

    def as_bot(self, **facts: Any) -> Json:
        """What every message of the app carries, with `facts`; those that are None are left out."""
        profile = {"id": self.bot_id, "app_id": self.app_id, "name": self.app_name, "team_id": self.team.id}
        given = {name: value for name, value in facts.items() if value is not None}
        return {
            "user": self.bot_user,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "team": self.team.id,
            "bot_profile": profile,
            **given,
        }

    def _tell(self, kind: str, conversation: Conversation, message: Json) -> None:
        self.feed.add(
            kind,
            seen_by=self.watchers(conversation),
            channel=conversation.id,
            ts=message["ts"],
            thread_ts=message.get("thread_ts"),
        )
