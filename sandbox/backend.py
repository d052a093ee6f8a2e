"""The parts of the stand-in that its API methods and its people share."""

import time
from collections import deque
from dataclasses import dataclass, field

from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.feed import Json
from sandbox.manifest import Manifest
from sandbox.modals import Modals
from sandbox.rates import RateLimits
from sandbox.responses import ResponseUrls
from sandbox.socket import Pace, SocketMode
from sandbox.triggers import Triggers
from sandbox.workspace import Workspace

CALLS_KEPT = 20_000


@dataclass
class CallLog:
    """What the app called, oldest first."""

    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT))
    n: int = 0
    under_way: int = 0

    def note(self, method: str, args: Json, answer: Json, status: int, *, by_fault: bool) -> None:
        self.n += 1
        entry = {"n": self.n, "at": time.time(), "method": method, "args": args, "ok": answer.get("ok", False)}
        entry |= {"error": answer.get("error"), "status": status, "by_fault": by_fault}
        self.calls.append(entry)


class Backend:
    """Everything behind the wire: state, socket, events, triggers, response addresses, faults, and what went wrong.

    `complaints` collects what an app answered that Slack would not have taken: an acknowledgement with a view that
    breaks the rules, an error for a block that does not exist.
    """

    def __init__(
        self, workspace: Workspace, manifest: Manifest, pace: Pace, tokens: tuple[str, str], *, limits: bool
    ) -> None:
        self.workspace = workspace
        self.manifest = manifest
        self.pace = pace
        self.bot_token, self.app_token = tokens
        self.faults = Faults()
        self.socket = SocketMode(workspace, self.faults, pace)
        self.events = Events(workspace, manifest, self.socket, self.faults)
        self.triggers = Triggers(pace.trigger)
        self.modals = Modals(workspace)
        self.response_urls = ResponseUrls(workspace, self.events, pace.response_url)
        self.rates = RateLimits() if limits else None
        self.log = CallLog()
        self.complaints: list[str] = []
        self.base_url = ""

    @property
    def idle(self) -> bool:
        """Is nothing on its way to the app, and no call of the app under way?"""
        return not self.socket.busy and self.log.under_way == 0
