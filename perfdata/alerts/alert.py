"""An alert: what one reader is told for one round, frozen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from perfdata.alerts.following import NOTHING_IN_HAND, Followed, InHand
from perfdata.alerts.news import News
from perfdata.alerts.objectives import MilestoneTold
from perfdata.facts import Facts
from perfdata.measures import Tier
from perfdata.payloads import Payload
from perfdata.periods import Period
from perfdata.verdicts.precedence import Standing, State, row_of
from perfdata.verdicts.reading import Variation
from perfdata.verdicts.status import Status

FIRST = 7
"""How many items stand in the message itself, where a board has not chosen otherwise."""

QUOTED = 1_000
"""The longest note of a service that is quoted whole, in characters."""


class Shown(StrEnum):
    """How a message shows a measure; the order is that of the message."""

    STATED = "stated"
    NAMED = "named"
    FOLDED = "folded"
    UNCHANGED = "unchanged"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class AlertItem(Payload):
    """One measure in one alert, in exactly one state of precedence.

    `standing` is what the table of precedence looked at. `before` is the state in the reader's last round, None where
    the measure was not the reader's then. `remark` says in words why it is in that state; `usual` is its usual range
    in words, blank without one. `missing_for` counts the periods without a figure up to the one that is due.
    `new_figure` is false where nothing was due or entered since the last round. `chosen` is true where the reader has
    asked for it to be named whatever the table says. `asked_until` is the day by which the service is to answer a
    question about it, None where none is open.
    """

    facts: Facts
    standing: Standing
    news: News
    before: State | None = None
    remark: str = ""
    usual: str = ""
    missing_for: int = 0
    new_figure: bool = True
    chosen: bool = False
    asked_until: date | None = None

    @property
    def state(self) -> State:
        """The one state of precedence in which the measure stands."""
        return row_of(self.standing).state

    @property
    def shown(self) -> Shown:
        """How the message shows it: what is missing or withheld always, and every other state as long as it is news."""
        state = self.state
        if state in (State.WITHHELD, State.MISSING):
            return Shown.STATED
        if self.chosen and state.off:
            return Shown.NAMED
        if state in (State.OFF_BY_CHANCE, State.ON_BY_CHANCE):
            return Shown.FOLDED
        if state is State.STEADY:
            return Shown.FOLDED if self.chosen else Shown.STEADY
        if self.news is News.NONE:
            return Shown.UNCHANGED
        return Shown.STATED if state is State.NO_COMPARISON else Shown.NAMED

    @property
    def improving(self) -> bool:
        """Whether there is a real change for the better."""
        return self.standing.variation is Variation.IMPROVING

    @property
    def by_choice(self) -> bool:
        """Whether it is named for no other reason than that its reader wants it named while it is off target."""
        return self.chosen and self.state.off and (self.news is News.NONE or self.state is State.OFF_BY_CHANCE)

    @property
    def quoted(self) -> str:
        """The service's own words as an alert quotes them, beside what is off target, getting worse or missing; cut
        short, and saying so, where they are very long.
        """
        note = self.facts.note
        if not note or self.shown not in (Shown.STATED, Shown.NAMED) or self.state is State.RECOVERED:
            return ""
        return note if len(note) <= QUOTED else f"{note[:QUOTED].rsplit(maxsplit=1)[0]} […]"

    @property
    def deserves_challenge(self) -> bool:
        """True when a board may well want to nominate the measure for surgery."""
        return self.state.off or self.state is State.EARLY_WARNING


@dataclass(frozen=True, slots=True)
class Alert(Payload):
    """A reader's alert for the round of the month `period`, which closed on `closed_on`.

    `items` are the measures in its remit of which it is told, in the order of precedence; exempt ones are not among
    them and are not counted. `unlisted` business-plan measures are in its remit and not told, `unlisted_off` of them
    off target; `watches` says that it is told of those that it watches. `since` is the month of its last round, with
    which this one is compared; `followed` says what became of what was named then, and `in_hand` what is under way.
    `first` is how many named items stand in the message itself, at most; `in_thread` are the codes of the measures that
    follow in its thread. `milestones` are those of business plans, of which the thread tells those that are to be
    named, and `milestones_since` is the month of the round in which they were read last. `late_since` is the day on
    which the alert was due when it came later; `held_for` says in words what had put it off until it was due, blank
    where nothing had. With `has_pack`, the pack for a challenge session is in its thread.
    """

    reader: str
    reader_name: str
    period: Period
    since: Period
    closed_on: date
    items: tuple[AlertItem, ...]
    first: int = FIRST
    followed: tuple[Followed, ...] = ()
    in_hand: InHand = NOTHING_IN_HAND
    unlisted: int = 0
    unlisted_off: int = 0
    watches: bool = True
    is_board: bool = True
    milestones: tuple[MilestoneTold, ...] = ()
    milestones_since: Period | None = None
    has_pack: bool = False
    in_thread: tuple[str, ...] = ()
    late_since: date | None = None
    held_for: str = ""

    @property
    def span(self) -> str:
        """What lies between the reader's last round and this one, as a noun."""
        return "month" if self.since == self.period.previous() else "quarter"

    @property
    def counts(self) -> dict[Status, int]:
        """How many measures have each status at the period that was due; they add up to the number of items."""
        found = Counter(item.facts.status for item in self.items)
        return {status: found[status] for status in Status}

    @property
    def reported(self) -> int:
        """How many measures have a figure for the period that was due, which may be an earlier quarter or year."""
        return len(self.items) - len(self.of(State.MISSING)) - len(self.of(State.WITHHELD))

    @property
    def named(self) -> tuple[AlertItem, ...]:
        """The items that are news or always named, in the order of precedence."""
        return self.shown(Shown.NAMED)

    @property
    def news(self) -> int:
        """How many of them are news."""
        return sum(not item.by_choice for item in self.named)

    @property
    def listed(self) -> tuple[AlertItem, ...]:
        """The items of which a figure is stated, or that there is none, in the message or its thread."""
        return self.shown(Shown.STATED, Shown.NAMED, Shown.FOLDED)

    @property
    def told(self) -> tuple[AlertItem, ...]:
        """Those of the listed items that the message itself tells."""
        return tuple(item for item in self.listed if item.facts.code not in self.in_thread)

    @property
    def rest(self) -> tuple[AlertItem, ...]:
        """Those of the listed items that its thread tells."""
        return tuple(item for item in self.listed if item.facts.code in self.in_thread)

    @property
    def as_before(self) -> tuple[AlertItem, ...]:
        """The items that stand as they did when they were told; those that cannot be compared are only counted."""
        return tuple(item for item in self.shown(Shown.UNCHANGED) if item.state is not State.NO_COMPARISON)

    @property
    def without_new_figure(self) -> int:
        """For how many measures nothing was due or entered since the last round, so that an older figure stands."""
        return sum(not item.new_figure for item in self.items)

    @property
    def files(self) -> tuple[str, ...]:
        """The loaded files from which its figures are, the one with most of them first."""
        found = Counter(item.facts.receipt.source_file for item in self.items if item.facts.receipt is not None)
        return tuple(name for name, _ in sorted(found.items(), key=lambda one: (-one[1], one[0])))

    @property
    def from_business_plans(self) -> int:
        """How many of the measures are from business plans, not the scorecard."""
        return sum(item.facts.tier is Tier.BUSINESS_PLAN for item in self.items)

    def of(self, *states: State) -> tuple[AlertItem, ...]:
        """The items in these states."""
        return tuple(item for item in self.items if item.state in states)

    def shown(self, *ways: Shown) -> tuple[AlertItem, ...]:
        """The items that are shown in one of these ways."""
        return tuple(item for item in self.items if item.shown in ways)
