"""The cycle of a month as states: what may become of a round, and every move that was made, with who and why.

    collecting ──> checked ──> previewed ──> released ──> posted
         ^              any of these ──> held ──> collecting

A council that lets the calendar release goes from any state before it straight to released. A move and what it does are
one transaction, and the row is locked, so that two processes never both make it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.lifecycle import Lifecycle, move
from perfdata.rounds import Round
from perfdata.store import once
from perfdata.store.once import insert_once, table_of
from perfdata.store.tables import RoundMoveRow, RoundRow


class RoundState(StrEnum):
    """Where a round stands."""

    COLLECTING = "collecting"
    CHECKED = "checked"
    PREVIEWED = "previewed"
    RELEASED = "released"
    POSTED = "posted"
    HELD = "held"


class RoundMove(StrEnum):
    """What may be done with a round. To accept what is asked about its figures leaves it where it is."""

    ACCEPT = "accepted as it is"
    CHECK = "checked"
    PREVIEW = "previewed"
    RELEASE = "released"
    RELEASE_UNSEEN = "released by the calendar"
    RELEASE_AGAIN = "released again"
    POST = "posted"
    HOLD = "held"
    RESUME = "resumed"


_BEFORE = (RoundState.COLLECTING, RoundState.CHECKED, RoundState.PREVIEWED)

ROUND = Lifecycle(
    "round",
    RoundState.COLLECTING,
    (
        *(move(RoundMove.ACCEPT, (state,), state) for state in _BEFORE),
        # New figures after a check or a preview ask for another.
        move(RoundMove.CHECK, _BEFORE, RoundState.CHECKED),
        move(RoundMove.PREVIEW, (RoundState.CHECKED, RoundState.PREVIEWED), RoundState.PREVIEWED),
        move(RoundMove.RELEASE, (RoundState.PREVIEWED,), RoundState.RELEASED),
        move(RoundMove.RELEASE_UNSEEN, _BEFORE, RoundState.RELEASED),
        move(RoundMove.RELEASE_AGAIN, (RoundState.RELEASED, RoundState.POSTED), RoundState.RELEASED),
        move(RoundMove.POST, (RoundState.RELEASED,), RoundState.POSTED),
        move(RoundMove.HOLD, (*_BEFORE, RoundState.RELEASED), RoundState.HELD),
        move(RoundMove.RESUME, (RoundState.HELD,), RoundState.COLLECTING),
    ),
)

OUT = (RoundState.RELEASED, RoundState.POSTED)
"""States in which readers are told."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One move that was made. `detail` holds what it was about, such as what was accepted."""

    move: RoundMove
    state: RoundState
    reason: str
    detail: Mapping[str, Any]
    moved_at: datetime
    moved_by: str


def locked(session: Session, found: Round) -> RoundRow:
    """The round's row, made where there is none, and nobody else's until the caller commits."""
    start = found.period.start
    values = {"period_start": start, "closed_on": found.closed_on, "state": str(ROUND.begins), "previewed": {}}
    once.insert(session, _BEGIN, {**values, "looked_at": -1, "previews": 0, "version": 1})
    query = select(RoundRow).where(RoundRow.period_start == start).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def state_of(session: Session, found: Round) -> RoundState:
    """Where a round stands; one that nobody has touched is collecting."""
    state = session.scalar(select(RoundRow.state).where(RoundRow.period_start == found.period.start))
    return RoundState(state) if state is not None else ROUND.begins


def history(session: Session, found: Round) -> Sequence[Moved]:
    """Every move of a round, the first one first."""
    rows = session.scalars(
        select(RoundMoveRow)
        .join(RoundRow, RoundRow.id == RoundMoveRow.round_id)
        .where(RoundRow.period_start == found.period.start)
        .order_by(RoundMoveRow.id)
    )
    return [
        Moved(RoundMove(row.move), RoundState(row.state), row.reason, row.detail, row.moved_at, row.moved_by)
        for row in rows
    ]


def make(
    session: Session,
    row: RoundRow,
    name: RoundMove,
    *,
    by: str,
    now: datetime,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Make a move of a locked round and note it; the caller audits it. Raises IllegalMove where it is not allowed."""
    row.state = str(ROUND.after(RoundState(row.state), name))
    session.add(
        RoundMoveRow(
            round_id=row.id,
            move=str(name),
            state=row.state,
            reason=reason,
            detail=dict(detail or {}),
            moved_at=now,
            moved_by=by,
        )
    )


_BEGIN = insert_once(table_of(RoundRow))
