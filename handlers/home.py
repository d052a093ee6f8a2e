"""The Home tab: published each time somebody opens it. It is not owed, since opening it again publishes it anew."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers import problems
from handlers.context import Bot
from handlers.views import home as views
from handlers.views.message import Block
from perfdata.home import home_of
from perfdata.permissions import Place, PlaceKind
from perfdata.visibility import seen_by

logger = logging.getLogger(__name__)


def is_home(event: dict[str, Any]) -> bool:
    """Whether the tab that was opened is the Home, and not the conversation."""
    return event.get("tab") == "home"


def opened(bot: Bot) -> Callable[..., None]:
    """The listener that publishes the Home of whoever opened it."""

    def publish(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        user = event["user"]
        try:
            view = _view(bot, context.team_id or "", user)
        except Exception as error:
            view = views.problem(problems.sentence(error))
        try:
            _publish(client, user, view, (event.get("view") or {}).get("hash"))
        except (SlackClientError, OSError):
            logger.warning("the Home could not be published", exc_info=True)

    return publish


def _view(bot: Bot, team_id: str, user_id: str) -> Block:
    with bot.database.reading() as session:
        snapshot = bot.snapshots.current(session, bot.today())
        person = snapshot.person(team_id, user_id)
        return views.home_view(home_of(session, seen_by(snapshot, person, Place(PlaceKind.EPHEMERAL)), person))


def _publish(client: WebClient, user: str, view: Block, seen: str | None) -> None:
    """Publish over the Home that the person was seen to have; over whatever there is when another came in between."""
    try:
        client.views_publish(user_id=user, view=view, hash=seen)
    except SlackApiError as error:
        if error.response["error"] != "hash_conflict":
            raise
        # Both were made from what is held now, so that the later one is as good.
        client.views_publish(user_id=user, view=view)
