"""The clock. It only wakes us: what is owed is asked of the database, each time anew."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from handlers.aftermath import Aftermath
from handlers.context import Bot
from handlers.reader_doors import ReaderDoors
from perfdata import alerts
from perfdata.alerts.advancing import advance

logger = logging.getLogger(__name__)

EVERY_SECONDS = 60


class Clock:
    """Owes what has become due, at the start and every minute, in a thread of its own.

    `moment` gives the moment that the calendar is held against, in UTC; it differs from the bot's own clock where the
    date is fixed. Nothing that matters is kept between two wakes, so that any number of processes may have a clock.
    """

    def __init__(self, bot: Bot, *, moment: Callable[[], datetime]) -> None:
        self._bot = bot
        self._moment = moment
        self._doors = ReaderDoors(bot)
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._tasks = (self._release_alerts, self._advance_rounds, Aftermath(bot).run_once)

    def start(self) -> None:
        """Wake at once, and then every minute."""
        self._scheduler.add_job(
            self.wake,
            "interval",
            seconds=EVERY_SECONDS,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """End, when a task that has begun is done."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def wake(self) -> None:
        """Owe what is due, and tell delivery. A task that fails is logged, and the next wake tries it again."""
        for task in self._tasks:
            try:
                owed = task()
            except Exception:
                logger.exception("what is due could not all be owed; the next minute tries again")
                continue
            if owed:
                self._bot.wake()

    def _release_alerts(self) -> int:
        bot, at = self._bot, self._moment()
        hindered = self._doors.hindered(at)
        released = alerts.run_once(bot.database, bot.council, bot.now(), at=at, without=hindered)
        for report in released:
            logger.info("released the alerts for %s: %s", report.period.label, ", ".join(report.released))
        return len(released)

    def _advance_rounds(self) -> int:
        return advance(self._bot.database, self._bot.council, self._bot.now(), at=self._moment())
