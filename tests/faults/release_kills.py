"""Kill the bot while rounds are released and posted, with Slack failing too; count what stands in boards' channels.

Several months are owed at once, since the council begins earlier than it loaded. Every board must have each month's
alert exactly once, the oldest first, and those that come after their day must say that they are late.
"""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, or_, select

from perfdata import periods
from perfdata.periods import Frequency, Period
from perfdata.store.database import Database
from perfdata.store.tables import AlertRow, OutboxRow
from sandbox.server import Sandbox
from tests.bot_process import BotProcess
from tests.faults.stage import Stage
from tests.sample_council import FOLDER, TODAY

SETTLE_SECONDS = 120.0
"""How long nothing may happen before it is taken to be over."""
IN_THE_START = 0.5
"""How likely a kill is to be meant for a process that is just starting."""
START_SECONDS = 4.0
"""About how long a process takes to start, with another beside it."""
UP_SECONDS = 6.0
"""How long after it is up a process may be killed."""
PATIENCE_SECONDS = 60.0
POSTING_SECONDS = 0.3
"""How long Slack takes to answer when it has posted: where a kill must not double."""
ALWAYS = 1_000_000
KINDS = ("alert", "rest of an alert")
LAST = periods.parse("Oct 2026")
FAULTS = ("rate_limited", "drop", "drop_before", "server_error")


@dataclass(frozen=True)
class Scale:
    """How many months are owed, how often some process is killed, how many processes there are, and the seed."""

    months: int
    kills: int
    processes: int
    seed: int


@dataclass(frozen=True)
class Outcome:
    """What came of it. `wrong` says by board what its channel has where that is not what it should; empty when well.

    Each kill fell while something was still to be released or posted: `starting` of them before the process had said
    that it is running, `up` of them after; `amid` left a message of which nobody knew whether it had gone. `astray`
    are keys of messages that stand in boards' channels twice, or not at all, what follows an alert included.
    """

    boards: int
    months: int
    starting: int
    up: int
    amid: int
    wrong: dict[str, list[str]]
    astray: dict[str, int]
    unsettled: int

    @property
    def kills(self) -> int:
        """How often a process was killed."""
        return self.starting + self.up

    @property
    def clean(self) -> bool:
        """True when each board has each month once, in order, and late ones say so."""
        return not (self.wrong or self.astray or self.unsettled)


def run(stage: Stage, folder: Path, scale: Scale) -> Outcome:
    """Play it to a settled end. Nothing else may be going on on the stage."""
    chance = random.Random(scale.seed)
    months = _months(scale.months)
    config = _council_from(folder, months[0])
    bots = [
        BotProcess(
            stage.sandbox, folder / f"bot-{number}.log", database_url=str(_url(stage)), SCRUTINEER_CONFIG=str(config)
        )
        for number in range(scale.processes)
    ]

    def is_done() -> bool:
        return _is_done(stage.database, months, len(stage.snapshot.boards))

    starting = up = amid = 0
    try:
        for bot in bots:
            bot.start(wait=False)
        youngest = bots[-1]
        while starting + up < scale.kills:
            _misbehave(stage.sandbox, chance)
            if chance.random() < IN_THE_START:
                victim = youngest
                _wait(chance.uniform(0.0, START_SECONDS), is_done)
            else:
                victim = chance.choice(bots)
                _wait(PATIENCE_SECONDS, victim.is_up)
                _wait(chance.uniform(0.0, UP_SECONDS), is_done)
            if is_done():
                break
            starting, up = (starting, up + 1) if victim.is_up() else (starting + 1, up)
            pid = victim.pid
            victim.kill(until_missed=False)
            amid += _leaves_a_doubt(stage.database, pid)
            victim.start(wait=False)
            youngest = victim
        stage.sandbox.look(stage.sandbox.faults.clear)
        deadline, before = time.monotonic() + SETTLE_SECONDS, -1
        while time.monotonic() < deadline and not is_done():
            if (sent := _sent(stage.database)) != before:
                deadline, before = time.monotonic() + SETTLE_SECONDS, sent
            time.sleep(0.2)
    finally:
        for bot in bots:
            bot.kill(until_missed=False)
    return _outcome(stage, months, (starting, up, amid))


def _leaves_a_doubt(database: Database, pid: int) -> bool:
    """Whether a process that is dead was sending something, or looking for what it had sent."""
    with database.reading() as session:
        return session.scalar(select(OutboxRow.id).where(OutboxRow.holder.contains(f":{pid}:")).limit(1)) is not None


