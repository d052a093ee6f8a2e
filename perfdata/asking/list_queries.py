"""The query of a list: of an area or of the scorecard, in what order, and gone on from the list before it."""

from __future__ import annotations

from dataclasses import replace

from perfdata.asking import follow_ups, refusals
from perfdata.asking.areas import AreaFound
from perfdata.asking.asked import Asked
from perfdata.asking.list_words import ListWords
from perfdata.asking.queries import Filter, Kind, ListStatus, Order, Query, Reading
from perfdata.asking.superlatives import read_superlative, says_both
from perfdata.measures import Tier

_CHANGES = {ListStatus.IMPROVED: Order.IMPROVED, ListStatus.WORSENED: Order.WORSENED}
"""States that compare one figure with the one before it; of a stretch of time they are asked as what moved."""

_NOT_CHANGED = frozenset((ListStatus.NOT_IMPROVED, ListStatus.NOT_WORSENED))
"""Their opposites: of a stretch, all that moved is given, each with its way."""

_EVERY_TIER = frozenset({ListStatus.MISSING, ListStatus.PROVISIONAL, ListStatus.REVISED, ListStatus.NO_TARGET})
"""Lists of these mean every measure where no area is named; all others then mean the scorecard."""


def filtered(lists: ListWords, area: AreaFound | None) -> Filter:
    """The filter that a question's list words and its area make."""
    said = Filter(tier=str(lists.tier or ""), status=lists.status, months=lists.months, among=lists.among)
    return area.area.narrowed(said) if area is not None else said


def on_the_scorecard(said: Filter) -> Filter:
    """`said`, which means the scorecard where it names no area and no tier, but for what is asked of every measure."""
    if said.names_an_area or said.tier or said.status in _EVERY_TIER:
        return said
    return replace(said, tier=str(Tier.SCORECARD))


def listed(asked: Asked, area: AreaFound | None) -> Reading:
    """The list that is asked for: of the area, or of the scorecard; of what moved, where a stretch of time is named.

    A refusal for a time to come.
    """
    lists, before, when = asked.lists, asked.before, asked.when
    said = filtered(lists, area)
    asked = ordered(asked)
    query = replace(asked.query, kind=Kind.LIST)
    if isinstance(before, Query) and before.filter is not None and _follows(asked, area):
        said = follow_ups.narrowed(before.filter, said, among=follow_ups.of_those(asked.clean))
        if before.kind in (Kind.MOVERS, Kind.FORECAST, Kind.COMPARE) and lists.status is None:
            query = replace(before, evidence=query.evidence, span=query.span)
        query = query if when.taken else replace(query, span=before.span)
    said = on_the_scorecard(said)
    if when.future:
        return refusals.in_the_future((), when.span, ())
    if said.status is ListStatus.RED_LONG and not said.months and when.so_far and query.span is not None:
        # "Missed every month this year": a run that is as long as the year is.
        said, query = replace(said, months=query.span.months - 1), replace(query, span=None)
    stretch = when.over_time or (query.span is not None and query.span.start != query.span.end)
    if stretch and (said.status in _CHANGES or said.status in _NOT_CHANGED):
        # One figure beside the one before it says nothing of a whole stretch: what moved over it does.
        query = replace(query, kind=Kind.MOVERS, order=query.order or _CHANGES.get(said.status, Order.CHANGED))
        said = on_the_scorecard(replace(said, status=None))
    evidence = (*query.evidence, *(f"{name}: {value}" for name, value in said.terms.items()))
    return replace(query, filter=said, evidence=evidence)


def _follows(asked: Asked, area: AreaFound | None) -> bool:
    lists = asked.lists
    return follow_ups.follows(asked.clean) or (lists.status is None and (area is None or not lists.anything))


def ordered(asked: Asked) -> Asked:
    """The same with what it is to begin with (`worst first`), and after how many it is cut (`the top three`)."""
    first = read_superlative(asked.clean, asked.lists.status)
    both = Order.CHANGED if asked.kind is Kind.MOVERS and says_both(asked.clean) else None
    order = first.order or both or _CHANGES.get(asked.lists.status) if asked.lists.status else first.order
    return asked.of(replace(asked.query, order=order, most=first.most), *first.taken)
