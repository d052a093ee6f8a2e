"""Any history of sends, losses and kills, by two processes: in the end each message has been posted exactly once."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfdata.store import outbox, sending
from perfdata.store.database import Database
from perfdata.store.outbox import Kind, State
from perfdata.store.sending import Claim

LOOK_AFTER = timedelta(seconds=3)
PROCESSES = ("one", "two")
FATES = ("sent", "reply lost", "request lost", "busy", "killed before posting", "killed after posting", "settled late")
STEP = st.one_of(
    st.tuples(st.just("owe"), st.just(""), st.just("")),
    st.tuples(st.just("deliver"), st.sampled_from(PROCESSES), st.sampled_from(FATES)),
    st.tuples(st.just("wait"), st.sampled_from(("1", "4", "20")), st.just("")),
)
HISTORIES = itertools.count()


class World:
    """Slack's channel, the outbox, and a clock. Keys are of one history, so that histories share a database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC) + timedelta(days=next(HISTORIES))
        self.history = f"h{self.now:%Y%m%d}"
        self.owed: list[str] = []
        self.posted: Counter[str] = Counter()
        self.late: list[Claim] = []

    def owe(self) -> None:
        """One more message."""
        key = f"{self.history}:{len(self.owed)}"
        with self.database.transaction() as session:
            outbox.owe(session, key=key, team_id="T", channel_id="C", kind=Kind.ANSWER, payload={}, now=self.now)
        self.owed.append(key)

    def deliver(self, process: str, fate: str) -> int:
        """One turn of a process, and what becomes of all that it holds; returns how much that was."""
        with self.database.transaction() as session:
            sending.lapse(session, now=self.now, look_after=LOOK_AFTER)
            held = sending.claim(session, holder=process, now=self.now)
        for claim in held:
            self._deal_with(claim, process, fate)
        return len(held)

    def _deal_with(self, claim: Claim, process: str, fate: str) -> None:
        if claim.state is State.DOUBTFUL:
            return self._look_up(claim, process, fate)
        if fate in ("sent", "reply lost", "killed after posting", "settled late"):
            self.posted[claim.key] += 1
        with self.database.transaction() as session:
            if fate == "sent":
                assert sending.sent(session, {claim.id: ("C", "1")}, now=self.now)
            elif fate in ("reply lost", "request lost"):
                assert sending.doubt(session, claim.id, holder=process, until=self.now + LOOK_AFTER, problem="lost")
            elif fate == "busy":
                assert sending.postpone(session, claim.id, holder=process, until=self.now, problem="busy")
        if fate == "settled late":
            self.late.append(claim)
        return None

    def _look_up(self, claim: Claim, process: str, fate: str) -> None:
        if fate.startswith("killed"):
            return
        with self.database.transaction() as session:
            if fate == "busy":
                assert sending.doubt(session, claim.id, holder=process, until=self.now, problem="busy")
            elif self.posted[claim.key]:
                assert sending.sent(session, {claim.id: ("C", "1")}, now=self.now)
            else:
                assert sending.postpone(session, claim.id, holder=process, until=self.now, problem="not there")

    def wait(self, seconds: int) -> None:
        """Time passes; what was posted in time is settled, if late."""
        self.now += timedelta(seconds=seconds)
        late, self.late = self.late, []
        with self.database.transaction() as session:
            for claim in late:
                sending.sent(session, {claim.id: ("C", "1")}, now=self.now)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=25))
def test_each_message_is_posted_exactly_once(database: Database, steps: list[tuple[str, str, str]]) -> None:
    world = World(database)
    world.owe()
    for act, first, second in steps:
        if act == "owe":
            world.owe()
        elif act == "wait":
            world.wait(int(first))
        else:
            world.deliver(first, second)
    # In the end all is well for long enough.
    for _ in range(4):
        world.wait(60)
        world.deliver("last", "sent")
    world.wait(60)
    assert world.deliver("last", "sent") == 0
    assert world.posted == Counter(world.owed)
