"""Where a story is played: the workspace on a day of the story's, and the page on which everything seen is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day

from handlers.aftermath import Aftermath
from handlers.clock import Clock
from handlers.delivery import Pace
from perfdata.council import SurgeryModel, WorkingGroup
from perfdata.rounds import LONDON
from perfdata.snapshot import Snapshots
from sandbox.sight import Message
from tests.slack.workspace import Slack
from tests.stories.actor import BUSY_SECONDS, Actor
from tests.stories.page import Page, lines_of

Photographer = Callable[[str, str, str, str], None]
"""Takes a picture: its name, whose screen, which place, and which words to show."""

PACE = Pace(look_after=timedelta(milliseconds=50), sweep=timedelta(seconds=2), call=timedelta(seconds=3))
"""Delivery's waits: nothing goes wrong in a story, so nothing needs to be swept up."""

PERFORMANCE = "Performance Analyst 1"
HEADINGS = "Code,Period,Value,Target,Numerator,Denominator,Status,Provisional,Note,Entered On"


class Stage:
    """One story's workspace. Days pass when the story says so; nothing waits."""

    def __init__(self, slack: Slack, page: Page, model: SurgeryModel, group: WorkingGroup, take: Photographer) -> None:
        self._slack, self.page, self._take = slack, page, take
        self._day, self._since = date(2026, 11, 24), time.monotonic()
        self._told = self._mark()
        self._muted = False
        self._begin(model, group)

    def changes_to(self, model: SurgeryModel, group: WorkingGroup | None = None) -> None:
        """The council changes its surgery model: another setting, and the bot started anew."""
        self._settle()
        self._slack.stop()
        self._begin(model, group or WorkingGroup())

    def _begin(self, model: SurgeryModel, group: WorkingGroup) -> None:
        self._slack.council = replace(self._slack.council, surgery_model=model, working_group=group)
        snapshots = Snapshots(self._slack.council)
        self._slack.start(now=self.now, today=lambda: self._day, snapshots=snapshots, pace=PACE)
        running = self._slack.running
        assert running is not None
        self._bot = running.bot
        self._aftermath = Aftermath(self._bot)

    def now(self) -> datetime:
        """Nine in the morning of the story's day, and on."""
        morning = datetime.combine(self._day, time_of_day(9, 30), LONDON).astimezone(UTC)
        return morning + timedelta(seconds=time.monotonic() - self._since)

    # Days

    def on(self, day: str, title: str) -> None:
        """Another day, with what the calendar brings."""
        self.passes_to(day)
        if not self._muted:
            self.page.day(day, title)
        self.news()

    def passes_to(self, day: str) -> None:
        """Another day, which may turn out to have brought nothing; what it brought is told with the next news."""
        self._settle()
        self._day, self._since = date.fromisoformat(day), time.monotonic()
        self._aftermath.run_once()
        self._bot.wake()

    def alerts(self, board: str) -> Message:
        """The month's alerts go out; the board's own."""
        Clock(self._bot, moment=self.now).wake()
        [found] = [one for one in self.posted(board) if one.ts > self._told and one.thread_ts is None]
        self._told = self._mark()
        return found

    # People

    def person(self, title: str, place: str = "") -> Actor:
        """Somebody by how their title begins, in their direct messages or a board's channel (its code)."""
        actor = Actor(self._slack.as_person(title), self._name(self._slack.user(title)), self._page, self._slack.driver)
        return actor.goes_to(self.channel(place)) if place else actor

    def channel(self, board: str) -> str:
        """The id of a board's channel."""
        return self._slack.channel(board)

    def figures(self, name: str, *rows: str) -> None:
        """The Performance Team loads a file of later months through a direct message, and its consequences follow."""
        before = self._mark()
        self.person(PERFORMANCE).loads(name, "\n".join((HEADINGS, *rows, "")).encode())
        conversations = self._slack.sandbox.workspace.conversations

        def loaded() -> bool:
            return any(
                ts > before and message["text"].startswith("Loaded:")
                for conversation in conversations.values()
                for ts, message in conversation.by_ts.items()
            )

        assert self._slack.driver.until(loaded, BUSY_SECONDS), self._slack.driver.transcript()
        self._settle()
        self._told = self._mark()
        self._aftermath.run_once()
        self._bot.wake()

    # Seeing

    def posted(self, board: str) -> list[Message]:
        """All that the bot has posted into a board's channel and its threads, oldest first."""
        self._settle()
        workspace = self._slack.sandbox.workspace
        held = workspace.conversations[self.channel(board)].by_ts
        found = self._slack.sandbox.look(lambda: [dict(one) for one in held.values()])
        return [Message(one) for one in found if one["user"] == workspace.bot_user]

    def to(self, title: str, words: str) -> Message:
        """The newest message to somebody in private that holds these words."""
        self._settle()
        found = [one for one in self._slack.as_person(title).in_dm().sees_messages() if words in one.text]
        assert found, f"{title} was not told of {words!r}\n{self._slack.driver.transcript()}"
        return found[-1]

    def news(self, *only: str) -> list[str]:
        """What the bot has said to anybody since the last news, put on the page; its words."""
        self._settle()
        grouped: dict[str, tuple[Message, list[str]]] = {}
        for where, message in self._since_told():
            # A document has an address of its own for each who gets it; what is read is the same.
            grouped.setdefault("\n".join(lines_of(message.blocks)), (message, []))[1].append(where)
        for message, places in grouped.values():
            if not self._muted:
                self.page.sees(_joined(places), message.blocks, only)
        self._told = self._mark()
        return list(grouped)

    def picture(self, name: str, who: str, place: str, words: str, alternative: str) -> None:
        """A screenshot of what somebody sees in a place: a board's channel by its code, or blank for private messages.

        `words` stand in the message that is shown.
        """
        self._settle()
        channel = self._slack.snapshot.boards[place].channel_name if place else ""
        self._take(name, self._name(self._slack.user(who)), channel, words)
        # Whoever opens the app's messages for the first time, as the camera does, is welcomed.
        self._settle()
        self._told = self._mark()
        self.page.picture(name, alternative)

    @contextmanager
    def off_the_page(self) -> Iterator[None]:
        """What happens here is not told on the page."""
        self._muted = True
        yield
        self.news()
        self._muted = False

    def ends(self) -> None:
        """Nothing may have been refused."""
        self._settle()
        self._slack.driver.assert_clean()

    def _page(self) -> Page | None:
        return None if self._muted else self.page

    def _settle(self) -> None:
        """Everything is quiet. A surgery's papers take a while to be drawn and written."""
        self._slack.driver.settle(BUSY_SECONDS)

    def _mark(self) -> str:
        mark: str = self._slack.sandbox.look(self._slack.sandbox.workspace.new_ts)
        return mark

    def _since_told(self) -> list[tuple[str, Message]]:
        workspace = self._slack.sandbox.workspace

        # In order within each thread. Which of several is posted to first nobody can tell, nor which comes first of
        # private messages that do not hang together.
        def find() -> list[tuple[bool, str, str, str, dict[str, object]]]:
            return sorted(
                (
                    bool(conversation.user),
                    conversation.id,
                    message["text"] if conversation.user else f"{message.get('thread_ts', ts)} {ts}",
                    self._where(conversation, message),
                    dict(message),
                )
                for conversation in workspace.conversations.values()
                for ts, message in conversation.by_ts.items()
                if ts > self._told and message["user"] == workspace.bot_user
            )

        return [(where, Message(message)) for _, _, _, where, message in self._slack.sandbox.look(find)]

    def _where(self, conversation: object, message: dict[str, str]) -> str:
        name, user = getattr(conversation, "name", ""), getattr(conversation, "user", None)
        if user:
            return f"**{self._name(user)}**"
        in_thread = message.get("thread_ts", message["ts"]) != message["ts"]
        return f"**#{name}**, in the thread" if in_thread else f"**#{name}**"

    def _name(self, user: str) -> str:
        return self._slack.sandbox.workspace.people[user].name


def _joined(places: list[str]) -> str:
    named = list(dict.fromkeys(places))
    private = all(not one.startswith("**#") for one in named)
    return f"{'; '.join(named)}{', in private' if private else ''}"
