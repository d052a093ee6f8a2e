"""Understanding: from words to a query, a choice or a refusal, by the same steps in the same order.

1. what is not asked of this bot; 2. which of those offered before; 3. greetings and help; 4. the product's own words;
5. time; 6. counts by area; 7. the kind, by its cues; 8. lists: a status, a tier or an area; 9. measures, or the
objectives of a plan. A follow-up inherits from the question before it what it leaves out.
"""

from __future__ import annotations

from dataclasses import replace

from perfdata.asking import follow_ups, refusals
from perfdata.asking.amounts_asked import amount_asked, counts_what_there_is
from perfdata.asking.asked import Asked
from perfdata.asking.by_area_words import by_area
from perfdata.asking.cued_questions import cued, holds
from perfdata.asking.guards import abusive, forbidden
from perfdata.asking.kinds import trend_cue, trend_stretches
from perfdata.asking.known import Known
from perfdata.asking.languages import is_other_language
from perfdata.asking.list_questions import list_asked, list_words_of
from perfdata.asking.matching import names_no_measure
from perfdata.asking.months import after
from perfdata.asking.queries import Facet, Kind, OfTerms, Query, Reading, Reason, Refusal
from perfdata.asking.small_talk import is_help, is_thanks
from perfdata.asking.spans import When
from perfdata.asking.subjects import about_measures
from perfdata.asking.terms import terms_asked
from perfdata.asking.time_meant import time_meant
from perfdata.asking.words import Text, read


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
    if is_thanks(text.clean):
        return Query(Kind.HELP, facets=(Facet.THANKS,), evidence=("thanks",))
    if is_help(text.clean):
        return Query(Kind.HELP, evidence=("a greeting or a call for help",))
    words = [word.text for word in text.words if word.is_word]
    if terms := terms_asked(text.clean, words, going_on=bool(follow_ups.talked_of(before))):
        return Query(Kind.DEFINE, details=OfTerms(terms), evidence=(f"terms: {', '.join(terms)}",))
    if is_other_language(raw, words, known.index.spelling):
        return refusals.refused(Reason.LANGUAGE)
    if names_no_measure(known.index, text.words):
        return refusals.not_held(())
    when = time_meant(text, known, before)
    lists = list_words_of(text, known)
    if lists.then and when.span is not None and not when.over_time:
        # “Reds that were green a year ago”: what has turned since the time that is named.
        when = replace(when, span=after(when.span, known.today) or when.span)
    asked = Asked(text, when, lists, before, _timed(text, when))
    if (corrects := follow_ups.CORRECTION.match(text.clean)) is not None and before is not None:
        asked = asked.of(asked.query, corrects.span())
    reading = by_area(asked, known) or cued(asked, known) or list_asked(asked, known) or _plain(asked, known)
    reading = known.objectives.asked(raw, reading, known.index, before)
    if not isinstance(reading, Refusal) and counts_what_there_is(text.clean):
        near = reading.measures if isinstance(reading, Query) else reading.candidates
        return refusals.not_held(refusals.status_options(known.measures[code] for code in near[:3]))
    if not isinstance(reading, Query) and (chosen := follow_ups.by_label(asked)) is not None:
        return chosen
    if isinstance(reading, Refusal) and abusive(text.clean):
        return refusals.refused(Reason.ABUSE)
    return reading


def _timed(text: Text, when: When) -> Query:
    said = tuple(f"time: “{text.clean[start:end]}”" for start, end in when.taken)
    return Query(Kind.STATUS, span=when.span, evidence=said)


def _plain(asked: Asked, known: Known) -> Reading:
    """A question with no words for its kind: the figure, its course where a stretch of time is named, or what was
    asked before."""
    course = trend_cue(asked.clean)
    query = follow_ups.of_the_same(asked)
    if query.kind is Kind.STATUS:
        query = replace(query, facets=amount_asked(asked.clean) or query.facets)
        over_time = asked.when.over_time or asked.when.of_months
        if course is not None and holds(course, asked, known):
            query = replace(query, kind=Kind.TREND, evidence=(f"kind: “{course.words}”", *query.evidence))
            asked = asked.of(query, *trend_stretches(asked.clean))
        elif over_time:
            query = replace(query, kind=Kind.TREND)
            asked = replace(asked, by_time=not asked.when.over_time)
    return about_measures(asked.of(query), known)
