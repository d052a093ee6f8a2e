"""The sandbox as one object: a thread with its own event loop, one port for everything."""

import asyncio
import secrets
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self, TypeVar

from aiohttp import web

from sandbox.backend import Backend
from sandbox.control import Control
from sandbox.faults import AT_ONCE, Fault
from sandbox.feed import Json
from sandbox.interactions import Interactions
from sandbox.manifest import Manifest
from sandbox.socket import Pace
from sandbox.talking import Talking
from sandbox.web_api import WebApi
from sandbox.workspace import Channel, Person, Team, Workspace

Result = TypeVar("Result")

PAGE = Path(__file__).parent / "page"
LARGEST_BODY = 64 * 1024 * 1024


class Sandbox:
    """A local Slack with one workspace and one app installed in it.

    `people` and `channels` are the workspace; `manifest` is the app's manifest, from which come its name,
    scopes, events, commands and shortcuts. `port` 0 takes a free one. `clock_file` names a file that the
    app reads its date from.
    Raises ValueError when Slack would not install that manifest.
    """

    def __init__(
        self,
        people: Iterable[Person],
        channels: Iterable[Channel],
        manifest: Json,
        *,
        team: Team | None = None,
        port: int = 0,
        clock_file: Path | None = None,
        pace: Pace | None = None,
        rate_limits: bool = False,
    ) -> None:
        installed = Manifest.read(manifest)
        self.bot_token = f"xoxb-sandbox-{secrets.token_hex(8)}"
        self.app_token = f"xapp-1-sandbox-{secrets.token_hex(8)}"
        self.workspace = Workspace(team or Team(), people, channels, installed.name)
        tokens = (self.bot_token, self.app_token)
        self.backend = Backend(self.workspace, installed, pace or Pace(), tokens, limits=rate_limits)
        self.faults = self.backend.faults
        self.talking = Talking(self.workspace, self.backend.events)
        self.interactions = Interactions(self.backend, self.talking)
        self.clock_file = clock_file
        self._port = port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._runner: web.AppRunner | None = None

    @property
    def base_url(self) -> str:
        """Where the page is, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        """The `base_url` for slack_sdk's clients."""
        return f"{self.base_url}/api/"

    def start(self) -> Self:
        """Serve from a thread of its own. Raises OSError when the port is taken."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox", daemon=True)
        self._thread.start()
        try:
            self.run(self._open())
        except OSError:
            self._end_loop()
            raise
        return self

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self.run(self._shut())
        self._end_loop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def begin(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Start doing something inside the sandbox's loop, from another thread."""
        assert self._loop is not None, "the sandbox has not been started"
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do something inside the sandbox's loop, from another thread, and give its result."""
        return self.begin(work).result()

    def look(self, at: Callable[[], Result]) -> Result:
        """Read something of the state from another thread."""

        async def reading() -> Result:
            return at()

        return self.run(reading())

    async def spoil(self, fault: Fault) -> None:
        """Arm a fault, or carry it out if it does not wait for anything."""
        if fault.kind in AT_ONCE:
            await self.backend.socket.at_once(fault)
        else:
            self.faults.armed.append(fault)

    async def _open(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes(Control(self).routes())
        app.add_routes(WebApi(self.backend).routes())
        app.add_routes([web.get("/link/", self.backend.socket.serve), web.get("/", self._front)])
        if PAGE.is_dir():
            app.add_routes([web.static("/page", PAGE)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.backend.base_url = self.base_url

    async def _shut(self) -> None:
        await self.backend.socket.close()
        if self._runner is not None:
            await self._runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _end_loop(self) -> None:
        assert self._loop is not None
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _front(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")
