"""What people say in threads without a mention: nearly always none of the bot's business, and then nothing is kept.

Slack sends every message of every channel that the bot is in. Whatever is no reply in a thread is done with at once;
of a reply it is looked up whether its thread is followed, or whether whoever says it has asked there before. Only what
is a question beyond doubt is answered (`perfdata.asking.overheard`): note and answer are one commit, and the note
holds no words. A mention arrives as a message as well and is left to its other event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from handlers import answering
from handlers.context import Bot
from handlers.inbox import Addressed
from handlers.typed import as_typed
from perfdata import followed_threads
from perfdata.store import inbox
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
        event = body.get("event") or {}
        if event.get("type") != "message" or event.get("channel_type") not in CHANNELS:
            return next()
        said = reply_in_thread(body, context.bot_user_id or "", context.team_id or "")
        if said is not None:
            _answer(bot, said)
        return BoltResponse(status=200)

    return hear


def reply_in_thread(body: Mapping[str, Any], bot_user_id: str, team_id: str) -> Addressed | None:
    """What a person says in a thread of a channel of the council's own without mentioning the bot; else None."""
    event = body["event"]
    thread_ts, text = event.get("thread_ts") or "", event.get("text") or ""
    if not thread_ts or thread_ts == event["ts"] or event.get("subtype") not in SAID or event.get("files"):
        return None
    if event.get("bot_id") or not event.get("user") or body.get("is_ext_shared_channel") or f"<@{bot_user_id}" in text:
        return None
    return Addressed(
        event_id=body["event_id"],
        team_id=team_id,
        channel_id=event["channel"],
        ts=event["ts"],
        thread_ts=thread_ts,
        user_id=event["user"],
        kind=Kind.FOLLOW_UP,
        words=as_typed(text, bot_user_id),
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
        row = inbox.note(
            session,
            team_id=said.team_id,
            event_id=said.event_id,
            channel_id=said.channel_id,
            ts=said.ts,
            thread_ts=said.thread_ts,
            user_id=said.user_id,
            kind=said.kind,
            words="",
            now=bot.now(),
            holder=bot.holder,
            lease=bot.lease,
            outcome=made.outcome,
        )
        claim = answering.owe(bot, session, row, made) if row is not None else None
    if row is not None:
        answering.send(bot, row, made, claim)
