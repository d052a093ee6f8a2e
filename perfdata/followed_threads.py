"""Followed threads: who is understood in a thread of a channel without mentioning the bot.

Whoever has asked the bot something in a thread may follow it up there without a mention, for as long as the note of the
question stays (two days). Anybody in the channel may have a thread followed; then everybody is understood in it for a
week, and as long again each time it is asked for. Who asked for it is on the record of decisions. When somebody says
“stop following”, nobody is understood there without a mention any more, whoever asked before.

What is understood is another matter, and very little: see `perfdata.asking.overheard`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from perfdata import audit
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Act, Place, PlaceKind, require
from perfdata.store import inbox, once
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import FollowedThreadRow

FOLLOWED_FOR = timedelta(days=7)
"""How long a thread is followed, and how long “stop following” holds."""

_THREAD = r"(?:(?:this|the|our) )?(?:thread|conversation|discussion)"
_POLITE = r"(?:(?:please|can you|could you|will you) )*"
_FOLLOW = re.compile(rf"{_POLITE}(?:keep following|follow|listen to|listen in on) {_THREAD}(?: please)?")
_STOP = re.compile(
    rf"{_POLITE}(?:stop following|do not follow|don't follow|unfollow|stop listening(?: to| in on)?)"
    rf"(?: {_THREAD})?(?: any ?more)?(?: please)?"
)
_OF_A_THREAD = re.compile(rf"\b{_THREAD}\b")


class Hears(StrEnum):
    """Who is understood in a thread without a mention, once somebody has said so."""

    ANYBODY = "anybody"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Following(Payload):
    """What the thread is told: who is understood there without a mention, and until when."""

    hears: Hears
    until: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody is understood in a thread without a mention; `own` says that the question before was theirs."""

    own: bool


_TABLE = table_of(FollowedThreadRow)
_ADD = insert_once(_TABLE)
_THIS = (
    _TABLE.c.team_id == bindparam("team"),
    _TABLE.c.channel_id == bindparam("channel"),
    _TABLE.c.thread_ts == bindparam("thread"),
)
_SAID = select(_TABLE.c.hears).where(*_THIS, _TABLE.c.until > bindparam("now", type_=_TABLE.c.until.type))
_CHANGE = update(_TABLE).where(*_THIS).values(hears=bindparam("said"), until=bindparam("then"))
"""Put together once: the first of them is asked at every reply in a thread."""


def wish(words: str, place: Place, *, in_thread: bool) -> Hears | None:
    """Who is to be understood, where the words ask for just that; None when they ask for something else.

    Outside the threads of channels a bare `stop following` is about what is watched.
    """
    plain = " ".join(words.casefold().replace("’", "'").strip(" .!?").split())
    if not (in_thread and place.kind is PlaceKind.CHANNEL) and _OF_A_THREAD.search(plain) is None:
        return None
    if _FOLLOW.fullmatch(plain) is not None:
        return Hears.ANYBODY
    return Hears.NOBODY if _STOP.fullmatch(plain) is not None else None


def asked_for(hears: Hears, person: Person, place: Place, now: datetime) -> Following:
    """What it would be if `person` asked for it here. Raises NotAllowed with the reason."""
    require(person, Act.FOLLOW_THREAD, None, place)
    return Following(hears, now + FOLLOWED_FOR)


def carry_out(
    session: Session, following: Following, *, team_id: str, channel_id: str, thread_ts: str, actor: str, now: datetime
) -> None:
    """Do what was asked for, in the caller's transaction and as the last thing in it. A repeat changes nothing."""
    values = {"team_id": team_id, "channel_id": channel_id, "thread_ts": thread_ts}
    hears, until = str(following.hears), following.until
    if once.insert(session, _ADD, {**values, "hears": hears, "until": until}) is None:
        this = {"team": team_id, "channel": channel_id, "thread": thread_ts}
        session.connection().execute(_CHANGE, {**this, "said": hears, "then": until})
    audit.append(
        session,
        at=now,
        team_id=team_id,
        actor=actor,
        act="had a thread followed" if following.hears is Hears.ANYBODY else "had a thread no longer followed",
        subject=f"thread {channel_id} {thread_ts}",
        detail={"until": following.until.isoformat()},
    )


def heard(
    session: Session, *, team_id: str, channel_id: str, thread_ts: str, user_id: str, now: datetime
) -> Heard | None:
    """Whether what this person says in a thread without a mention is listened to; None where it is not.

    It is asked of every reply in every channel that the bot is in: two look-ups by an index, of a thread unknown to it.
    """
    values = {"team": team_id, "channel": channel_id, "thread": thread_ts, "now": now}
    hears = session.connection().execute(_SAID, values).scalar_one_or_none()
    if hears == Hears.NOBODY:
        return None
    asked = inbox.asked_in_thread(session, team_id, channel_id, thread_ts)
    own = bool(asked) and asked[0].user_id == user_id
    if hears == Hears.ANYBODY or any(one.user_id == user_id and one.kind == inbox.Kind.MENTION for one in asked):
        return Heard(own)
    return None


def forget(session: Session, now: datetime) -> int:
    """Delete what has run out; returns how many threads."""
    return len(session.execute(delete(_TABLE).where(_TABLE.c.until <= now).returning(_TABLE.c.id)).all())
