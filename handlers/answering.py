"""Answering what is said to the bot: a reply is worked out, then owed in the commit that finishes its note.

What is owed is held in the same commit, and given to delivery right after it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from handlers import loading, problems
from handlers.context import Bot, is_direct
from perfdata import explanations, followed_threads, unanswered
from perfdata.asking.answers import Answer
from perfdata.asking.explaining import explained
from perfdata.asking.queries import Choice, Context, Reading, Reason, Refusal
from perfdata.asking.replies import Reply, freeze, reading_of, thaw
from perfdata.errors import ScrutineerError
from perfdata.followed_threads import Following, Hears
from perfdata.people import Person
from perfdata.permissions import Place
from perfdata.snapshot import Snapshot
from perfdata.store import inbox, outbox, sending
from perfdata.store.inbox import Kind, Message, Note, Outcome
from perfdata.store.said import said_in_thread
from perfdata.store.sending import Claim

logger = logging.getLogger(__name__)

REMEMBER = timedelta(days=30)
"""How long a question can be followed up in its thread without saying again what it was about."""

REMEMBER_OUTSIDE_A_THREAD = timedelta(hours=1)
"""The same in direct messages, where no thread says that a question belongs to the one before it."""

SHARED = (
    "This channel is shared with another organisation, so I do not give figures here. "
    "Please ask me in a direct message or in one of the council's own channels."
)

OUTCOMES: Mapping[type[Reply], Outcome] = {
    Answer: Outcome.ANSWERED,
    Choice: Outcome.ASKED_BACK,
    Refusal: Outcome.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A reply, frozen, and what became of the question.

    `askable` says why the Performance Team may be asked; blank if not. `because` is how the question was read.
    `following` is there when it was asked who is to be understood in the thread. With `tells_change`, it tells a real
    change from chance.
    """

    payload: Mapping[str, Any]
    outcome: Outcome
    askable: str = ""
    because: tuple[str, ...] = ()
    following: Following | None = None
    tells_change: bool = False


def answer(bot: Bot, row: Note) -> None:
    """Answer one note: the answer is owed and the note finished in one commit, or neither is.

    When the database fails the note stays as it is, and is resumed when its lease has run out.
    """
    try:
        made = _made_of_note(bot, row)
        with bot.database.transaction() as session:
            if not inbox.finish(session, row.id, holder=bot.holder, outcome=made.outcome, now=bot.now()):
                return
            claim = owe(bot, session, row, made)
    except DBAPIError:
        logger.exception("note %s could not be finished; it is taken up again", row.id)
        return
    send(bot, row, made, claim)


def make(bot: Bot, asked: Message, session: Session, snapshot: Snapshot | None = None) -> Made:
    """The reply to what was asked, from the current snapshot, which is built first where it is not given.

    Whatever fails but the database is an apology.
    """
    try:
        snapshot = snapshot or bot.snapshots.current(session, bot.today())
        person, place = _who_and_where(asked, snapshot)
        if asked.kind != Kind.SHARED and (hears := _wish(asked, place)) is not None:
            return _following(hears, person, place, bot.now())
        said = _reply(bot, asked, session, snapshot, person, place)
        askable = str(said.reason) if unanswered.is_askable(said) else ""
        tells_change = explanations.tells_change_from_chance(said)
        because = explained(reading_of(said))
        return Made(freeze(said), OUTCOMES[type(said)], askable, because, tells_change=tells_change)
    except DBAPIError:
        raise
    except ScrutineerError as error:
        return Made(freeze(Refusal(Reason.NOT_ALLOWED, (error.sentence,))), Outcome.DECLINED)
    except Exception as error:
        return _apology(error)


def overhear(bot: Bot, said: Message, session: Session, *, own: bool) -> Made | None:
    """What to say to a message without a mention, in a thread where whoever says it is listened to; None is silence.

    `own` says that the question before it in the thread was theirs. Whatever fails but the database is silence too.
    """
    try:
        snapshot = bot.snapshots.current(session, bot.today())
        person, place = _who_and_where(said, snapshot)
        if _wish(said, place) is Hears.NOBODY:
            return _following(Hears.NOBODY, person, place, bot.now())
        context = Context(person, place, _prior(session, said, bot.now()))
        answered = bot.asking.overheard(said.words, snapshot, context, own=own)
    except DBAPIError:
        raise
    except ScrutineerError:
        return None
    except Exception:
        logger.exception("a message without a mention could not be read")
        return None
    if answered is None:
        return None
    tells_change = explanations.tells_change_from_chance(answered)
    return Made(freeze(answered), Outcome.ANSWERED, because=explained(answered.query), tells_change=tells_change)


