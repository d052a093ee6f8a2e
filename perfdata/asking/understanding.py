"""Understanding: from words to a query, a choice or a refusal, by the same steps in the same order.

1. what is not asked of this bot; 2. greetings and help; 3. time; 4. the kind, by its cues; 5. lists: a status, a
tier or an area; 6. measures. A follow-up inherits from the question before it what it leaves out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from perfdata.asking import asked_back, choices, follow_ups, refusals
from perfdata.asking.areas import AreaFound
from perfdata.asking.asked import Asked
from perfdata.asking.by_area_words import by_area
from perfdata.asking.comparisons import read_comparison
from perfdata.asking.facets import facets_of
from perfdata.asking.guards import abusive, forbidden
from perfdata.asking.kinds import IDLE, MORE_THAN_LAST_YEAR, STOPS, Cue, cues, trend_cue, trend_stretches
from perfdata.asking.known import Known
from perfdata.asking.languages import is_other_language
from perfdata.asking.list_words import ListWords, read_list_words
from perfdata.asking.matching import Found, find, names_no_measure
from perfdata.asking.queries import (
    Facet,
    Kind,
    ListStatus,
    OfTerms,
    Order,
    Query,
    Reading,
    Reason,
    Refusal,
    Span,
    SplitBy,
)
from perfdata.asking.ranking import telling
from perfdata.asking.small_talk import is_help
from perfdata.asking.spans import When, read_when
from perfdata.asking.splits import Split
from perfdata.asking.subjects import about, about_measures, filtered, on_the_scorecard, settled
from perfdata.asking.superlatives import read_superlative, says_both
from perfdata.asking.terms import terms_asked
from perfdata.asking.words import Text, Word, read

_CHANGES = {ListStatus.IMPROVED: Order.IMPROVED, ListStatus.WORSENED: Order.WORSENED}
"""States that compare one figure with the one before it; of a stretch of time they are asked as what moved."""

_APART = re.compile(r"\b(?:(?:worse|better|higher|lower|different|more|less) (?:for|among|in)|gap|gaps)\b")
"""Words that set one group apart from the rest."""

_IT_THERE = re.compile(r"\bit\b.* (?:in|for|at|across|within) ")
"""Words that ask how what is talked of stands in one area: `is it worse in adult social care`."""

_COUNTS_AS = re.compile(r"^what (?:is|are|counts as|would be|makes) (?:red|amber|green) (?:for|on)\b")
"""Words that ask where a status of one measure begins, though `what is red for housing` asks for a list."""

_BY_ONE_WORD = frozenset({Kind.TREND, Kind.BREAKDOWN})
"""Kinds whose cues are often a single word, which may be part of what people call a measure: `moving about`."""

_HOW_MANY = re.compile(r"\bhow many(?! per ?cent)\b|\b(?:numbers?|count) of\b")
"""Words that ask for a number of things, where a measure may be a share of them."""

_HOW_LONG = re.compile(r"\bhow long\b(?! (?:has|have|had|was|ago|since)\b)")
"""Words that ask for a length of time, where a measure may be of something else."""

_COMING = re.compile(r"\b(?:due|next|when|will|coming|upcoming|planned|by)\b")
"""Words that turn a month into the one that is to come."""


def understand(raw: str, known: Known, before: Reading | None = None) -> Reading:
    """What `raw` asks, in a conversation where the question `before` was understood."""
    text = read(known.without_own_name(raw), known.index.spelling.corrected)
    if (named := known.index.with_titles_named(text.clean)) != text.clean:
        text = replace(read(named), raw=raw)
    if (reason := forbidden(raw, text.clean)) is not None:
        return refusals.refused(reason)
    before = follow_ups.still_known(before, known.measures)
    if (other := follow_ups.the_other(text.clean, before, known.measures)) is not None:
        return other
    if (placed := follow_ups.by_place(text.clean, before)) is not None:
        return placed
    if is_help(text.clean):
        return Query(Kind.HELP, evidence=("a greeting or a call for help",))
    words = [word.text for word in text.words if word.is_word]
    if terms := terms_asked(text.clean, words, going_on=bool(follow_ups.talked_of(before))):
        return Query(Kind.DEFINE, details=OfTerms(terms), evidence=(f"terms: {', '.join(terms)}",))
    if is_other_language(raw, words, known.index.spelling):
        return refusals.refused(Reason.LANGUAGE)
    if names_no_measure(known.index, text.words):
        return refusals.not_held(())
    when = _time(text, known, before)
    asked = Asked(text, when, _list_words(text, known), before, _timed(text, when))
    if (corrects := follow_ups.CORRECTION.match(text.clean)) is not None and before is not None:
        asked = asked.of(asked.query, corrects.span())
    reading = by_area(asked, known) or _cued(asked, known) or _list(asked, known) or _plain(asked, known)
    reading = known.objectives.asked(raw, reading, known.index)
    if not isinstance(reading, Query) and (chosen := follow_ups.by_label(asked)) is not None:
        return chosen
    if isinstance(reading, Refusal) and abusive(text.clean):
        return refusals.refused(Reason.ABUSE)
    return reading


def _time(text: Text, known: Known, before: Reading | None, *, ahead: bool = False) -> When:
    when = read_when(text, known.today, ahead=ahead)
    own_year_before = MORE_THAN_LAST_YEAR.search(text.clean)
    if own_year_before is not None:
        # Our own figure a year before: a status answer has it.
        return When(taken=(*when.taken, own_year_before.span()))
    if when.earlier and when.span is None:
        when = replace(when, span=follow_ups.relative(when, before, known.today))
    if when.over_time and when.span is not None and known.first is not None and when.span.start < known.first:
        when = replace(when, span=_held(when.span, known.first))
    return when


def _held(span: Span, first: tuple[int, int]) -> Span:
    """A stretch that begins before anything was held, from when something is; as it is when none of it is held."""
    return span if span.end < first else replace(span, start=first)


def _list_words(text: Text, known: Known) -> ListWords:
    """The words for a list; none where what gives the status is part of what people call a measure, and nothing else
    asks for a list: `missing children`."""
    found = read_list_words(text.clean)
    if found.noun or found.tier is not None or not found.taken:
        return found
    within = all(known.index.within_a_phrase(text.words, *one) for one in found.taken)
    return ListWords() if within else found


def _timed(text: Text, when: When) -> Query:
    said = tuple(f"time: “{text.clean[start:end]}”" for start, end in when.taken)
    return Query(Kind.STATUS, span=when.span, evidence=said)


def _cued(asked: Asked, known: Known) -> Reading | None:
    """A reading of any kind that has a cue of its own; None when no cue holds."""
    earlier = follow_ups.asked_before(asked.before)
    split = known.splits.find(asked.clean, earlier.split.dimension if earlier is not None else "")
    by_split = _split_cue(split, asked)
    for cue in cues(asked.clean, by_split):
        if (cue is by_split and split is not None and split.plainly) or _holds(cue, asked, known):
            return _of_kind(cue, split, asked, known)
    if asked.when.several:
        return about_measures(_compared(asked.of(replace(asked.query, kind=Kind.COMPARE)), known), known)
    named = [word for word in asked.text.words if word.is_word]
    if asked.clean.startswith("what is ") and len(named) == 3 and named[2].capitals:
        return about(_timeless(asked, Kind.DEFINE), known)
    return None


def _split_cue(split: Split | None, asked: Asked) -> Cue | None:
    """A split as the cue of its kind. A group alone (`for women`) is one only where a split is talked of."""
    if split is None:
        return None
    start, end = split.taken[0]
    earlier = follow_ups.asked_before(asked.before)
    apart = split.named or _APART.search(asked.clean) is not None
    if not apart and not (earlier is not None and earlier.kind is Kind.BREAKDOWN):
        return None
    return Cue(Kind.BREAKDOWN, start, end, asked.clean[start:end])


def _holds(cue: Cue, asked: Asked, known: Known) -> bool:
    """Whether the cue means its kind here: not as part of a status (`off target`), a time or a measure's title."""
    within = (*asked.lists.taken, *asked.when.taken)
    if any(start <= cue.start and cue.end <= end and end - start > cue.end - cue.start for start, end in within):
        return cue.kind is Kind.FORECAST and asked.when.future
    if any(start <= cue.start and cue.end <= end for start, end in asked.when.taken):
        return cue.kind is Kind.FORECAST and asked.when.future
    inside = telling(asked.within(cue.start, cue.end))
    if cue.gap is not None or not inside:
        return True
    if cue.kind in _BY_ONE_WORD and known.index.within_a_phrase(asked.text.words, cue.start, cue.end):
        return False
    found = find(known.index, asked.without(*asked.lists.taken))
    stems = frozenset(word.stem for word in inside)
    return not any(
        len(fit.covered) > len(stems)
        and (stems <= known.index.titles[fit.code] or (fit.whole and len(stems) > 1 and stems <= fit.covered))
        for fit in found.chosen
    )


