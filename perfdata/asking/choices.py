"""Choices: what is put to somebody when several readings fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from perfdata.asking.areas import AreaFound
from perfdata.asking.matching import MOST_OFFERED, Fit
from perfdata.asking.queries import Choice, Filter, Kind, Option, Query, Span, clipped
from perfdata.asking.refusals import option
from perfdata.measures import Measure, Tier

_WHICH = "Several measures fit that. Which one do you mean?"


def between(kind: Kind, fits: Sequence[Fit], measures: Mapping[str, Measure], span: Span | None) -> Choice:
    """Ask which of the measures is meant, keeping the kind and the time."""
    options = tuple(option(kind, measures[fit.code], fit.why, span) for fit in fits)
    return Choice(_WHICH, options, tuple(fit.code for fit in fits))


def about_area(found: AreaFound, measures: Mapping[str, Measure], pressing: Callable[[str], tuple[int, ...]]) -> Choice:
    """Ask which measure of a broad field is meant: its scorecard measures that deserve attention, or all of them.

    The field is a word that several areas share (`housing`); measures of a service of that name come first.
    """
    areas = (found.area, *found.others)
    boards = {area.value for area in areas if area.field == "board"}
    names = {area.value for area in areas if area.field != "board"}

    def belongs(measure: Measure) -> int:
        in_name = measure.service in names or measure.directorate in names
        return (2 if in_name else 0) + (1 if boards & set(measure.boards) else 0)

    fields = [code for code, measure in measures.items() if belongs(measure) and measure.tier is Tier.SCORECARD]
    fields.sort(key=lambda code: (-belongs(measures[code]), *pressing(code)))
    offered = tuple(fields[:MOST_OFFERED])
    whole = Query(Kind.LIST, (), found.area.narrowed(Filter()), None, (f"{found.area.field}: {found.area.value}",))
    options = (*(option(Kind.STATUS, measures[code]) for code in offered), list_option(whole, found.area.name))
    return Choice("That covers many measures. Which one do you mean?", options, offered)


def list_option(query: Query, name: str) -> Option:
    """A button for a list of an area's measures."""
    status = query.filter.status if query.filter else None
    what = "All measures" if status is None else f"Measures in this state ({str(status).replace('_', ' ')})"
    return Option(clipped(f"{what}: {name}"), f"Every measure of {name}, with its status.", query)
