"""Slack over HTTP, for councils that open a port instead of a socket. Bolt checks each request's signature."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

from aiohttp import web
from slack_bolt import App, BoltRequest

PATH = "/slack/events"
LARGEST_BODY = 1024 * 1024


class HttpDoor:
    """Serves Bolt at `/slack/events` on `port`, from a thread of its own, until it is closed."""

    def __init__(self, app: App, port: int) -> None:
        self._app = app
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="http", daemon=True)
        self._runner: web.AppRunner | None = None

    def open(self) -> None:
        """Begin to listen. Raises OSError when the port is taken."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()

    def close(self) -> None:
        """Answer what has arrived and stop listening."""
        if self._runner is not None:
            asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> None:
        served = web.Application(client_max_size=LARGEST_BODY)
        served.router.add_post(PATH, self._dispatch)
        self._runner = web.AppRunner(served, access_log=None, handle_signals=False)
        await self._runner.setup()
        await web.TCPSite(self._runner, port=self._port).start()

    async def _dispatch(self, request: web.Request) -> web.Response:
        headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
        asked = BoltRequest(body=await request.text(), query=request.query_string, headers=headers)
        answered = await asyncio.to_thread(self._app.dispatch, asked)
        return web.Response(
            status=answered.status,
            body=answered.body,
            headers={name: values[0] for name, values in answered.headers.items() if name != "content-length"},
        )
