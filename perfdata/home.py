"""Home: what one person finds on opening the app: their boards or services this month,
what they watch, and what they can ask.

Private, but shown without being asked for and for as long as it stays open; so exempt measures are not on it, not even
for those who may ask about them in a direct message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from perfdata import nominations
from perfdata.asking.help_answers import examples
from perfdata.asking.list_answers import list_answer
from perfdata.asking.queries import Context, Filter, Kind, ListStatus, Query
from perfdata.backlog import Asked, open_questions
from perfdata.board_watches import BoardWatch, watched_by_board
from perfdata.boards import Board
from perfdata.facts import Facts, facts_of
from perfdata.measures import Measure, Tier
from perfdata.people import Person, Role
from perfdata.permissions import Act, Place, PlaceKind, may_see, refusal
from perfdata.snapshot import Snapshot
from perfdata.store.health import troubled
from perfdata.surgeries.nomination import Nomination
from perfdata.verdicts.status import Status
from perfdata.visibility import remark
from perfdata.watches import Watch, watched_by

NEWLY_OFF_SHOWN = 5
OFF_TARGET_SHOWN = 10
MISSING_SHOWN = 10
"""Measures named in one section; how many more there are is said."""

Counts = Mapping[Tier, Mapping[Status, int]]
"""How many measures stand in each status at the period that is due; every tier is there, statuses without one not."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The first of some measures, in order of what deserves attention, and how many `more` there are."""

    facts: tuple[Facts, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class BoardMonth:
    """One of the person's boards this month. `may_nominate` says whether to offer that they nominate for it."""

    board: Board
    counts: Counts
    newly_off: Shown
    nominations: tuple[Nomination, ...]
    may_nominate: bool
    watches: tuple[BoardWatch, ...]


@dataclass(frozen=True, slots=True)
class ServicesMonth:
    """The measures that the person answers for. `names` are those of the services or the directorate."""

    names: tuple[str, ...]
    counts: Counts
    off_target: Shown


@dataclass(frozen=True, slots=True)
class Watchkeeping:
    """What the Performance Team looks after. `troubled` messages failed, or may not have been posted; `questions`
    wait for its reply, the most urgent first.
    """

    missing: Shown
    troubled: int
    questions: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """One person's Home as of `today`. With `refusal`, the sentence to show, nothing else is set. `note` is a sentence
    on figures that members do not see yet; blank where there are none."""

    today: date
    refusal: str = ""
    boards: tuple[BoardMonth, ...] = ()
    services: ServicesMonth | None = None
    watchkeeping: Watchkeeping | None = None
    watches: tuple[Watch, ...] = ()
    examples: tuple[str, ...] = field(default=())
    note: str = ""


def home_of(session: Session, snapshot: Snapshot, person: Person) -> Home:
    """The person's Home; for an outsider, the sentence that says why there is none."""
    place = Place(PlaceKind.EPHEMERAL)
    if (sentence := refusal(person, Act.ASK, None, place)) is not None:
        return Home(snapshot.today, refusal=sentence)
    context = Context(person, place)
    return Home(
        snapshot.today,
        boards=tuple(_board_month(session, snapshot, snapshot.boards[code], context) for code in person.boards),
        services=_services_month(snapshot, context),
        watchkeeping=_watchkeeping(session, snapshot, context) if person.is_a(Role.PERFORMANCE_TEAM) else None,
        watches=watched_by(session, snapshot, person),
        examples=examples(snapshot, context),
        note=remark(snapshot, ((code, one.period) for code, one in snapshot.verdicts.items())),
    )


def _board_month(session: Session, snapshot: Snapshot, board: Board, context: Context) -> BoardMonth:
    there = Place(context.place.kind, board=board.code)
    newly_off = _listed(snapshot, context, Filter(board=board.code, status=ListStatus.NEWLY_RED))
    return BoardMonth(
        board,
        _counts(snapshot, (one for one in _visible(snapshot, context) if board.code in one.boards)),
        _shown(snapshot, newly_off, NEWLY_OFF_SHOWN),
        nominations.list_for(session, snapshot, person=context.person, place=there),
        refusal(context.person, Act.NOMINATE, None, there) is None,
        watched_by_board(session, snapshot, board.code),
    )


def _services_month(snapshot: Snapshot, context: Context) -> ServicesMonth | None:
    """The person's own services; None for somebody who answers for none that has measures."""
    person = context.person
    portfolio = snapshot.council.portfolios.get(person.title, ())
    services = portfolio or ((person.service,) if person.service else ())

    def is_theirs(measure: Measure) -> bool:
        if measure.owner_role == person.title or measure.service in services:
            return True
        return not services and bool(person.directorate) and measure.directorate == person.directorate

    theirs = [measure for measure in _visible(snapshot, context) if is_theirs(measure)]
    if not theirs:
        return None
    codes = {measure.code for measure in theirs}
    off = [code for code in _listed(snapshot, context, Filter(status=ListStatus.RED)) if code in codes]
    names = services or ((person.directorate,) if person.directorate else (person.title,))
    return ServicesMonth(names, _counts(snapshot, theirs), _shown(snapshot, off, OFF_TARGET_SHOWN))


def _watchkeeping(session: Session, snapshot: Snapshot, context: Context) -> Watchkeeping:
    missing = _listed(snapshot, context, Filter(status=ListStatus.MISSING))
    questions = open_questions(session, person=context.person, place=context.place)
    return Watchkeeping(_shown(snapshot, missing, MISSING_SHOWN), troubled(session), tuple(questions))


def _visible(snapshot: Snapshot, context: Context) -> Iterable[Measure]:
    return (one for one in snapshot.measures.values() if may_see(context.person, one, context.place))


def _listed(snapshot: Snapshot, context: Context, wanted: Filter) -> list[str]:
    """The codes that the same question would list, in its order: Home and answers agree."""
    return [item.code for item in list_answer(Query(Kind.LIST, (), wanted), snapshot, context).items]


def _shown(snapshot: Snapshot, codes: list[str], limit: int) -> Shown:
    return Shown(tuple(facts_of(snapshot, code) for code in codes[:limit]), max(len(codes) - limit, 0))


def _counts(snapshot: Snapshot, measures: Iterable[Measure]) -> Counts:
    found = Counter((measure.tier, snapshot.verdicts[measure.code].status) for measure in measures)
    return MappingProxyType(
        {
            tier: MappingProxyType({status: found[tier, status] for status in Status if found[tier, status]})
            for tier in Tier
        }
    )
