"""Questions for a list: by the words for one, and by an area where nothing else is asked about."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from perfdata.asking import asked_back, choices, follow_ups, refusals
from perfdata.asking.areas import AreaFound
from perfdata.asking.asked import Asked
from perfdata.asking.known import Known
from perfdata.asking.list_queries import listed
from perfdata.asking.list_words import ListWords, read_list_words
from perfdata.asking.matching import find
from perfdata.asking.queries import Kind, Query, Reading, Reason, SplitBy
from perfdata.asking.ranking import telling
from perfdata.asking.subjects import settled
from perfdata.asking.words import Text, Word

_IT_THERE = re.compile(r"\bit\b.* (?:in|for|at|across|within) ")
"""Words that ask how what is talked of stands in one area: `is it worse in adult social care`."""

_COUNTS_AS = re.compile(r"^what (?:is|are|counts as|would be|makes) (?:red|amber|green) (?:for|on)\b")
"""Words that ask where a status of one measure begins, though `what is red for housing` asks for a list."""

_LEFT_OUT = re.compile(
    r"\b(?:(?:all|everything|anything|everyone) but|except(?: for)?|apart from|other than|excluding|without|"
    r"not (?:in|for)) (?:the )?"
)
"""Words before what a list is to leave out."""


def list_words_of(text: Text, known: Known) -> ListWords:
    """The words for a list; none where what gives the status is part of what people call a measure, and nothing else
    asks for a list: `missing children`."""
    found = read_list_words(text.clean)
    if found.noun or found.tier is not None or not found.taken:
        return found
    within = all(known.index.within_a_phrase(text.words, *one) for one in found.taken)
    return ListWords() if within else found


def list_asked(asked: Asked, known: Known) -> Reading | None:
    """A list, when the question has words for one and nothing else is asked about; a broad area is asked back."""
    lists = asked.lists
    rest = asked.without(*lists.taken)
    if (of_money := asked_back.of_money(asked, known, rest)) is not None:
        return of_money
    area = known.areas.find(rest, partly=lists.anything or isinstance(asked.before, Query))
    if area is not None and _leaves_out(area, asked):
        return refusals.refused(Reason.NOT_UNDERSTOOD)
    left = [word for word in telling(rest) if area is None or word.stem not in area.used]
    if (said := _COUNTS_AS.match(asked.clean)) is not None and not (area and (area.full or area.cued or area.broad)):
        found = find(known.index, asked.without(*lists.taken, said.span()), follow_ups.talked_of(asked.before))
        if found.chosen:
            query = replace(asked.query, evidence=(f"kind: “{said[0]}”", *asked.query.evidence))
            return settled(found, asked.of(query, said.span()).timeless(Kind.DEFINE), known)
    if area is not None and not left and _IT_THERE.search(asked.clean) and follow_ups.talked_of(asked.before):
        asked_of = follow_ups.asked_before(asked.before)
        codes = asked_of.measures if asked_of is not None else ()
        evidence = (*asked.query.evidence, f"by {area.area.field}: {area.area.name}")
        details = SplitBy(area.area.field)
        return replace(asked.query, kind=Kind.BREAKDOWN, measures=codes, details=details, evidence=evidence)
    if (several := asked_back.several_areas(asked, known, rest, area)) is not None:
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
        return listed(asked, area)
    if area is not None and lists_area:
        return None if _asks_in_small_words(area, asked, known, rest) else listed(asked, area)
    return None


def _leaves_out(area: AreaFound, asked: Asked) -> bool:
    """Whether the area is what is not wanted: `everything but housing`. No list leaves one out."""
    found = _LEFT_OUT.search(asked.clean)
    if found is None:
        return False
    return any(word.start == found.end() and word.stem in area.area.stems for word in asked.text.words)


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
        query = listed(asked, area)
        return refusals.not_held((choices.list_option(query, area.area.name),)) if isinstance(query, Query) else query
    return None
