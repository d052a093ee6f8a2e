"""A look at boards' channels before a round is released: whatever stands against posting there is told to the team.

A board whose channel is not as it should be waits, and the others are told. The channels are looked at again by and by,
so that what is put right needs no press. The same is looked at once more when a message is posted.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from handlers.context import Bot
from handlers.views.problems import WAITS
from perfdata.alerts.releasing import waiting_boards
from perfdata.care import obstacle
from perfdata.rounds import london_date
from perfdata.store import outbox

EVERY = timedelta(minutes=5)


class BoardDoors:
    """Remembers what it saw only to save looking again at once."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._looked_at: datetime | None = None
        self._seen: dict[str, str] = {}
        self._boards: frozenset[str] = frozenset()

    def hindered(self, at: datetime) -> Collection[str]:
        """Codes of boards that wait to be told and whose channel nothing can be posted in; told to the team once a day.

        `at` is the moment that the calendar is held against.
        """
        bot, now = self._bot, self._bot.now()
        with bot.database.reading() as session:
            waiting = waiting_boards(session, bot.council, at)
            boards = bot.snapshots.current(session, bot.today()).boards
        if waiting == self._boards and self._looked_at is not None and now - self._looked_at < EVERY:
            return self._seen
        self._looked_at, self._boards, self._seen = now, waiting, {}
        for code, board in boards.items():
            channel = bot.look_at(board.channel_id) if code in waiting else None
            if channel is not None and (sentence := obstacle(bot.council, code, channel)) is not None:
                self._seen[code] = sentence
                self._tell(code, board.channel_id, sentence, at)
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
