"""Choices: what is put to somebody when several readings fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from perfdata.asking.amounts import joined
from perfdata.asking.areas import AreaFound
from perfdata.asking.matching import MOST_OFFERED
from perfdata.asking.pressing import Pressing
from perfdata.asking.queries import Choice, Filter, Kind, Option, Query, Span, clipped
from perfdata.asking.ranking import Fit
from perfdata.asking.wording import STATE_WORDS
from perfdata.measures import Measure

_OTHER_LISTS = {Kind.MOVERS: "What changed", Kind.ACTIONS: "Actions", Kind.SURGERY: "Surgeries"}
_WHICH = "Several measures fit that. Which one do you mean?"


def between(asked: Query, fits: Sequence[Fit], measures: Mapping[str, Measure], beside: Sequence[Fit] = ()) -> Choice:
    """Ask which of the measures is meant, keeping all else that was asked, and the measures that were named beside."""
    codes = tuple(fit.code for fit in fits)
    if beside:
        also = tuple(fit.code for fit in beside)
        titles = joined([f"“{measures[code].title}”" for code in also])
        options = tuple(
            replace(one, query=replace(one.query, measures=(*one.query.measures, *also)))
            for one in (_of(asked, measures[fit.code], fit.why, ()) for fit in fits)
        )
        return Choice(
            f"Several measures fit one thing that you named. Which one do you want beside {titles}?", options, codes
        )
    options = tuple(
        _of(asked, measures[fit.code], fit.why, tuple(one for one in codes if one != fit.code)) for fit in fits
    )
    return Choice(_WHICH, options, codes)


def between_others(asked: Query, codes: Sequence[str], measures: Mapping[str, Measure]) -> Choice:
    """Ask which of the others is meant, after one that was not."""
    held = [measures[code] for code in codes if code in measures][:MOST_OFFERED]
    options = tuple(_of(asked, one, "", tuple(other.code for other in held if other.code != one.code)) for one in held)
    return Choice(_WHICH, options, tuple(one.code for one in held))


def between_years(asked: Query, other: Span) -> Choice:
    """Ask which sort of year is meant by a bare number."""
    years = (asked.span, other)
    options = tuple(
        Option(clipped(f"{sort}: {span.words}"), f"{sort}, {span.words}.", replace(asked, span=span))
        for sort, span in zip(("Calendar year", "Financial year"), years, strict=True)
        if span is not None
    )
    return Choice("Councils count years from April. Which year do you mean?", options, asked.measures)


def _of(asked: Query, measure: Measure, why: str, others: tuple[str, ...]) -> Option:
    evidence = (*asked.evidence, f"{measure.code}: {why}") if why else asked.evidence
    query = replace(asked, measures=(measure.code,), evidence=evidence, others=others)
    return Option(clipped(measure.title), clipped(measure.description, 150), query)


def about_area(found: AreaFound, measures: Mapping[str, Measure], pressing: Pressing, asked: Query) -> Choice:
    """Ask which measure of a broad field is meant, keeping all else that was asked: those of its scorecard measures
    that deserve attention, or a list of all.

    The field is a word that several areas share (`housing`); measures of a service of that name come first.
    """
    areas = (found.area, *found.others)
    boards = {area.value for area in areas if area.field == "board"}
    names = {area.value for area in areas if area.field != "board"}
    offered = pressing.first(names, boards, MOST_OFFERED)
    whole = Query(Kind.LIST, (), found.area.narrowed(Filter()), None, (f"{found.area.field}: {found.area.value}",))
    options = (*(_of(asked, measures[code], "", ()) for code in offered), list_option(whole, found.area.name))
    return Choice("That covers many measures. Which one do you mean?", options, offered)


def list_option(query: Query, name: str) -> Option:
    """A button for a list of an area's measures."""
    status = query.filter.status if query.filter else None
    if query.kind in _OTHER_LISTS:
        return Option(clipped(f"{_OTHER_LISTS[query.kind]}: {name}"), "", query)
    what = "All measures" if status is None else f"Measures {STATE_WORDS[status]}"
    which = "Every measure" if status is None else "Each of them"
    return Option(clipped(f"{what}: {name}"), f"{which} of {name}, with its status.", query)
