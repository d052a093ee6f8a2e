"""What follows from a load or a new day: whoever was told otherwise, or wants to know, is told.

All of it is worked out from what is held and owed under keys of its own, so that a process that dies in the middle, or
a second one at the same time, changes nothing.
"""

from __future__ import annotations

from handlers.context import Bot
from perfdata.alerts.addenda import owe_addenda
from perfdata.collecting.chasing import chase_owners
from perfdata.corrections import newest_statement, owe_corrections
from perfdata.owners_words.asking import ask_for_words
from perfdata.service_questions.chasing import chase as chase_questions
from perfdata.surgeries.following import follow_all
from perfdata.teaching import owe_weekly_list
from perfdata.visibility import in_channels
from perfdata.watch_news import tell_watchers


class Aftermath:
    """Corrects what was said, adds to alerts, tells watchers, lists what was not understood, chases missing figures,
    asks owners for their words, and follows questions to services, surgeries and actions.

    What was last looked at is remembered only to save the work of looking at it again.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._seen: object = None
        self._newest = 0

    def run_once(self) -> int:
        """Owe what follows from the data as they are; returns how many messages are newly owed."""
        bot = self._bot
        with bot.database.reading() as session:
            snapshot = bot.snapshots.current(session, bot.today())
            newest = newest_statement(session)
        seen = (snapshot.version, snapshot.today)
        anew = seen != self._seen
        if not anew and newest == self._newest:
            return 0
        with bot.database.transaction() as session:
            now = bot.now()
            # What was said of the old figures, but posted only after the load was looked at, is corrected as well.
            owed = owe_corrections(session, snapshot, now, after=0 if anew else self._newest)
            if anew:
                owed += owe_addenda(session, in_channels(snapshot), now, version=snapshot.version)
                owed += tell_watchers(session, snapshot, now)
                owed += owe_weekly_list(session, snapshot, now)
                chase_owners(session, snapshot, now=now)
                ask_for_words(session, snapshot, now=now)
                chase_questions(session, snapshot, now=now)
                # Last, since it sends what the others have queued for each person.
                owed += follow_all(session, in_channels(snapshot), now=now)
        self._seen, self._newest = seen, newest
        return owed
