"""Readers: who is told of a month's round, of which measures, where and how often. A board is one kind of reader.

Boards are data, and so are the holders of posts; every other reader is declared in the council's configuration. What a
reader is told, and how it is released, posted and corrected, is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.boards import Board, boards
from perfdata.errors import BadConfiguration
from perfdata.measures import Measure, Tier
from perfdata.people import Person, Role
from perfdata.periods import Frequency, Period, containing, month
from perfdata.store.tables import MeasureRevisionRow, MeasureRow, MilestoneRow, PersonRow

if TYPE_CHECKING:
    from perfdata.council import Council


_OF_A_SERVICE = select(MilestoneRow.id).where(MilestoneRow.service != "").limit(1)


class Often(StrEnum):
    """How often a reader is told: in each month's round, or in those of the months that end a quarter."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"

    def includes(self, period: Period) -> bool:
        """Whether the round of that month is one of them."""
        return self is Often.MONTHLY or containing(period.start, Frequency.QUARTERLY).end == period.end

    def before(self, period: Period) -> Period:
        """The month of the round before that of the month `period`."""
        if self is Often.MONTHLY:
            return period.previous()
        ended = containing(period.start, Frequency.QUARTERLY).previous().end
        return month(ended.year, ended.month)


class Plans(StrEnum):
    """Which measures of business plans a reader is told of."""

    NONE = "none"
    WATCHED = "those that it watches"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """What a reader has chosen about its alert; as given here where it has chosen nothing.

    `working_days` after the closing day is when it is told, None for the calendar's own number. In `quiet_months` (1 is
    January), as in a recess, it is told nothing; what fell due then comes on the first working day after them.
    `named_first` items stand in the message, the others in its thread. With `names_slightly_off`, measures that are
    slightly off are named and not only counted. `always_report` are the codes of measures, such as statutory floors,
    that are named whenever they are off target, by chance or not. `private` says whether its channel must be private
    or must be open; None leaves that open.
    """

    working_days: int | None = None
    quiet_months: frozenset[int] = frozenset()
    named_first: int = 7
    names_slightly_off: bool = False
    always_report: frozenset[str] = frozenset()
    private: bool | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader.

    It is told in the channel `channel_id` or, by direct message, the holder of the post `post`; of the measures in the
    remit of `boards`, of the `directorate`, of `services` and with one of `codes`, each where it is given, and of all
    where none is. `plans` says which of those of business plans. `first_round` is the month of the first round that it
    is told of, None for the calendar's own first. `objectives` says how often it reads how the milestones of business
    plans stand, None for never; a pack for a challenge session comes with every `challenge_every`-th of its rounds, 0
    for none.
    """

    code: str
    name: str
    channel_id: str = ""
    channel_name: str = ""
    post: str = ""
    is_board: bool = False
    boards: frozenset[str] = frozenset()
    directorate: str = ""
    services: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    plans: Plans = Plans.NONE
    often: Often = Often.MONTHLY
    first_round: Period | None = None
    objectives: Often | None = None
    challenge_every: int = 0
    options: ReaderOptions = ReaderOptions()

    @property
    def key(self) -> str:
        """What it is known by in the record of what was told."""
        return f"{'board' if self.is_board else 'reader'}:{self.code}"

    def reads(self, period: Period) -> bool:
        """Whether it is told of the round of that month, if it is told of rounds so early at all."""
        return self.often.includes(period)

    def is_owed(self, period: Period) -> bool:
        """Whether it is told of the round of that month once it has closed."""
        return self.reads(period) and (self.first_round is None or self.first_round <= period)

    def has_pack(self, period: Period) -> bool:
        """Whether the pack for a challenge session comes with the round of that month, counted from its first round."""
        if not self.challenge_every or self.first_round is None:
            return False
        start, first = period.start, self.first_round.start
        return ((start.year - first.year) * 12 + start.month - first.month) % self.challenge_every == 0

    def covers(self, measure: Measure) -> bool:
        """Whether the measure is in its remit; whether it is told of it as well is a matter of the tier."""
        return self.is_for(measure.code, measure.directorate, measure.service, measure.boards)

    def is_for(self, code: str, directorate: str, service: str, boards: Iterable[str]) -> bool:
        """Whether what stands so is in its remit: a measure, or an objective by its reference."""
        return (
            (not self.boards or not self.boards.isdisjoint(boards))
            and (not self.directorate or self.directorate == directorate)
            and (not self.services or service in self.services)
            and (not self.codes or code in self.codes)
        )

    @property
    def by_service(self) -> bool:
        """Whether it takes a service to know if an objective is in its remit."""
        return bool(self.services or self.boards)

    def tells(self, measure: Measure, watched: Collection[str]) -> bool:
        """Whether it is told of a measure in its remit: of the scorecard always, of business plans as `plans` says."""
        if measure.tier is Tier.SCORECARD or self.plans is Plans.ALL:
            return True
        return self.plans is Plans.WATCHED and measure.code in watched

    def those_meant(self, people: Iterable[Person]) -> Iterator[Person]:
        """Who may be expected to read along: those who work in its directorate; where it has none, the cabinet."""
        for one in people:
            if one.directorate == self.directorate if self.directorate else one.is_a(Role.CABINET_MEMBER, Role.LEADER):
                yield one


@dataclass(frozen=True, slots=True)
class UnheldPost:
    """A reader that is told as the holder of a post which not just one person holds, but `holders`: none or several."""

    reader: Reader
    holders: int


def board_reader(board: Board, council: Council) -> Reader:
    """A board as a reader: of its remit on the scorecard, and of what it watches of business plans."""
    return Reader(
        board.code,
        board.name,
        board.channel_id,
        board.channel_name,
        is_board=True,
        boards=frozenset({board.code}),
        plans=Plans.WATCHED,
        options=council.board_options.get(board.code) or ReaderOptions(),
    )


def readers_of(session: Session, council: Council) -> tuple[Reader, ...]:
    """All readers, each with where it is told: the boards in their order, then the others as they are declared.

    Who is told as the holder of a post that nobody holds now, or several do, is left out.
    """
    holders = _holders(session, council)
    found = [board_reader(board, council) for board in boards(session).values()]
    for one in council.readers:
        if not one.post:
            found.append(one)
        elif len(holders.get(one.post, ())) == 1:
            # Nobody else reads a direct message, so that nothing about a channel holds it up.
            found.append(replace(one, channel_id=holders[one.post][0], options=replace(one.options, private=True)))
    return tuple(found)


def names_of(session: Session, council: Council, codes: Collection[str]) -> tuple[str, ...]:
    """The names of the readers with these codes, in the council's order."""
    return tuple(one.name for one in readers_of(session, council) if one.code in codes)