def _of_kind(cue: Cue, split: Split | None, asked: Asked, known: Known) -> Reading:
    query = replace(asked.query, kind=cue.kind, evidence=(f"kind: “{cue.words}”", *asked.query.evidence))
    said = asked.of(query, *cue.taken)
    match cue.kind:
        case Kind.DEFINE:
            return _definition(cue, said, known)
        case Kind.OWNER:
            said = _timeless(said, Kind.OWNER)
        case Kind.COMPARE:
            said = _compared(said, known)
        case Kind.BREAKDOWN if split is not None:
            parts = (f"split: {split.dimension}",) + ((f"group: {split.group}",) if split.group else ())
            details = SplitBy(split.dimension, split.group)
            query = replace(query, details=details, evidence=(*query.evidence, *parts))
            said = said.of(query, *split.taken)
        case Kind.MOVERS:
            said = _ordered(said)
        case Kind.FORECAST:
            said = _ahead(said, known)
        case Kind.ACTIONS | Kind.SURGERY:
            said = _ahead(said, known)
            facets = facets_of(asked.clean, actions=cue.kind is Kind.ACTIONS)
            said = said.of(replace(said.query, facets=facets))
        case Kind.WATCH:
            said = _ahead(said, known)
            said = said.of(replace(said.query, facets=(Facet.STOP,) if STOPS.search(asked.clean) else ()))
    return about(_without_idle(said, known), known)


