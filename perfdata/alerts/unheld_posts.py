"""Readers of a round that are told as the holder of a post, where nobody holds it or several do: the team is told once.

To choose one of several would be a guess, and to tell all of them may tell somebody who has left. As soon as one person
holds the post they are told like everybody who is told late.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from perfdata.alerts.round_news import Happened, PostLine, RoundNews
from perfdata.council import Council
from perfdata.readers import unheld_posts
from perfdata.rounds import Round
from perfdata.store import outbox


def tell_of_unheld_posts(session: Session, council: Council, found: Round, now: datetime) -> bool:
    """Owe the team's channel a word on those who cannot be told of this round; False where it is owed already."""
    lines = tuple(
        PostLine(one.reader.name, one.reader.post, one.holders)
        for one in unheld_posts(session, council)
        if one.reader.is_owed(found.period)
    )
    if not lines:
        return False
    said = "; ".join(f"{one.name} {one.post} {one.holders}" for one in lines)
    return outbox.owe(
        session,
        key=f"round:{found.period.start:%Y-%m}:posts:{hashlib.sha256(said.encode()).hexdigest()[:16]}",
        team_id=council.team_id,
        channel_id=council.performance_channel,
        kind=outbox.Kind.ROUND,
        payload=RoundNews(found.period, found.closed_on, Happened.UNHELD_POSTS, posts=lines).to_payload(),
        now=now,
    )
