"""What somebody finds on opening the conversation with the bot: examples to start from, and the first time a tour."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from handlers.context import Bot
from handlers.views.welcome import PROMPTS, suggested_prompts
from perfdata.asking.queries import Context
from perfdata.permissions import Act, Place, PlaceKind, refusal
from perfdata.welcome import first_questions, owe_tour

logger = logging.getLogger(__name__)


def opened(bot: Bot) -> Callable[..., None]:
    """The listener that suggests questions when the Messages tab is opened. To outsiders it suggests nothing.

    The tour is owed, once a person: the key of its message is what is remembered.
    """

    def suggest(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if event.get("tab") != "messages":
            return
        with bot.database.reading() as session:
            snapshot = bot.snapshots.current(session, bot.today())
        person = snapshot.person(context.team_id or "", event["user"])
        if refusal(person, Act.ASK, None, Place(PlaceKind.DIRECT, event["channel"])) is not None:
            return
        asked_here = Context(person, Place(PlaceKind.DIRECT, event["channel"]))
        questions = first_questions(snapshot, asked_here, PROMPTS - 1)
        with bot.database.transaction() as session:
            owed = owe_tour(session, snapshot, asked_here, bot.now())
        if owed:
            bot.wake()
        try:
            # No thread_ts: with one, the call of an app with the agent view fails without a word.
            client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], **suggested_prompts(questions))
        except (SlackClientError, OSError):
            logger.warning("the suggested prompts could not be set", exc_info=True)

    return suggest
