"""What is said to the bot: noted before Slack gets its acknowledgement, answered once, resumed after a kill.

Bolt acknowledges an event before its handler runs, and a handler that dies with the process is never called again. So
a middleware, which runs before the acknowledgement, writes the message down, with its answer where that takes no time.
If it cannot, the event is left unacknowledged on purpose, and Slack sends it again. Only what is addressed to the bot
is written down; `handlers/threads.py` has what is understood without that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext, BoltRequest, BoltResponse, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import answering, loading
from handlers.agent_pane import READING_FILES, at_work
from handlers.answering import Made
from handlers.context import Bot, Listener
from handlers.typed import as_typed
from perfdata import retention
from perfdata.store import inbox
from perfdata.store.inbox import Kind, Message, Note
from perfdata.store.sending import Claim

SAID = (None, "file_share")
"""Subtypes of messages that somebody says; the others tell of edits, joins and the like."""

RETRY = "x-slack-retry-num"
"""The header of an event that Slack sends again because nobody acknowledged it."""

NOTED = "scrutineer.noted"
"""Where the note is kept between the middleware and the handler, in Bolt's context."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed(Message):
    """A message to the bot, as Slack's event gives it."""

    event_id: str


def addressed(body: Mapping[str, Any], bot_user_id: str, team_id: str) -> Addressed | None:
    """The message that an event carries, if it is one that a person addressed to the bot; else None."""
    event = body.get("event") or {}
    if event.get("bot_id") or not event.get("user"):
        return None
    if event.get("type") == "app_mention":
        kind = Kind.SHARED if body.get("is_ext_shared_channel") else Kind.MENTION
    elif event.get("type") == "message" and event.get("channel_type") == "im" and event.get("subtype") in SAID:
        kind = Kind.DIRECT
    else:
        return None
    return Addressed(
        event_id=body["event_id"],
        team_id=team_id,
        channel_id=event["channel"],
        ts=event["ts"],
        thread_ts=event.get("thread_ts") or "",
        user_id=event["user"],
        kind=kind,
        words=as_typed(event.get("text") or "", bot_user_id),
        files=tuple(file["id"] for file in event.get("files") or ()),
    )


def note(bot: Bot) -> Callable[..., BoltResponse]:
    """The middleware that writes down what is addressed to the bot. A repeat stops here, with a friendly 200.

    What can be answered at once is: note and answer are one commit, and the acknowledgement follows it. What may take
    longer is only noted, and dealt with after the acknowledgement. So is what Slack has had to send again: the process
    may have died of it, and the note counts how often that happens.
    """

    def write_down(
        body: dict[str, Any], request: BoltRequest, context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        said = addressed(body, context.bot_user_id or "", context.team_id or "")
        if said is None:
            return next()
        taken = bot.database.together(partial(_take, bot, said, at_once=not said.files and not _is_a_repeat(request)))
        if taken is None:
            return BoltResponse(status=200)
        row, made, claim = taken
        if made is None:
            context[NOTED] = row
            return next()
        answering.send(bot, row, made, claim)
        return BoltResponse(status=200)

    return write_down


def _take(
    bot: Bot, said: Addressed, session: Session, *, at_once: bool
) -> tuple[Note, Made | None, Claim | None] | None:
    """Note what was said, with its answer where it can be had `at_once`. None when it is noted already."""
    snapshot = bot.snapshots.at_hand(session, bot.today()) if at_once else None
    made = answering.make(bot, said, session, snapshot) if snapshot is not None else None
    row, claim = noted_with(bot, session, said, made)
    return (row, made, claim) if row is not None else None


def noted_with(bot: Bot, session: Session, said: Addressed, made: Made | None) -> tuple[Note | None, Claim | None]:
    """Note what was said, and owe its answer where one is made; neither when it is noted already."""
    row = inbox.note(
        session,
        said,
        event_id=said.event_id,
        now=bot.now(),
        holder=bot.holder,
        lease=bot.lease,
        outcome=made.outcome if made is not None else None,
    )
    claim = answering.owe(bot, session, row, made) if row is not None and made is not None else None
    return row, claim


def _is_a_repeat(request: BoltRequest) -> bool:
    # Over the socket the first try says so too, with a nought.
    return request.headers.get(RETRY, ["0"])[0] != "0"


def answer_noted(bot: Bot) -> Callable[..., None]:
    """The listener that answers what the middleware noted; without a note there is nothing to answer."""

    def answer(context: BoltContext, client: WebClient) -> None:
        row: Note | None = context.get(NOTED)
        if row is None:
            return
        if row.files and row.kind != Kind.SHARED:
            with at_work(client, row.channel_id, row.thread_ts or row.ts, READING_FILES):
                deal_with(bot, row)
        else:
            deal_with(bot, row)

    return answer


def then_resume(bot: Bot, listener: Listener) -> Listener:
    """A listener after which what it has noted is dealt with at once, in the same thread."""

    def listen(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        listener(ack=ack, body=body, context=context, respond=respond, client=client)
        resume(bot)

    return listen


def ignore() -> None:
    """The listener for events that are of no interest: they are acknowledged, so that Slack does not repeat them."""


def resume(bot: Bot, *, every: bool = False) -> int:
    """Answer what was noted and not finished by whoever held it; returns how many. `every` as in `inbox.unfinished`."""
    with bot.database.transaction() as session:
        rows = inbox.unfinished(session, holder=bot.holder, now=bot.now(), lease=bot.lease, every=every)
    for row in rows:
        deal_with(bot, row)
    return len(rows)


def forget(bot: Bot, now: datetime) -> int:
    """Delete what was kept for as long as the council keeps it; returns how much."""
    with bot.database.transaction() as session:
        return retention.forget(session, bot.council, now).total


def deal_with(bot: Bot, row: Note) -> None:
    """Answer one note, or do what it asks. When the database fails it stays, and is resumed when its lease runs out."""
    if row.kind == Kind.LOAD:
        loading.carry_out(bot, row)
    elif row.files and row.kind != Kind.SHARED and loading.refused(bot, row) is None:
        loading.check(bot, row)
    else:
        answering.answer(bot, row)