def _without_idle(asked: Asked, known: Known) -> Asked:
    """The same without the words that belong to its kind's way of asking, and without those of a course."""
    idle = IDLE[asked.kind]
    spans = [(word.start, word.end) for word in asked.text.words if word.text in idle]
    if asked.kind is Kind.FORECAST:
        # A number is one to reach, unless it is part of a measure's code.
        after = {second.start for first, second in pairwise(asked.text.words) if first.text in known.index.code_letters}
        spans += [
            (word.start, word.end) for word in asked.text.words if word.text[0].isdigit() and word.start not in after
        ]
    if (course := trend_cue(asked.clean)) is not None and _holds(course, asked, known):
        spans += course.taken
    said = asked.of(asked.query, *spans)
    # What stands between two things compared parts them, and so is left between them.
    parting = {(word.start, word.end) for word in asked.text.words if word.text in ("versus", "against")}
    return replace(said, taken=tuple(one for one in said.taken if one not in parting))


def _timeless(asked: Asked, kind: Kind) -> Asked:
    return asked.of(replace(asked.query, kind=kind, span=None))


def _compared(asked: Asked, known: Known) -> Asked:
    with_what = read_comparison(asked.clean, asked.when, known.today)
    query = replace(asked.query, details=with_what.comparison, span=with_what.span)
    return asked.of(query, *with_what.taken)


