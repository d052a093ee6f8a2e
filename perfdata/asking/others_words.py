"""Comparison in words: a measure among similar councils and beside England. Never a list of councils in order."""

from __future__ import annotations

from perfdata.asking.amounts import counted, day_words, difference_words, ordinal, value_words
from perfdata.asking.others_compared import OthersCompared, Turned
from perfdata.measures import Measure
from perfdata.verdicts.comparison import FEWEST_TO_RANK, Compared, Place
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.turned_curve import TurnedCurve

NOT_HELD = "No figures of other councils are held for it."
QUARTILES = {
    1: "in the best quarter",
    2: "in the upper half",
    3: "in the lower half",
    4: "in the bottom quarter",
}
_BESIDE = {Direction.BETTER: "better than", Direction.WORSE: "worse than", Direction.SAME: "the same as"}


def others_compared(compared: Compared) -> OthersCompared:
    """The comparison as an answer holds it."""
    measure, own, england = compared.measure, compared.own, compared.england
    value = measure.rounded(compared.own_value)
    theirs = measure.rounded(england.value) if england is not None and england.value is not None else None
    place = compared.place
    return OthersCompared(
        code=measure.code,
        title=measure.title,
        period=compared.period.label,
        period_words=compared.period.words,
        own_value=value,
        own_words=value_words(measure, value),
        unit=measure.unit,
        place=place.place if place is not None else 0,
        of=place.of if place is not None else 0,
        place_words=_place_words(place) if place is not None else "",
        quartile=place.quartile if place is not None else None,
        published=compared.similar,
        unpublished=compared.unpublished,
        england_value=theirs,
        england_words=value_words(measure, theirs) if theirs is not None else "",
        difference_words=difference_words(measure, value - theirs) if theirs is not None else "",
        publisher=own.source,
        source_file=own.source_file,
        source_row=own.source_row,
        england_row=england.source_row if england is not None else 0,
        entered_on=own.entered_on,
        turned=_turned(measure, compared.turned) if compared.turned is not None else None,
    )


def others_reason(found: OthersCompared) -> str:
    """`Against similar councils, published for the year 2024/25: in the lower half, 9th of 16 (1st is best).`"""
    if found.place_words:
        return f"Against similar councils, published for {found.period_words}: {_where(found)} (1st is best)."
    return f"Against similar councils, published for {found.period_words}: {_no_place(found)}."


def place_sentence(found: OthersCompared) -> str:
    """Where it stands among how many, or why no place is given."""
    if not found.place_words:
        return f"among similar councils for {found.period_words}, {_no_place(found)}."
    left_out = (
        f"; {found.unpublished} did not publish and {_is(found.unpublished)} left out" if found.unpublished else ""
    )
    return (
        f"among similar councils for {found.period_words} it is {_where(found)}, where 1st is best "
        f"(this council and {found.published} others{left_out})."
    )


def england_sentence(compared: Compared, found: OthersCompared) -> str:
    """`worse than England for the year 2025/26: 40.6% here and 41.4% there, 0.8 percentage points lower.`"""
    if found.england_value is None:
        return f"ours was {found.own_words}; no figure for England is held for {found.period_words}."
    gap = found.own_value - found.england_value
    way = "" if gap == 0 else f", {found.difference_words} {'higher' if gap > 0 else 'lower'}"
    beside = _BESIDE.get(compared.against_england, "beside") if compared.against_england is not None else "beside"
    return f"{beside} England for {found.period_words}: {found.own_words} here and {found.england_words} there{way}."


def turned_sentence(turned: Turned) -> str:
    """Which similar council turned the same curve, by how much and when, and what ours did in that time."""
    return (
        f"{turned.council} turned the same curve: from {turned.worst_words} in {turned.since_words} to "
        f"{turned.latest_words} in {turned.until_words}, {turned.gain_words} better. In the same time ours went from "
        f"{turned.own_worst_words} to {turned.own_latest_words}. It may be worth asking what it did."
    )


def published_sentence(found: OthersCompared) -> str:
    """Who published the figures, and where ours and the country's stand in the file."""
    rows = f"row {found.source_row}" if not found.england_row else f"rows {found.source_row} and {found.england_row}"
    by = f"{found.publisher}; " if found.publisher else ""
    return f"Source: {by}{found.source_file}, {rows}, entered {day_words(found.entered_on)}."


def _where(found: OthersCompared) -> str:
    quartile = f"{QUARTILES[found.quartile]}, " if found.quartile is not None else ""
    return f"{quartile}{found.place_words}"


def _place_words(place: Place) -> str:
    return f"{'joint ' if place.shared else ''}{ordinal(place.place)} of {place.of}"


def _no_place(found: OthersCompared) -> str:
    if not found.published:
        return "no council has published a figure"
    if found.published + 1 < FEWEST_TO_RANK:
        return f"no place is given, because only {counted(found.published, 'other council')} published"
    return "no place is given, because neither way is better"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _turned(measure: Measure, turned: TurnedCurve) -> Turned | None:
    figures = (turned.worst.value, turned.latest.value, turned.own_worst.value, turned.own_latest.value)
    words = [value_words(measure, one) for one in figures if one is not None]
    return Turned(
        council=turned.council,
        since_words=turned.worst.period.words,
        until_words=turned.latest.period.words,
        worst_words=words[0],
        latest_words=words[1],
        gain_words=difference_words(measure, turned.gain),
        own_worst_words=words[2],
        own_latest_words=words[3],
    )
