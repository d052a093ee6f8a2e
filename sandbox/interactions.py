"""People acting on what the app shows: commands, presses, forms, shortcuts, its Home and its pane.

Source for the payloads: D/interaction-payloads, each kind's page. None of these is retried: without an
acknowledgement in time the person sees that the app did not respond (here: operation_timeout).
"""

import copy

from sandbox import widgets
from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.rules.elements import OPTIONS_ANSWER
from sandbox.rules.refusal import Refused
from sandbox.rules.views import check_view
from sandbox.socket import Unanswered
from sandbox.talking import Talking
from sandbox.text import escape
from sandbox.workspace import Conversation, View

USUAL_MIN_QUERY = 3
"""Characters typed before an external select asks the app. Source: D/elements/select-menu-element."""
HIDDEN = {"shown_to", "channel", "metadata"}


class Interactions:
    """Each method is something a person does; all but the reading ones wait for the app's acknowledgement."""

    def __init__(self, backend: Backend, talking: Talking) -> None:
        self._backend = backend
        self._workspace = backend.workspace
        self._talking = talking
        self._in_messages: dict[tuple[str, str, str], Json] = {}
        """What each person put into the inputs of a message: by channel, ts and person."""

    async def command(self, user: str, channel: str, command: str, text: str) -> Json | None:
        """A slash command; gives the acknowledgement's payload. Refused: unknown_command, operation_timeout."""
        where = self._talking.place(user, channel)
        known = next((each for each in self._backend.manifest.commands if each["command"] == command), None)
        if known is None:
            raise Refused("unknown_command", f"{command} is not a command of the app.")
        key = self._backend.response_urls.issue(where, user)
        name = {"im": "directmessage", "group": "privategroup"}.get(where.kind, where.name)
        payload = {
            **self._app(),
            "team_id": self._workspace.team.id,
            "team_domain": self._workspace.team.domain,
            "channel_id": where.id,
            "channel_name": name,
            "user_id": user,
            "user_name": self._workspace.people[user].known_as,
            "command": command,
            "text": self._talking.as_sent(text) if known.get("should_escape") else escape(text),
            "response_url": self._address(key),
            "trigger_id": self._backend.triggers.issue(user),
        }
        response = await self._ask("slash_commands", payload, accepts_payload=True)
        if response and (response.get("text") or response.get("blocks")):
            try:
                self._backend.response_urls.deliver(self._backend.response_urls.hook(key), response)
            except Refused as refused:
                self._complain(f"The answer to {command} would be refused: {refused}.")
        return response

    async def press(self, user: str, given: Json) -> None:
        """Use an interactive element. Refused: message_not_found, view_not_found, no_such_action, no_such_option,
        operation_timeout."""
        ts = self._workspace.new_ts()
        if given.get("view_id"):
            view = self._backend.modals.find(given["view_id"], None)
            if view.user != user:
                raise Refused("view_not_found", f"{user} does not have {given['view_id']} open.")
            block, element = widgets.find(view.payload["blocks"], given["action_id"], given.get("block_id"))
            self._backend.modals.fill(view, given.get("values") or {})
            entry = widgets.action(block, element, given, ts)
            if element["type"] not in widgets.STATELESS:
                self._backend.modals.fill(view, {block["block_id"]: {element["action_id"]: given}})
            payload = self._base("block_actions", user, view) | {
                "container": {"type": "view", "view_id": view.payload["id"]},
                "view": copy.deepcopy(view.payload),
                "state": copy.deepcopy(view.payload["state"]),
            }
        else:
            where, message = self._message(user, given)
            block, element = widgets.find(message.get("blocks", []), given["action_id"], given.get("block_id"))
            entry = widgets.action(block, element, given, ts)
            key = (where.id, message["ts"], user)
            values = widgets.initial_state(message["blocks"], self._in_messages.get(key))
            if element["type"] not in widgets.STATELESS:
                values[block["block_id"]][element["action_id"]] = widgets.put_in(element, given)
                self._in_messages[key] = values
            payload = self._base("block_actions", user, None) | self._about(where, message, user)
            payload["state"] = {"values": copy.deepcopy(values)}
        payload["actions"] = [entry]
        await self._ask("interactive", payload)

    async def suggest(self, user: str, given: Json) -> Json:
        """What an external select offers for what was typed. Refused: value_too_short, invalid_options, as `press`."""
        if given.get("view_id"):
            view = self._backend.modals.find(given["view_id"], None)
            block, element = widgets.find(view.payload["blocks"], given["action_id"], given.get("block_id"))
            payload = self._base("block_suggestion", user, view)
            payload |= {"container": {"type": "view", "view_id": given["view_id"]}, "view": copy.deepcopy(view.payload)}
        else:
            where, message = self._message(user, given)
            block, element = widgets.find(message.get("blocks", []), given["action_id"], given.get("block_id"))
            payload = self._base("block_suggestion", user, None) | self._about(where, message, user)
        typed = given.get("value") or ""
        if len(typed) < element.get("min_query_length", USUAL_MIN_QUERY):
            raise Refused("value_too_short", "The select does not ask the app before more is typed.")
        del payload["trigger_id"]
        payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
        answer = await self._ask("interactive", payload, accepts_payload=True) or {}
        if faults := list(OPTIONS_ANSWER(answer, "")):
            self._complain(f"The options for {element['action_id']} would be refused: {'; '.join(faults)}.")
            raise Refused("invalid_options", faults)
        return answer

    async def submit(self, user: str, view_id: str, values: Json) -> Json:
        """Send a form; gives what the page is to do. Refused: view_not_found, no_such_action, operation_timeout."""
        view = self._backend.modals.top(user, view_id)
        self._backend.modals.fill(view, values)
        blocks, state = view.payload["blocks"], view.payload["state"]["values"]
        if errors := widgets.unfilled(blocks, state):
            return {"ok": False, "error": "invalid_input", "errors": errors}
        payload = self._base("view_submission", user, view)
        payload |= {"view": copy.deepcopy(view.payload), "response_urls": []}
        answer = await self._ask("interactive", payload, accepts_payload=True) or {}
        done: str | None = answer.get("response_action")
        try:
            if done == "errors":
                return {"ok": False, "error": "invalid_input", "errors": self._errors(view, answer.get("errors"))}
            if done == "update":
                self._backend.modals.update(view, check_view(answer.get("view"), "modal"))
            elif done == "push":
                self._backend.modals.open(user, check_view(answer.get("view"), "modal"))
            elif done in (None, "clear"):
                self._backend.modals.close(user, all_of_them=done == "clear")
            else:
                raise Refused("invalid_response_action", f"there is no response_action {done}")
        except Refused as refused:
            self._complain(f"The answer to submitting {view.payload['callback_id']} would be refused: {refused}.")
            raise
        return {"response_action": done} if done else {}

    async def close(self, user: str, view_id: str, *, clear: bool = False) -> None:
        """Close the form in front, or all. Refused: view_not_found."""
        self._backend.modals.top(user, view_id)
        for view in self._backend.modals.close(user, all_of_them=clear):
            if view.payload["notify_on_close"]:
                payload = self._base("view_closed", user, view)
                del payload["trigger_id"]
                await self._ask("interactive", payload | {"view": view.payload, "is_cleared": clear})

    async def shortcut(self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None) -> None:
        """A global shortcut, or with a message a message shortcut. Refused: unknown_shortcut, message_not_found."""
        kind = "message" if ts else "global"
        known = {(each["callback_id"], each["type"]) for each in self._backend.manifest.shortcuts}
        if (callback_id, kind) not in known:
            raise Refused("unknown_shortcut", f"The app has no {kind} shortcut {callback_id}.")
        payload = self._base("message_action" if ts else "shortcut", user, None)
        payload |= {"callback_id": callback_id, "action_ts": self._workspace.new_ts()}
        if ts:
            where, message = self._message(user, {"channel": channel, "ts": ts})
            if message.get("is_ephemeral"):
                raise Refused("message_not_found", "There are no shortcuts on what only one person sees.")
            about = self._about(where, message, user)
            payload |= {name: about[name] for name in ("channel", "message", "response_url")} | {"message_ts": ts}
        await self._ask("interactive", payload)

    def open_home(self, user: str, tab: str) -> None:
        """Look at the app's Home or its messages."""
        self._talking.dm(user)
        home = self._workspace.homes.get(user)
        self._backend.events.home_opened(user, tab, copy.deepcopy(home.payload) if home else None)

    def look_at(self, user: str, channel: str | None) -> None:
        """With the app's pane open, look at a channel. Refused: channel_not_found."""
        self._backend.events.context_changed(user, self._talking.place(user, channel).id if channel else None)

    def _message(self, user: str, given: Json) -> tuple[Conversation, Json]:
        where = self._talking.place(user, given["channel"])
        message = where.by_ts.get(given["ts"]) or where.ephemeral.get(given["ts"])
        if message is None or message.get("shown_to", user) != user:
            raise Refused("message_not_found", f"{user} sees no message {given['ts']} there.")
        return where, message

    def _about(self, where: Conversation, message: Json, user: str) -> Json:
        """Where a message stands, and how to answer about it."""
        is_ephemeral = bool(message.get("is_ephemeral"))
        container = {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": where.id,
            "is_ephemeral": is_ephemeral,
        }
        if "thread_ts" in message:
            container["thread_ts"] = message["thread_ts"]
        name = {"im": "directmessage", "group": "privategroup"}.get(where.kind, where.name)
        return {
            "container": container,
            "channel": {"id": where.id, "name": name},
            "message": copy.deepcopy({part: value for part, value in message.items() if part not in HIDDEN}),
            "response_url": self._address(self._backend.response_urls.issue(where, user, message["ts"])),
        }

    def _base(self, kind: str, user: str, view: View | None) -> Json:
        team = self._workspace.team
        handle = self._workspace.people[user].known_as
        view_id = view.payload["id"] if view else None
        return {
            **self._app(),
            "type": kind,
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": user, "username": handle, "name": handle, "team_id": team.id},
            "trigger_id": self._backend.triggers.issue(user, view_id),
        }

    def _app(self) -> Json:
        return {
            "token": "sandbox",
            "api_app_id": self._workspace.app_id,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _address(self, key: str) -> str:
        return f"{self._backend.base_url}/response/{key}"

    async def _ask(self, kind: str, payload: Json, *, accepts_payload: bool = False) -> Json | None:
        try:
            return await self._backend.socket.ask(kind, payload, accepts_payload=accepts_payload)
        except Unanswered as failure:
            raise Refused("operation_timeout", f"The app did not respond ({failure.reason}).") from None

    def _errors(self, view: View, errors: Json | None) -> Json:
        inputs = {block["block_id"] for block in view.payload["blocks"] if block["type"] == "input"}
        if not errors or not errors.keys() <= inputs:
            raise Refused("invalid_errors", f"errors must name input blocks of the view, not {sorted(errors or {})}")
        return errors

    def _complain(self, problem: str) -> None:
        self._backend.complaints.append(problem)
