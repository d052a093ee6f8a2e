"""What an answer says, gathered measure by measure as it is found, and frozen when it is complete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from perfdata.asking.amounts import day_words, value_words
from perfdata.asking.answers import Answer, Change, Count, Deed, Definition, Figure, Item, Post, Quantity, Quotation
from perfdata.asking.findings import Finding
from perfdata.asking.group_figures import GroupFigure, GroupGap
from perfdata.asking.others_compared import OthersCompared
from perfdata.asking.queries import Context, Option, Query
from perfdata.charts.chart import Chart
from perfdata.measures import Measure
from perfdata.owners_words.words import Words
from perfdata.periods import Period
from perfdata.permissions import PlaceKind


@dataclass(slots=True)
class Said:
    """The parts of an answer in the making. What is said goes through methods that keep the record of its numbers."""

    paragraphs: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    groups: list[GroupFigure] = field(default_factory=list)
    gaps: list[GroupGap] = field(default_factory=list)
    comparisons: list[OthersCompared] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    shown: int = 0

    def say(self, *sentences: str) -> None:
        """One paragraph of these sentences; blank ones are left out."""
        if words := " ".join(one for one in sentences if one):
            self.paragraphs.append(words)

    def amount(self, measure: Measure, what: str, number: Decimal) -> str:
        """The words for a number in the measure's unit, which is now on the record."""
        return self.quantity(measure.code, what, number, value_words(measure, number))

    def quantity(self, code: str, what: str, number: Decimal, words: str) -> str:
        """`words`, which are now on the record as the way to say `number`."""
        self.quantities.append(Quantity(code, what, number, words))
        return words

    def count(self, what: str, number: int) -> int:
        """The number, which is now on the record."""
        self.counts.append(Count(what, number))
        return number

    def day(self, day: date) -> str:
        """The day in words, which are now on the record."""
        self.times.append(words := day_words(day))
        return words

    def period(self, period: Period) -> str:
        """The period in words, which are now on the record."""
        self.times.append(period.words)
        return period.words

    def time(self, words: str) -> str:
        """The words of a stretch of time, which are now on the record."""
        self.times.append(words)
        return words

    def quote(self, measure: Measure, said: Iterable[Words], context: Context, about: str = "") -> None:
        """The service's own words on a figure, as `Snapshot.words_on` gives them; in a channel without the post."""
        for one in said:
            role = one.title if one.title and in_private(context) else voice_of(measure, context)
            self.quotations.append(Quotation(" ".join(one.words.split()), role, one.said_on, about))

    def answer(self, query: Query, notes: Iterable[str] = ()) -> Answer:
        """The answer, complete; each note once, in the order in which they came up, then `notes`."""
        return Answer(
            kind=query.kind,
            query=query,
            paragraphs=tuple(self.paragraphs),
            figures=tuple(self.figures),
            quotations=tuple(self.quotations),
            items=tuple(self.items),
            notes=tuple(dict.fromkeys([*self.notes, *notes])),
            counts=tuple(self.counts),
            definitions=tuple(self.definitions),
            changes=tuple(self.changes),
            findings=tuple(self.findings),
            quantities=tuple(self.quantities),
            posts=tuple(self.posts),
            deeds=tuple(self.deeds),
            groups=tuple(self.groups),
            gaps=tuple(self.gaps),
            comparisons=tuple(self.comparisons),
            options=tuple(self.options),
            times=tuple(dict.fromkeys(self.times)),
            shown=self.shown,
            charts=tuple(self.charts),
        )


def in_private(context: Context) -> bool:
    """Whether nobody but the person who asks reads the answer, so that posts may be named."""
    return context.place.kind in (PlaceKind.DIRECT, PlaceKind.TERMINAL)


def voice_of(measure: Measure, context: Context) -> str:
    """Whose words a note is: the owner's post; in a channel, the service."""
    return measure.owner_role if in_private(context) else measure.service
