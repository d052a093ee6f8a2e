"""Conversations as tests write them: a person says, presses, fills, and sees exactly one answer.

Nothing sleeps: every wait is for a condition with a deadline. A failed expectation raises AssertionError with the
transcript of everything said so far.
"""

import time
from collections.abc import Callable, Container, Iterator
from functools import partial
from typing import NoReturn, TypeVar

from sandbox.feed import Json
from sandbox.person import PATIENCE_SECONDS, Person
from sandbox.server import Sandbox
from sandbox.text import unescape
from sandbox.workspace import Ping

Found = TypeVar("Found")

PROBE_SECONDS = 0.02
"""How often a condition is judged when nothing happens in the sandbox."""


class Driver:
    """Gives out persons. `app_is_idle` says whether the app has nothing left to do that the sandbox cannot see."""

    def __init__(self, sandbox: Sandbox, app_is_idle: Callable[[], bool] = lambda: True) -> None:
        self.sandbox = sandbox
        self._app_is_idle = app_is_idle

    def as_person(self, user: str) -> Person:
        """A person by id, in their direct messages with the app until they go elsewhere. Raises KeyError for nobody."""
        self.sandbox.workspace.people[user]
        return Person(self, user)

    def until(self, condition: Callable[[], Found | None], seconds: float) -> Found | None:
        """The condition's first true result, or None after `seconds`.

        It is judged inside the sandbox at each change there, and now and then, for what changes elsewhere.
        """
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            found = self.sandbox.run(self.sandbox.workspace.feed.until(condition, min(left, PROBE_SECONDS)))
            if found:
                return found
        return None

    def wait_connected(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for the app's socket."""
        if not self.until(lambda: self.sandbox.backend.socket.connected, seconds):
            self.fail("The app did not connect.")

    def settle(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until everything sent has been acknowledged, no call is under way and the app says that it is idle."""
        deadline = time.monotonic() + seconds
        backend = self.sandbox.backend
        while (left := deadline - time.monotonic()) > 0:
            quiet = self.until(lambda: backend.idle, left) and self._app_is_idle()
            if quiet and self.sandbox.look(lambda: backend.idle):
                return
            seen = self.sandbox.workspace.feed.last
            self.until(partial(self._moved, seen), PROBE_SECONDS)
        self.fail("The app did not come to rest.")

    def _moved(self, since: int) -> bool:
        return self.sandbox.workspace.feed.last > since

    @property
    def pings(self) -> list[Ping]:
        """Everybody whom the app's messages really notified."""
        return self.sandbox.look(lambda: list(self.sandbox.workspace.pings))

    def calls(self, method: str | None = None) -> list[Json]:
        """What the app called, oldest first."""
        calls = self.sandbox.look(lambda: list(self.sandbox.backend.log.calls))
        return [call for call in calls if method in (None, call["method"])]

    def assert_clean(self, allow: Container[str] = ()) -> None:
        """Fail on any call that Slack refused (armed faults and the codes in `allow` apart), on any answer that Slack
        would not have taken, and on any event that was never acknowledged."""
        backend = self.sandbox.backend
        refused = [
            f"{call['method']} was refused: {call['error']}"
            for call in self.calls()
            if not call["ok"] and not call["by_fault"] and call["error"] not in allow
        ]
        unheard = [f"nobody acknowledged {payload['event']['type']}" for payload in backend.socket.undelivered]
        if problems := [*refused, *backend.complaints, *unheard]:
            self.fail("\n".join(problems))

    def transcript(self) -> str:
        """Everything said, in order, with who saw it and what was refused."""
        return self.sandbox.look(lambda: "\n".join(line for _, line in sorted(self._lines())))

    def fail(self, problem: str) -> NoReturn:
        raise AssertionError(f"{problem}\n--- transcript ---\n{self.transcript()}")

    def _lines(self) -> Iterator[tuple[float, str]]:
        workspace = self.sandbox.workspace
        for where in workspace.conversations.values():
            place = f"#{where.name}" if where.name else f"DM {where.user}"
            for message in [*where.by_ts.values(), *where.ephemeral.values()]:
                person = workspace.people.get(message["user"])
                who = person.name if person else workspace.app_name
                reply = " (in thread)" if message.get("thread_ts", message["ts"]) != message["ts"] else ""
                alone = f" (only {message['shown_to']} sees it)" if "shown_to" in message else ""
                yield float(message["ts"]), f"{place}{reply}{alone} {who}: {unescape(message['text'])}"
        for call in self.sandbox.backend.log.calls:
            if not call["ok"]:
                yield call["at"], f"   ! {call['method']} refused: {call['error']}"
