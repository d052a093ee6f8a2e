"""Judging a round: each board's measures, as known on the day the round closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from perfdata.alerts.alert import Alert, AlertItem
from perfdata.alerts.remarks import remark_on
from perfdata.alerts.section import Section
from perfdata.alerts.standing import ORDER, standing
from perfdata.boards import Board
from perfdata.council import Council
from perfdata.errors import NotFound
from perfdata.facts import facts_of
from perfdata.measures import Tier
from perfdata.rounds import Round
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.verdicts.precedence import State, row_of, standing_of


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
        held = self.at_close.boards
        if boards is None:
            return tuple(map(self._alert, held.values()))
        codes = board_codes(boards, {code: board.name for code, board in held.items()})
        return tuple(self._alert(held[code]) for code in codes)

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
        state = row_of(standing_of(verdict)).state
        return AlertItem(
            standing(verdict, self.round.opened_on, status_before),
            facts_of(self.at_close, code),
            state,
            remark_on(verdict, state),
        )


def judge_round(session: Session, council: Council, found: Round) -> JudgedRound:
    """Read what was known when the round closed, and what was known before it opened."""
    return JudgedRound(
        found,
        at_close=build_snapshot(session, council, found.closed_on, known_on=found.closed_on),
        before=build_snapshot(session, council, found.closed_on, known_on=found.opened_on - timedelta(days=1)),
    )


def _rank(item: AlertItem) -> tuple[int, int, int, bool, int]:
    """By section and class, then by precedence, then the scorecard before business plans, then the longest off target,
    then as in the dictionary. What is only counted comes last.
    """
    facts = item.facts
    days = (facts.period.end - facts.off_target_since.start).days if facts.off_target_since is not None else 0
    section = len(Section) if item.section is None else list(Section).index(item.section)
    state = 0 if item.state is None else list(State).index(item.state)
    return section, ORDER[item.standing], state, facts.tier is Tier.BUSINESS_PLAN, -days


def board_codes(named: Collection[str], names: Mapping[str, str]) -> list[str]:
    """The codes of the boards that are named by code or by name, each once; `names` holds all names by code.

    Raises NotFound for a board that is not held, naming those that are.
    """
    known = {word.casefold(): code for code, name in names.items() for word in (code, name)}
    if unknown := [name for name in named if name.strip().casefold() not in known]:
        raise NotFound(f"No board is called “{unknown[0]}”. Boards held: {', '.join(names) or 'none'}.")
    return list(dict.fromkeys(known[name.strip().casefold()] for name in named))
