"""Time as people say it: months, quarters, terms, seasons and years, read against today. Ends are whole months."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from perfdata.asking.months import moved
from perfdata.asking.phrases import words_of
from perfdata.asking.queries import Span
from perfdata.asking.time_patterns import READERS
from perfdata.asking.time_readers import Hit, between
from perfdata.asking.words import Text

_DIGIT = re.compile(r"\d")
_JOINING = frozenset({"the", "for", "during", "over", "from", "between", "until", "through", "and", "with"})
"""Words of the readings that alone name no time."""
_THIS = {"this month": 1, "this quarter": 3}
"""What lies ahead of this day as well as behind it, by its months."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One way of naming a time: what it looks like, what it means, and the words of which it cannot do without one.

    `by_digits` says that a number may stand for all of those.
    """

    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str], date], Hit | None]
    needs: frozenset[str]
    by_digits: bool


ALL_READERS = tuple(
    Reader(one, meaning, words_of((one.pattern,)) - _JOINING, r"\d" in one.pattern or "[1-4]" in one.pattern)
    for one, meaning in READERS
)


def readers_for(clean: str) -> list[Reader]:
    """The readers that may find something in the clean text: most questions name no time, or one."""
    words = frozenset(clean.split())
    digits = _DIGIT.search(clean) is not None
    return [one for one in ALL_READERS if (digits and one.by_digits) or not one.needs.isdisjoint(words)]


@dataclass(frozen=True, slots=True)
class When:
    """What a question says of time.

    `span` None means the latest. `over_time` asks for the course of a measure, not for a figure; `future` speaks of
    what has not been; `finer` asks for days or weeks, which no measure has. `earlier` counts months back from what was
    talked of before; `so_far` is true of a year that has not ended, `rolling` of the twelve months to now;
    `other_year` is as fair a reading of a bare year. `placed` are all times that were named, each with its place in
    the clean text; `taken` all stretches that were read.
    """

    span: Span | None = None
    over_time: bool = False
    future: bool = False
    finer: bool = False
    earlier: int = 0
    so_far: bool = False
    rolling: bool = False
    other_year: Span | None = None
    placed: tuple[tuple[int, int, Span], ...] = ()
    taken: tuple[tuple[int, int], ...] = ()

    @property
    def of_months(self) -> bool:
        """Whether a stretch of several whole months that are over was named: its course is asked for."""
        return self.span is not None and self.span.start != self.span.end and not self.so_far

    @property
    def several(self) -> bool:
        """Whether more than one time was named."""
        return len({(span.start, span.end) for _, _, span in self.placed}) > 1


def read_when(text: Text, today: date, *, ahead: bool = False) -> When:
    """Everything that the text says of time. Longer readings win over shorter ones inside them.

    `ahead` reads a month without a year as the next one, and a year as all of it: what is asked of a forecast.
    """
    hits: list[tuple[int, int, Hit]] = []
    for reader in readers_for(text.clean):
        for found in reader.pattern.finditer(text.clean):
            if any(found.start() < end and start < found.end() for start, end, _ in hits):
                continue
            if (hit := reader.meaning(found, today)) is not None:
                hits.append((found.start(), found.end(), hit))
    if not hits:
        return When()
    hits.sort(key=lambda one: one[0])
    if len(hits) > 1:
        hits = [(start, end, _beside(text.clean[start:end], hit, hits)) for start, end, hit in hits]
    if ahead:
        hits = [(start, end, _coming(text.clean[start:end], hit, today)) for start, end, hit in hits]
    placed = tuple((start, end, hit.span) for start, end, hit in hits if hit.span is not None)
    span = placed[0][2] if placed else None
    return When(
        span=span,
        over_time=any(hit.over_time for _, _, hit in hits),
        future=any(hit.future for _, _, hit in hits) or (span is not None and span.first_day > today),
        finer=any(hit.finer for _, _, hit in hits),
        earlier=next((hit.earlier for _, _, hit in hits if hit.earlier), 0),
        so_far=any(hit.so_far for _, _, hit in hits),
        rolling=any(hit.rolling for _, _, hit in hits),
        other_year=next((hit.other_year for _, _, hit in hits if hit.other_year), None),
        placed=placed,
        taken=tuple((start, end) for start, end, _ in hits),
    )


def _beside(said: str, hit: Hit, hits: list[tuple[int, int, Hit]]) -> Hit:
    """`last october` beside `this october` is the one a year before."""
    twice = sum((other.start, other.end) == (hit.start, hit.end) for _, _, other in hits) > 1
    if not twice or hit.start is None or hit.end is None or "last " not in f"{said} ":
        return hit
    return between(moved(hit.start, -12), moved(hit.end, -12))


def _coming(said: str, hit: Hit, today: date) -> Hit:
    """The time as it lies ahead: the next month of that name, and all of a year that has not ended."""
    if (months := _THIS.get(said)) is not None:
        start = moved((today.year, today.month), -((today.month - 1) % months))
        return between(start, moved(start, months - 1))
    if hit.start is None or hit.end is None or hit.over_time or re.search(r"\d", said):
        return hit
    if hit.so_far:
        return between(hit.start, moved(hit.start, 11))
    start, end = hit.start, hit.end
    while end < (today.year, today.month):
        start, end = moved(start, 12), moved(end, 12)
    return between(start, end)