def unheld_posts(session: Session, council: Council) -> tuple[UnheldPost, ...]:
    """The readers that `readers_of` leaves out."""
    holders = _holders(session, council)
    posts = (UnheldPost(one, len(holders.get(one.post, ()))) for one in council.readers if one.post)
    return tuple(one for one in posts if one.holders != 1)


def _holders(session: Session, council: Council) -> Mapping[str, list[str]]:
    """The user ids of those who hold a post that a reader is told as, by the post."""
    posts = {one.post for one in council.readers if one.post}
    holders: dict[str, list[str]] = {}
    if posts:
        rows = session.execute(
            select(PersonRow.title, PersonRow.user_id).where(
                PersonRow.active, PersonRow.team_id == council.team_id, PersonRow.title.in_(posts)
            )
        )
        for title, user_id in rows:
            holders.setdefault(title, []).append(user_id)
    return holders


def readers_by_channel(session: Session, council: Council) -> Mapping[str, Reader]:
    """The reader that is told in a channel, by the channel's id; the first of them where there are several."""
    found: dict[str, Reader] = {}
    for one in readers_of(session, council):
        found.setdefault(one.channel_id, one)
    return found


def require_known(session: Session, council: Council) -> None:
    """Raise BadConfiguration where a declared reader names what the loaded data do not know.

    Before anything is loaded there is nothing to hold it against.
    """
    if (sentence := next(_mistakes(session, council), None)) is not None:
        raise BadConfiguration(sentence)


def mistake(session: Session, council: Council) -> str:
    """The first thing that keeps a declared reader from being told, in a sentence; blank where there is none."""
    sentences = (*_mistakes(session, council), *_not_told(session, council))
    return sentences[0] if sentences else ""


def _mistakes(session: Session, council: Council) -> Iterator[str]:
    directorates = set(session.scalars(select(MeasureRevisionRow.directorate).distinct()))
    services = set(session.scalars(select(MeasureRevisionRow.service).distinct()))
    codes = set(session.scalars(select(MeasureRow.code)))
    held = boards(session)
    if unknown := sorted(set(council.board_options) - set(held)) if directorates else []:
        yield f"calendar.toml: [alerts.boards.{unknown[0]}] is about a board that nothing loaded has. Correct the code."
    chosen = {f"calendar.toml: [alerts.boards.{code}]": one for code, one in council.board_options.items()}
    chosen |= {f"readers.toml: the reader “{one.code}”": one.options for one in council.readers}
    for where, options in chosen.items() if directorates else ():
        if strange := sorted(options.always_report - codes):
            yield f"{where} names the measure {strange[0]} under always_report, and no such measure is loaded."
    for one in council.readers if directorates else ():
        where = f"readers.toml: the reader “{one.code}”"
        if one.code in held:
            yield f"{where} has the code of a board. Give it another code."
        named = ({one.directorate} - {""}, one.services, one.boards)
        for noun, words, known in zip(
            ("directorate", "service", "board"), named, (directorates, services, held), strict=True
        ):
            if unknown := sorted(words - set(known)):
                names = ", ".join(sorted(known))
                yield f"{where} names the {noun} “{unknown[0]}”, which nothing loaded has. Known: {names}."


def _not_told(session: Session, council: Council) -> Iterator[str]:
    for asking in council.readers:
        if asking.objectives and asking.by_service and not session.scalar(_OF_A_SERVICE):
            yield (
                f"readers.toml: the reader “{asking.code}” reads the objectives of some services, but no objective "
                "that is loaded names its service. Add the column “service” to the file of objectives."
            )
    for one in unheld_posts(session, council):
        who = "nobody loaded has" if not one.holders else f"{one.holders} people have, so that none of them is told"
        yield (
            f"readers.toml: the reader “{one.reader.code}” is told as “{one.reader.post}”, a title that {who}. Correct "
            "the title or the file of people."
        )
