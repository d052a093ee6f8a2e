"""Judging a round: each board's measures, as known on the day the round closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from perfdata.alerts.alert import Alert, AlertItem
from perfdata.alerts.standing import ORDER, standing
from perfdata.boards import Board
from perfdata.council import Council
from perfdata.errors import NotFound
from perfdata.facts import facts_of
from perfdata.measures import Tier
from perfdata.rounds import Round
from perfdata.snapshot import Snapshot, build_snapshot


@dataclass(frozen=True)
class JudgedRound:
    """A round and what was known when it closed, and before it opened."""

    round: Round
    at_close: Snapshot
    before: Snapshot

    def alerts(self, boards: Collection[str] | None = None) -> tuple[Alert, ...]:
        """The alerts of these boards, named by code or by name; of all boards when none is named.

        Raises NotFound for a board that is not held.
        """
        return tuple(self._alert(board) for board in _chosen(self.at_close, boards))

    def _alert(self, board: Board) -> Alert:
        codes = [
            code
            for code, measure in self.at_close.measures.items()
            if board.code in measure.boards and not measure.exempt
        ]
        items = [self._item(code) for code in codes]
        return Alert(board.code, board.name, self.round.period, self.round.closed_on, tuple(sorted(items, key=_rank)))

    def _item(self, code: str) -> AlertItem:
        verdict = self.at_close.verdicts[code]
        status_before = self.before.verdict(code, verdict.period).status
        return AlertItem(standing(verdict, self.round.opened_on, status_before), facts_of(self.at_close, code))


def judge_round(session: Session, council: Council, found: Round) -> JudgedRound:
    """Read what was known when the round closed, and what was known before it opened."""
    return JudgedRound(
        found,
        at_close=build_snapshot(session, council, found.closed_on, known_on=found.closed_on),
        before=build_snapshot(session, council, found.closed_on, known_on=found.opened_on - timedelta(days=1)),
    )


def _rank(item: AlertItem) -> tuple[int, bool, int]:
    """By class, then the scorecard before business plans, then the longest off target, then as in the dictionary."""
    facts = item.facts
    days = (facts.period.end - facts.off_target_since.start).days if facts.off_target_since is not None else 0
    return ORDER[item.standing], facts.tier is Tier.BUSINESS_PLAN, -days


def _chosen(snapshot: Snapshot, wanted: Collection[str] | None) -> Iterable[Board]:
    if wanted is None:
        return snapshot.boards.values()
    known = {name.casefold(): board for board in snapshot.boards.values() for name in (board.code, board.name)}
    if unknown := [name for name in wanted if name.strip().casefold() not in known]:
        held = ", ".join(snapshot.boards) or "none"
        raise NotFound(f"No board is called “{unknown[0]}”. Boards held: {held}.")
    return dict.fromkeys(known[name.strip().casefold()] for name in wanted)
