"""Comparisons: with what a question compares, in its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from perfdata.asking.months import earlier_by, last_ended_month, month, moved
from perfdata.asking.queries import Comparison, Span, Versus
from perfdata.asking.spans import When

_ENGLAND = re.compile(
    r"\b(?:england|english|national|nationally|the country|across the country|countrywide)"
    r"(?: (?:average|figure|rate))?\b"
)
_COUNCILS = re.compile(
    r"\b(?:(?:other|similar|neighbouring|nearby|different|comparable|nearest|all|statistical|our|the)? ?"
    r"(?:councils|authorities|neighbours|neighbour councils|places|cities|boroughs|peers|family)|average council|"
    r"(?:best|worst|top|leading) (?:council|authority)|"
    r"elsewhere|others|everyone else|everybody else|benchmark\w*|league|rank\w*|"
    r"who has the (?:lowest|highest|best|worst))\b"
)
_EARLIER = re.compile(
    r"\b(?:(?:this|the same) (?:time|point|month|period) )?(?:last year|a year ago|a year earlier|the year before|"
    r"last year's|previous year)\b"
)
_VERSUS_NOW = re.compile(r"\b(?:versus|against|to|and|with) (?:now|today|this month|the latest)\b|^now versus ")
"""The latest figure as one of two that are compared."""


@dataclass(frozen=True, slots=True)
class ComparisonWords:
    """With what, and where the two are times, the later one as the `span`. `taken` is where it was said."""

    comparison: Comparison
    span: Span | None = None
    taken: tuple[tuple[int, int], ...] = ()


def read_comparison(clean: str, when: When, today: date, talked_of: Span | None = None) -> ComparisonWords:
    """What the clean text compares with. `versus` None leaves it to the measures that are named.

    `talked_of` is the time of the question before, where this one names nothing else than a time: it is one of the two.
    """
    if (england := _ENGLAND.search(clean)) is not None:
        return ComparisonWords(Comparison(Versus.ENGLAND), when.span, (england.span(),))
    if (councils := _COUNCILS.search(clean)) is not None:
        return ComparisonWords(Comparison(Versus.COUNCILS), when.span, (councils.span(),))
    if (before := _EARLIER.search(clean)) is not None:
        outside = (span for start, end, span in when.placed if end <= before.start() or before.end() <= start)
        later = next(outside, None) or talked_of or month(last_ended_month(today))
        comparison = Comparison(Versus.EARLIER, earlier_by(later, 12))
        return ComparisonWords(comparison, later, (before.span(),))
    if when.several:
        earlier, later = sorted((span for _, _, span in when.placed[:2]), key=lambda one: one.start)
        return ComparisonWords(Comparison(Versus.EARLIER, earlier), later)
    if when.span is not None and talked_of is not None and when.span != talked_of:
        earlier, later = sorted((when.span, talked_of), key=lambda one: one.start)
        return ComparisonWords(Comparison(Versus.EARLIER, earlier), later)
    if when.span is not None and _VERSUS_NOW.search(clean) is not None:
        # "Two years ago versus now": the latest figure beside that of the time that is named.
        return ComparisonWords(Comparison(Versus.EARLIER, when.span), month(last_ended_month(today)))
    if (pair := _two_months(clean, when)) is not None:
        return pair
    return ComparisonWords(Comparison(None), when.span)


def _two_months(clean: str, when: When) -> ComparisonWords | None:
    """`compare june and july`: two months side by side, though elsewhere such words are a stretch of time."""
    for start, end, span in when.placed:
        if " and " in clean[start:end] and span.end == moved(span.start, 1):
            return ComparisonWords(Comparison(Versus.EARLIER, month(span.start)), month(span.end))
    return None
