"""Judging a round: each board's measures, as known on the day the round closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.alerts.alert import Alert, AlertItem
from perfdata.alerts.dividing import divided
from perfdata.alerts.following import NOTHING_IN_HAND, InHand, follow, in_hand
from perfdata.alerts.news import known_of, news_of
from perfdata.alerts.options import options_of
from perfdata.alerts.remarks import remark_on, usual_range
from perfdata.board_watches import watched_codes
from perfdata.boards import Board
from perfdata.council import BoardOptions, Council
from perfdata.errors import NotFound
from perfdata.facts import facts_of
from perfdata.measures import Tier
from perfdata.owners_words.asking import asked_for
from perfdata.owners_words.words import comments
from perfdata.periods import Period
from perfdata.rounds import Round, round_of
from perfdata.service_questions.listing import asked_until
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.tables import AlertRow, OutboxRow
from perfdata.verdicts.precedence import State, standing_of
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict


@dataclass(frozen=True)
class JudgedRound:
    """A round, the month `since` which its readers were told last, and what was known when each of the two closed.

    `asked` has, by board and measure code, the day until which a service has been asked for words on its figure;
    `last` what each board was told in the last round, where it was told, and `in_hand` what is under way, by board;
    `watched` the measures on each board's watch list. With `both_tiers` all business-plan measures are told as well.
    """

    round: Round
    since: Period
    at_close: Snapshot
    before: Snapshot
    asked: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    last: Mapping[str, Alert] = field(default_factory=dict)
    in_hand: Mapping[str, InHand] = field(default_factory=dict)
    watched: Mapping[str, frozenset[str]] = field(default_factory=dict)
    both_tiers: bool = False

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
        options, asked = options_of(self.at_close.council, board.code), self.asked.get(board.code, {})
        remit = [
            code
            for code, measure in self.at_close.measures.items()
            if board.code in measure.boards and not measure.exempt
        ]
        codes = [code for code in remit if self._tells(board.code, code)]
        unlisted = [self.at_close.verdicts[code].status for code in remit if code not in codes]
        alert = Alert(
            board.code,
            board.name,
            self.round.period,
            self.since,
            self.round.closed_on,
            tuple(sorted((self._item(code, options, asked.get(code)) for code in codes), key=_rank)),
            first=options.named_first,
            followed=follow(self.last[board.code], self.at_close) if board.code in self.last else (),
            in_hand=self.in_hand.get(board.code, NOTHING_IN_HAND),
            unlisted=len(unlisted),
            unlisted_off=unlisted.count(Status.OFF_TARGET),
        )
        return divided(alert)

    def _tells(self, board: str, code: str) -> bool:
        """Whether the board is told of a measure: of the scorecard always, of business plans where it watches it."""
        scorecard = self.at_close.measures[code].tier is Tier.SCORECARD
        return scorecard or self.both_tiers or code in self.watched.get(board, ())

    def _item(self, code: str, options: BoardOptions, asked_until: date | None) -> AlertItem:
        verdict = self.at_close.verdicts[code]
        known = known_of(verdict)
        then = self.before.verdicts.get(code)
        before = known_of(then) if then is not None else None
        off, slightly_off = verdict.status is Status.OFF_TARGET, verdict.status is Status.SLIGHTLY_OFF
        facts = facts_of(self.at_close, code)
        return AlertItem(
            facts,
            standing_of(verdict),
            news_of(known, before),
            before=before.state if before is not None else None,
            remark=remark_on(verdict, known.state),
            usual=usual_range(verdict),
            missing_for=_missing_for(verdict) if known.state is State.MISSING else 0,
            new_figure=verdict.observation is None or _is_new(verdict, then),
            asked_until=asked_until if not facts.note else None,
            chosen=(off and code in options.always_report) or (slightly_off and options.names_slightly_off),
        )


def judge_round(session: Session, council: Council, found: Round) -> JudgedRound:
    """Read what was known when the round closed, and what was known when the one before it had."""
    previous = round_of(found.period.previous(), council.calendar)
    at_close = build_snapshot(session, council, found.closed_on, known_on=found.closed_on, figures_only=True)
    # What a service has said since the round closed is told with it: the figures are those of the closing day.
    at_close = replace(at_close, comments=comments(session, at_close.measures))
    return JudgedRound(
        found,
        since=previous.period,
        at_close=at_close,
        before=build_snapshot(session, council, previous.closed_on, known_on=previous.closed_on, figures_only=True),
        asked=_asked(session, at_close),
        last=_last(session, previous.period),
        in_hand=in_hand(session, at_close.boards, found.closed_on),
        watched=watched_codes(session),
    )


def _last(session: Session, period: Period) -> dict[str, Alert]:
    """What was told in that round, by board; what an older version of the bot froze in another form is left out."""
    query = (
        select(OutboxRow.payload)
        .join(AlertRow, AlertRow.outbox_key == OutboxRow.key)
        .where(AlertRow.period_start == period.start)
    )
    found = {}
    for payload in session.scalars(query):
        with suppress(ValueError):
            alert = Alert.from_payload(payload)
            found[alert.board] = alert
    return found


def _asked(session: Session, at_close: Snapshot) -> dict[str, dict[str, date]]:
    """Until when services have been asked: for their words on a figure, or a board's own question on the measure."""
    words = asked_for(session)
    for_words = {
        code: words[code, verdict.period.start]
        for code, verdict in at_close.verdicts.items()
        if (code, verdict.period.start) in words
    }
    return {board: {**for_words, **asked_until(session, board)} for board in at_close.boards}


def _missing_for(verdict: Verdict) -> int:
    """How many periods in a row have no figure, up to the one that is due; none before the first that is held."""
    count, period, first = 0, verdict.period, verdict.series.first_period
    while first is not None and period >= first:
        row = verdict.series.at(period)
        if row is not None and row.reported:
            break
        count, period = count + 1, period.previous()
    return max(count, 1)


def _is_new(verdict: Verdict, before: Verdict | None) -> bool:
    """Whether the due figure is another one than in the last round, of a later period or revised."""
    return before is None or before.observation is None or verdict.observation != before.observation


def _rank(item: AlertItem) -> tuple[int, bool, int]:
    """By precedence, then the scorecard before business plans, then the longest off target, then as in the
    dictionary.
    """
    facts = item.facts
    days = (facts.period.end - facts.off_target_since.start).days if facts.off_target_since is not None else 0
    return _PRECEDENCE[item.state], facts.tier is Tier.BUSINESS_PLAN, -days


_PRECEDENCE = {state: place for place, state in enumerate(State)}


def board_codes(named: Collection[str], names: Mapping[str, str]) -> list[str]:
    """The codes of the boards that are named by code or by name, each once; `names` holds all names by code.

    Raises NotFound for a board that is not held, naming those that are.
    """
    known = {word.casefold(): code for code, name in names.items() for word in (code, name)}
    if unknown := [name for name in named if name.strip().casefold() not in known]:
        raise NotFound(f"No board is called “{unknown[0]}”. Boards held: {', '.join(names) or 'none'}.")
    return list(dict.fromkeys(known[name.strip().casefold()] for name in named))
