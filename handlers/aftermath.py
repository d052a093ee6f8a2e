"""What follows from a load or a new day: whoever was told otherwise, or wants to know, is told.

All of it is worked out from what is held and owed under keys of its own, so that a process that dies in the middle, or
a second one at the same time, changes nothing.
"""

from __future__ import annotations

from handlers.context import Bot
from perfdata.watch_news import tell_watchers


class Aftermath:
    """Tells watchers. What was last looked at is remembered only to save the work of looking at it again."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._seen: object = None

    def run_once(self) -> int:
        """Owe what follows from the data as they are; returns how many messages are newly owed."""
        bot = self._bot
        with bot.database.reading() as session:
            snapshot = bot.snapshots.current(session, bot.today())
        if (seen := (snapshot.version, snapshot.today)) == self._seen:
            return 0
        with bot.database.transaction() as session:
            owed = tell_watchers(session, snapshot, bot.now())
        self._seen = seen
        return owed
