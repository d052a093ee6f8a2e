"""What a question is about, once its kind is known: measures, or the measures of an area, or neither.

Some kinds are asked of measures alone; others as well of an area (`who runs highways`); and some of nothing in
particular (`my actions`). Where the words fit several measures, those come first of which the kind can be answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from perfdata.asking import asked_back, choices, follow_ups, refusals
from perfdata.asking.areas import AreaFound
from perfdata.asking.asked import Asked
from perfdata.asking.english import stem
from perfdata.asking.known import Known
from perfdata.asking.list_queries import filtered, on_the_scorecard
from perfdata.asking.matching import ENOUGH, Found, find, only_people
from perfdata.asking.months import month_words
from perfdata.asking.queries import Kind, Order, Query, Reading, Reason, Versus
from perfdata.asking.ranking import Fit, telling
from perfdata.asking.words import Word
from perfdata.measures import Measure
from perfdata.periods import Frequency

OF_AREAS = frozenset({Kind.MOVERS, Kind.OWNER, Kind.COMMENTARY, Kind.SURGERY, Kind.ACTIONS, Kind.WATCH})
"""Kinds that can be asked of an area's measures as well."""

OF_NOTHING = frozenset({Kind.SURGERY, Kind.ACTIONS, Kind.WATCH})
"""Kinds that can be asked of nothing in particular: `when is the next surgery`."""

_OF_ALL = re.compile(r"\b(?:my|mine|am i|do i|everything|all|every|next|list|overdue|which|past)\b")
"""Words with which such a question stands by itself, whatever was talked of before: `my actions`."""

_TWELVE_MONTHS = re.compile(r"\b(?:12|twelve)[ -]months?\b|\blast year\b|\brolling year", re.IGNORECASE)

_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.TERMLY: 4, Frequency.ANNUAL: 12}
"""How many months a period has at most."""

_ENOUGH_OF_AN_ACTION = 0.6
"""Least share of a question's telling words that what was agreed at a surgery has to hold: most, with room for a word
of the question's own (`have they sent the letters`)."""


def about(asked: Asked, known: Known) -> Reading:
    """The question with its subject, taken from the conversation where it is left out."""
    if asked.kind is Kind.FORECAST and (many := _forecast_of_many(asked, known)) is not None:
        return many
    return _about_an_area(asked, known) if asked.kind in OF_AREAS else about_measures(asked, known)


def about_measures(asked: Asked, known: Known) -> Reading:
    """The question with the measures that its words mean."""
    words, found = _found(asked, known)
    if (field := asked_back.part_of_areas(words, known)) is not None and (field.broad or found.nothing):
        return choices.about_area(field, known.measures, known.pressing, asked.query)
    of_nothing = found.nothing and not telling(words)
    if of_nothing or only_people(known.index, words):
        inherited = follow_ups.inherited(asked, known.measures)
        if inherited is not None:
            return inherited
    if asked.kind is Kind.COMPARE:
        if (several := asked_back.several_areas(asked, known, words, None)) is not None:
            return several
        if (places := _among_others(asked, known, words)) is not None:
            return places
    if of_nothing and asked.kind is not Kind.STATUS:
        return refusals.without_subject(asked.kind)
    return settled(found, asked, known)


def _among_others(asked: Asked, known: Known, words: Sequence[Word]) -> Query | None:
    """Where we stand among other councils on the scorecard, or on an area's measures; None where it is not asked."""
    if asked.query.comparison.versus not in (Versus.COUNCILS, None) or _points(asked):
        return None
    if asked.query.comparison.versus is None and asked.when.taken:
        # "Reds in June versus now" is of two times.
        return None
    rest = asked.without(*asked.lists.taken) if asked.lists.taken else words
    area = known.areas.find(rest, partly=True)
    named = area is not None and (area.full or area.cued)
    if any(not named or area is None or word.stem not in area.used for word in telling(rest)):
        return None
    wanted = on_the_scorecard(replace(filtered(asked.lists, area if named else None), status=None, months=0))
    order = Order.BEST if _BETTER.search(asked.clean) is not None else Order.WORST
    evidence = (*asked.query.evidence, *(f"{name}: {value}" for name, value in wanted.terms.items()))
    return replace(asked.query, filter=wanted, span=None, order=order, evidence=evidence)


def _points(asked: Asked) -> bool:
    """Whether a word, besides those of time (`this year`), points at what was said before."""
    return any(word.text in _POINTING for word in asked.without())


_POINTING = frozenset(("it", "that", "this", "these", "those", "them"))
_BETTER = re.compile(r"\b(?:best|better|top|well|good|strong|strongest|ahead|lead|leading)\b")


def _found(asked: Asked, known: Known) -> tuple[tuple[Word, ...], Found]:
    words = asked.without()
    talked_of = follow_ups.talked_of(asked.before)
    found = find(
        known.index, words, talked_of, apart=asked.kind is Kind.COMPARE and asked.query.comparison.versus is None
    )
    if asked.lists.taken and not (found.chosen and found.chosen[0].whole):
        # "is recycling red": the status is no part of the measure, unless with it one is named outright.
        said = asked.text.words
        words = asked.without(*(one for one in asked.lists.taken if not known.index.within_a_phrase(said, *one)))
        found = find(known.index, words, talked_of)
    return words, found


