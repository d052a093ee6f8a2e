"""What happened in the workspace, in order: the page follows it and tests wait on it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

Json = dict[str, Any]
Found = TypeVar("Found")

HELD = 20_000
"""How many happenings are kept for a reader that comes back."""


@dataclass(frozen=True)
class Happening:
    """One change, and who may see it (`None`: everybody)."""

    n: int
    kind: str
    facts: Json
    seen_by: frozenset[str] | None

    def shown(self) -> Json:
        return {"n": self.n, "kind": self.kind, **self.facts}


class Feed:
    """An ordered, bounded record of changes that wakes whoever waits. It lives in the sandbox's own event loop."""

    def __init__(self) -> None:
        self._held: deque[Happening] = deque(maxlen=HELD)
        self._waiting: set[asyncio.Event] = set()
        self.last = 0

    def add(self, kind: str, *, seen_by: Iterable[str] | None = None, **facts: Any) -> None:
        """Record a change and wake everybody who waits. Facts that are `None` are left out."""
        self.last += 1
        given = {name: value for name, value in facts.items() if value is not None}
        self._held.append(Happening(self.last, kind, given, None if seen_by is None else frozenset(seen_by)))
        self.touch()

    def touch(self) -> None:
        """Wake everybody who waits, for a change that nobody needs to be shown (an acknowledgement, a call)."""
        for waiter in self._waiting:
            waiter.set()

    async def until(self, condition: Callable[[], Found | None], seconds: float) -> Found | None:
        """The condition's first result that is true, or None when `seconds` have passed."""
        deadline = asyncio.get_running_loop().time() + seconds
        waiter = asyncio.Event()
        self._waiting.add(waiter)
        try:
            while True:
                waiter.clear()
                result = condition()
                if result:
                    return result
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    return None
                try:
                    await asyncio.wait_for(waiter.wait(), left)
                except TimeoutError:
                    return None
        finally:
            self._waiting.discard(waiter)

    async def follow(self, user: str, after: int, quiet_seconds: float) -> AsyncIterator[list[Happening]]:
        """Batches of what `user` may see, later than number `after`; an empty batch after each quiet spell."""
        while True:
            known = after
            await self.until(lambda known=known: self.last > known, quiet_seconds)  # type: ignore[misc]
            # A reader who is up to date is the usual case: look from the newest end only.
            new: list[Happening] = []
            for happening in reversed(self._held):
                if happening.n <= after:
                    break
                if happening.seen_by is None or user in happening.seen_by:
                    new.append(happening)
            after = self.last
            yield new[::-1]
