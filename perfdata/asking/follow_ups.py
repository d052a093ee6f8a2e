"""Follow-ups: what a question leaves out is taken from the one before it in the same thread.

Measures, kind and time are each left out by themselves: “and in September?” keeps the measures, “what about missed
bins” the kind and the time. A question that stands by itself takes over nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from perfdata.asking import refusals
from perfdata.asking.kinds import SUPPORTED
from perfdata.asking.queries import Choice, Filter, Kind, Option, Query, Reading, Refusal, Span
from perfdata.asking.spans import When
from perfdata.measures import Measure

_FOLLOWS = frozenset({"and", "same", "just", "only", "those", "these", "also", "but", "ok", "then"})

_SAME_OF = re.compile(
    r"(?:and|also|same(?: again)?|what about|how about)\b(?! (?:how|what|which|why|who|is|are|was|were|has|have)\b)"
)
"""How a question begins that asks the same of something else, unless it goes on to ask in full."""

_IT = re.compile(r"\b(?:it|that|this)\b")


def still_known(before: Reading | None, measures: Mapping[str, Measure]) -> Reading | None:
    """`before` without what is not among `measures`, those that this person may see here; None if nothing is left."""
    match before:
        case Query():
            kept = tuple(code for code in before.measures if code in measures)
            return replace(before, measures=kept) if kept or before.filter is not None else None
        case Choice():
            options = tuple(one for one in before.options if all(code in measures for code in one.query.measures))
            candidates = tuple(code for code in before.candidates if code in measures)
            return replace(before, options=options, candidates=candidates) if options else None
        case Refusal():
            kept = tuple(code for code in before.measures if code in measures)
            return replace(before, measures=kept, nearest=()) if kept else None
    return None


def follows(clean: str) -> bool:
    """Whether the text begins like a follow-up."""
    return clean.partition(" ")[0] in _FOLLOWS or clean.startswith(("what about", "how about"))


def is_about_it(clean: str, before: Reading | None) -> bool:
    """Whether `it` is the measure that the conversation is about: `is it on target` asks for no list."""
    return bool(talked_of(before)) and _IT.search(clean) is not None


def is_list(before: Reading | None) -> bool:
    """Whether the question before was for a list."""
    return isinstance(before, Query) and before.kind is Kind.LIST


def talked_of(before: Reading | None) -> frozenset[str]:
    """Codes that the conversation is about: a follow-up that fits them or their like means those."""
    match before:
        case Query() | Refusal():
            return frozenset(before.measures)
        case Choice():
            return frozenset(before.candidates)
    return frozenset()


def kind_of(clean: str, when: When, before: Reading | None) -> Kind:
    """The kind of a question with no words for one: that of the question before, if it asks the same of another
    measure, else the status. One that names a time asks for figures."""
    if _SAME_OF.match(clean) is None or when.taken:
        return Kind.STATUS
    match before:
        case Query(measures=(_, *_)):
            return before.kind
        case Choice(options=(Option(query=query), *_)):
            return query.kind
        case Refusal(asked=Kind() as asked):
            return asked
    return Kind.STATUS


def span_of(clean: str, when: When, before: Reading | None) -> Span | None:
    """The time that a question about measures of its own is about: that of the question before, if it asks the same."""
    return _span(when, before) if _SAME_OF.match(clean) is not None else when.span


def narrowed(base: Filter, said: Filter) -> Filter:
    """What a list is of when `said` is said after a list of `base`: one area takes the place of another, and all else
    stays unless it is said anew."""
    area = said if said.names_an_area else base
    return replace(
        area,
        tier=said.tier or ("" if said.names_an_area else base.tier),
        status=said.status or base.status,
        months=said.months or base.months,
    )


def inherited(kind: Kind, when: When, before: Reading | None, measures: Mapping[str, Measure]) -> Reading | None:
    """The subject of the question before, with this one's kind, and its time if it names one.

    None when there is no subject, or it is one that cannot be asked about in this way.
    """
    match before:
        case Query(kind=Kind.LIST):
            return _listed_again(before, when) if kind is Kind.STATUS else None
        case Choice():
            return _offered_again(before, when)
        case Query(measures=(_, *_)) | Refusal(measures=(_, *_)):
            return _asked_again(kind, when, before, measures)
    return None


def _asked_again(kind: Kind, when: When, before: Query | Refusal, measures: Mapping[str, Measure]) -> Reading:
    codes = before.measures
    options = refusals.status_options(measures[code] for code in codes[:4])
    if kind not in SUPPORTED:
        return refusals.not_yet(kind, codes, options)
    if (refused := _no_such_time(when, codes, options)) is not None:
        return refused
    span = None if kind is Kind.DEFINE else _span(when, before)
    return Query(kind, codes, None, span, tuple(f"{code}: asked about before" for code in codes))


def _listed_again(before: Query, when: When) -> Reading | None:
    """The same list for another time; without one there is nothing new to list."""
    if (refused := _no_such_time(when)) is not None:
        return refused
    if not when.taken or (when.span is not None and when.span.start != when.span.end):
        return None
    return replace(before, span=when.span, evidence=(*before.evidence, "the list asked for before"))


def _offered_again(before: Choice, when: When) -> Reading | None:
    """The same choice for another time, since none was chosen."""
    if (refused := _no_such_time(when)) is not None:
        return refused
    if not when.taken:
        return None
    of_measures = (one for one in before.options if one.query.measures)
    options = tuple(replace(one, query=replace(one.query, span=when.span)) for one in of_measures)
    return replace(before, options=options) if options else None


def _no_such_time(when: When, codes: tuple[str, ...] = (), options: tuple[Option, ...] = ()) -> Refusal | None:
    if when.future:
        return refusals.in_the_future(codes, when.span, options)
    return refusals.too_fine(codes, options) if when.finer else None


def _span(when: When, before: Reading | None) -> Span | None:
    """The time that is named, which may be the latest; failing one, that of the question before."""
    return before.span if not when.taken and isinstance(before, Query) else when.span
