"""What somebody may mean: a query to answer, a choice to put to them, or a refusal with its reason."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Place

LABEL_LIMIT = 75
"""Longest label of an option, in characters: what a button can hold."""


class Kind(StrEnum):
    """Kinds of question, and the two honest outcomes."""

    STATUS = "status"
    TREND = "trend"
    LIST = "list"
    COMPARE = "compare"
    TARGET = "target"
    DEFINE = "define"
    OWNER = "owner"
    COMMENTARY = "commentary"
    BREAKDOWN = "breakdown"
    FORECAST = "forecast"
    MOVERS = "movers"
    SURGERY = "surgery"
    ACTIONS = "actions"
    WATCH = "watch"
    HELP = "help"
    AMBIGUOUS = "ambiguous"
    DECLINED = "declined"


class ListStatus(StrEnum):
    """What a list may be narrowed to, besides where its measures belong."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NEWLY_RED = "newly_red"
    RECOVERED = "recovered"
    MISSING = "missing"
    RED_LONG = "red_long"
    PROVISIONAL = "provisional"
    REVISED = "revised"
    IMPROVED = "improved"
    WORSENED = "worsened"
    NO_TARGET = "no_target"
    NOT_RED = "not_red"
    NOT_AMBER = "not_amber"
    NOT_GREEN = "not_green"
    NOT_IMPROVED = "not_improved"
    NOT_WORSENED = "not_worsened"


class Versus(StrEnum):
    """What a comparison is with: other councils, the country, several of our own measures, or another time."""

    COUNCILS = "similar councils"
    ENGLAND = "England"
    EACH_OTHER = "each other"
    EARLIER = "another time"


class Order(StrEnum):
    """What a list or the movers begin with: the furthest from target, or the largest change of a kind."""

    WORST = "worst"
    BEST = "best"
    IMPROVED = "improved"
    WORSENED = "worsened"
    CHANGED = "changed"


class Facet(StrEnum):
    """What is asked of surgeries (explained to worked), of their actions (overdue, open, mine), of a figure (how many,
    which a share or a rate does not say by itself; how long, which most measures do not say), of a watch (stop) or of
    the bot (thanks)."""

    EXPLAINED = "explained"
    LAST = "last"
    NOMINATE = "nominate"
    NEXT = "next"
    WORKED = "worked"
    OVERDUE = "overdue"
    OPEN = "open"
    MINE = "mine"
    HOW_MANY = "how many"
    HOW_LONG = "how long"
    STOP = "stop"
    THANKS = "thanks"


class Reason(StrEnum):
    """Why a question is declined."""

    NOT_UNDERSTOOD = "not understood"
    NOT_HELD = "not held"
    NOT_ALLOWED = "not allowed"
    FUTURE = "future"
    BEFORE_DATA = "before data"
    OUT_OF_SCOPE = "out of scope"
    POLITICS = "politics"
    ABOUT_A_PERSON = "about a person"
    PERSONAL_DATA = "personal data"
    SERVICE_REQUEST = "service request"
    CHANGE_DATA = "change of data"
    ORDERS = "orders to the bot"
    LANGUAGE = "other language"
    ABUSE = "abuse"


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, where, and how the question before it in the same thread was understood."""

    person: Person
    place: Place
    prior: Reading | None = None


@dataclass(frozen=True, slots=True)
class Span(Payload):
    """A stretch of whole months, both ends included, as (year, month). `words` names it: `October 2026`."""

    start: tuple[int, int]
    end: tuple[int, int]
    words: str

    @property
    def months(self) -> int:
        """How many months it has."""
        return (self.end[0] - self.start[0]) * 12 + self.end[1] - self.start[1] + 1

    @property
    def first_day(self) -> date:
        """The first day of the first month."""
        return date(*self.start, 1)

    @property
    def last_day(self) -> date:
        """The last day of the last month."""
        return date(*self.end, monthrange(*self.end)[1])


@dataclass(frozen=True, slots=True)
class Filter(Payload):
    """Which measures a list is of. `board` is a code; the rest are names as the dictionary or the council's
    configuration writes them. `owner` is the post that answers for them, `portfolio` a cabinet member's.

    `months` asks for runs off target of more than so many months. `among` is the state in which they all have to be, as
    those of a list that is gone on from: `which of those are getting worse`.
    """

    board: str = ""
    directorate: str = ""
    service: str = ""
    priority: str = ""
    tier: str = ""
    portfolio: str = ""
    theme: str = ""
    owner: str = ""
    status: ListStatus | None = None
    months: int = 0
    among: ListStatus | None = None

    @property
    def terms(self) -> dict[str, str]:
        """The terms that are set, by the names of the command line's contract."""
        named = {
            "board": self.board,
            "directorate": self.directorate,
            "service": self.service,
            "priority": self.priority,
            "tier": self.tier,
            "portfolio": self.portfolio,
            "theme": self.theme,
            "owner": self.owner,
            "status": str(self.status) if self.status else "",
            "among": str(self.among) if self.among else "",
        }
        return {name: value for name, value in named.items() if value}

    @property
    def names_an_area(self) -> bool:
        """True when it says whose measures: a board's, a service's, an owner's and the like."""
        named = (self.board, self.directorate, self.service, self.priority, self.portfolio, self.theme, self.owner)
        return any(named)


