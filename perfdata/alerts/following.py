"""What became of what an alert named last time, and what is in hand on the board's measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.boards import Board
from perfdata.payloads import Payload
from perfdata.snapshot import Snapshot
from perfdata.store.tables import ActionRow, NominationRow, SurgeryRow
from perfdata.surgeries.lifecycles import OPEN_ACTION, OPEN_NOMINATION, SurgeryState
from perfdata.verdicts.precedence import State, row_of, standing_of
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from perfdata.alerts.alert import Alert, AlertItem


class Became(StrEnum):
    """What happened to a measure that was named in the last round."""

    WITHDRAWN = "withdrawn, since the figure was revised"
    STILL_OFF = "still off target"
    TURNED_OFF = "off target now"
    WORSENING = "still getting worse"
    EASED = "slightly off now"
    BACK = "back on target"
    CONFIRMED = "on target again, so confirmed"
    STEADIED = "not getting worse any more"
    NOT_REPORTED = "not reported"
    WITHHELD = "withheld"
    NO_TARGET = "without a target now"
    NOT_DUE = "without a new figure"
    LEFT = "not on this list any more"


@dataclass(frozen=True, slots=True)
class Followed(Payload):
    """A measure that was named in the last round."""

    code: str
    title: str
    became: Became


@dataclass(frozen=True, slots=True)
class InHand(Payload):
    """What is under way on a board's measures: actions, how many of them are overdue, open nominations and surgeries
    that are not closed."""

    actions: int = 0
    overdue: int = 0
    nominations: int = 0
    surgeries: int = 0


NOTHING_IN_HAND = InHand()


def follow(last: Alert, known: Snapshot) -> tuple[Followed, ...]:
    """What became of each measure that was named, in the order in which it was."""
    return tuple(
        Followed(item.facts.code, item.facts.title, _became(item, known.verdicts.get(item.facts.code), known))
        for item in last.named
    )


def _became(item: AlertItem, now: Verdict | None, known: Snapshot) -> Became:
    told = item.facts
    if now is None or now.measure.exempt:
        return Became.LEFT
    if known.verdict(told.code, told.period).status is not told.status:
        return Became.WITHDRAWN
    if now.period == told.period:
        return Became.NOT_DUE
    state = row_of(standing_of(now)).state
    if state is State.EARLY_WARNING:
        return Became.WORSENING if item.state is State.EARLY_WARNING else _turned(item, now.status)
    return _turned(item, now.status)


def _turned(item: AlertItem, status: Status) -> Became:
    was_off = item.facts.status is Status.OFF_TARGET
    match status:
        case Status.MISSING:
            return Became.NOT_REPORTED
        case Status.SUPPRESSED:
            return Became.WITHHELD
        case Status.NO_TARGET:
            return Became.NO_TARGET
        case Status.OFF_TARGET:
            return Became.STILL_OFF if was_off else Became.TURNED_OFF
        case _ if item.state is State.EARLY_WARNING:
            return Became.STEADIED
        case Status.SLIGHTLY_OFF:
            return Became.EASED
        case _:
            return Became.BACK if was_off or item.facts.status is Status.SLIGHTLY_OFF else Became.CONFIRMED


def in_hand(session: Session, boards: Mapping[str, Board], today: date) -> dict[str, InHand]:
    """What is under way, by board code, for the boards that have anything."""
    codes = {board.id: code for code, board in boards.items()}
    found: dict[str, dict[str, int]] = {}
    actions = (
        select(SurgeryRow.board_id, func.count())
        .join(ActionRow, ActionRow.surgery_id == SurgeryRow.id)
        .where(ActionRow.state.in_(OPEN_ACTION))
        .group_by(SurgeryRow.board_id)
    )
    nominations = (
        select(NominationRow.board_id, func.count())
        .where(NominationRow.state.in_(OPEN_NOMINATION))
        .group_by(NominationRow.board_id)
    )
    surgeries = (
        select(SurgeryRow.board_id, func.count())
        .where(SurgeryRow.state.not_in((SurgeryState.CLOSED, SurgeryState.CANCELLED)))
        .group_by(SurgeryRow.board_id)
    )
    for name, query in (
        ("actions", actions),
        ("overdue", actions.where(ActionRow.due_on < today)),
        ("nominations", nominations),
        ("surgeries", surgeries),
    ):
        for board_id, count in session.execute(query):
            if board_id in codes:
                found.setdefault(codes[board_id], {})[name] = count
    return {code: InHand(**counts) for code, counts in found.items()}
