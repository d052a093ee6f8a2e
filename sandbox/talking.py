"""People talking: what they say and what they see."""

from sandbox.events import Events
from sandbox.feed import Json
from sandbox.rules.refusal import Refused
from sandbox.text import escape, typed
from sandbox.workspace import Conversation, Workspace


class Talking:
    """Saying something, reading, opening a direct message."""

    def __init__(self, workspace: Workspace, events: Events) -> None:
        self._workspace = workspace
        self._events = events

    def place(self, user: str, channel: str) -> Conversation:
        """The conversation, if the person can open it. Refused: user_not_found, channel_not_found."""
        if user not in self._workspace.people:
            raise Refused("user_not_found", f"There is no person {user}.")
        for conversation in self._workspace.visible_to(user):
            if channel in (conversation.id, conversation.name):
                return conversation
        raise Refused("channel_not_found", f"{user} sees no channel {channel}.")

    def dm(self, user: str) -> Conversation:
        """The person's direct messages with the app. Refused: user_not_found."""
        if user not in self._workspace.people:
            raise Refused("user_not_found", f"There is no person {user}.")
        return self._workspace.direct_message(user)

    def say(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, files: list[Json] | None = None
    ) -> Json:
        """Post what a person typed and send the events.

        Refused: is_archived, not_in_channel, no_text, thread_not_found.
        """
        conversation = self.place(user, channel)
        if conversation.is_archived:
            raise Refused("is_archived", f"#{conversation.name} is archived.")
        if user not in conversation.members:
            raise Refused("not_in_channel", f"{user} is not in #{conversation.name}.")
        if not text.strip() and not files:
            raise Refused("no_text", "There is nothing to send.")
        if thread_ts is not None and thread_ts not in conversation.by_ts:
            raise Refused("thread_not_found", f"There is no message {thread_ts} to reply to.")
        message: Json = {"user": user, "text": self.as_sent(text), "team": self._workspace.team.id}
        message["client_msg_id"] = self._workspace.new_id("m")
        if thread_ts is not None:
            message["thread_ts"] = thread_ts
        if files:
            message |= {"files": files, "subtype": "file_share"}
        posted = self._workspace.post(conversation, message)
        self._events.message(conversation, posted)
        return posted

    def as_sent(self, text: str) -> str:
        """What was typed, with names made mentions and everything else escaped."""
        if "@" not in text and "#" not in text:
            return escape(text)
        people = {person.name: person.id for person in self._workspace.people.values()}
        people |= {person.known_as: person.id for person in self._workspace.people.values()}
        people[self._workspace.app_name] = self._workspace.bot_user
        channels = {other.name: other.id for other in self._workspace.conversations.values()}
        return typed(text, people, channels)

    def messages(self, user: str, channel: str, thread_ts: str | None = None) -> list[Json]:
        """What the person sees there, oldest first, with what only they see in its place."""
        conversation = self.place(user, channel)
        if thread_ts is None:
            shown = [conversation.by_ts[ts] for ts in conversation.roots]
        else:
            order = [thread_ts, *conversation.threads.get(thread_ts, [])]
            shown = [conversation.by_ts[ts] for ts in order if ts in conversation.by_ts]
        own = [
            message
            for message in conversation.ephemeral.values()
            if message["shown_to"] == user and message.get("thread_ts") == thread_ts
        ]
        return sorted([*shown, *own], key=lambda message: str(message["ts"]))
