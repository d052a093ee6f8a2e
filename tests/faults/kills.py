"""Kill the bot at random instants while questions, alerts and nominations are in flight; count what came of them.

The sandbox plays Slack and is not killed. Each question must be answered exactly once, each board told exactly once,
each nomination stored and announced exactly once.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from handlers.ids import Action, BlockId, Command
from perfdata import periods
from perfdata.people import Role
from perfdata.snapshot import Snapshot
from perfdata.store.database import Database
from perfdata.store.tables import AlertRow, InboxRow, NominationRow, OutboxRow
from sandbox.rules.refusal import Refused
from sandbox.server import Sandbox
from tests.bot_process import BotProcess

OCTOBER = periods.parse("Oct 2026")

QUESTIONS = (
    "how is recycling doing?",
    "council tax last quarter",
    "what is red for the Housing and Communities board",
    "how are we doing on housing?",
    "who will win the election",
    "define sickness",
    "help",
)
SETTLE_SECONDS = 90.0
FORM_SECONDS = 4.0
PERSON_TRIES_AGAIN_SECONDS = 0.5
ATTEMPTS = 60


@dataclass(frozen=True)
class Scale:
    """How much to do, and the seed that makes it repeatable as far as chance in the program goes."""

    questions: int
    nominations: int
    kills: int
    seed: int
    pause: float = 0.05
    """The longest wait between two questions, in seconds."""


@dataclass(frozen=True)
class Asked:
    """One question as a person put it."""

    user: str
    channel: str
    ts: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What came of it all. The lists name what went wrong, and are empty when nothing did."""

    questions: int
    alerts: int
    nominations: int
    kills: int
    seconds: float
    unanswered: list[Asked]
    answered_twice: list[Asked]
    alerts_wrong: dict[str, int]
    nominations_wrong: dict[str, int]
    unsettled: int

    @property
    def clean(self) -> bool:
        """True when nothing was lost and nothing came twice."""
        return not (
            self.unanswered or self.answered_twice or self.alerts_wrong or self.nominations_wrong or self.unsettled
        )


def run(sandbox: Sandbox, database: Database, snapshot: Snapshot, bot: BotProcess, scale: Scale) -> Outcome:
    """Play the scenario through to a settled end. The bot is started and left running."""
    chance = random.Random(scale.seed)
    began = time.monotonic()
    bot.start()
    nominations = _chosen(snapshot, chance)[: scale.nominations]
    asked = []
    with _killing(bot, scale):
        forms = sandbox.begin(_nominate_all(sandbox, snapshot, nominations))
        for _ in range(scale.questions):
            asked.append(_ask(sandbox, snapshot, chance))
            time.sleep(chance.uniform(0.0, scale.pause))
    forms.result()
    bot.wait_until_connected()
    _until_settled(sandbox, database, _told(snapshot))
    return _outcome(sandbox, database, snapshot, asked, nominations, scale, time.monotonic() - began)


@contextmanager
def _killing(bot: BotProcess, scale: Scale) -> Iterator[None]:
    """The bot is killed and started again, as often as it is to be; no more of it where the scenario breaks off."""
    broken_off = threading.Event()
    killer = threading.Thread(target=_kill, args=(bot, scale.kills, random.Random(scale.seed + 1), broken_off))
    killer.start()
    try:
        yield
    except BaseException:
        broken_off.set()
        raise
    finally:
        killer.join()


def _kill(bot: BotProcess, kills: int, chance: random.Random, broken_off: threading.Event) -> None:
    for _ in range(kills):
        # Instants from “still starting” to “in the thick of it”.
        if broken_off.wait(chance.uniform(0.05, 2.5)):
            return
        bot.kill()
        bot.start(wait=False)


def _ask(sandbox: Sandbox, snapshot: Snapshot, chance: random.Random) -> Asked:
    person = chance.choice([one for one in snapshot.people.values() if one.boards])
    text = chance.choice(QUESTIONS)
    if chance.random() < 0.3:
        channel = sandbox.look(lambda: sandbox.talking.dm(person.user_id).id)
    else:
        channel = snapshot.boards[chance.choice(sorted(person.boards))].channel_id
        text = f"@{sandbox.workspace.app_name} {text}"
    said = sandbox.look(lambda: sandbox.talking.say(person.user_id, channel, text))
    return Asked(person.user_id, channel, said["ts"], text)


def _chosen(snapshot: Snapshot, chance: random.Random) -> list[tuple[str, str]]:
    """Boards with the measures to nominate there."""
    open_ones = [one for one in snapshot.measures.values() if not one.exempt and len(one.boards) == 1]
    chance.shuffle(open_ones)
    return [(one.boards[0], one.code) for one in open_ones]


