"""Follow-ups: what a question leaves out is taken from the one before it in the same conversation.

Measures, kind and time are each left out by themselves: “and in September?” keeps the measures, “what about missed
bins” the kind and the time. A question that stands by itself takes over nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from perfdata.asking import choices, refusals
from perfdata.asking.asked import Asked
from perfdata.asking.english import FUNCTION_WORDS, stem
from perfdata.asking.months import earlier_by, last_ended_month, month
from perfdata.asking.queries import (
    Choice,
    Filter,
    Kind,
    ListStatus,
    OfObjectives,
    Option,
    Query,
    Reading,
    Refusal,
    Span,
    Versus,
)
from perfdata.asking.spans import When
from perfdata.asking.time_readers import ONE_BEFORE
from perfdata.asking.words import plain_words
from perfdata.measures import Measure

_FOLLOWS = frozenset({"and", "same", "just", "only", "those", "these", "also", "but", "ok", "then"})

_SAME_OF = re.compile(
    r"(?:and|also|same(?: again)?|what about|how about)\b(?! (?:how|what|which|why|who|is|are|was|were|has|have)\b)"
)
"""How a question begins that asks the same of something else, unless it goes on to ask in full."""

_NO = r"(?:no|nope|sorry|actually|not that(?: one)?|i (?:did not )?meant?(?: to say)?)\b[ ,.]*"

CORRECTION = re.compile(rf"(?:{_NO})++")
"""How somebody begins who was misunderstood: `no`, `sorry, I meant`."""

_THE_OTHER = re.compile(
    rf"(?:{_NO}|(?:what about|and) )*+(?:the )?others?(?: one| ones| measure)?[.!? ]*$|"
    r"(?:(?:no|nope)[ ,.]*)?(?:no|nope|not that(?: one)?)[.!? ]*$"
)
"""`no, the other one`, or `not that one`, with nothing more."""

PLACES = {
    word: place
    for words, place in (
        ("first 1st 1 top", 0), ("second 2nd 2", 1), ("third 3rd 3", 2), ("fourth 4th 4", 3), ("fifth 5th 5", 4),
        ("last bottom", -1),
    )
    for word in words.split()
}  # fmt: skip
"""Words for a place in a list, counted from 0; -1 is the last."""

_PLACE = re.compile(
    rf"(?:the |number |option |no |please )*({'|'.join(PLACES)})(?: (?:one|option|measure))?(?: please)?[ .!]*"
)
"""`the second one`, `option 2`: one of those offered, by its place."""

_ALL = re.compile(
    r"(?:(?:both|all|every one|the lot)(?: of (?:them|these|those))?|all (?:two|three|four))(?: please)?[ .!]*"
)
"""All of those offered."""

_PAIR = 2
_SAYING_NOTHING = frozenset(map(stem, (*FUNCTION_WORDS, "other", "others")))

_IT = re.compile(r"\b(?:it|that|this|they|them|these|those)\b")

TIMELESS = frozenset({Kind.DEFINE, Kind.OWNER})
"""Kinds whose answer is the same at any time."""

_KEPT_FOR_A_TIME = frozenset({Kind.COMPARE, Kind.TARGET, Kind.BREAKDOWN, Kind.COMMENTARY, Kind.MOVERS, Kind.LIST})
"""Kinds that are asked again when only another time is named; after the others a time asks for figures."""

_OF_A_LIST = frozenset({
    Kind.LIST, Kind.MOVERS, Kind.COMMENTARY, Kind.OWNER, Kind.WATCH, Kind.SURGERY, Kind.ACTIONS,
})  # fmt: skip
"""Kinds that can be asked of the measures that a filter leaves."""


def still_known(before: Reading | None, measures: Mapping[str, Measure]) -> Reading | None:
    """`before` without what is not among `measures`, those that this person may see here; None if nothing is left."""
    match before:
        case Query():
            kept = tuple(code for code in before.measures if code in measures)
            if kept or before.filter is not None or isinstance(before.details, OfObjectives):
                return replace(before, measures=kept)
            return None
        case Choice():
            options = tuple(one for one in before.options if all(code in measures for code in one.query.measures))
            candidates = tuple(code for code in before.candidates if code in measures)
            return replace(before, options=options, candidates=candidates) if options else None
        case Refusal():
            kept = tuple(code for code in before.measures if code in measures)
            return replace(before, measures=kept, nearest=()) if kept else None
    return None


_OF_THOSE = re.compile(r"\b(?:of|among) (?:those|these|them)\b|\b(?:those|these) (?:ones|measures|indicators)\b")


def of_those(clean: str) -> bool:
    """Whether the text asks of those that were listed: `which of those`."""
    return _OF_THOSE.search(clean) is not None


def follows(clean: str) -> bool:
    """Whether the text begins like a follow-up, or asks of those that were listed."""
    if of_those(clean):
        return True
    return clean.partition(" ")[0] in _FOLLOWS or clean.startswith(("what about", "how about"))


def is_about_it(clean: str, before: Reading | None) -> bool:
    """Whether `it` is the measure that the conversation is about: `is it on target` asks for no list."""
    return bool(talked_of(before)) and _IT.search(clean) is not None


def is_list(before: Reading | None) -> bool:
    """Whether the question before was for a list."""
    return isinstance(before, Query) and (
        before.kind in (Kind.LIST, Kind.MOVERS)
        or (before.kind in (Kind.FORECAST, Kind.COMPARE) and not before.measures)
    )


def talked_of(before: Reading | None) -> frozenset[str]:
    """Codes that the conversation is about: a follow-up that fits them or their like means those."""
    match before:
        case Query() | Refusal():
            return frozenset(before.measures)
        case Choice():
            return frozenset(before.candidates)
    return frozenset()


def asked_before(before: Reading | None) -> Query | None:
    """What was asked before, as far as it can be asked again; None when nothing was."""
    match before:
        case Query():
            return before
        case Choice(options=(Option(query=query), *_)):
            return query
        case Refusal(measures=measures, span=span, asked=asked):
            return Query(asked or Kind.STATUS, measures, span=span)
    return None


def of_the_same(asked: Asked) -> Query:
    """The query of a question with no words for its kind: as the question before it, where it asks the same of
    something else (`what about missed bins`), or of another time (`and in september`)."""
    earlier = asked_before(asked.before)
    corrects = CORRECTION.match(asked.clean) is not None
    if earlier is None or not earlier.measures or not (corrects or _SAME_OF.match(asked.clean)):
        return asked.query
    if not corrects and asked.when.taken and earlier.kind not in _KEPT_FOR_A_TIME:
        return asked.query
    if earlier.comparison.versus is Versus.EARLIER and asked.when.taken:
        return asked.query
    span = asked.when.span if asked.when.taken else earlier.span
    earlier = replace(earlier, others=())
    evidence = (*asked.query.evidence, f"kind: {earlier.kind}, as asked before")
    return replace(earlier, measures=(), filter=None, span=span, evidence=evidence)


def span_of(asked: Asked) -> Span | None:
    """The time that a question about measures of its own is about: that of the question before, if it asks the same."""
    if not asked.when.taken and isinstance(asked.before, Query) and _SAME_OF.match(asked.clean) is not None:
        return _kept(asked.before, asked.query.kind)
    return asked.query.span


def the_other(clean: str, before: Reading | None, measures: Mapping[str, Measure]) -> Reading | None:
    """What `no, the other one` means: the measure that fitted as well; the choice between them, where several did.

    A choice that nobody made is put again. None when the text says something else.
    """
    if before is None or isinstance(before, Refusal) or _THE_OTHER.match(clean) is None:
        return None
    if isinstance(before, Choice):
        return before
    others = tuple(code for code in before.others if code in measures)
    if not others:
        return refusals.without_subject(before.kind) if before.measures else None
    evidence = (f"{others[0]}: the other one that fitted the question before",)
    if len(others) > 1:
        return choices.between_others(replace(before, evidence=()), others, measures)
    return replace(before, measures=others, others=before.measures, evidence=evidence)


def by_place(clean: str, before: Reading | None) -> Reading | None:
    """What `the second one` means where several were offered: the option that stands there; and `all of them`.

    None otherwise.
    """
    if _ALL.fullmatch(clean) is not None:
        return _all_offered(before, both=clean.startswith("both"))
    if not isinstance(before, Choice) or (found := _PLACE.fullmatch(clean)) is None:
        return None
    place = PLACES[found[1]]
    if place >= len(before.options):
        return None
    chosen = before.options[place]
    return replace(chosen.query, evidence=(*chosen.query.evidence, f"chosen: “{chosen.label}”"))


def by_label(asked: Asked) -> Reading | None:
    """The option of which alone all that was said, but for a time, is part of the label: `money`, `money last year`.

    None where none or several fit.
    """
    before = asked.before
    if not isinstance(before, Choice):
        return None
    said = frozenset(word.stem for word in asked.without() if word.is_word) - _SAYING_NOTHING
    fits = [one for one in before.options if said <= frozenset(map(stem, plain_words(one.label)))]
    if not said or len(fits) != 1:
        return None
    query = fits[0].query if not asked.when.taken else replace(fits[0].query, span=asked.query.span)
    return replace(query, evidence=(*query.evidence, f"chosen: “{fits[0].label}”"))


def _all_offered(before: Reading | None, *, both: bool) -> Reading | None:
    """The measures that were offered, or that fitted as well as the one chosen, in one question.

    `both` of more than two puts the choice again.
    """
    match before:
        case Choice():
            queries = [one.query for one in before.options if one.query.measures]
            codes = tuple(dict.fromkeys(code for one in queries for code in one.measures))
        case Query(measures=(_, *_), others=(_, *_)):
            queries, codes = [before], (*before.measures, *before.others)
        case _:
            return None
    if len(codes) < _PAIR or (both and len(codes) > _PAIR):
        return before if isinstance(before, Choice) else None
    evidence = (*queries[0].evidence, "all of those offered")
    return replace(queries[0], measures=codes, others=(), evidence=evidence)


def relative(when: When, before: Reading | None, today: date) -> Span | None:
    """The time that `the year before` means: counted from what was talked of, else from the latest month."""
    base = (before.span if isinstance(before, Query | Refusal) else None) or month(last_ended_month(today))
    return earlier_by(base, base.months if when.earlier == ONE_BEFORE else when.earlier)


def narrowed(base: Filter, said: Filter, *, among: bool = False) -> Filter:
    """What a list is of when `said` is said after a list of `base`: one area takes the place of another, and all else
    stays unless it is said anew. With `among`, another state is looked for among those in the state of `base`."""
    area = said if said.names_an_area else base
    both = among and said.status is not None and said.status is not base.status
    return replace(
        area,
        tier=said.tier or ("" if said.names_an_area else base.tier),
        status=said.status or base.status,
        months=said.months or (0 if both else base.months),
        among=said.among or (base.status if both and base.status is not None else base.among),
    )


def inherited(asked: Asked, measures: Mapping[str, Measure]) -> Reading | None:
    """The subject of the question before, with all that this one says.

    None when there is no subject, or it is one that cannot be asked about in this way.
    """
    match asked.before:
        case Query(measures=(_, *_)) | Refusal(measures=(_, *_)) as before:
            return _asked_again(asked, before, measures)
        case Query(filter=Filter()) as before:
            return _listed_again(asked, before)
        case Choice() as before:
            return _offered_again(asked, before)
    return None


def _asked_again(asked: Asked, before: Query | Refusal, measures: Mapping[str, Measure]) -> Reading:
    codes = before.measures
    if (refused := no_such_time(asked, [measures[code] for code in codes])) is not None:
        return refused
    query = asked.query
    if query.kind is Kind.MOVERS:
        # “Since last month” names no stretch of time: the status says what has changed since the period before.
        course = query.span is not None or not asked.when.taken
        query = replace(query, kind=Kind.TREND if course else Kind.STATUS, order=None, most=0)
    span = None if query.kind in TIMELESS else _span(asked, before)
    evidence = (*query.evidence, *(f"{code}: asked about before" for code in codes))
    return replace(query, measures=codes, span=span, evidence=evidence)


def _listed_again(asked: Asked, before: Query) -> Reading | None:
    """The same list for another time, or asked about in another way; without either there is nothing new to say."""
    if (refused := no_such_time(asked)) is not None:
        return refused
    query, when = asked.query, asked.when
    wanted = before.filter
    if query.kind is Kind.STATUS:
        if not when.taken and asked.lists.status is ListStatus.RED and wanted is not None:
            # "How long have they been red": each line says so, the longest first.
            wanted = replace(wanted, status=ListStatus.RED_LONG)
            query = replace(before, kind=Kind.LIST, order=None, most=0, evidence=query.evidence)
        elif not when.taken:
            return None
        else:
            query = replace(before, evidence=query.evidence, span=when.span)
    elif query.kind is Kind.TREND:
        query = replace(before, evidence=query.evidence)
    elif query.kind not in _OF_A_LIST:
        return None
    span = None if query.kind in TIMELESS else _span(asked, before)
    return replace(query, filter=wanted, span=span, evidence=(*query.evidence, "the list asked for before"))


def _offered_again(asked: Asked, before: Choice) -> Reading | None:
    """The same choice asked about in another way or for another time, since none was chosen."""
    if (refused := no_such_time(asked)) is not None:
        return refused
    if not asked.when.taken and asked.kind is Kind.STATUS:
        return None
    of_measures = (one for one in before.options if one.query.measures)
    options = tuple(
        replace(one, query=replace(asked.query, measures=one.query.measures, span=_span(asked, one.query)))
        for one in of_measures
    )
    return replace(before, options=options) if options else None


def no_such_time(asked: Asked, measures: Sequence[Measure] = ()) -> Refusal | None:
    """The refusal where a time is asked about that no figure can be of, with what can be given of the measures."""
    ahead = asked.when.future and asked.kind not in AHEAD
    if not ahead and not asked.when.finer:
        return None
    codes, options = tuple(one.code for one in measures), refusals.status_options(measures[:4])
    return refusals.in_the_future(codes, asked.when.span, options) if ahead else refusals.too_fine(codes, options)


AHEAD = frozenset({Kind.FORECAST, Kind.SURGERY, Kind.ACTIONS, Kind.WATCH, Kind.TARGET})
"""Kinds that may speak of what has not been."""


def _span(asked: Asked, before: Reading | None) -> Span | None:
    """The time that is named, which may be the latest; failing one, that of the question before."""
    if asked.when.taken or asked.query.comparison.against is not None:
        return asked.query.span
    return _kept(before, asked.query.kind) if isinstance(before, Query | Refusal) else asked.query.span


def _kept(before: Query | Refusal, kind: Kind) -> Span | None:
    """The time of the question before, as far as one of this kind can be about it: what was forecast lies ahead, and
    one month has no course."""
    forecasts = isinstance(before, Query) and before.kind is Kind.FORECAST
    if forecasts is not (kind is Kind.FORECAST):
        return None
    if kind is Kind.TREND and before.span is not None and before.span.start == before.span.end:
        return None
    return before.span
