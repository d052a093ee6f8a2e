"""A look at readers' channels before a round is released: whatever stands against posting there is told to the team.

A reader whose channel is not as it should be waits, and the others are told. The channels are looked at again by and
by, so that what is put right needs no press. The same is looked at once more when a message is posted.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from handlers.channel_checks import CHANNEL_IDS
from handlers.context import Bot
from handlers.views.problems import WAITS
from perfdata.alerts.releasing import waiting_readers
from perfdata.care import obstacle
from perfdata.readers import Reader
from perfdata.rounds import london_date
from perfdata.store import outbox

EVERY = timedelta(minutes=5)


class ReaderDoors:
    """Remembers what it saw only to save looking again at once."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._looked_at: datetime | None = None
        self._seen: dict[str, str] = {}
        self._waiting: tuple[Reader, ...] = ()

    def hindered(self, at: datetime) -> Collection[str]:
        """Codes of readers that wait and whose channel nothing can be posted in; the team is told of them once a day.

        `at` is the moment that the calendar is held against.
        """
        bot, now = self._bot, self._bot.now()
        with bot.database.reading() as session:
            waiting = waiting_readers(session, bot.council, at)
        if waiting == self._waiting and self._looked_at is not None and now - self._looked_at < EVERY:
            return self._seen
        self._looked_at, self._waiting, self._seen = now, waiting, {}
        for reader in waiting:
            channel = bot.look_at(reader.channel_id) if reader.channel_id.startswith(CHANNEL_IDS) else None
            if channel is not None and (sentence := obstacle(reader, channel)) is not None:
                self._seen[reader.code] = sentence
                self._tell(reader.code, reader.channel_id, sentence, at)
        return self._seen

    def _tell(self, code: str, channel_id: str, sentence: str, at: datetime) -> None:
        bot = self._bot
        with bot.database.transaction() as session:
            outbox.owe(
                session,
                key=f"problem:channel:{code}:{london_date(at).isoformat()}",
                team_id=bot.council.team_id,
                channel_id=bot.council.performance_channel,
                kind=outbox.Kind.PROBLEM,
                payload={
                    "key": code,
                    "kind": str(outbox.Kind.ALERT),
                    "channel_id": channel_id,
                    "state": WAITS,
                    "problem": sentence,
                },
                now=bot.now(),
            )
        bot.wake()