async def _nominate_all(sandbox: Sandbox, snapshot: Snapshot, nominations: list[tuple[str, str]]) -> None:
    """Each board's chair in turn: nobody has two forms open."""
    for board, code in nominations:
        chair = next(one.user_id for one in snapshot.people.values() if one.boards.get(board) is Role.CHAIR)
        await _nominate(sandbox, chair, snapshot.boards[board].channel_id, code)


async def _nominate(sandbox: Sandbox, user: str, channel: str, code: str) -> None:
    """Nominate as a person does who tries again until the form says that it is done."""
    acts, modals, feed = sandbox.interactions, sandbox.backend.modals, sandbox.workspace.feed
    values: dict[str, Any] = {
        BlockId.REASON: {Action.REASON: {"type": "plain_text_input", "value": f"It has been poor for long: {code}."}},
        BlockId.OUTCOME: {Action.OUTCOME: {"type": "plain_text_input", "value": "A figure that meets its target."}},
    }
    for _ in range(ATTEMPTS):
        try:
            await acts.command(user, channel, Command.NOMINATE, code)
            opened = await feed.until(lambda: modals.stack(user) or None, FORM_SECONDS)
            if opened:
                view_id = opened[-1].payload["id"]
                sent = await acts.submit(user, view_id, values)
                await acts.close(user, view_id, clear=True)
                assert "errors" not in sent, f"the form was refused: {sent}"
                return
        except Refused:
            # Nobody answered: the bot is dead or starting. A person would look and try again.
            if in_front := modals.stack(user)[-1:]:
                await acts.close(user, in_front[0].payload["id"], clear=True)
        await asyncio.sleep(PERSON_TRIES_AGAIN_SECONDS)
    raise AssertionError(f"{code} could not be nominated in {ATTEMPTS} attempts")


def _told(snapshot: Snapshot) -> dict[str, str]:
    """Where each reader is told of October 2026, by its code; blank for whoever is told by direct message."""
    others = {one.code: one.channel_id for one in snapshot.council.readers if one.is_owed(OCTOBER)}
    return {code: board.channel_id for code, board in snapshot.boards.items()} | others


def _until_settled(sandbox: Sandbox, database: Database, readers: Collection[str]) -> None:
    """Wait until every event has been acknowledged, every reader has its alert, and nothing is open any more."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        # In this order: what has been acknowledged is in the database by then.
        if sandbox.look(lambda: sandbox.backend.idle) and not _open_work(database, len(readers)):
            return
        time.sleep(0.1)


def _open_work(database: Database, readers: int) -> int:
    with database.reading() as session:
        waiting = session.scalar(select(func.count()).where(InboxRow.finished_at.is_(None))) or 0
        owed = session.scalar(select(func.count()).where(OutboxRow.settled_at.is_(None))) or 0
        alerts = session.scalar(select(func.count(AlertRow.id))) or 0
        return waiting + owed + readers - alerts


def _outcome(
    sandbox: Sandbox,
    database: Database,
    snapshot: Snapshot,
    asked: list[Asked],
    nominated: list[tuple[str, str]],
    scale: Scale,
    seconds: float,
) -> Outcome:
    replies = sandbox.look(lambda: {one: replies_to(sandbox, one) for one in asked})
    told = {code: _roots(sandbox, channel, "alert") for code, channel in _told(snapshot).items() if channel}
    announced = {code: _roots(sandbox, board.channel_id, "nomination") for code, board in snapshot.boards.items()}
    expected = {code: sum(board == code for board, _ in nominated) for code in snapshot.boards}
    with database.reading() as session:
        stored = session.scalar(select(func.count(NominationRow.id))) or 0
    wrong = {code: count for code, count in announced.items() if count != expected[code]}
    if stored != len(nominated):
        wrong["stored"] = stored
    return Outcome(
        questions=len(asked),
        alerts=len(told),
        nominations=len(nominated),
        kills=scale.kills,
        seconds=seconds,
        unanswered=[one for one, count in replies.items() if count == 0],
        answered_twice=[one for one, count in replies.items() if count > 1],
        alerts_wrong={code: count for code, count in told.items() if count != 1},
        nominations_wrong=wrong,
        unsettled=_open_work(database, len(_told(snapshot))),
    )


def replies_to(sandbox: Sandbox, asked: Asked) -> int:
    """How many messages of the bot stand in the question's thread."""
    conversation = sandbox.workspace.conversations[asked.channel]
    thread = conversation.threads.get(asked.ts, [])
    return sum(conversation.by_ts[ts]["user"] == sandbox.workspace.bot_user for ts in thread)


def _roots(sandbox: Sandbox, channel: str, kind: str) -> int:
    """How many owed messages of one kind stand in a channel, by the key in their metadata."""
    conversation = sandbox.workspace.conversations[channel]
    messages = [conversation.by_ts[ts] for ts in conversation.roots]
    keys = [message.get("metadata", {}).get("event_payload", {}).get("key", "") for message in messages]
    return sum(str(key).startswith(kind) for key in keys)