def owe(bot: Bot, session: Session, row: Note, made: Made) -> Claim | None:
    """Owe the reply and hold it. None when it is owed already."""
    payload, now = made.payload, bot.now()
    if made.askable:
        noted = unanswered.note(session, team_id=row.team_id, words=row.words, reason=made.askable, now=now)
        payload = {**payload, "noted": noted}
    if made.tells_change and explanations.show(session, team_id=row.team_id, user_id=row.user_id, now=now):
        payload = {**payload, "explains": True}
    claim = sending.owe_and_claim(
        session,
        key=f"reply:{row.team_id}:{row.channel_id}:{row.ts}",
        team_id=row.team_id,
        channel_id=row.channel_id,
        thread_ts=row.thread_ts or row.ts,
        kind=outbox.Kind.ANSWER if made.following is None else outbox.Kind.FOLLOWING,
        payload=payload,
        now=now,
        holder=bot.holder,
        lease=bot.lease,
    )
    if claim is not None and made.following is not None:
        followed_threads.carry_out(
            session,
            made.following,
            team_id=row.team_id,
            channel_id=row.channel_id,
            thread_ts=row.thread_ts or row.ts,
            actor=row.user_id,
            now=now,
        )
    if claim is not None:
        bot.prepare(claim)
    return claim


def send(bot: Bot, row: Note, made: Made, claim: Claim | None) -> None:
    """Give what was owed to delivery; only after the commit."""
    if claim is not None:
        bot.hand_over(claim)
    logger.info("note %s %s", row.id, "; ".join(made.because))


def _made_of_note(bot: Bot, row: Note) -> Made:
    if row.attempts > inbox.ATTEMPTS:
        return _apology(RuntimeError(f"note {row.id} was given up by {inbox.ATTEMPTS} processes"))
    with bot.database.reading() as session:
        return make(bot, row, session)


def _apology(error: Exception) -> Made:
    return Made(freeze(Refusal(Reason.NOT_UNDERSTOOD, (problems.sentence(error),))), Outcome.FAILED)


def _who_and_where(said: Message, snapshot: Snapshot) -> tuple[Person, Place]:
    place = snapshot.place(said.channel_id, direct=is_direct(said.channel_id))
    return snapshot.person(said.team_id, said.user_id), place


def _wish(said: Message, place: Place) -> Hears | None:
    return followed_threads.wish(said.words, place, in_thread=bool(said.thread_ts))


def _following(hears: Hears, person: Person, place: Place, now: datetime) -> Made:
    following = followed_threads.asked_for(hears, person, place, now)
    return Made(following.to_payload(), Outcome.ANSWERED, following=following)


def _reply(bot: Bot, asked: Message, session: Session, snapshot: Snapshot, person: Person, place: Place) -> Reply:
    if asked.kind == Kind.SHARED:
        return Refusal(Reason.NOT_ALLOWED, (SHARED,))
    prior = _prior(session, asked, bot.now())
    not_taken = loading.refused(bot, asked) if asked.files else None
    if not_taken is None:
        return bot.asking.reply(asked.words or "help", snapshot, Context(person, place, prior))
    if not asked.words:
        return Refusal(Reason.NOT_ALLOWED, (not_taken,))
    return _besides(bot.asking.reply(asked.words, snapshot, Context(person, place, prior)), not_taken)


def _besides(said: Reply, sentence: str) -> Reply:
    """The reply to the words of a message, with a sentence on its files."""
    match said:
        case Answer():
            return replace(said, notes=(*said.notes, sentence))
        case Choice():
            return replace(said, sentence=f"{said.sentence} {sentence}")
        case Refusal():
            return replace(said, sentences=(*said.sentences, sentence))


def _prior(session: Session, asked: Message, now: datetime) -> Reading | None:
    """How the last question that was about something was understood: what a follow-up may leave out.

    It is the thread's; outside one, in direct messages, whatever was said there a short while ago. Outside a thread in
    a channel several people may be talking, so nothing is taken over.
    """
    if not asked.thread_ts and not is_direct(asked.channel_id):
        return None
    said = said_in_thread(
        session,
        team_id=asked.team_id,
        channel_id=asked.channel_id,
        thread_ts=asked.thread_ts or None,
        kind=outbox.Kind.ANSWER,
        since=now - (REMEMBER if asked.thread_ts else REMEMBER_OUTSIDE_A_THREAD),
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
