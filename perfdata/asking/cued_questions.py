"""Questions with words of their own for what kind they are: whether the words hold, and what is asked then."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from perfdata.asking import asked_back, choices, follow_ups, refusals
from perfdata.asking.asked import Asked
from perfdata.asking.comparisons import read_comparison
from perfdata.asking.facets import facets_of
from perfdata.asking.kinds import IDLE, STOPS, Cue, cues, trend_cue
from perfdata.asking.known import Known
from perfdata.asking.list_queries import listed, ordered
from perfdata.asking.matching import Found, find
from perfdata.asking.queries import Facet, Kind, Query, Reading, SplitBy
from perfdata.asking.ranking import telling
from perfdata.asking.splits import Split
from perfdata.asking.subjects import about, about_measures, settled
from perfdata.asking.time_meant import time_meant

_APART = re.compile(
    r"\b(?:(?:worse|better|higher|lower|different|more|less) (?:for|among|in)|gap|gaps|"
    r"(?:over|under) ?represented|disproportionat\w+|hit hard(?:er|est)|(?:more|less) likely)\b"
)
"""Words that set one group apart from the rest."""

_BY_ONE_WORD = frozenset({Kind.TREND, Kind.BREAKDOWN})
"""Kinds whose cues are often a single word, which may be part of what people call a measure: `moving about`."""

_BESIDE_TARGET = re.compile(r"\b(?:to|with|versus|against) (?:(?:the|its|our|their) )?targets?\b")
"""A figure beside its own target, which is no comparison with others."""

_NOUGHT = frozenset({"zero", "nil", "nought", "none"})
_COUNTED = re.compile(r"(?:and |so )?how (?:many|much) ")
"""How a question begins that asks for a number: `how many calls did we miss` is of calls and of no target."""

_COMING = re.compile(r"\b(?:due|next|when|will|coming|upcoming|planned|by)\b")
"""Words that turn a month into the one that is to come."""


def cued(asked: Asked, known: Known) -> Reading | None:
    """A reading of any kind that has a cue of its own; None when no cue holds."""
    earlier = follow_ups.asked_before(asked.before)
    split = known.splits.find(asked.clean, earlier.split.dimension if earlier is not None else "")
    by_split = _split_cue(split, asked)
    for cue in cues(asked.clean, by_split):
        if (cue is by_split and split is not None and split.plainly) or holds(cue, asked, known):
            return _of_kind(cue, split, asked, known)
    if asked.when.several:
        return about_measures(_compared(asked.of(replace(asked.query, kind=Kind.COMPARE)), known), known)
    named = [word for word in asked.text.words if word.is_word]
    if asked.clean.startswith("what is ") and len(named) == 3 and named[2].capitals:
        return about(asked.timeless(Kind.DEFINE), known)
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


def holds(cue: Cue, asked: Asked, known: Known) -> bool:
    """Whether the cue means its kind here: not as part of a status (`off target`), a time or a measure's title."""
    if cue.kind is Kind.TARGET and _COUNTED.match(asked.clean) and "target" not in asked.clean:
        return False
    if cue.kind is Kind.COMPARE and _BESIDE_TARGET.search(asked.clean):
        return False
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
            said = said.timeless(Kind.OWNER)
        case Kind.COMPARE:
            said = _compared(said, known)
        case Kind.BREAKDOWN if split is not None:
            parts = (f"split: {split.dimension}",) + ((f"group: {split.group}",) if split.group else ())
            details = SplitBy(split.dimension, split.group)
            query = replace(query, details=details, evidence=(*query.evidence, *parts))
            said = said.of(query, *split.taken)
        case Kind.MOVERS:
            said = ordered(said)
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
        words = asked.text.words
        spans += [(word.start, word.end) for word in words if word.text[0].isdigit() and word.start not in after]
        noughts = [(word.start, word.end) for word in words if word.text in _NOUGHT]
        spans += [one for one in noughts if not known.index.within_a_phrase(words, *one)]
    if (course := trend_cue(asked.clean)) is not None and holds(course, asked, known):
        spans += course.taken
    said = asked.of(asked.query, *spans)
    # What stands between two things compared parts them, and so is left between them.
    parting = {(word.start, word.end) for word in asked.text.words if word.text in ("versus", "against")}
    return replace(said, taken=tuple(one for one in said.taken if one not in parting))


def _compared(asked: Asked, known: Known) -> Asked:
    before = asked.before if not telling(asked.without()) else None
    talked_of = before.span if isinstance(before, Query) else None
    with_what = read_comparison(asked.clean, asked.when, known.today, talked_of)
    query = replace(asked.query, details=with_what.comparison, span=with_what.span)
    return asked.of(query, *with_what.taken)


def _ahead(asked: Asked, known: Known) -> Asked:
    """The same with time read as it lies ahead, where that is what the question is about."""
    coming = asked.kind in (Kind.FORECAST, Kind.WATCH) or _COMING.search(asked.clean) is not None
    if not coming:
        return asked
    when = time_meant(asked.text, known, asked.before, ahead=True)
    return replace(asked, when=when, query=replace(asked.query, span=when.span))


def _definition(cue: Cue, asked: Asked, known: Known) -> Reading:
    if asked.lists.status is not None and not telling(asked.without(*asked.lists.taken)):
        return listed(asked, None)
    asked = asked.timeless(Kind.DEFINE)
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
