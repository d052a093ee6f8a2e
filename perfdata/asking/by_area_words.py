"""Words that ask how areas stand beside each other: `which directorate has the most red`, `reds by board`.

Directorates, boards, services and priorities are counted. Portfolios are not: that would rank members.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from perfdata.asking import follow_ups
from perfdata.asking.asked import Asked
from perfdata.asking.known import Known
from perfdata.asking.list_queries import filtered, on_the_scorecard
from perfdata.asking.queries import CountedBy, Filter, Kind, ListStatus, Order, Query, Reading
from perfdata.asking.ranking import telling
from perfdata.asking.superlatives import read_superlative

_SORTS = {
    "directorate": "directorate", "department": "directorate", "board": "board", "committee": "board",
    "panel": "board", "service": "service", "team": "service", "priority": "priority", "priorities": "priority",
}  # fmt: skip
_ONE = "(?:" + "|".join(_SORTS) + ")s?"
_ASKS = re.compile(
    r"\b(?:(?:which|what|whose) (?:of (?:our|the) )?(?:scrutiny |council )?"
    r"|(?:by|per|each|every|across) (?:the |all )?"
    rf"|(?:worst|best) (?:performing )?|(?:how (?:are|is)|compare) (?:all |the |our |each )*)(?P<sort>{_ONE})\b"
    r"|\bwho (?:owns|has|have) (?:the )?(?:most|fewest|least)\b"
    rf"|\b(?P<first>{_ONE}) (?:with|has|have) (?:the )?(?:most|fewest|least|biggest number)\b"
)
_WORDS = frozenset((*_SORTS, *(f"{sort}s" for sort in _SORTS), "who"))
_RANKS = re.compile(
    r"\b(?:worst|best|worse|better|most|least|fewest|top|bottom|failing|struggling|doing|performing|performance|"
    r"behind|ahead|bad|badly|well|compare|how many|number of)\b"
)
_BY_SHARE = re.compile(
    r"\b(?:worst|best|worse|better|top|bottom|doing|performing|performance|compare|bad|badly|well)\b"
)
_GOOD = re.compile(r"\b(?:best|better|top|well)\b")


@dataclass(frozen=True, slots=True)
class _Said:
    sort: str
    taken: tuple[int, int]


def by_area(asked: Asked, known: Known) -> Reading | None:
    """The question as one for counts by area; None where it is about measures of its own, or asks nothing of the kind.

    Of `worst` and `best` the largest share comes first, else the largest number.
    """
    said, lists, before = _said(asked.clean), asked.lists, asked.before
    if said is None:
        return None
    of_a_list = isinstance(before, Query) and before.filter is not None and _goes_on(asked)
    ranks = [found.span() for found in _RANKS.finditer(asked.clean)]
    # "Which directorate is worst", after a measure, is asked of that one.
    enough = bool(ranks) and not (isinstance(before, Query) and before.measures)
    if lists.status is None and not enough and not of_a_list:
        return None
    taken = (said.taken, *lists.taken, *ranks, *read_superlative(asked.clean, lists.status).taken)
    rest = asked.without(*taken)
    area = known.areas.find(rest, partly=True)
    if any(area is None or word.stem not in area.used for word in telling(rest)):
        return None
    # "Is Highways the worst service" is of all services.
    wanted = filtered(lists, area if area is not None and area.area.field != said.sort else None)
    if of_a_list and area is None and isinstance(before, Query) and before.filter is not None:
        wanted = follow_ups.narrowed(before.filter, wanted)
    if wanted.status is None or wanted.status is ListStatus.RED_LONG:
        wanted = replace(wanted, status=ListStatus.GREEN if _GOOD.search(asked.clean) else ListStatus.RED)
    wanted = on_the_scorecard(wanted)
    if (refused := follow_ups.no_such_time(asked)) is not None:
        return refused
    return Query(
        Kind.LIST,
        filter=wanted,
        span=asked.query.span,
        order=_order(asked.clean, wanted),
        details=CountedBy(said.sort),
        evidence=(f"by {said.sort}: “{asked.clean[slice(*said.taken)]}”", *asked.query.evidence, *_terms(wanted)),
    )


def _said(clean: str) -> _Said | None:
    if _WORDS.isdisjoint(clean.split()):
        return None
    found = _ASKS.search(clean)
    if found is None:
        return None
    word = found["sort"] or found["first"] or "service"
    return _Said(_SORTS.get(word) or _SORTS[word.removesuffix("s")], found.span())


def _goes_on(asked: Asked) -> bool:
    return follow_ups.follows(asked.clean) or asked.clean.startswith(("by ", "per ", "for each "))


def _order(clean: str, wanted: Filter) -> Order | None:
    if _BY_SHARE.search(clean) is None:
        return None
    return Order.BEST if wanted.status is ListStatus.GREEN else Order.WORST


def _terms(wanted: Filter) -> tuple[str, ...]:
    return tuple(f"{name}: {value}" for name, value in wanted.terms.items())
