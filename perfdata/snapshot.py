"""What a question reads: everything held at one data version, immutable, worked out when data change.

Each process keeps one snapshot and rebuilds it when the data version or the date moves. Alerts and `--as-at` build
their own, of what was known on a past day.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.benchmarks import Benchmark, benchmarks
from perfdata.boards import Board
from perfdata.boards import boards as loaded_boards
from perfdata.breakdowns import Breakdown, breakdowns
from perfdata.clerks import boards_clerked
from perfdata.council import Alias, Council
from perfdata.measures import Aggregation, Measure
from perfdata.owners_words.words import COMMENTS_VERSION, Comments, Words, comments
from perfdata.past_surgeries import PastAction, past_actions
from perfdata.people import Person, Role, outsider
from perfdata.periods import Period
from perfdata.permissions import Place, PlaceKind
from perfdata.plans import Milestone, milestones
from perfdata.rebases import REBASES_VERSION, rebases
from perfdata.series_held import series_held
from perfdata.store.definitions import measure_in
from perfdata.store.once import table_of
from perfdata.store.tables import (
    MeasureRevisionRow,
    MeasureRow,
    MembershipRow,
    PersonRow,
    RoundRow,
    SourceRow,
)
from perfdata.surgeries.on_record import SURGERIES_VERSION, RunSurgery, as_released, surgeries_on_record
from perfdata.taught import TAUGHT_VERSION, taught
from perfdata.verdicts.attention import by_state
from perfdata.verdicts.comparison import Compared, compare
from perfdata.verdicts.movement import Movement, movement
from perfdata.verdicts.precedence import Row, row_of, standing_of
from perfdata.verdicts.series import Series
from perfdata.verdicts.verdict import Verdict, verdict_at, verdict_when_due
from perfdata.verdicts.withholding import publishable

_SOURCES_VERSION = select(func.coalesce(func.max(table_of(SourceRow).c.id), 0)).scalar_subquery()
_RELEASES_VERSION = select(func.count(table_of(RoundRow).c.released_at)).scalar_subquery()
_VERSION = select(
    _SOURCES_VERSION + REBASES_VERSION + TAUGHT_VERSION + COMMENTS_VERSION + _RELEASES_VERSION, SURGERIES_VERSION
)
"""Asked at each question, so it is put together once. Whatever a snapshot holds has its term here; what it holds of
surgeries has a number of its own, since it is read anew without judging any figure again."""

_AT_HAND = "scrutineer.at_hand"
"""Where a session keeps the data version that it has been told."""


@dataclass(frozen=True)
class Snapshot:
    """Everything that a question may need. Measures, series and verdicts are keyed by measure code.

    `verdicts` are those at each measure's due period on `today`. `people` is keyed by (team id, user id).
    `benchmarks` (other councils' figures) and `breakdowns` (figures for groups of people) hold the measures that have
    any; `breakdowns` are as they may be published: small numbers, and what would give them away, are not in them.
    Where a council shows figures on release, `members` is what everybody else sees beside those who keep the figures
    (`perfdata/visibility.py`); in that, `released_on` is the day up to which figures had been entered that are shown.
    `past_actions` are those of surgeries before the product was there, `run_surgeries` those that it holds.
    """

    version: int
    today: date
    council: Council
    measures: Mapping[str, Measure]
    series: Mapping[str, Series]
    verdicts: Mapping[str, Verdict]
    boards: Mapping[str, Board]
    people: Mapping[tuple[str, str], Person]
    benchmarks: Mapping[str, tuple[Benchmark, ...]]
    breakdowns: Mapping[str, tuple[Breakdown, ...]]
    milestones: tuple[Milestone, ...]
    past_actions: tuple[PastAction, ...]
    taught: tuple[Alias, ...] = ()
    comments: Comments = field(default_factory=dict)
    members: Snapshot | None = None
    released_on: date | None = None
    run_surgeries: tuple[RunSurgery, ...] = ()
    surgeries_version: int = 0

    @cached_property
    def all_actions(self) -> tuple[PastAction, ...]:
        """The actions of every surgery: those from before the product was there, then those that it holds."""
        return (*self.past_actions, *(action for one in self.run_surgeries for action in one.actions))

    def person(self, team_id: str, user_id: str) -> Person:
        """Who this is; an outsider when the council's data do not name them."""
        return self.people.get((team_id, user_id)) or outsider(team_id, user_id)

    def verdict(self, code: str, period: Period | None = None) -> Verdict:
        """The verdict on a measure at a period; None means the one that is due."""
        when_due = self.verdicts[code]
        if period is None or period == when_due.period:
            return when_due
        return verdict_at(self.measures[code], self.series[code], period)

    def words_on(self, code: str, period: Period) -> tuple[Words, ...]:
        """The service's own words on a figure, the newest last: the note beside it, then its owner's comments.

        None of a withheld figure: they might give it away.
        """
        row = self.series[code].at(period)
        if row is not None and row.suppressed:
            return ()
        note = row.note.strip() if row is not None else ""
        beside = (Words(note, row.entered_on),) if row is not None and note else ()
        return (*beside, *self.comments.get(code, {}).get(period, ()))

    def read_charts(self) -> None:
        """Have every verdict's chart read now, so that no question has to wait for it."""
        if self.members is not None:
            self.members.read_charts()
        for verdict in self.verdicts.values():
            _ = verdict.reading
        _ = self.standings, self.attention, self.movements, self.compared, self.of_boards

    @cached_property
    def standings(self) -> Mapping[str, Row]:
        """The state of precedence in which each measure stands, by code; worked out once."""
        return {code: row_of(standing_of(verdict)) for code, verdict in self.verdicts.items()}

    @cached_property
    def attention(self) -> Mapping[str, int]:
        """The place of each measure in the order of what deserves attention first, by code; worked out once."""
        order = sorted(self.verdicts.values(), key=lambda one: by_state(one, self.standings[one.measure.code].state))
        return {one.measure.code: place for place, one in enumerate(order)}

    @cached_property
    def of_boards(self) -> Mapping[str, tuple[Measure, ...]]:
        """The measures in each board's remit, by its code."""
        return {code: tuple(one for one in self.measures.values() if code in one.boards) for code in self.boards}

    @cached_property
    def movements(self) -> Mapping[str, Movement]:
        """How far each measure has moved since the period before, or for one that counts from April since the same
        point a year before; by code, without those that have nothing to be compared with. Worked out once."""
        found = {code: _moved(verdict) for code, verdict in self.verdicts.items()}
        return {code: one for code, one in found.items() if one is not None}

    @cached_property
    def compared(self) -> Mapping[str, Compared]:
        """How each measure compares with similar councils and England for the latest period published, by code,
        without those of which nothing is held. Worked out once."""
        found = {code: compare(self.measures[code], rows) for code, rows in self.benchmarks.items()}
        return {code: one for code, one in found.items() if one is not None}

    def place(self, channel_id: str, *, direct: bool = False) -> Place:
        """The place that a channel is: a direct message, a board's channel or another channel."""
        if direct:
            return Place(PlaceKind.DIRECT, channel_id)
        board = self._board_of_channel.get(channel_id, "")
        return Place(PlaceKind.CHANNEL, channel_id, board, channel_id == self.council.performance_channel)

    @cached_property
    def of_owners(self) -> dict[str, Snapshot]:
        """What owners of measures see, by role title, as it is asked for."""
        return {}

    @cached_property
    def _board_of_channel(self) -> dict[str, str]:
        return {board.channel_id: board.code for board in self.boards.values()}


class Snapshots:
    """The process's current snapshot. Safe to use from several threads.

    `ready` is one that has been read already; it serves until the data version or the date moves on from it. `build`
    makes a new one: `perfdata.visibility.for_everybody` where members see figures on release.
    """

    def __init__(self, council: Council, ready: Snapshot | None = None, build: Build | None = None) -> None:
        self.council = council
        self._build = build or build_snapshot
        self._lock = threading.Lock()
        self._current = ready

    def current(self, session: Session, today: date) -> Snapshot:
        """The snapshot of the data version that `session` sees, on `today`."""
        version, surgeries = session.connection().execute(_VERSION).one()
        wanted, snapshot = (version, today, surgeries), self._current
        if snapshot is not None and _made_for(snapshot) == wanted:
            return snapshot
        with self._lock:
            snapshot = self._current
            if snapshot is None or _made_for(snapshot)[:2] != wanted[:2]:
                snapshot = self._build(session, self.council, today)
                snapshot.read_charts()
            elif snapshot.surgeries_version != surgeries:
                snapshot = with_surgeries(snapshot, _run(session, snapshot.measures), surgeries)
            self._current = snapshot
            return snapshot

    def at_hand(self, session: Session, today: date) -> Snapshot | None:
        """The same where there is nothing to do for it; None where it would have to be built first.

        Asked of the database once in a session, which several questions may share: for a transaction that writes.
        """
        held: tuple[int, int] | None = session.info.get(_AT_HAND)
        if held is None:
            version, surgeries = session.connection().execute(_VERSION).one()
            held = session.info[_AT_HAND] = version, surgeries
        version, surgeries = held
        snapshot = self._current
        return snapshot if snapshot is not None and _made_for(snapshot) == (version, today, surgeries) else None


Build = Callable[[Session, Council, date], Snapshot]
"""Reads what is held and judges it on a day."""


def data_version(session: Session) -> int:
    """A number that rises with every load that changed something, every rebase, word taught and comment; 0 at first."""
    return int(session.connection().execute(_VERSION).one()[0])


def with_surgeries(snapshot: Snapshot, run: tuple[RunSurgery, ...], version: int) -> Snapshot:
    """The snapshot with these surgeries; in what members see, what figures say that are not released is left out."""
    members = snapshot.members
    if members is not None:
        released = as_released(run, members.series)
        members = _worked_out(members, replace(members, run_surgeries=released, surgeries_version=version))
    changed = replace(snapshot, run_surgeries=run, surgeries_version=version, members=members)
    return _worked_out(snapshot, changed)


def _worked_out(of: Snapshot, changed: Snapshot) -> Snapshot:
    """The changed snapshot with what has been worked out of the other: it is of figures alone, which are the same."""
    vars(changed).update({name: vars(of)[name] for name in _OF_FIGURES if name in vars(of)})
    return changed


_OF_FIGURES = ("standings", "attention", "movements", "compared", "of_boards")


def _made_for(snapshot: Snapshot) -> tuple[int, date, int]:
    return snapshot.version, snapshot.today, snapshot.surgeries_version


def _run(session: Session, measures: Mapping[str, Measure], known_on: date | None = None) -> tuple[RunSurgery, ...]:
    return surgeries_on_record(session, {code: one.frequency for code, one in measures.items()}, known_on=known_on)


def build_snapshot(
    session: Session,
    council: Council,
    today: date,
    *,
    known_on: date | None = None,
    loaded_by: datetime | None = None,
    judged_on: date | None = None,
    figures_only: bool = False,
) -> Snapshot:
    """Read what is held and judge it on `today`; with `known_on`, only figures entered up to that day, with `loaded_by`
    only those that had been loaded by that moment, and with `judged_on` at the periods that were due on that day.

    `figures_only` leaves out what no verdict rests on: other councils, groups, milestones, surgeries and actions.
    """
    files = {row.id: row.name for row in session.execute(select(SourceRow.id, SourceRow.name))}
    measures = _measures(session, files)
    series = series_held(session, files, measures, rebases(session, measures, known_on), known_on, loaded_by)
    boards = loaded_boards(session)
    version, surgeries_version = session.connection().execute(_VERSION).one()
    return Snapshot(
        version=version,
        today=today,
        council=council,
        measures=measures,
        series=series,
        verdicts={code: verdict_when_due(one, series[code], judged_on or today) for code, one in measures.items()},
        boards=boards,
        people=_people(session, council, {board.id: board.code for board in boards.values()}),
        benchmarks={} if figures_only else benchmarks(session, measures, known_on=known_on),
        breakdowns={}
        if figures_only
        else publishable(breakdowns(session, measures, known_on=known_on), measures, series, council.fewest_shown),
        milestones=() if figures_only else milestones(session, known_on=known_on),
        past_actions=() if figures_only else past_actions(session, known_on=known_on),
        taught=taught(session),
        comments=comments(session, measures, known_on),
        run_surgeries=() if figures_only else _run(session, measures, known_on),
        surgeries_version=surgeries_version,
    )


def _moved(verdict: Verdict) -> Movement | None:
    cumulative = verdict.measure.aggregation is Aggregation.CUMULATIVE
    earlier = verdict.year_before if cumulative else verdict.previous
    if earlier is None or verdict.observation is None or verdict.latest is not verdict.observation:
        return None
    return movement(verdict.measure, verdict.series, earlier.observation, verdict.observation)


def _measures(session: Session, files: Mapping[int, str]) -> dict[str, Measure]:
    newest = select(func.max(MeasureRevisionRow.id)).group_by(MeasureRevisionRow.measure_id)
    rows = session.execute(
        select(MeasureRow.code, MeasureRevisionRow)
        .join(MeasureRevisionRow, MeasureRevisionRow.measure_id == MeasureRow.id)
        .where(MeasureRevisionRow.id.in_(newest))
        .order_by(MeasureRow.id)
    )
    return {code: measure_in(code, row, files[row.source_id]) for code, row in rows}


def _people(session: Session, council: Council, codes: Mapping[int, str]) -> dict[tuple[str, str], Person]:
    seats: dict[int, dict[str, Role]] = defaultdict(dict)
    for seat in session.scalars(select(MembershipRow)):
        if seat.board_id in codes:
            seats[seat.person_id][codes[seat.board_id]] = Role(seat.role)
    clerks = boards_clerked(session, council)
    return {
        (row.team_id, row.user_id): Person(
            row.team_id,
            row.user_id,
            row.title,
            council.roles.get(row.title, frozenset()),
            seats[row.id],
            row.directorate,
            row.service,
            clerks.get((row.team_id, row.user_id), frozenset()),
        )
        for row in session.scalars(select(PersonRow).where(PersonRow.active))
    }
