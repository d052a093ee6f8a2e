"""Telling the Performance Team's channel of a round: one message for each thing that happens, under keys of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.alerts.round_news import RoundNews
from perfdata.council import Council
from perfdata.periods import Period
from perfdata.store import outbox
from perfdata.store.tables import RoundMoveRow, RoundRow


def tell(
    session: Session, council: Council, news: RoundNews, key: str, now: datetime, after: str | None = None
) -> bool:
    """Owe the team's channel a word on a round; False when it is owed already."""
    return outbox.owe(
        session,
        key=key,
        team_id=council.team_id,
        channel_id=council.performance_channel,
        kind=outbox.Kind.ROUND,
        payload=news.to_payload(),
        now=now,
        after_key=after,
    )


def moves(session: Session, row: RoundRow) -> int:
    """How many moves have been made with a round, for keys that tell what came after one from what came before."""
    session.flush()
    return session.scalar(select(func.count()).where(RoundMoveRow.round_id == row.id)) or 0


def key_of(period: Period) -> str:
    """How the keys of all messages about a round begin."""
    return f"round:{period.start:%Y-%m}"


def preview_key(row: RoundRow, period: Period) -> str:
    """The key of the message above the round's newest preview."""
    return f"{key_of(period)}:preview:{row.previews}"


def root_of(row: RoundRow, period: Period) -> str | None:
    """The key of the message in whose thread news of the round belongs; None where it was not previewed."""
    return preview_key(row, period) if row.previews else None
