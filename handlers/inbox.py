"""What is said to the bot: noted before Slack gets its acknowledgement, answered once, resumed after a kill.

Bolt acknowledges an event before its handler runs, and a handler that dies with the process is never called again. So
a middleware, which runs before the acknowledgement, writes the message down. If it cannot, the event is left
unacknowledged on purpose, and Slack sends it again. Only what is addressed to the bot is written down.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse, Respond
from slack_sdk import WebClient
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from handlers import loading, problems
from handlers.agent_pane import READING_FILES, at_work
from handlers.context import Bot, Listener, is_direct
from handlers.typed import as_typed
from perfdata import retention, unanswered
from perfdata.asking.answers import Answer
from perfdata.asking.explaining import explained
from perfdata.asking.queries import Choice, Context, Reading, Reason, Refusal
from perfdata.asking.replies import Reply, freeze, reading_of, thaw
from perfdata.errors import ScrutineerError
from perfdata.store import inbox, outbox
from perfdata.store.inbox import Kind, Note, Outcome
from perfdata.store.said import said_in_thread

logger = logging.getLogger(__name__)

REMEMBER = timedelta(days=30)
"""How long a question can be followed up in its thread without saying again what it was about."""

REMEMBER_OUTSIDE_A_THREAD = timedelta(hours=1)
"""The same in direct messages, where no thread says that a question belongs to the one before it."""

SAID = (None, "file_share")
"""Subtypes of messages that somebody says; the others tell of edits, joins and the like."""

SHARED = (
    "This channel is shared with another organisation, so I do not give figures here. "
    "Please ask me in a direct message or in one of the council's own channels."
)

OUTCOMES: Mapping[type[Reply], Outcome] = {
    Answer: Outcome.ANSWERED,
    Choice: Outcome.ASKED_BACK,
    Refusal: Outcome.DECLINED,
}

NOTED = "scrutineer.noted"
"""Where the note is kept between the middleware and the handler, in Bolt's context."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """A message to the bot, as Slack's event gives it."""

    event_id: str
    channel_id: str
    ts: str
    thread_ts: str
    user_id: str
    kind: Kind
    words: str
    files: tuple[str, ...]


def addressed(body: Mapping[str, Any], bot_user_id: str) -> Addressed | None:
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
        channel_id=event["channel"],
        ts=event["ts"],
        thread_ts=event.get("thread_ts") or "",
        user_id=event["user"],
        kind=kind,
        words=as_typed(event.get("text") or "", bot_user_id),
        files=tuple(file["id"] for file in event.get("files") or ()),
    )


def note(bot: Bot) -> Callable[..., BoltResponse]:
    """The middleware that writes down what is addressed to the bot. A repeat stops here, with a friendly 200."""

    def write_down(body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:
        said = addressed(body, context.bot_user_id or "")
        if said is None:
            return next()
        with bot.database.transaction() as session:
            row = inbox.note(
                session,
                team_id=context.team_id or "",
                event_id=said.event_id,
                channel_id=said.channel_id,
                ts=said.ts,
                thread_ts=said.thread_ts,
                user_id=said.user_id,
                kind=said.kind,
                words=said.words,
                files=said.files,
                now=bot.now(),
                holder=bot.holder,
                lease=bot.lease,
            )
        if row is None:
            return BoltResponse(status=200)
        context[NOTED] = row
        return next()

    return write_down


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
    """Answer one note: the answer is owed and the note finished in one commit, or neither is.

    When the database fails the note stays as it is, and is resumed when its lease has run out.
    """
    if row.kind == Kind.LOAD:
        loading.carry_out(bot, row)
    elif row.files and row.kind != Kind.SHARED and loading.refused(bot, row) is None:
        loading.check(bot, row)
    else:
        _answer(bot, row)


def _answer(bot: Bot, row: Note) -> None:
    try:
        payload, outcome, askable = _payload(bot, row)
        with bot.database.transaction() as session:
            now = bot.now()
            if not inbox.finish(session, row.id, holder=bot.holder, outcome=outcome, now=now):
                return
            if askable:
                noted = unanswered.note(session, team_id=row.team_id, words=row.words, reason=askable, now=now)
                payload = {**payload, "noted": noted}
            claim = outbox.owe_and_claim(
                session,
                key=f"reply:{row.team_id}:{row.channel_id}:{row.ts}",
                team_id=row.team_id,
                channel_id=row.channel_id,
                thread_ts=row.thread_ts or row.ts,
                kind=outbox.Kind.ANSWER,
                payload=payload,
                now=now,
                holder=bot.holder,
                lease=bot.lease,
            )
    except DBAPIError:
        logger.exception("note %s could not be finished; it is taken up again", row.id)
        return
    if claim is not None:
        bot.hand_over(claim)


def _payload(bot: Bot, row: Note) -> tuple[dict[str, Any], Outcome, str]:
    """The frozen reply, what became of the question, and why the Performance Team may be asked; blank if not."""
    try:
        if row.attempts > inbox.ATTEMPTS:
            raise RuntimeError(f"note {row.id} was given up by {inbox.ATTEMPTS} processes")
        said = _reply(bot, row)
        logger.info("note %s %s", row.id, "; ".join(explained(reading_of(said))))
        return freeze(said), OUTCOMES[type(said)], str(said.reason) if unanswered.is_askable(said) else ""
    except DBAPIError:
        raise
    except ScrutineerError as error:
        return freeze(Refusal(Reason.NOT_ALLOWED, (error.sentence,))), Outcome.DECLINED, ""
    except Exception as error:
        return freeze(Refusal(Reason.NOT_UNDERSTOOD, (problems.sentence(error),))), Outcome.FAILED, ""


def _reply(bot: Bot, row: Note) -> Reply:
    if row.kind == Kind.SHARED:
        return Refusal(Reason.NOT_ALLOWED, (SHARED,))
    with bot.database.reading() as session:
        snapshot = bot.snapshots.current(session, bot.today())
        prior = _prior(session, row, bot.now())
    person = snapshot.person(row.team_id, row.user_id)
    place = snapshot.place(row.channel_id, direct=is_direct(row.channel_id))
    not_taken = loading.refused(bot, row) if row.files else None
    if not_taken is None:
        return bot.asking.reply(row.words or "help", snapshot, Context(person, place, prior))
    if not row.words:
        return Refusal(Reason.NOT_ALLOWED, (not_taken,))
    return _besides(bot.asking.reply(row.words, snapshot, Context(person, place, prior)), not_taken)


def _besides(said: Reply, sentence: str) -> Reply:
    """The reply to the words of a message, with a sentence on its files."""
    match said:
        case Answer():
            return replace(said, notes=(*said.notes, sentence))
        case Choice():
            return replace(said, sentence=f"{said.sentence} {sentence}")
        case Refusal():
            return replace(said, sentences=(*said.sentences, sentence))


def _prior(session: Session, row: Note, now: datetime) -> Reading | None:
    """How the last question that was about something was understood: what a follow-up may leave out.

    It is the thread's; outside one, in direct messages, whatever was said there a short while ago. Outside a thread in
    a channel several people may be talking, so nothing is taken over.
    """
    if not row.thread_ts and not is_direct(row.channel_id):
        return None
    said = said_in_thread(
        session,
        team_id=row.team_id,
        channel_id=row.channel_id,
        thread_ts=row.thread_ts or None,
        kind=outbox.Kind.ANSWER,
        since=now - (REMEMBER if row.thread_ts else REMEMBER_OUTSIDE_A_THREAD),
    )
    for payload in said:
        try:
            reading = reading_of(thaw(payload))
        except (KeyError, ValueError):
            # Frozen by an older version, in a form that is no longer read; what was asked before it is too long ago.
            return None
        if reading.has_subject:
            return reading
    return None