def _ordered(asked: Asked) -> Asked:
    first = read_superlative(asked.clean, asked.lists.status)
    both = Order.CHANGED if asked.kind is Kind.MOVERS and says_both(asked.clean) else None
    order = first.order or both or _CHANGES.get(asked.lists.status) if asked.lists.status else first.order
    return asked.of(replace(asked.query, order=order, most=first.most), *first.taken)


def _ahead(asked: Asked, known: Known) -> Asked:
    """The same with time read as it lies ahead, where that is what the question is about."""
    coming = asked.kind in (Kind.FORECAST, Kind.WATCH) or _COMING.search(asked.clean) is not None
    if not coming:
        return asked
    when = _time(asked.text, known, asked.before, ahead=True)
    return replace(asked, when=when, query=replace(asked.query, span=when.span))


def _definition(cue: Cue, asked: Asked, known: Known) -> Reading:
    if asked.lists.status is not None and not telling(asked.without(*asked.lists.taken)):
        return _listed(asked, None)
    asked = _timeless(asked, Kind.DEFINE)
    subject = asked.without()
    if cue.gap is not None and cue.words.startswith("does "):
        # "does X include Y" is about X: whether Y is in it, the definition of X says.
        subject = asked.within(*cue.gap)
    if (field := asked_back.part_of_areas(subject, known)) is not None and field.broad:
        return choices.about_area(field, known.measures, known.pressing, asked.query)
    found = find(known.index, subject, follow_ups.talked_of(asked.before))
    if found.unsure and len({known.measures[fit.code].description for fit in found.unsure}) == 1:
        return settled(Found(chosen=found.unsure[:1]), asked, known)
    if found.nothing:
        if (inherited := follow_ups.inherited(asked, known.measures)) is not None:
            return inherited
        if not telling(subject):
            return refusals.without_subject(Kind.DEFINE)
    return settled(found, asked, known)


def _list(asked: Asked, known: Known) -> Reading | None:
    """A list, when the question has words for one and nothing else is asked about; a broad area is asked back."""
    lists = asked.lists
    rest = asked.without(*lists.taken)
    if (of_money := asked_back.of_money(asked, known, rest, _listed)) is not None:
        return of_money
    area = known.areas.find(rest, partly=lists.anything or isinstance(asked.before, Query))
    left = [word for word in telling(rest) if area is None or word.stem not in area.used]
    if (said := _COUNTS_AS.match(asked.clean)) is not None and not (area and (area.full or area.cued or area.broad)):
        found = find(known.index, asked.without(*lists.taken, said.span()), follow_ups.talked_of(asked.before))
        if found.chosen:
            query = replace(asked.query, evidence=(f"kind: “{said[0]}”", *asked.query.evidence))
            return settled(found, _timeless(asked.of(query, said.span()), Kind.DEFINE), known)
    if area is not None and not left and _IT_THERE.search(asked.clean) and follow_ups.talked_of(asked.before):
        asked_of = follow_ups.asked_before(asked.before)
        codes = asked_of.measures if asked_of is not None else ()
        evidence = (*asked.query.evidence, f"by {area.area.field}: {area.area.name}")
        details = SplitBy(area.area.field)
        return replace(asked.query, kind=Kind.BREAKDOWN, measures=codes, details=details, evidence=evidence)
    if (several := asked_back.several_areas(asked, known, rest, area, _listed)) is not None:
        return several
    lists_area = area is not None and (area.full or area.cued or follow_ups.is_list(asked.before))
    if not lists.anything and not lists_area:
        field = asked_back.part_of_areas(rest, known)
        if field is not None and field.broad:
            return choices.about_area(field, known.measures, known.pressing, Query(Kind.STATUS))
    if left:
        return _list_with_strangers(asked, known, area, left)
    if lists.anything:
        if area is not None and _rather_a_measure(area, asked, known, rest):
            return None
        if area is None and follow_ups.is_about_it(asked.clean, asked.before):
            return None
        return _listed(asked, area)
    if area is not None and lists_area:
        return None if _asks_in_small_words(area, asked, known, rest) else _listed(asked, area)
    return None