def _about_an_area(asked: Asked, known: Known) -> Reading:
    words, found = _found(asked, known)
    found = _answerable(found, asked.kind, known)
    rest = asked.without(*asked.lists.taken)
    area = known.areas.find(rest, partly=True)
    left = [word for word in telling(rest) if area is None or word.stem not in area.used]
    if area is not None and (left or _rather_measures(area, found, asked, known, words)):
        area = None
    elif area is None and left:
        return _about_named(asked, known, found, words)
    if area is None and telling(rest):
        return _about_named(asked, known, found, words)
    says_which = area is not None or asked.lists.status is not None or asked.lists.tier is not None
    if not says_which and asked.kind in OF_NOTHING and _OF_ALL.search(asked.clean) is not None:
        return asked.query
    if not says_which or follow_ups.is_about_it(asked.clean, asked.before) or _of_these(asked):
        if (inherited := follow_ups.inherited(asked, known.measures)) is not None:
            return inherited
        if not says_which and asked.kind in OF_NOTHING:
            return _with_time(asked.query, asked)
        if not says_which and asked.kind is not Kind.MOVERS:
            return refusals.without_subject(asked.kind)
    said = filtered(asked.lists, area)
    if asked.kind is Kind.MOVERS:
        said = replace(said, status=None)
    if asked.kind is not Kind.OWNER:
        said = on_the_scorecard(said)
    if (refused := follow_ups.no_such_time(asked)) is not None:
        return refused
    evidence = (*asked.query.evidence, *(f"{name}: {value}" for name, value in said.terms.items()))
    return _with_time(replace(asked.query, filter=said, evidence=evidence), asked)


_MANY = re.compile(
    r"^(?:and |so )?(?:which|what|how many|(?:are |will )?any|list|show)\b|\b(?:targets|measures|indicators)\b"
)
"""Words that ask which of many, and not of one."""
_PLURAL = re.compile(r"\b(?:targets|measures|indicators|which)\b")
_MEETS = re.compile(r"\b(?:hit|meet|make|reach|achieve|recover|on target|green)\b")
_MISSES = re.compile(r"\b(?:miss|missing|fail|not|risk|red|off target|behind)\b")
_NO_SUBJECT = frozenset(map(stem, ("miss", "fail", "target", "achieve", "risk", "recover")))


def _forecast_of_many(asked: Asked, known: Known) -> Reading | None:
    """Which targets will be missed, or met, of the scorecard or of an area; None where a measure is meant."""
    misses = _MISSES.search(asked.clean) is not None
    if _MANY.search(asked.clean) is None or not (misses or _MEETS.search(asked.clean)):
        return None
    rest = asked.without(*asked.lists.taken)
    area, before = known.areas.find(rest, partly=True), asked.before
    if any(word.stem not in _NO_SUBJECT and (area is None or word.stem not in area.used) for word in telling(rest)):
        return None
    plural = _PLURAL.search(asked.clean) is not None
    if not plural and (area is not None or (isinstance(before, Query) and before.measures)):
        return None
    wanted = replace(filtered(asked.lists, area), status=None, months=0)
    if (
        isinstance(before, Query)
        and before.filter is not None
        and (_of_these(asked) or follow_ups.follows(asked.clean))
    ):
        wanted = follow_ups.narrowed(before.filter, wanted)
    order = Order.WORST if misses else Order.BEST
    return replace(asked.query, filter=on_the_scorecard(wanted), order=order)


def _of_these(asked: Asked) -> bool:
    """Whether `these` are the measures of the list before: `why have these gone red`."""
    words = {word.text for word in asked.text.words}
    return follow_ups.is_list(asked.before) and not words.isdisjoint(("these", "those", "they", "them"))


def _rather_measures(area: AreaFound, found: Found, asked: Asked, known: Known, words: tuple[Word, ...]) -> bool:
    """Whether the words of an area are meant as a measure's: a part of an area's name that is what one is called."""
    if area.full or area.cued or area.broad or asked.kind is Kind.MOVERS:
        return False
    return bool(found.chosen) and not only_people(known.index, words)


def _about_named(asked: Asked, known: Known, found: Found, words: tuple[Word, ...]) -> Reading:
    """The question with the measures that are named; failing any, those for which that was agreed at a surgery."""
    if only_people(known.index, words) and (inherited := follow_ups.inherited(asked, known.measures)) is not None:
        return inherited
    if found.nothing and asked.kind in (Kind.ACTIONS, Kind.SURGERY) and (codes := _agreed_for(words, known, asked)):
        evidence = (*asked.query.evidence, *(f"{code}: what was agreed for it" for code in codes))
        return _with_time(replace(asked.query, measures=codes, evidence=evidence), asked)
    if asked.kind is Kind.MOVERS and not found.nothing:
        # What moved is asked of many; of one measure, it is how it went.
        asked = asked.of(replace(asked.query, kind=Kind.TREND, order=None, most=0))
    return settled(found, asked, known)


