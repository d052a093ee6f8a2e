"""What people say in threads without a mention: nearly always none of the bot's business, and then nothing is kept.

Slack sends every message of every channel that the bot is in. Whatever is no reply in a thread, or mentions somebody,
is done with at once; of a reply it is looked up whether its thread is followed, or whether whoever says it has asked
there before. Only what is a question beyond doubt is answered (`perfdata.asking.overheard`): note and answer are one
commit, and the note holds no words. A mention of the bot arrives as a message as well and is left to its other event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from handlers import answering
from handlers.context import Bot
from handlers.inbox import Addressed, noted_with
from handlers.typed import as_typed
from perfdata import followed_threads
from perfdata.store.inbox import Kind

CHANNELS = ("channel", "group")
"""Open channels and private ones, as events name them."""

SAID = (None, "thread_broadcast")
"""Subtypes of a reply that somebody says; the second is shown in the channel as well."""


def listen(bot: Bot) -> Callable[..., BoltResponse]:
    """The middleware for messages in channels, all of which end here with a friendly 200.

    When the database fails nothing is acknowledged, and Slack sends it again.
    """

    def hear(body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:
        if not _is_of_a_channel(body):
            return next()
        said = reply_in_thread(body, context.team_id or "")
        if said is not None:
            _answer(bot, said)
        return BoltResponse(status=200)

    return hear


def is_passed_over(body: Mapping[str, Any]) -> bool:
    """Whether this is a message in a channel that nothing has to be looked up for."""
    return _is_of_a_channel(body) and reply_in_thread(body, "") is None


def _is_of_a_channel(body: Mapping[str, Any]) -> bool:
    event = body.get("event") or {}
    return event.get("type") == "message" and event.get("channel_type") in CHANNELS


def reply_in_thread(body: Mapping[str, Any], team_id: str) -> Addressed | None:
    """What a person says in a thread of a channel of the council's own, to nobody by name; else None."""
    event = body["event"]
    thread_ts, text = event.get("thread_ts") or "", event.get("text") or ""
    if not thread_ts or thread_ts == event["ts"] or event.get("subtype") not in SAID or event.get("files"):
        return None
    if event.get("bot_id") or not event.get("user") or body.get("is_ext_shared_channel") or "<@" in text:
        return None
    return Addressed(
        event_id=body["event_id"],
        team_id=team_id,
        channel_id=event["channel"],
        ts=event["ts"],
        thread_ts=thread_ts,
        user_id=event["user"],
        kind=Kind.FOLLOW_UP,
        words=as_typed(text),
    )


def _answer(bot: Bot, said: Addressed) -> None:
    with bot.database.reading() as session:
        heard = followed_threads.heard(
            session,
            team_id=said.team_id,
            channel_id=said.channel_id,
            thread_ts=said.thread_ts,
            user_id=said.user_id,
            now=bot.now(),
        )
        made = answering.overhear(bot, said, session, own=heard.own) if heard is not None else None
    if made is None:
        return
    with bot.database.transaction() as session:
        row, claim = noted_with(bot, session, said, made)
    if row is not None:
        answering.send(bot, row, made, claim)