def _asks_in_small_words(area: AreaFound, asked: Asked, known: Known, words: tuple[Word, ...]) -> bool:
    """An area's name beside small words that stand so in the title of the measure which it means: `ferries on time`."""
    if area.cued:
        return False
    pairs = pairwise([word.stem for word in words if word.is_word])
    called = {code for pair in pairs for code in known.index.small_words.get(pair, ())}
    return bool(called) and not called.isdisjoint(find(known.index, asked.without()).codes)


def _rather_a_measure(area: AreaFound, asked: Asked, known: Known, words: tuple[Word, ...]) -> bool:
    """A part of one service's name that is also what a measure is called: `is recycling red`, but `what is red in`."""
    if area.full or area.cued or area.broad:
        return False
    first = asked.text.words[0].text
    return first not in ("what", "which", "any", "anything", "list", "show") and bool(find(known.index, words).chosen)


def _list_with_strangers(asked: Asked, known: Known, area: AreaFound | None, left: list[Word]) -> Reading | None:
    """With words that no area explains: a measure is asked about, or nothing that is held."""
    if asked.lists.status is None or area is None:
        return None
    if not find(known.index, asked.without(), follow_ups.talked_of(asked.before)).nothing:
        return None
    if find(known.index, left).nothing:
        query = _listed(asked, area)
        return refusals.not_held((choices.list_option(query, area.area.name),)) if isinstance(query, Query) else query
    return None


def _listed(asked: Asked, area: AreaFound | None) -> Reading:
    lists, before, when = asked.lists, asked.before, asked.when
    said = filtered(lists, area)
    asked = _ordered(asked)
    query = replace(asked.query, kind=Kind.LIST)
    if isinstance(before, Query) and before.filter is not None and _follows(asked, area):
        said = follow_ups.narrowed(before.filter, said, among=follow_ups.of_those(asked.clean))
        if before.kind in (Kind.MOVERS, Kind.FORECAST, Kind.COMPARE) and lists.status is None:
            query = replace(before, evidence=query.evidence, span=query.span)
        query = query if when.taken else replace(query, span=before.span)
    said = on_the_scorecard(said)
    if when.future:
        return refusals.in_the_future((), when.span, ())
    if said.status in _CHANGES and (when.over_time or (query.span is not None and query.span.start != query.span.end)):
        # One figure beside the one before it says nothing of a whole stretch: what moved over it does.
        query = replace(query, kind=Kind.MOVERS, order=query.order or _CHANGES[said.status])
        said = on_the_scorecard(replace(said, status=None))
    evidence = (*query.evidence, *(f"{name}: {value}" for name, value in said.terms.items()))
    return replace(query, filter=said, evidence=evidence)


def _follows(asked: Asked, area: AreaFound | None) -> bool:
    lists = asked.lists
    return follow_ups.follows(asked.clean) or (lists.status is None and (area is None or not lists.anything))


def _plain(asked: Asked, known: Known) -> Reading:
    """A question with no words for its kind: the figure, its course where a stretch of time is named, or what was
    asked before."""
    course = trend_cue(asked.clean)
    query = follow_ups.of_the_same(asked)
    if query.kind is Kind.STATUS:
        if _HOW_MANY.search(asked.clean) is not None:
            query = replace(query, facets=(Facet.HOW_MANY,))
        elif _HOW_LONG.search(asked.clean) is not None:
            query = replace(query, facets=(Facet.HOW_LONG,))
        over_time = asked.when.over_time or asked.when.of_months
        if course is not None and _holds(course, asked, known):
            query = replace(query, kind=Kind.TREND, evidence=(f"kind: “{course.words}”", *query.evidence))
            asked = asked.of(query, *trend_stretches(asked.clean))
        elif over_time:
            query = replace(query, kind=Kind.TREND)
            asked = replace(asked, by_time=not asked.when.over_time)
    return about_measures(asked.of(query), known)
