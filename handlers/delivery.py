"""Delivery: a thread of its own that brings owed messages to Slack and settles them.

It is woken when something is owed, and looks by itself every second, so that nothing depends on being woken. Posting
is asynchronous over one connection that is kept open, since a new one costs more than all of our own work. The
database is asked in turns, each one transaction: settle what came back, hold what is due. While a turn waits for the
disk, more results gather for the next.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from handlers.channel_checks import ChannelChecks
from handlers.drafts import Drafts, Renderer
from handlers.posting import Poster, Result
from handlers.uploads import FOLDER, Uploads
from handlers.views.problems import WITHHELD
from perfdata import statements
from perfdata.alerts.lateness import marked_late
from perfdata.store import outbox, sending
from perfdata.store.database import Database
from perfdata.store.outbox import State
from perfdata.store.sending import Claim

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How delivery keeps time. `call` is the longest that one call to Slack may take, well below half of `lease`.

    `gather` is how long a message that was posted waits to be written down as posted, together with others.
    """

    lease: timedelta = sending.LEASE
    call: timedelta = timedelta(seconds=6)
    look_after: timedelta = timedelta(seconds=3)
    sweep: timedelta = timedelta(seconds=1)
    gather: timedelta = timedelta(milliseconds=300)
    at_once: int = 20


@dataclass(frozen=True, slots=True)
class Slack:
    """How to reach Slack: the bot's token and the address of the API, with a slash at its end."""

    token: str = field(repr=False)
    api_url: str


