"""A nomination as it stands, with its seconds, read from its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.facts import Facts
from perfdata.payloads import Payload
from perfdata.store.tables import BoardRow, NominationRow, SecondRow
from perfdata.surgeries.evidence import Evidence
from perfdata.surgeries.lifecycles import NominationState


@dataclass(frozen=True, slots=True)
class Second(Payload):
    """Support for a nomination: who, by role, and in which words, which may be blank."""

    title: str
    reason: str
    seconded_at: datetime


@dataclass(frozen=True, slots=True)
class Nomination(Payload):
    """A nomination with its seconds, oldest first, and the evidence as it was at the moment it was made.

    `title` is the nominator's role. `reason`, `outcome_wanted`, `heard` (who else should be heard) and `brought`
    (evidence of their own, from `brought_from`) are their own words, plain text; all but the first may be blank.
    `decide_by` is the day by which it is decided, or goes to the agenda.
    """

    id: int
    board: str
    board_name: str
    evidence: Evidence
    title: str
    reason: str
    outcome_wanted: str
    nominated_at: datetime
    seconds: tuple[Second, ...] = ()
    heard: str = ""
    brought: str = ""
    brought_from: str = ""
    state: NominationState = NominationState.NOMINATED
    decide_by: date | None = None
    deferred_until: date | None = None
    version: int = 1

    @property
    def facts(self) -> Facts:
        """The figures on which it rests."""
        return self.evidence.facts


def nomination_of(session: Session, row: NominationRow) -> Nomination:
    """The nomination that a row holds."""
    board = session.get_one(BoardRow, row.board_id)
    seconds = session.scalars(select(SecondRow).where(SecondRow.nomination_id == row.id).order_by(SecondRow.id))
    return Nomination(
        id=row.id,
        board=board.code,
        board_name=board.name,
        evidence=Evidence.from_payload(row.evidence),
        title=row.title,
        reason=row.reason,
        outcome_wanted=row.outcome_wanted,
        nominated_at=row.nominated_at,
        seconds=tuple(second_of(each) for each in seconds),
        heard=row.heard,
        brought=row.brought,
        brought_from=row.brought_from,
        state=NominationState(row.state),
        decide_by=row.decide_by,
        deferred_until=row.deferred_until,
        version=row.version,
    )


def second_of(row: SecondRow) -> Second:
    """The second that a row holds."""
    return Second(row.title, row.reason, row.seconded_at)