@dataclass(frozen=True, slots=True)
class Comparison:
    """With what a comparison is made (None: the measures decide), and where it is another time, which (`against`)."""

    versus: Versus | None
    against: Span | None = None


@dataclass(frozen=True, slots=True)
class SplitBy:
    """By what a breakdown splits, as the data name it (blank: by all there is), and the one group that is meant."""

    dimension: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class CountedBy:
    """By what a list is counted in place of being listed: `directorate`, `board`, `service` or `priority`."""

    area: str


@dataclass(frozen=True, slots=True)
class OfObjectives:
    """The objectives (keys of `objectives.key_of`) whose status is asked, or one `milestone` of theirs alone."""

    keys: tuple[str, ...]
    milestone: str = ""


@dataclass(frozen=True, slots=True)
class OfTerms:
    """The product's own words that are to be defined: names of `terms.TERMS`."""

    names: tuple[str, ...]


Details = Comparison | SplitBy | CountedBy | OfObjectives | OfTerms
"""What only one kind of question has. No two share the name of a required field: a payload tells them apart by it."""

_UNCOMPARED = Comparison(None)
_UNSPLIT = SplitBy("")


@dataclass(frozen=True, slots=True)
class Query(Payload):
    """A question understood: its kind, and the measures, the filter or other `details` that it is about.

    `span` is None for the latest figure. A list or movers may have an `order` and be cut after `most` (0: not cut). A
    watch with `span` is to be silent until then; one of no measures and no filter asks which there are. `facets` say
    which side of its subject is meant. `others` are codes that fitted the words nearly as well, the likeliest first:
    what `no, the other one` means. `evidence` says which words led to this reading, for people to check.
    """

    kind: Kind
    measures: tuple[str, ...] = ()
    filter: Filter | None = None
    span: Span | None = None
    evidence: tuple[str, ...] = ()
    details: Details | None = None
    order: Order | None = None
    most: int = 0
    facets: tuple[Facet, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def wanted(self) -> Filter:
        """The filter, or one that leaves everything."""
        return self.filter or Filter()

    @property
    def comparison(self) -> Comparison:
        """With what it compares, if it does."""
        return self.details if isinstance(self.details, Comparison) else _UNCOMPARED

    @property
    def split(self) -> SplitBy:
        """By what it is broken down, if it is."""
        return self.details if isinstance(self.details, SplitBy) else _UNSPLIT

    @property
    def counted_by(self) -> str:
        """By what a list is counted; blank where it is not."""
        return self.details.area if isinstance(self.details, CountedBy) else ""

    @property
    def stretch(self) -> Span | None:
        """All the time that it is about: of a comparison with another time, from the earlier to the later."""
        against = self.comparison.against
        if self.span is None or against is None:
            return self.span
        first, last = sorted((self.span, against), key=lambda one: one.start)
        return Span(first.start, last.end, f"{last.words} beside {first.words}")

    @property
    def has_subject(self) -> bool:
        """Whether there is something in it that a follow-up could leave out."""
        return bool(self.measures) or self.filter is not None or isinstance(self.details, OfObjectives)


@dataclass(frozen=True, slots=True)
class Option(Payload):
    """One thing to press: what it says, how it differs from the others, and the query that it stands for."""

    label: str
    detail: str
    query: Query


@dataclass(frozen=True, slots=True)
class Choice(Payload):
    """Several readings fit: the sentence that asks, and at most four options. `candidates` are measure codes."""

    sentence: str
    options: tuple[Option, ...]
    candidates: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """Always ambiguous."""
        return Kind.AMBIGUOUS

    @property
    def has_subject(self) -> bool:
        """As a query's: what was offered."""
        return bool(self.options)


@dataclass(frozen=True, slots=True)
class Refusal(Payload):
    """What cannot be answered and why, in sentences fit to show, with the nearest that can be.

    `measures` and `span` are those that the question is about, where they were understood and may be named; `asked`
    is the kind that it would have been.
    """

    reason: Reason
    sentences: tuple[str, ...]
    nearest: tuple[Option, ...] = ()
    measures: tuple[str, ...] = ()
    span: Span | None = None
    asked: Kind | None = None

    @property
    def kind(self) -> Kind:
        """Always declined."""
        return Kind.DECLINED

    @property
    def has_subject(self) -> bool:
        """As a query's: the measures that it was about, where they were understood."""
        return bool(self.measures)


Reading = Query | Choice | Refusal
"""What a question was understood to be."""


def clipped(text: str, limit: int = LABEL_LIMIT) -> str:
    """`text`, cut at a word and ended with an ellipsis where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"
