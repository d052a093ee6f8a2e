"""An addendum: what is otherwise by now than a released alert said, for the thread of that alert; frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from perfdata.alerts.record import of_facts
from perfdata.asking.amounts import day_words
from perfdata.facts import Facts
from perfdata.payloads import Payload
from perfdata.periods import Period
from perfdata.verdicts.precedence import State
from perfdata.verdicts.status import Status


class Change(StrEnum):
    """What has become of what was told."""

    WITHDRAWN = "withdrawn"
    CAME_IN = "has come in"
    WITHHELD = "withheld now"
    GONE = "no longer held"
    REVISED = "revised"


@dataclass(frozen=True, slots=True)
class AddendumItem(Payload):
    """One measure: as it was told, and as it is. `remark` says why it is in its state now; it may be blank."""

    told: Facts
    told_state: State
    facts: Facts
    state: State
    remark: str = ""

    @property
    def changes_status(self) -> bool:
        """Whether it is judged otherwise now, a figure that came late included."""
        return self.told.status is not self.facts.status

    @property
    def change(self) -> Change:
        """What to call it."""
        told, now = self.told.status, self.facts.status
        if now is Status.SUPPRESSED:
            return Change.WITHHELD
        if told is Status.MISSING and now is not Status.MISSING:
            return Change.CAME_IN
        if now is Status.MISSING:
            return Change.GONE
        if told is Status.OFF_TARGET and now is not Status.OFF_TARGET:
            return Change.WITHDRAWN
        return Change.REVISED


@dataclass(frozen=True, slots=True)
class Addendum(Payload):
    """What is added to one reader's alert for the round of `period`, which was released on `told_on`."""

    reader: str
    period: Period
    told_on: date
    added_on: date
    items: tuple[AddendumItem, ...]

    @property
    def changes_status(self) -> bool:
        """Whether any status has changed, so that the channel is told as well as the thread."""
        return any(item.changes_status for item in self.items)


def record_of(addendum: Addendum) -> Iterator[str]:
    """Every text whose numerals the message may say."""
    yield f"{addendum.reader} {addendum.period.words} {day_words(addendum.told_on)} {day_words(addendum.added_on)}"
    yield str(len(addendum.items))
    for item in addendum.items:
        for facts in (item.told, item.facts):
            yield from of_facts(facts)
            if (receipt := facts.receipt) is not None:
                yield f"{receipt.source_file} {receipt.source_row} {receipt.revision} {day_words(receipt.entered_on)}"
        yield item.remark
