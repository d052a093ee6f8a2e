"""An alert: what one board is told for one round, frozen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from perfdata.alerts.section import Section, section_of
from perfdata.alerts.standing import Standing
from perfdata.asking.payloads import Payload
from perfdata.facts import Facts
from perfdata.measures import Tier
from perfdata.periods import Period
from perfdata.verdicts.precedence import State
from perfdata.verdicts.status import Status


@dataclass(frozen=True, slots=True)
class AlertItem(Payload):
    """One measure in one alert, in exactly one class and one state of precedence, with why it is in that state."""

    standing: Standing
    facts: Facts
    state: State | None = None
    remark: str = ""

    @property
    def section(self) -> Section | None:
        """Where the message names the measure; None where it is only counted."""
        return section_of(self.standing, self.state)


@dataclass(frozen=True, slots=True)
class Alert(Payload):
    """A board's alert for the round of the month `period`, which closed on `closed_on`.

    `items` are all the board's measures that may be spoken of in its channel, the most important first; exempt ones
    are not among them and are not counted. `late_since` is the day on which the alert was due when it came later.
    """

    board: str
    board_name: str
    period: Period
    closed_on: date
    items: tuple[AlertItem, ...]
    late_since: date | None = None

    @property
    def counts(self) -> dict[Standing, int]:
        """How many measures are in each class, none left out; they add up to the number of items."""
        found = Counter(item.standing for item in self.items)
        return {standing: found[standing] for standing in Standing}

    @property
    def listed(self) -> tuple[AlertItem, ...]:
        """The items that are named in the message, section by section; the others are counted."""
        return tuple(item for items in self.sections.values() for item in items)

    @property
    def sections(self) -> dict[Section, tuple[AlertItem, ...]]:
        """The listed items by section, in order; sections without any are left out."""
        found = {section: tuple(item for item in self.items if item.section is section) for section in Section}
        return {section: items for section, items in found.items() if items}

    @property
    def not_due_off_target(self) -> int:
        """How many of the measures without a figure due this month are off target."""
        return sum(item.standing is Standing.NOT_DUE and item.facts.status is Status.OFF_TARGET for item in self.items)

    @property
    def from_business_plans(self) -> int:
        """How many of the measures are from business plans, not the scorecard."""
        return sum(item.facts.tier is Tier.BUSINESS_PLAN for item in self.items)

    def of(self, *standings: Standing) -> tuple[AlertItem, ...]:
        """The items in these classes, the most important first."""
        return tuple(item for item in self.items if item.standing in standings)
