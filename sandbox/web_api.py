"""The HTTP side: /api/METHOD, /response/KEY, uploads and downloads; tokens, scopes, limits and faults of calls."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.methods import METHODS, Method
from sandbox.rules.refusal import Refused


@dataclass
class Outcome:
    """What a call is answered: the body, the status, and whether an armed fault decided it."""

    answer: Json
    status: int = 200
    headers: dict[str, str] | None = None
    by_fault: bool = False


class WebApi:
    """Answers the app's calls."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self.call),
            web.post("/response/{key}", self.respond),
            web.post("/upload/{file}", self.upload),
            web.get("/files/{file}/{name}", self.show),
            web.get("/download/{file}/{name}", self.download),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call of the Web API, from its arguments to its line in the log."""
        name = request.match_info["method"]
        log = self._backend.log
        log.under_way += 1
        try:
            args = await _arguments(request)
            token = request.headers.get("Authorization", "").removeprefix("Bearer").strip() or args.pop("token", "")
            facts = {**args, "method": name}
            outcome = self._answer(name, token, args, facts)
            log.note(name, args, outcome.answer, outcome.status, by_fault=outcome.by_fault)
            if fault := self._backend.faults.take("slow", facts):
                await asyncio.sleep(float(fault.settings.get("seconds", 1.0)))
            if outcome.status == 0 or self._backend.faults.take("drop", facts):
                return _cut(request)
            if outcome.status >= 500:
                return web.Response(status=outcome.status, text="upstream error")
            return web.json_response(outcome.answer, status=outcome.status, headers=outcome.headers)
        finally:
            log.under_way -= 1
            self._backend.workspace.feed.touch()

    def _answer(self, name: str, token: str, args: Json, facts: Json) -> Outcome:
        if spoilt := self._spoilt(facts):
            return spoilt
        try:
            method = METHODS.get(name)
            if method is None:
                raise Refused("unknown_method", req_method=name)
            self._admit(method, token, args)
            if self._backend.rates and (wait := self._backend.rates.wait(name, method.tier, str(args.get("channel")))):
                return Outcome({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)})
            done = method.function(self._backend, args)
        except Refused as refused:
            return Outcome(refused.as_answer())
        scopes = {"x-oauth-scopes": ",".join(sorted(self._backend.manifest.scopes))}
        return Outcome({"ok": True, **done}, 200, scopes)

    def _spoilt(self, facts: Json) -> Outcome | None:
        """What an armed fault answers instead of carrying the call out; status 0 means that the line is cut."""
        faults = self._backend.faults
        if faults.take("drop_before", facts):
            return Outcome({"ok": False, "error": "dropped"}, 0, by_fault=True)
        if fault := faults.take("rate_limited", facts):
            wait = {"Retry-After": str(fault.settings.get("retry_after", 1))}
            return Outcome({"ok": False, "error": "ratelimited"}, 429, wait, by_fault=True)
        if fault := faults.take("server_error", facts):
            return Outcome(
                {"ok": False, "error": "server_error"}, int(fault.settings.get("status", 500)), by_fault=True
            )
        if fault := faults.take("refuse", facts):
            return Outcome({"ok": False, "error": fault.settings["error"]}, by_fault=True)
        return None

    def _admit(self, method: Method, token: str, args: Json) -> None:
        """Refused: not_authed, invalid_auth, not_allowed_token_type, missing_scope, invalid_arguments."""
        backend = self._backend
        if not token:
            raise Refused("not_authed")
        if token not in (backend.bot_token, backend.app_token):
            raise Refused("invalid_auth")
        if (token == backend.app_token) != method.app_token:
            raise Refused("not_allowed_token_type")
        if method.scopes and not backend.manifest.scopes.intersection(method.scopes):
            provided = ",".join(sorted(backend.manifest.scopes))
            raise Refused("missing_scope", needed=",".join(method.scopes), provided=provided)
        missing = [name for name in method.required if args.get(name) is None]
        if missing:
            raise Refused("invalid_arguments", [f"missing required field: {name}" for name in missing])

    async def respond(self, request: web.Request) -> web.Response:
        """A post to a response_url: `ok` as text, or the refusal's code with 404 or 400."""
        log = self._backend.log
        answer: Json = {"ok": True}
        status = 200
        args: Json = {}
        try:
            args = json.loads(await request.read())
            self._backend.response_urls.use(request.match_info["key"], args)
        except json.JSONDecodeError:
            answer, status = {"ok": False, "error": "invalid_payload"}, 400
        except Refused as refused:
            answer = refused.as_answer()
            status = 404 if refused.code in ("no_service", "expired_url", "used_url") else 400
        log.note("response_url", args, answer, status, by_fault=False)
        self._backend.workspace.feed.touch()
        return web.Response(status=status, text="ok" if answer["ok"] else str(answer["error"]))

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes of an announced file; the length must be the one announced."""
        stored = self._backend.workspace.files.get(request.match_info["file"])
        if stored is None or stored.content is not None:
            return web.Response(status=404, text="unknown upload")
        content = await _bytes(request)
        if len(content) != stored.length:
            return web.Response(status=400, text=f"announced {stored.length} bytes, got {len(content)}")
        stored.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def show(self, request: web.Request) -> web.Response:
        """A file's bytes, for the page, where a person is signed in."""
        stored = self._backend.workspace.files.get(request.match_info["file"])
        if stored is None or stored.content is None:
            return web.Response(status=404, text="no such file")
        return web.Response(body=stored.content, content_type=stored.mimetype)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file's bytes, for the app. Without its token and the scope Slack sends to a page for signing in."""
        facts = {"method": "download", "file": request.match_info["file"]}
        if spoilt := self._spoilt(facts):
            return _cut(request) if spoilt.status == 0 else web.Response(status=spoilt.status, headers=spoilt.headers)
        self._backend.log.note("download", facts, {"ok": True}, 200, by_fault=False)
        token = request.headers.get("Authorization", "").removeprefix("Bearer").strip()
        if token != self._backend.bot_token or "files:read" not in self._backend.manifest.scopes:
            raise web.HTTPFound("/")
        return await self.show(request)


async def _bytes(request: web.Request) -> bytes:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        part = next((value for value in form.values() if isinstance(value, web.FileField)), None)
        return part.file.read() if part is not None else b""
    return await request.read()


async def _arguments(request: web.Request) -> Json:
    """A call's arguments from the query and from a JSON or form body."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.read()
        with suppress(json.JSONDecodeError):
            given = json.loads(body) if body else {}
            args |= given if isinstance(given, dict) else {}
    elif request.method == "POST":
        args |= dict(await request.post())
    return args


def _cut(request: web.Request) -> web.Response:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
