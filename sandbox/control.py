"""The control API: JSON over HTTP for the page and for tests. CONTROL.md has its shapes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.feed import Json
from sandbox.rules.refusal import Refused

if TYPE_CHECKING:
    from sandbox.server import Sandbox

QUIET_SECONDS = 15.0
"""How often a stream without news says that it is still there."""

Act = Callable[[Json], Json | Awaitable[Json]]


class Control:
    """Maps each control call to what it does."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._workspace = sandbox.workspace

    def routes(self) -> list[web.RouteDef]:
        """Every route under /control/."""
        acts: dict[tuple[str, str], Act] = {
            ("GET", "workspace"): self.workspace,
            ("GET", "messages"): self.messages,
            ("POST", "say"): self.say,
            ("POST", "dm"): self.dm,
        }
        made = [web.route(verb, f"/control/{name}", self._answering(act)) for (verb, name), act in acts.items()]
        return [*made, web.get("/control/events", self.events)]

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
        team, manifest = self._workspace.team, self._sandbox.manifest
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
            "connected": self._sandbox.socket.connected,
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
        return {
            "messages": self._sandbox.conversing.messages(given["user"], given["channel"], given.get("thread_ts"))
        }

    def say(self, given: Json) -> Json:
        said = self._sandbox.conversing.say(given["user"], given["channel"], given["text"], given.get("thread_ts"))
        return {"channel": said["channel"], "ts": said["ts"]}

    def dm(self, given: Json) -> Json:
        return {"channel": self._sandbox.conversing.dm(given["user"]).id}

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
