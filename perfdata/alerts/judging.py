"""Judging a round: each reader's measures, as known on the day the round closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.alerts.alert import Alert, AlertItem
from perfdata.alerts.dividing import divided
from perfdata.alerts.following import NOTHING_IN_HAND, InHand, follow, in_hand
from perfdata.alerts.news import known_of, news_of
from perfdata.alerts.objectives import milestones_told
from perfdata.alerts.remarks import remark_on, usual_range
from perfdata.board_watches import watched_codes
from perfdata.council import Council
from perfdata.errors import IllegalMove, NotFound
from perfdata.facts import facts_of
from perfdata.measures import Measure, Tier
from perfdata.owners_words.asking import asked_for
from perfdata.owners_words.words import comments
from perfdata.periods import Period
from perfdata.plans import Milestone, milestones
from perfdata.readers import Plans, Reader, ReaderOptions, readers_of
from perfdata.rounds import Round, round_of
from perfdata.service_questions.listing import asked_until
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.tables import AlertRow, OutboxRow
from perfdata.verdicts.precedence import State, standing_of
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict


@dataclass(frozen=True)
class JudgedRound:
    """A round, its readers, and what was known when it closed.

    `before` has what was known when earlier rounds closed, by their months: each reader is told what has changed since
    its own last one. `asked` has, by reader and measure code, the day until which a service has been asked for words on
    its figure; `last` what each reader was told in its last round, where it was told; `in_hand` what is under way, by
    board, and `watched` the measures on each board's watch list. `milestones` has those of business plans as known when
    this round and earlier ones closed, by their months, where somebody reads them in this round.
    """

    round: Round
    readers: tuple[Reader, ...]
    at_close: Snapshot
    before: Mapping[Period, Snapshot]
    asked: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    last: Mapping[str, Alert] = field(default_factory=dict)
    in_hand: Mapping[str, InHand] = field(default_factory=dict)
    watched: Mapping[str, frozenset[str]] = field(default_factory=dict)
    milestones: Mapping[Period, tuple[Milestone, ...]] = field(default_factory=dict)

    def alerts(self, readers: Collection[str] | None = None) -> tuple[Alert, ...]:
        """The alerts of these readers, named by code or by name; of all who read this round when none is named.

        Raises NotFound for a reader that is not held, and IllegalMove for one that does not read this round.
        """
        period = self.round.period
        if readers is None:
            return tuple(self._alert(one) for one in self.readers if one.reads(period))
        named = named_readers(readers, self.readers)
        if absent := [one for one in named if not one.reads(period)]:
            raise IllegalMove(
                f"{absent[0].name} is told once a quarter, in the rounds of June, September, December and March; "
                f"{period.words} is none of them."
            )
        return tuple(map(self._alert, named))

    def owed(self) -> tuple[Alert, ...]:
        """The alerts of those who are told of this round once it has closed."""
        return tuple(self._alert(one) for one in self.readers if one.is_owed(self.round.period))

    def _alert(self, reader: Reader) -> Alert:
        options, asked = reader.options, self.asked.get(reader.code, {})
        measures = self.at_close.measures
        remit = [code for code, measure in measures.items() if reader.covers(measure) and not measure.exempt]
        watched = self.watched.get(reader.code, frozenset())
        codes = [code for code in remit if reader.tells(measures[code], watched)]
        unlisted = [self.at_close.verdicts[code].status for code in remit if code not in codes]
        since = reader.often.before(self.round.period)
        before = self.before[since]
        period, read = self.round.period, reader.objectives
        read_since = read.before(period) if read is not None and read.includes(period) else None
        alert = Alert(
            reader.code,
            reader.name,
            self.round.period,
            since,
            self.round.closed_on,
            tuple(sorted((self._item(code, before, options, asked.get(code)) for code in codes), key=_rank)),
            first=options.named_first,
            followed=follow(self.last[reader.code], self.at_close) if reader.code in self.last else (),
            in_hand=self.in_hand.get(reader.code, NOTHING_IN_HAND),
            unlisted=len(unlisted),
            unlisted_off=unlisted.count(Status.OFF_TARGET),
            watches=reader.plans is Plans.WATCHED,
            is_board=reader.is_board,
            milestones=milestones_told(
                reader,
                self.milestones[period],
                self.milestones[read_since],
                self.round.closed_on,
                _boards_by_service(measures.values()),
            )
            if read_since is not None
            else (),
            milestones_since=read_since,
            has_pack=reader.has_pack(period),
        )
        return divided(alert)

    def _item(self, code: str, before_then: Snapshot, options: ReaderOptions, asked_until: date | None) -> AlertItem:
        verdict = self.at_close.verdicts[code]
        known = known_of(verdict)
        then = before_then.verdicts.get(code)
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


def _boards_by_service(measures: Iterable[Measure]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for measure in measures:
        found.setdefault(measure.service, set()).update(measure.boards)
    return {service: frozenset(boards) for service, boards in found.items()}


def judge_round(session: Session, council: Council, found: Round) -> JudgedRound:
    """Read what was known when the round closed, and when its readers' last rounds had."""
    readers = readers_of(session, council)
    since = {one.often.before(found.period) for one in readers if one.reads(found.period)}
    at_close = build_snapshot(session, council, found.closed_on, known_on=found.closed_on, figures_only=True)
    # What a service has said since the round closed is told with it: the figures are those of the closing day.
    at_close = replace(at_close, comments=comments(session, at_close.measures))
    return JudgedRound(
        found,
        readers,
        at_close,
        before={period: _known(session, council, period) for period in since},
        asked=_asked(session, at_close, readers),
        last=_last(session, {one.key: one.often.before(found.period) for one in readers}),
        in_hand=in_hand(session, at_close.boards, found.closed_on),
        watched=watched_codes(session),
        milestones=_milestones(session, council, found.period, readers),
    )


