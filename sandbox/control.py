"""The control API: JSON over HTTP for the page and for tests. CONTROL.md has its shapes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.faults import KINDS, Fault
from sandbox.feed import Json
from sandbox.rules.refusal import Refused

if TYPE_CHECKING:
    from sandbox.server import Sandbox

QUIET_SECONDS = 15.0
"""How often a stream without news says that it is still there."""

Act = Callable[[Json], Json | Awaitable[Json]]
LARGEST_FILES = 20


class Control:
    """Maps each control call to what it does."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._workspace = sandbox.workspace
        self._backend = sandbox.backend

    def routes(self) -> list[web.RouteDef]:
        """Every route under /control/."""
        acts: dict[tuple[str, str], Act] = {
            ("GET", "workspace"): self.workspace,
            ("GET", "messages"): self.messages,
            ("POST", "say"): self.say,
            ("POST", "command"): self.command,
            ("POST", "press"): self.press,
            ("POST", "suggest"): self.suggest,
            ("POST", "submit"): self.submit,
            ("POST", "close"): self.close,
            ("POST", "shortcut"): self.shortcut,
            ("POST", "home"): self.open_home,
            ("GET", "home"): self.home,
            ("GET", "views"): self.views,
            ("POST", "agent_context"): self.agent_context,
            ("GET", "assistant"): self.assistant,
            ("POST", "dm"): self.dm,
            ("GET", "calls"): self.calls,
            ("GET", "envelopes"): self.envelopes,
            ("GET", "pings"): self.pings,
            ("GET", "faults"): self.faults,
            ("POST", "faults"): self.arm,
            ("DELETE", "faults"): self.disarm,
            ("GET", "clock"): self.clock,
            ("POST", "clock"): self.set_clock,
        }
        made = [web.route(verb, f"/control/{name}", self._answering(act)) for (verb, name), act in acts.items()]
        return [*made, web.get("/control/events", self.events), web.post("/control/upload", self.upload)]

    def _answering(self, act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            given: Json = dict(request.query)
            try:
                if request.can_read_body:
                    given |= await request.json()
                result = act(given)
                done = result if isinstance(result, dict) else await result
            except Refused as refused:
                problem = " ".join(refused.problems)
                return web.json_response({"ok": False, "error": refused.code, "problem": problem}, status=400)
            except KeyError as missing:
                problem = f"The call needs {missing}."
                return web.json_response({"ok": False, "error": "missing_argument", "problem": problem}, status=400)
            except json.JSONDecodeError:
                problem = "The body is not JSON."
                return web.json_response({"ok": False, "error": "invalid_json", "problem": problem}, status=400)
            return web.json_response({"ok": True, **done})

        return answer

    def workspace(self, given: Json) -> Json:
        team, manifest = self._workspace.team, self._backend.manifest
        people = [
            {
                "id": person.id,
                "name": person.name,
                "handle": person.known_as,
                "title": person.title,
                "email": person.email,
                "is_guest": person.is_guest,
                "deleted": person.deleted,
            }
            for person in self._workspace.people.values()
        ]
        channels = [
            {
                "id": conversation.id,
                "name": conversation.name,
                "topic": conversation.topic,
                "is_private": conversation.is_private,
                "is_im": conversation.is_im,
                "is_archived": conversation.is_archived,
                "members": sorted(conversation.members),
                **({"user": conversation.user} if conversation.is_im else {}),
            }
            for conversation in self._workspace.conversations.values()
        ]
        app = {
            "id": self._workspace.app_id,
            "name": self._workspace.app_name,
            "bot_id": self._workspace.bot_id,
            "bot_user_id": self._workspace.bot_user,
            "connected": self._backend.socket.connected,
        }
        commands = [
            {name: command.get(name, "") for name in ("command", "description", "usage_hint")}
            for command in manifest.commands
        ]
        return {
            "team": {"id": team.id, "name": team.name, "domain": team.domain},
            "app": app,
            "people": people,
            "channels": channels,
            "commands": commands,
            "shortcuts": list(manifest.shortcuts),
        }

    def messages(self, given: Json) -> Json:
        return {"messages": self._sandbox.talking.messages(given["user"], given["channel"], given.get("thread_ts"))}

    def say(self, given: Json) -> Json:
        said = self._sandbox.talking.say(given["user"], given["channel"], given["text"], given.get("thread_ts"))
        return {"channel": said["channel"], "ts": said["ts"]}

    def dm(self, given: Json) -> Json:
        return {"channel": self._sandbox.talking.dm(given["user"]).id}

    async def command(self, given: Json) -> Json:
        acts = self._sandbox.interactions
        response = await acts.command(given["user"], given["channel"], given["command"], given.get("text") or "")
        return {"response": response}

    async def press(self, given: Json) -> Json:
        await self._sandbox.interactions.press(given["user"], given)
        return {}

    async def suggest(self, given: Json) -> Json:
        return await self._sandbox.interactions.suggest(given["user"], given)

    async def submit(self, given: Json) -> Json:
        acts = self._sandbox.interactions
        return await acts.submit(given["user"], given["view_id"], given.get("values") or {})

    async def close(self, given: Json) -> Json:
        await self._sandbox.interactions.close(given["user"], given["view_id"], clear=bool(given.get("clear")))
        return {}

    async def shortcut(self, given: Json) -> Json:
        acts = self._sandbox.interactions
        await acts.shortcut(given["user"], given["callback_id"], given.get("channel"), given.get("ts"))
        return {}

    def open_home(self, given: Json) -> Json:
        self._sandbox.interactions.open_home(given["user"], given["tab"])
        return {}

    def home(self, given: Json) -> Json:
        home = self._workspace.homes.get(given["user"])
        return {"view": home.payload if home else None}

    def views(self, given: Json) -> Json:
        return {"views": [view.payload for view in self._backend.modals.stack(given["user"])]}

    def agent_context(self, given: Json) -> Json:
        self._sandbox.interactions.look_at(given["user"], given.get("channel"))
        return {}

    def assistant(self, given: Json) -> Json:
        where = self._sandbox.talking.dm(given["user"])
        offered = self._workspace.prompts.get(where.id, {"title": "", "prompts": []})
        seen = {place.id for place in self._workspace.visible_to(given["user"])}
        statuses = {key: status for key, status in self._workspace.statuses.items() if key.partition(":")[0] in seen}
        own = [status for key, status in statuses.items() if key.startswith(f"{where.id}:")]
        title = self._workspace.titles.get(where.id) or offered["title"]
        return {"title": title, "prompts": offered["prompts"], "status": own[-1] if own else "", "statuses": statuses}

    def calls(self, given: Json) -> Json:
        after = int(given.get("after") or 0)
        return {"calls": [call for call in self._backend.log.calls if call["n"] > after]}

    def envelopes(self, given: Json) -> Json:
        after = int(given.get("after") or 0)
        return {"envelopes": [line for line in self._backend.socket.traffic.lines if line["n"] > after]}

    def pings(self, given: Json) -> Json:
        return {"pings": [asdict(ping) for ping in self._workspace.pings]}

    def faults(self, given: Json) -> Json:
        return {"faults": [fault.shown() for fault in self._backend.faults.armed], "kinds": KINDS}

    async def arm(self, given: Json) -> Json:
        settings = {name: value for name, value in given.items() if name not in ("kind", "count", "match")}
        if given["kind"] not in KINDS:
            raise Refused("unknown_fault", f"There is no fault {given['kind']}.")
        fault = Fault(given["kind"], int(given.get("count") or 1), given.get("match") or {}, settings)
        await self._sandbox.spoil(fault)
        return {"fault": fault.shown()}

    def disarm(self, given: Json) -> Json:
        self._backend.faults.clear()
        return {}

    def clock(self, given: Json) -> Json:
        path = self._sandbox.clock_file
        return {"date": path.read_text(encoding="utf-8").strip() if path is not None and path.exists() else None}

    def set_clock(self, given: Json) -> Json:
        if self._sandbox.clock_file is None:
            raise Refused("no_clock", "The app's date is not ours to set.")
        try:
            day = date.fromisoformat(given["date"]).isoformat()
        except ValueError:
            raise Refused("invalid_date", "The date must look like 2026-11-24.") from None
        self._sandbox.clock_file.write_text(day + "\n", encoding="utf-8")
        self._workspace.feed.add("clock", date=day)
        return {"date": day}

    async def upload(self, request: web.Request) -> web.Response:
        """A person's files, posted with a message."""
        form = await request.post()
        files = [value for value in form.getall("file", []) if isinstance(value, web.FileField)][:LARGEST_FILES]
        user, channel, thread_ts = (str(form.get(name) or "") for name in ("user", "channel", "thread_ts"))
        try:
            self._sandbox.talking.place(user, channel)
            shared = [self._workspace.keep_file(user, each.filename, each.file.read()) for each in files]
            shown = [each.as_file(self._sandbox.base_url) for each in shared]
            said = self._sandbox.talking.say(user, channel, str(form.get("text") or ""), thread_ts or None, shown)
        except Refused as refused:
            problem = " ".join(refused.problems)
            return web.json_response({"ok": False, "error": refused.code, "problem": problem}, status=400)
        return web.json_response({"ok": True, "channel": said["channel"], "ts": said["ts"], "files": shown})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """The feed as server-sent events."""
        after = int(request.headers.get("Last-Event-ID") or request.query.get("after") or self._workspace.feed.last)
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        with suppress(ConnectionError, asyncio.CancelledError):
            await stream.write(b": following\n\n")
            async for batch in self._workspace.feed.follow(request.query.get("user", ""), after, QUIET_SECONDS):
                lines = [f"id: {happening.n}\ndata: {json.dumps(happening.shown())}\n\n" for happening in batch]
                await stream.write("".join(lines or [": still here\n\n"]).encode())
        return stream