def _wait(seconds: float, over: Callable[[], bool]) -> None:
    """Let that long pass, or less where it is over before."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0 and not over():
        time.sleep(min(left, 0.1))


def _misbehave(sandbox: Sandbox, chance: random.Random) -> None:
    """Posting takes its time, and every other time it goes wrong, once or twice. What was to go wrong before and did
    not is let off: such faults would pile up while processes start, and the last message would meet them all."""
    kind, count, wrong = chance.choice(FAULTS), chance.randint(1, 2), chance.random() < 0.5
    settings = {"retry_after": 1} if kind == "rate_limited" else {}
    posting = {"method": "chat.postMessage"}
    sandbox.look(sandbox.faults.clear)
    if wrong:
        sandbox.look(lambda: sandbox.faults.arm(kind, count=count, match=posting, **settings))
    sandbox.look(lambda: sandbox.faults.arm("slow", count=ALWAYS, match=posting, seconds=POSTING_SECONDS))


def _outcome(stage: Stage, months: Sequence[Period], kills: tuple[int, int, int]) -> Outcome:
    wrong: dict[str, list[str]] = {}
    for code, board in stage.snapshot.boards.items():
        said = [_said(text, months) for text in _texts(stage.sandbox, board.channel_id)]
        if said != [_should_say(month) for month in months]:
            wrong[code] = said
    return Outcome(len(stage.snapshot.boards), len(months), *kills, wrong, _astray(stage), _unsettled(stage.database))


def _astray(stage: Stage) -> dict[str, int]:
    """How often messages stand in boards' channels, where that is not once: alerts, and whatever else was sent."""
    channels = [board.channel_id for board in stage.snapshot.boards.values()]
    with stage.database.reading() as session:
        meant = or_(OutboxRow.kind.in_(KINDS), OutboxRow.state == "sent")
        owed = session.scalars(select(OutboxRow.key).where(OutboxRow.channel_id.in_(channels), meant)).all()
    stand = Counter(key for channel in channels for one in _messages(stage.sandbox, channel) if (key := _key(one)))
    return {key: stand[key] for key in {*owed, *stand} if stand[key] != 1}


def _texts(sandbox: Sandbox, channel_id: str) -> list[str]:
    """The alerts in a channel, in the order in which they stand there; what follows an alert is not among them."""
    messages = [one for one in _messages(sandbox, channel_id) if one.get("thread_ts", one["ts"]) == one["ts"]]
    return [str(one["text"]) for one in messages if _key(one).startswith("alert:")]


def _messages(sandbox: Sandbox, channel_id: str) -> list[dict[str, Any]]:
    held = sandbox.workspace.conversations[channel_id]
    return sandbox.look(lambda: [dict(held.by_ts[ts]) for ts in sorted(held.by_ts)])


def _key(message: Mapping[str, Any]) -> str:
    return str(message.get("metadata", {}).get("event_payload", {}).get("key", ""))


def _said(text: str, months: Sequence[Period]) -> str:
    heading, _, rest = text.partition("\n")
    month = next((one.label for one in months if heading.startswith(f"{one.words}:")), heading[:40])
    return f"{month}, late" if "This message is late" in rest else month


def _should_say(month: Period) -> str:
    return month.label if month == LAST else f"{month.label}, late"


def _is_done(database: Database, months: Sequence[Period], boards: int) -> bool:
    with database.reading() as session:
        told = session.scalar(select(func.count(AlertRow.id))) or 0
    return told >= boards * len(months) and not _unsettled(database)


def _unsettled(database: Database) -> int:
    with database.reading() as session:
        alerts = select(func.count()).where(OutboxRow.kind.in_(KINDS), OutboxRow.settled_at.is_(None))
        return session.scalar(alerts) or 0


def _sent(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(OutboxRow.kind.in_(KINDS), OutboxRow.state == "sent")) or 0


def _months(count: int) -> list[Period]:
    months = [LAST]
    while len(months) < count:
        months.insert(0, months[0].previous())
    assert months[-1] == periods.containing(date(TODAY.year, TODAY.month, 1), Frequency.MONTHLY).previous()
    return months


def _council_from(folder: Path, first: Period) -> Path:
    """The sample council's folder, whose first round is another month's, and whose readers are the boards alone."""
    config = folder / "council"
    shutil.copytree(FOLDER, config, ignore=shutil.ignore_patterns("data", "readers.toml"))
    calendar = config / "calendar.toml"
    told = calendar.read_text(encoding="utf-8")
    assert 'first_round = "Oct 2026"' in told
    calendar.write_text(told.replace('"Oct 2026"', f'"{first.label}"'), encoding="utf-8")
    return config


def _url(stage: Stage) -> str:
    return stage.database.url.render_as_string(hide_password=False).replace("postgresql+psycopg", "postgresql")
