"""Work on a note that may take longer than its lease: the note is kept meanwhile, so that nobody else takes it up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from handlers.context import Bot
from perfdata.store import inbox
from perfdata.store.inbox import Note

PATIENCE_SECONDS = 5

logger = logging.getLogger(__name__)


@contextmanager
def under_way(bot: Bot, row: Note, still_at_it: Callable[[], None]) -> Iterator[None]:
    """Prolong the note's lease while the block runs; a process that dies lets go of it within one lease.

    `still_at_it` is called once, in another thread, when the work has taken longer than anybody should have to wonder.
    """
    done = threading.Event()
    beat = bot.lease.total_seconds() / 3

    def keep() -> None:
        told, taken = False, 0.0
        while not done.wait(beat):
            taken += beat
            try:
                with bot.database.transaction() as session:
                    inbox.prolong(session, row.id, holder=bot.holder, until=bot.now() + bot.lease)
                if not told and taken >= PATIENCE_SECONDS:
                    told = True
                    still_at_it()
            except DBAPIError:
                logger.exception("note %s could not be prolonged; that is tried again", row.id)

    keeper = threading.Thread(target=keep, name="keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()
