"""Kill the bot while rounds are released and posted, with Slack failing too; count what stands in boards' channels.

Several months are owed at once, since the council begins earlier than it loaded. Every board must have each month's
alert exactly once, the oldest first, and those that come after their day must say that they are late.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

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
    """What came of it. `wrong` says by board what its channel has where that is not what it should; empty when well."""

    boards: int
    months: int
    kills: int
    wrong: dict[str, list[str]]
    unsettled: int

    @property
    def clean(self) -> bool:
        """True when each board has each month once, in order, and late ones say so."""
        return not self.wrong and not self.unsettled


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
    kills = 0
    try:
        for bot in bots:
            bot.start(wait=False)
        while kills < scale.kills and not _is_done(stage.database, months, len(stage.snapshot.boards)):
            _misbehave(stage.sandbox, chance)
            # Instants from “still starting” to “in the thick of it”.
            time.sleep(chance.uniform(0.2, 6.0))
            bot = chance.choice(bots)
            bot.kill()
            bot.start(wait=False)
            kills += 1
        stage.sandbox.look(stage.sandbox.faults.clear)
        deadline, before = time.monotonic() + SETTLE_SECONDS, -1
        while time.monotonic() < deadline and not _is_done(stage.database, months, len(stage.snapshot.boards)):
            if (sent := _sent(stage.database)) != before:
                deadline, before = time.monotonic() + SETTLE_SECONDS, sent
            time.sleep(0.2)
    finally:
        for bot in bots:
            bot.kill()
    return replace(_outcome(stage, months), kills=kills)


def _misbehave(sandbox: Sandbox, chance: random.Random) -> None:
    kind = chance.choice(FAULTS)
    settings = {"retry_after": 1} if kind == "rate_limited" else {}
    sandbox.look(lambda: sandbox.faults.arm(kind, count=2, match={"method": "chat.postMessage"}, **settings))


def _outcome(stage: Stage, months: Sequence[Period]) -> Outcome:
    wrong: dict[str, list[str]] = {}
    for code, board in stage.snapshot.boards.items():
        said = [_said(text, months) for text in _texts(stage.sandbox, board.channel_id)]
        if said != [_should_say(month) for month in months]:
            wrong[code] = said
    return Outcome(len(stage.snapshot.boards), len(months), 0, wrong, _unsettled(stage.database))


def _texts(sandbox: Sandbox, channel_id: str) -> list[str]:
    """The alerts in a channel, in the order in which they stand there; what follows an alert is not among them."""
    held = sandbox.workspace.conversations[channel_id]
    messages = sandbox.look(lambda: [dict(held.by_ts[ts]) for ts in held.roots])
    return [str(one["text"]) for one in messages if _key(one).startswith("alert:")]


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
        alerts = select(func.count()).where(OutboxRow.kind == "alert", OutboxRow.settled_at.is_(None))
        return session.scalar(alerts) or 0


def _sent(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(OutboxRow.kind == "alert", OutboxRow.state == "sent")) or 0


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