class Delivery:
    """Brings what is owed in `database` to Slack. `performance_channel` is told what could not be delivered.

    `pictures` is the folder in which pictures and documents are kept once they are made. `checks` looks at channels
    before posting.
    """

    def __init__(
        self,
        database: Database,
        slack: Slack,
        renderers: Mapping[str, Renderer],
        *,
        holder: str,
        team_id: str,
        performance_channel: str,
        now: Callable[[], datetime],
        pace: Pace | None = None,
        pictures: Path = FOLDER,
        checks: ChannelChecks | None = None,
    ) -> None:
        self._checks = checks
        self._pictures = pictures
        self._database = database
        self._slack = slack
        self._drafts = Drafts(renderers)
        self._holder = holder
        self._team_id = team_id
        self._performance_channel = performance_channel
        self._now = now
        self._pace = pace or Pace()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._work()), name="delivery", daemon=True)
        self._ready = threading.Event()
        self._in_hand: set[asyncio.Task[Result]] = set()
        self._results: list[Result] = []
        self._look = False
        self._quiet_until = 0.0
        self._stopping = False

    def start(self) -> None:
        """Put in doubt what an earlier process left half done, then begin.

        SQLite serves one process, so whoever held anything is gone; on PostgreSQL their leases run out.
        """
        with self._database.transaction() as session:
            sending.lapse(session, now=self._now(), look_after=self._pace.look_after, every=self._database.is_sqlite)
        self._thread.start()
        self._ready.wait()

    def stop(self, within: timedelta = timedelta(seconds=20)) -> None:
        """Finish and settle what is in hand, take up nothing new, and end."""
        self._call(self._stop)
        if self._thread.is_alive():
            self._thread.join(within.total_seconds())

    def wake(self) -> None:
        """Something may be owed. From any thread, after the commit."""
        self._call(self._look_soon)

    def prepare(self, claim: Claim) -> None:
        """Put into words what is to be handed over if its transaction commits. From any thread, before the commit."""
        self._call(lambda: self._drafts.prepare(claim))

    def hand_over(self, claim: Claim) -> None:
        """Send what was owed and held in one go (`sending.owe_and_claim`). From any thread, after the commit."""
        self._call(lambda: self._begin(claim))

    async def run_once(self, now: datetime) -> Counter[State]:
        """One round by itself: hold what is due, deal with it, settle it. Returns how many ended in each state."""
        async with self._session() as http:
            poster = self._poster(http)
            results = await asyncio.gather(*(poster.deal_with(claim) for claim in self._turn([], now, True)))
        with self._database.transaction() as session:
            self._settle(session, results, now)
        return Counter(result.state for result in results)

    def _call(self, act: Callable[[], None]) -> None:
        # A message that nobody could be woken for is found by the next sweep, or at the next start.
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(act)

    async def _work(self) -> None:
        async with self._session() as http:
            self._loop = asyncio.get_running_loop()
            self._posting = self._poster(http)
            self._ready.set()
            sweep, next_sweep = self._pace.sweep.total_seconds(), 0.0
            while not (self._stopping and not self._in_hand and not self._results):
                with suppress(TimeoutError):
                    async with asyncio.timeout(sweep):
                        await self._woken.wait()
                self._woken.clear()
                if self._results and not self._look and not self._stopping:
                    # One transaction for what comes back within a moment, and none in the way of the next question.
                    await asyncio.sleep(self._pace.gather.total_seconds())
                results, self._results = self._results, []
                # A turn that only settles is short: whoever wants to write next does not wait for it.
                look = self._look or self._loop.time() >= next_sweep
                self._look = False
                if not look and not results:
                    continue
                try:
                    claims = await asyncio.to_thread(self._turn, results, self._now(), look)
                except Exception:
                    # Results are kept until they are settled: what was posted must be known as posted.
                    logger.exception("delivery could not use the database; it tries again")
                    self._results[:0] = results
                    await asyncio.sleep(sweep)
                    continue
                if look:
                    next_sweep = self._loop.time() + sweep
                for claim in claims:
                    # More may be waiting, for its turn or for this very message.
                    self._begin(claim, look_after=True)

    def _begin(self, claim: Claim, *, look_after: bool = False) -> None:
        def ended(task: asyncio.Task[Result]) -> None:
            self._in_hand.discard(task)
            result = task.result()
            self._results.append(result)
            if result.asked_to_wait and self._loop is not None:
                # Slack counts all calls together: what nobody is waiting for keeps quiet as long as it asks.
                self._quiet_until = max(self._quiet_until, self._loop.time() + result.asked_to_wait.total_seconds())
            self._look |= look_after
            self._woken.set()

        task = asyncio.ensure_future(self._posting.deal_with(claim))
        self._in_hand.add(task)
        task.add_done_callback(ended)

    def _look_soon(self) -> None:
        self._look = True
        self._woken.set()

    def _stop(self) -> None:
        self._stopping = True
        self._woken.set()

    def _room(self) -> int:
        quiet = self._loop is not None and self._loop.time() < self._quiet_until
        return 0 if self._stopping or quiet else max(self._pace.at_once - len(self._in_hand), 0)

    def _turn(self, results: Sequence[Result], now: datetime, look: bool) -> Sequence[Claim]:
        return self._database.together(partial(self._turned, results, now, look))

    def _turned(self, results: Sequence[Result], now: datetime, look: bool, session: Session) -> Sequence[Claim]:
        pace = self._pace
        self._settle(session, results, now)
        if not look:
            return []
        sending.lapse(session, now=now, look_after=pace.look_after)
        for row in sending.strand(session, now=now):
            self._tell(session, row.key, row.kind, row.channel_id, State.FAILED, row.problem or "", now)
        if (room := self._room()) == 0:
            return []
        claims = sending.claim(session, holder=self._holder, now=now, lease=pace.lease, limit=room)
        return marked_late(session, claims, now)

    def _settle(self, session: Session, results: Sequence[Result], now: datetime) -> None:
        posted: list[tuple[Claim, str]] = []
        sent = {one.claim.id: (one.channel_id, one.ts) for one in results if one.state is State.SENT}
        settled_now = sending.sent(session, sent, now=now) if sent else frozenset()
        for result in results:
            claim, until, holder = result.claim, now + result.wait, self._holder
            if result.state is State.SENT:
                settled = claim.id in settled_now
                if settled and result.withheld:
                    self._tell(session, claim.key, claim.kind, claim.channel_id, WITHHELD, result.withheld, now)
                elif settled:
                    posted.append((claim, result.ts))
            elif result.state is State.OWED:
                settled = sending.postpone(session, claim.id, holder=holder, until=until, problem=result.problem)
            elif result.state is State.DOUBTFUL:
                settled = sending.doubt(session, claim.id, holder=holder, until=until, problem=result.problem)
            else:
                settled = sending.give_up(
                    session, claim.id, holder=holder, state=result.state, problem=result.problem, now=now
                )
                if settled:
                    self._tell(session, claim.key, claim.kind, claim.channel_id, result.state, result.problem, now)
            if not settled:
                logger.error("%s was no longer held when it came back as %s", claim.key, result.state)
        statements.record(session, posted, now)

    def _tell(
        self, session: Session, key: str, kind: str, channel_id: str, state: str, problem: str, now: datetime
    ) -> None:
        """Owe the Performance Team a word on a message that was held back or not delivered; about such a word itself
        there is the log."""
        logger.error("message %s (%s) ended as %s: %s", key, kind, state, problem)
        if kind == outbox.Kind.PROBLEM:
            return
        outbox.owe(
            session,
            key=f"problem:{key}",
            team_id=self._team_id,
            channel_id=self._performance_channel,
            kind=outbox.Kind.PROBLEM,
            payload={"key": key, "kind": kind, "channel_id": channel_id, "state": str(state), "problem": problem},
            now=now,
        )

    def _session(self) -> aiohttp.ClientSession:
        limit = aiohttp.ClientTimeout(total=self._pace.call.total_seconds())
        return aiohttp.ClientSession(timeout=limit, cookie_jar=aiohttp.DummyCookieJar())

    def _poster(self, http: aiohttp.ClientSession) -> Poster:
        # Without a level of its own Slack's client puts each message into words for its log, wanted or not.
        (log := logging.getLogger("slack_sdk.posting")).setLevel(logging.INFO)
        client = AsyncWebClient(
            token=self._slack.token, base_url=self._slack.api_url, session=http, retry_handlers=[], logger=log
        )
        return Poster(
            client,
            self._drafts,
            Uploads(client, http, self._pictures),
            look_after=self._pace.look_after,
            picture_within=self._pace.call,
            checks=self._checks,
        )
