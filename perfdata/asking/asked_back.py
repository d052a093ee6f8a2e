"""What is asked back of a question that would be a list: of money or of targets, and which of several areas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from perfdata.asking import choices, follow_ups, refusals
from perfdata.asking.areas import AreaFound
from perfdata.asking.asked import Asked
from perfdata.asking.known import Known
from perfdata.asking.list_queries import listed
from perfdata.asking.matching import MOST_OFFERED, find, parts_of_several
from perfdata.asking.queries import Choice, Kind, Query, clipped
from perfdata.asking.ranking import telling
from perfdata.asking.words import Word, read

_IN_THE_RED = "in the red"
_OF_MEASURES = re.compile(
    r"^(?:and |so )?(?:what|which|any|how many|list|show)\b|\b(?:measures?|indicators?|targets?)\b"
)
_OVER_BUDGET = "overspend"
_RED_OF_WHAT = "“In the red” can be said of money or of targets. Which do you mean?"
_SEVERAL = 2
_ONE_AT_A_TIME = "I list one area at a time. Which one do you want first?"


def of_money(asked: Asked, known: Known, words: Sequence[Word]) -> Choice | None:
    """What to ask where a council is said to be `in the red`, which is said of money as well as of targets; None where
    it is said of measures or of an area, and where no measure of the budget is held."""
    if _IN_THE_RED not in asked.clean or _OF_MEASURES.search(asked.clean) is not None or telling(words):
        return None
    if follow_ups.is_list(asked.before) or follow_ups.is_about_it(asked.clean, asked.before):
        return None
    found = find(known.index, read(_OVER_BUDGET).words)
    codes = tuple(fit.code for fit in (*found.chosen, *found.unsure))[: MOST_OFFERED - 1]
    query = listed(asked, None)
    if not codes or not isinstance(query, Query):
        return None
    span = asked.query.span
    money = [refusals.option(Kind.STATUS, known.measures[code], "“in the red” of money", span) for code in codes]
    targets = choices.list_option(query, "the scorecard")
    options = (*(replace(one, label=clipped(f"Money: {one.label}")) for one in money), targets)
    return Choice(_RED_OF_WHAT, options, codes)


def several_areas(asked: Asked, known: Known, words: Sequence[Word], area: AreaFound | None) -> Choice | None:
    """Which area first, where the words name several: one list is of one."""
    parts = parts_of_several(words, apart=asked.kind is Kind.COMPARE)
    if len(parts) < _SEVERAL or (area is not None and area.full and not _left(words, area)):
        return None
    named = [known.areas.find(part, partly=True) for part in parts]
    found = [one for one, part in zip(named, parts, strict=True) if one is not None and not _left(part, one)]
    if len(found) < len(parts):
        return None
    if not asked.lists.anything and not all(
        one.full or one.cued or _field(part, known) for one, part in zip(found, parts, strict=True)
    ):
        return None
    lists = [(listed(asked, one), one.area.name) for one in found[:MOST_OFFERED]]
    return Choice(
        _ONE_AT_A_TIME,
        tuple(choices.list_option(query, name) for query, name in lists if isinstance(query, Query)),
        (),
    )


def _left(words: Iterable[Word], area: AreaFound) -> list[Word]:
    return [word for word in telling(words) if word.stem not in area.used]


def _field(words: Sequence[Word], known: Known) -> AreaFound | None:
    """The field that is all that the words name: part of the names of several areas, or of one and of no measure."""
    part = part_of_areas(words, known)
    return part if part is not None and (part.broad or find(known.index, words).nothing) else None


def part_of_areas(words: Sequence[Word], known: Known) -> AreaFound | None:
    """What all of the words are a part of: the name of one area, or the names of several; None for a whole name."""
    part = known.areas.find(words, partly=True)
    if part is None or part.full or part.cued or any(word.stem not in part.used for word in telling(words)):
        return None
    if any(len(phrase.order) > 1 for phrase in known.index.phrases_in([word.stem for word in words])):
        return None
    return part
