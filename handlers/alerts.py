"""The clock of the monthly alerts. It only wakes us: what is owed is asked of the database, each time anew."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from handlers.context import Bot
from perfdata import alerts

logger = logging.getLogger(__name__)

EVERY_SECONDS = 60


class AlertClock:
    """Releases owed alerts at the start and every minute, in a thread of its own.

    `moment` gives the moment that the calendar is held against, in UTC; it differs from the bot's own clock where the
    date is fixed. Nothing is kept between two wakes, so that any number of processes may have a clock.
    """

    def __init__(self, bot: Bot, *, moment: Callable[[], datetime]) -> None:
        self._bot = bot
        self._moment = moment
        self._scheduler = BackgroundScheduler(timezone=UTC)

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
        """End, when a release that has begun is done."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def wake(self) -> None:
        """Release what is owed, and tell delivery. A failure is logged, and the next wake tries again."""
        bot = self._bot
        try:
            released = alerts.run_once(bot.database, bot.council, bot.now(), at=self._moment())
        except Exception:
            logger.exception("the alerts that are owed could not be released; the next minute tries again")
            return
        if released:
            bot.wake()
        for report in released:
            logger.info("released the alerts for %s: %s", report.period.label, ", ".join(report.released))
