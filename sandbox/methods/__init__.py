"""The Web API's methods: one table of names, and what each needs.

Scopes and tiers are those of each method's page, D/methods/NAME.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.methods import agents, apps, chat, conversations, files, people, reactions, views

Function = Callable[[Backend, Json], Json]


@dataclass(frozen=True)
class Method:
    """What a method does, which arguments it needs, any one of which scopes, its tier, its kind of token."""

    function: Function
    required: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    tier: int = 3
    app_token: bool = False


_CHAT = ("chat:write",)
_USERS = ("users:read",)
_OPEN = ("channels:manage", "groups:write", "im:write", "mpim:write")
_FILES = ("files:write",)

METHODS: dict[str, Method] = {
    "agents.sessions.setStatus": Method(agents.set_session_status, ("channel_id", "status"), _CHAT),
    "apps.connections.open": Method(apps.connections_open, tier=1, app_token=True),
    "assistant.threads.setStatus": Method(agents.set_status, ("channel_id", "thread_ts", "status"), _CHAT, 0),
    "assistant.threads.setSuggestedPrompts": Method(
        agents.set_suggested_prompts, ("channel_id", "prompts"), ("assistant:write",), 4
    ),
    "assistant.threads.setTitle": Method(
        agents.set_title, ("channel_id", "thread_ts", "title"), ("assistant:write",), 0
    ),
    "auth.test": Method(people.auth_test, tier=0),
    "bots.info": Method(people.bots_info, (), _USERS),
    "chat.delete": Method(chat.delete, ("channel", "ts"), _CHAT),
    "chat.getPermalink": Method(chat.get_permalink, ("channel", "message_ts"), tier=0),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("channel", "user"), _CHAT, 4),
    "chat.postMessage": Method(chat.post_message, ("channel",), _CHAT, 0),
    "chat.update": Method(chat.update, ("channel", "ts"), _CHAT),
    "conversations.history": Method(conversations.history, ("channel",)),
    "conversations.info": Method(conversations.info, ("channel",)),
    "conversations.join": Method(conversations.join, ("channel",), ("channels:join",)),
    "conversations.list": Method(conversations.list_conversations, (), tier=2),
    "conversations.members": Method(conversations.members, ("channel",), tier=4),
    "conversations.open": Method(conversations.open_conversation, (), _OPEN),
    "conversations.replies": Method(conversations.replies, ("channel", "ts")),
    "files.completeUploadExternal": Method(files.complete_upload, ("files",), _FILES, 4),
    "files.getUploadURLExternal": Method(files.get_upload_url, ("filename", "length"), _FILES, 4),
    "files.info": Method(files.info, ("file",), ("files:read",), 4),
    "reactions.add": Method(reactions.add, ("channel", "timestamp", "name"), ("reactions:write",)),
    "reactions.remove": Method(reactions.remove, ("channel", "timestamp", "name"), ("reactions:write",), 2),
    "team.info": Method(people.team_info, (), ("team:read",)),
    "usergroups.list": Method(people.usergroups_list, (), ("usergroups:read",), 2),
    "usergroups.users.list": Method(people.usergroups_users_list, ("usergroup",), ("usergroups:read",), 2),
    "users.info": Method(people.users_info, ("user",), _USERS, 4),
    "users.list": Method(people.users_list, (), _USERS, 2),
    "users.lookupByEmail": Method(people.lookup_by_email, ("email",), ("users:read.email",)),
    "views.open": Method(views.open_view, ("trigger_id", "view"), tier=4),
    "views.publish": Method(views.publish, ("user_id", "view"), tier=4),
    "views.push": Method(views.push, ("trigger_id", "view"), tier=4),
    "views.update": Method(views.update, ("view",), tier=4),
}
