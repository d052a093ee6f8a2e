"""Many people asking at once: is anything lost or doubled, and does the page of one of them stay responsive?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from perfdata.snapshot import Snapshot
from sandbox.server import Sandbox
from tests.faults.kills import QUESTIONS, Asked, replies_to

ANSWER_SECONDS = 30.0


@dataclass(frozen=True)
class Crowd:
    """How many people, for how long (seconds), and the pause (seconds) of each between an answer and the next."""

    people: int
    seconds: float
    pause: float = 0.5


@dataclass(frozen=True)
class Crowded:
    """What came of it; `slowest` is the longest wait for an answer, in seconds. The lists should be empty."""

    people: int
    questions: int
    seconds: float
    slowest: float
    unanswered: list[Asked]
    answered_twice: list[Asked]

    @property
    def clean(self) -> bool:
        """True when each question has exactly one answer."""
        return not (self.unanswered or self.answered_twice)


def ask_all(sandbox: Sandbox, snapshot: Snapshot, crowd: Crowd) -> Crowded:
    """Let everybody ask, one question after the other, until the time is up; the bot must be connected."""
    members = [person for person in snapshot.people.values() if person.boards]
    channels = [board.channel_id for board in snapshot.boards.values()]
    began = time.monotonic()
    asked = sandbox.run(_together(sandbox, [one.user_id for one in members], channels, crowd))
    waits = [wait for _, wait in asked]
    replies = sandbox.look(lambda: {one: replies_to(sandbox, one) for one, _ in asked})
    return Crowded(
        people=crowd.people,
        questions=len(asked),
        seconds=time.monotonic() - began,
        slowest=max(waits),
        unanswered=[one for one, count in replies.items() if count == 0],
        answered_twice=[one for one, count in replies.items() if count > 1],
    )


async def _together(
    sandbox: Sandbox, users: Sequence[str], channels: Sequence[str], crowd: Crowd
) -> list[tuple[Asked, float]]:
    ends = time.monotonic() + crowd.seconds
    asking = (
        _one(sandbox, users[n % len(users)], channels[n % len(channels)], n, ends, crowd) for n in range(crowd.people)
    )
    return [asked for each in await asyncio.gather(*asking) for asked in each]


async def _one(
    sandbox: Sandbox, user: str, channel: str, number: int, ends: float, crowd: Crowd
) -> list[tuple[Asked, float]]:
    threads = sandbox.workspace.conversations[channel].threads
    asked: list[tuple[Asked, float]] = []
    while time.monotonic() < ends:
        text = f"@{sandbox.workspace.app_name} {QUESTIONS[(number + len(asked)) % len(QUESTIONS)]}"
        began = time.monotonic()
        ts = str(sandbox.talking.say(user, channel, text)["ts"])
        await sandbox.workspace.feed.until(partial(_answered, threads, ts), ANSWER_SECONDS)
        asked.append((Asked(user, channel, ts, text), time.monotonic() - began))
        await asyncio.sleep(crowd.pause)
    return asked


def _answered(threads: Mapping[str, list[str]], ts: str) -> bool:
    return bool(threads.get(ts))