def _agreed_for(words: Iterable[Word], known: Known, asked: Asked) -> tuple[str, ...]:
    """The measure whose actions hold most of the words, when one stands clear; a single word leads nowhere away from
    what is talked of."""
    stems = {word.stem for word in telling(words)}
    if len(stems) == 1 and asked.before is not None:
        return ()
    shares = sorted(((len(stems & held) / len(stems), code) for code, held in known.surgeries.items()), reverse=True)
    if not shares or shares[0][0] < _ENOUGH_OF_AN_ACTION or (len(shares) > 1 and shares[1][0] == shares[0][0]):
        return ()
    return (shares[0][1],)


def settled(found: Found, asked: Asked, known: Known) -> Reading:
    """The reading of what was found, with the honest outcomes for what was not."""
    found = _answerable(found, asked.kind, known)
    if found.nothing:
        nearest = tuple(known.measures[fit.code] for fit in found.nearest)
        if nearest:
            return refusals.not_held(refusals.status_options(nearest[:3]))
        known_words = [word for word in telling(asked.text.words) if word.text in known.index.spelling]
        return refusals.refused(Reason.OUT_OF_SCOPE if known_words else Reason.NOT_UNDERSTOOD)
    asked = asked.of(replace(asked.query, span=follow_ups.span_of(asked)))
    if found.unsure and (chosen := _as_chosen_before(found, asked)):
        found = Found(chosen=(*found.beside, *chosen), nearest=found.nearest)
    if found.unsure:
        return choices.between(_with_time(asked.query, asked), found.unsure, known.measures, found.beside)
    measures = [known.measures[code] for code in found.codes]
    if asked.when.rolling and asked.kind is Kind.TREND and all(map(_rolls, measures)):
        # "reviewed in the last year": the time is a part of what the measure counts, not of the question.
        return _reading(found, asked.of(replace(asked.query, kind=Kind.STATUS, span=None)))
    if (refused := follow_ups.no_such_time(asked, measures)) is not None:
        return refused
    span = asked.query.span
    if span is not None and asked.by_time and all(_months(one) >= span.months for one in measures):
        # "last quarter", of what is counted by the quarter, is one figure and no course.
        asked = asked.of(replace(asked.query, kind=Kind.STATUS))
    if span is not None and known.first is not None and span.end < known.first:
        return refusals.before_data(found.codes, span, month_words(known.first), refusals.status_options(measures[:4]))
    return _reading(found, asked)


def _reading(found: Found, asked: Asked) -> Reading:
    others = tuple(fit.code for fit in found.nearest if fit.explained >= ENOUGH and fit.code not in found.codes)
    if isinstance(asked.before, Query) and follow_ups.CORRECTION.match(asked.clean) is not None:
        others = tuple(code for code in asked.before.measures if code not in found.codes)
    query = replace(
        asked.query,
        measures=found.codes,
        evidence=(*asked.query.evidence, *_why(found.chosen)),
        others=others if len(found.codes) == 1 else (),
    )
    query = _with_time(query, asked)
    if asked.when.other_year is not None and query.span is not None and query.comparison.against is None:
        return choices.between_years(query, asked.when.other_year)
    return query


def _months(measure: Measure) -> int:
    return _MONTHS[measure.frequency]


def _as_chosen_before(found: Found, asked: Asked) -> tuple[Fit, ...]:
    """What was chosen in this conversation, when the same was offered then: it is not asked twice."""
    before = asked.before
    if not isinstance(before, Query):
        return ()
    meant = tuple(fit for fit in found.unsure if (fit.code,) == before.measures)
    if meant and _points(asked):
        # "How many more plans is that": among what the words fit is what is talked of.
        return meant
    if not before.others:
        return ()
    offered = {*before.measures, *before.others}
    if not offered.issuperset(fit.code for fit in found.unsure):
        return ()
    return tuple(fit for fit in found.unsure if fit.code in before.measures)


def _rolls(measure: Measure) -> bool:
    return _TWELVE_MONTHS.search(f"{measure.title} {measure.description}") is not None


def _why(fits: Iterable[Fit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{fit.code}: {fit.why}" for fit in fits))


def _with_time(query: Query, asked: Asked) -> Query:
    return replace(query, span=None) if asked.kind in follow_ups.TIMELESS else query


def _answerable(found: Found, kind: Kind, known: Known) -> Found:
    """Of several measures that fit, the one of which the kind can be answered, where there is only one."""
    held = {Kind.SURGERY: known.surgeries, Kind.ACTIONS: known.surgeries, Kind.BREAKDOWN: known.broken_down}.get(kind)
    if held is None or not found.unsure or not any(fit.covered - known.index.of_people for fit in found.unsure):
        return found
    able = tuple(fit for fit in found.unsure if fit.code in held)
    return Found(chosen=(*found.beside, *able), nearest=found.nearest) if len(able) == 1 else found
