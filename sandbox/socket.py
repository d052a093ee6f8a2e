"""Socket Mode: tickets, frames, acknowledgements, and events sent again when nobody acknowledged them.

Source for the frames: D/apis/events-api/using-socket-mode and the SDK's socket_mode package. For retries:
D/apis/events-api (up to three, after a moment, a minute, five minutes; the same event_id, a new envelope).
"""

import asyncio
import json
import secrets
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from sandbox.faults import Fault, Faults
from sandbox.feed import Json
from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Pace:
    """Slack's waits, in seconds. Tests that wait for a retry shorten them."""

    acknowledge: float = 3.0
    retries: tuple[float, ...] = (0.2, 60.0, 300.0)
    trigger: float = 3.0
    farewell: float = 5.0
    """How long a socket stays open after its disconnect frame. Source: "a few seconds" in using-socket-mode."""
    response_url: float = 30 * 60.0


class Unanswered(Exception):
    """No acknowledgement in time, or nobody connected."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(eq=False)
class Connection:
    """One WebSocket of the app. A leaving one has been told to reconnect and gets nothing new if another exists."""

    socket: web.WebSocketResponse
    request: web.Request
    leaving: bool = False

    def kill(self) -> None:
        """Cut the connection as a network does: no close frame."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass
class Traffic:
    """What went over the socket, for the inspector."""

    lines: deque[Json] = field(default_factory=lambda: deque(maxlen=5000))
    n: int = 0

    def note(self, direction: str, envelope: Json) -> None:
        self.n += 1
        self.lines.append({"n": self.n, "at": time.time(), "direction": direction, "envelope": envelope})


class SocketMode:
    """The server's end of every socket of the app."""

    def __init__(self, workspace: Workspace, faults: Faults, pace: Pace) -> None:
        self._workspace = workspace
        self._faults = faults
        self._pace = pace
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._expected: dict[str, asyncio.Future[Json | None]] = {}
        """Envelopes not acknowledged yet. The SDK acknowledges on its newest socket, whichever brought the envelope."""
        self._deliveries: set[asyncio.Task[None]] = set()
        self._farewells: set[asyncio.Task[None]] = set()
        self._turn = 0
        self.traffic = Traffic()
        self.undelivered: list[Json] = []
        """Events given up after the last retry."""

    @property
    def connected(self) -> bool:
        return bool(self._connections)

    @property
    def busy(self) -> bool:
        """Is anything on its way, waiting for an acknowledgement or for a retry?"""
        return bool(self._deliveries or self._expected)

    def new_ticket(self) -> str:
        """A single-use ticket for the address that apps.connections.open gives."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One socket, from its ticket to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401, text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        connection = Connection(socket, request)
        hello = {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "connection_info": {"app_id": self._workspace.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }
        await socket.send_str(json.dumps(hello))
        self._connections.append(connection)
        self._workspace.feed.add("connected", connected=True)
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._hear(json.loads(frame.data))
        finally:
            self._connections.remove(connection)
            self._workspace.feed.add("connected", connected=self.connected)
        return socket

    def _hear(self, acknowledgement: Json) -> None:
        self.traffic.note("in", acknowledgement)
        expected = self._expected.get(acknowledgement.get("envelope_id", ""))
        if expected is not None and not expected.done():
            expected.set_result(acknowledgement.get("payload"))

    async def ask(self, kind: str, payload: Json, *, accepts_payload: bool = False) -> Json | None:
        """Send a command or an interaction and give its acknowledgement's payload.

        Raises Unanswered: nobody connected, or nothing came in three seconds. Slack does not
        retry these.
        """
        return await self._send({"type": kind, "accepts_response_payload": accepts_payload, "payload": payload})

    def send_event(self, payload: Json) -> None:
        """Deliver an event in the background, with retries and with whatever fault is armed for it."""
        facts = payload["event"]
        copies = 1
        same = False
        if fault := self._faults.take("duplicate_event", facts):
            same = bool(fault.settings.get("same_envelope"))
            copies = 1 if same else 2
        delay = self._faults.take("delay_event", facts)
        wait = float(delay.settings.get("seconds", 1.0)) if delay else 0.0
        for copy in range(copies):
            task = asyncio.get_running_loop().create_task(self._deliver(payload, wait, first_attempt=copy, twice=same))
            self._deliveries.add(task)
            task.add_done_callback(self._delivered)

    def _delivered(self, task: "asyncio.Task[None]") -> None:
        self._deliveries.discard(task)
        self._workspace.feed.touch()

    async def _deliver(self, payload: Json, wait: float, *, first_attempt: int, twice: bool) -> None:
        reason = "http_timeout" if first_attempt else ""
        for attempt, pause in enumerate((wait, *self._pace.retries), start=first_attempt):
            if pause:
                await asyncio.sleep(pause)
            frame = {
                "type": "events_api",
                "accepts_response_payload": False,
                "retry_attempt": attempt,
                "retry_reason": reason,
                "payload": payload,
            }
            try:
                await self._send(frame, twice=twice, event=payload["event"])
            except Unanswered as failure:
                reason = failure.reason
            else:
                return
        self.undelivered.append(payload)

    async def _send(self, frame: Json, *, twice: bool = False, event: Json | None = None) -> Json | None:
        connection = self._choose()
        envelope_id = secrets.token_hex(8)
        frame = {"envelope_id": envelope_id, **frame}
        expected: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._expected[envelope_id] = expected
        text = json.dumps(frame)
        try:
            for _ in range(2 if twice else 1):
                self.traffic.note("out", frame)
                await connection.socket.send_str(text)
            if event is not None:
                await self._mishap(connection, event)
            answer = await asyncio.wait_for(expected, self._pace.acknowledge)
            if event is not None and self._faults.take("lose_ack", event):
                raise Unanswered("http_timeout")
        except TimeoutError:
            raise Unanswered("http_timeout") from None
        except ConnectionError:
            raise Unanswered("connection_failed") from None
        finally:
            del self._expected[envelope_id]
            self._workspace.feed.touch()
        return answer

    def _choose(self) -> Connection:
        """Any connection may get the next payload; those that were told to leave only if there is no other."""
        staying = [c for c in self._connections if not c.leaving] or self._connections
        if not staying:
            raise Unanswered("connection_failed")
        self._turn += 1
        return staying[self._turn % len(staying)]

    async def _mishap(self, connection: Connection, event: Json) -> None:
        if self._faults.take("kill_on_event", event):
            connection.kill()
        if fault := self._faults.take("disconnect_on_event", event):
            await self._dismiss(connection, str(fault.settings.get("reason", "warning")))

    async def at_once(self, fault: Fault) -> None:
        """Carry out a fault that does not wait for anything."""
        for connection in list(self._connections):
            if fault.kind == "kill_socket":
                connection.kill()
            else:
                await self._dismiss(connection, str(fault.settings.get("reason", "refresh_requested")))

    async def _dismiss(self, connection: Connection, reason: str) -> None:
        connection.leaving = True
        frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
        self.traffic.note("out", frame)
        await connection.socket.send_str(json.dumps(frame))
        task = asyncio.get_running_loop().create_task(self._farewell(connection))
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)

    async def _farewell(self, connection: Connection) -> None:
        await asyncio.sleep(self._pace.farewell)
        await self._close(connection)

    async def _close(self, connection: Connection) -> None:
        with suppress(ConnectionError, TimeoutError):
            await asyncio.wait_for(connection.socket.close(), 1.0)

    async def close(self) -> None:
        """Stop delivering and close every socket."""
        for task in [*self._deliveries, *self._farewells]:
            task.cancel()
        for connection in list(self._connections):
            await self._close(connection)