def _known(session: Session, council: Council, period: Period) -> Snapshot:
    closed_on = round_of(period, council.calendar).closed_on
    return build_snapshot(session, council, closed_on, known_on=closed_on, figures_only=True)


def _milestones(
    session: Session, council: Council, period: Period, readers: Sequence[Reader]
) -> dict[Period, tuple[Milestone, ...]]:
    read = {one.objectives for one in readers if one.objectives is not None and one.objectives.includes(period)}
    months = {period, *(often.before(period) for often in read)} if read else set()
    return {one: milestones(session, known_on=round_of(one, council.calendar).closed_on) for one in months}


def _last(session: Session, since: Mapping[str, Period]) -> dict[str, Alert]:
    """What each reader was told in the round of its month; `since` has those by the reader's key.

    What an older version of the bot froze in another form is left out.
    """
    query = (
        select(AlertRow.reader, AlertRow.period_start, OutboxRow.payload)
        .join(OutboxRow, AlertRow.outbox_key == OutboxRow.key)
        .where(AlertRow.period_start.in_({period.start for period in since.values()}))
    )
    found = {}
    for key, start, payload in session.execute(query):
        if key in since and since[key].start == start:
            with suppress(ValueError):
                alert = Alert.from_payload(payload)
                found[alert.reader] = alert
    return found


def _asked(session: Session, at_close: Snapshot, readers: Sequence[Reader]) -> dict[str, dict[str, date]]:
    """Until when services have been asked: for their words on a figure, or a board's own question on the measure."""
    words = asked_for(session)
    for_words = {
        code: words[code, verdict.period.start]
        for code, verdict in at_close.verdicts.items()
        if (code, verdict.period.start) in words
    }
    return {one.code: {**for_words, **asked_until(session, one.code)} if one.is_board else for_words for one in readers}


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


def named_readers(named: Collection[str], readers: Sequence[Reader]) -> tuple[Reader, ...]:
    """The readers that are named by code or by name, each once.

    Raises NotFound for one that is not held, naming those that are.
    """
    known = {word.casefold(): one for one in reversed(readers) for word in (one.name, one.code)}
    if unknown := [name for name in named if name.strip().casefold() not in known]:
        boards = ", ".join(one.code for one in readers if one.is_board)
        others = ", ".join(one.code for one in readers if not one.is_board)
        raise NotFound(
            f"No board is called “{unknown[0]}”. Boards held: {boards or 'none'}."
            + (f" Other readers: {others}." if others else "")
        )
    return tuple(dict.fromkeys(known[name.strip().casefold()] for name in named))
