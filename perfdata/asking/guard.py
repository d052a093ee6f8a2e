"""The guard on the way out: each numeral that a message says, outside set-apart quotations, stands in its answer.

The record is what is typed: a figure's number comes from its `value`, not from the words that were made of it, so that
a slip between the two is found as well. Sentences, notes and the lines of a list are what is checked, and never part
of the record. A numeral keeps its minus sign; thousands separators and noughts at the end of a decimal do not matter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple
from datetime import date
from decimal import Decimal

from perfdata.asking.amounts import day_words
from perfdata.asking.answers import (
    Answer,
    Change,
    Count,
    Deed,
    Definition,
    Figure,
    Item,
    Post,
    Quantity,
    Quotation,
)
from perfdata.asking.findings import Finding
from perfdata.asking.group_figures import GroupFigure, GroupGap
from perfdata.asking.others_compared import OthersCompared
from perfdata.asking.queries import Choice, Option, Query, Refusal
from perfdata.asking.replies import Reply
from perfdata.charts.chart import Chart
from perfdata.units import MINUS

_NUMERAL = re.compile(rf"{MINUS}?£?\d+(?:,\d{{3}})*(?:\.\d+)?")
_MAY_HOLD_SOME = re.compile(rf"[{MINUS}£\d][{MINUS}£\d,.]*")
"""What a numeral can stand in: found much faster in a long text than numerals are, since it must begin with one of a
few characters."""


class NotInTheRecord(Exception):
    """A message would say numerals that its record does not hold: it must not leave. `strays` are those numerals.

    `reference` is a short name for it, the same whenever the same message is tried again.
    """

    def __init__(self, strays: Iterable[str], text: str) -> None:
        self.strays = tuple(sorted(strays))
        self.reference = hashlib.sha256(text.encode()).hexdigest()[:6].upper()
        super().__init__(f"not in the record: {', '.join(self.strays)}")


def strays(reply: Reply, texts: Iterable[str]) -> frozenset[str]:
    """The numerals in `texts` that the reply does not hold; none when all is well. Quotations are left out of it."""
    quoted = [one.words for one in reply.quotations] if isinstance(reply, Answer) else []
    return unheld(texts, record_of(reply), quoted)


def unheld(texts: Iterable[str], record: Iterable[str], quoted: Iterable[str] = ()) -> frozenset[str]:
    """The numerals in `texts`, outside what is `quoted`, that no text of `record` has."""
    spoken = "\n".join(texts)
    # The longest first: one quotation may stand within another.
    for words in sorted(quoted, key=len, reverse=True):
        spoken = spoken.replace(words, "")
    said = numerals(spoken)
    return frozenset(said - numerals("\n".join(record)) if said else ())


def numerals(text: str) -> set[str]:
    """The numerals in a text, each in its one plain form: `−£1,250.50` is `−1250.5`."""
    return set(map(_plain, _NUMERAL.findall(" ".join(set(_MAY_HOLD_SOME.findall(text))))))


def number_words(number: Decimal) -> str:
    """A number as a record gives it: plain digits, with the sign that sentences use."""
    return f"{number:f}".replace("-", MINUS)


def _plain(numeral: str) -> str:
    digits = numeral.replace(",", "").replace("£", "")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def record_of(reply: Reply) -> Iterator[str]:
    """All that a reply holds in typed form, as texts; its sentences are none of it."""
    if isinstance(reply, Answer):
        for read, values in (
            (figure_record, reply.figures),
            (_change, reply.changes),
            (_finding, reply.findings),
            (_quantity, reply.quantities),
            (_count, reply.counts),
            (_item, reply.items),
            (_definition, reply.definitions),
            (_quotation, reply.quotations),
            (_post, reply.posts),
            (_deed, reply.deeds),
            (_group, reply.groups),
            (_gap, reply.gaps),
            (_compared, reply.comparisons),
            (_option, reply.options),
            (chart_record, reply.charts),
        ):
            yield from _each(read, values)
        yield from reply.times
        yield f"{len(reply.items)} {len(reply.items) - reply.shown}"
        yield from _query(reply.query)
    elif isinstance(reply, Choice):
        yield reply.sentence
        yield from _each(_option, reply.options)
    elif isinstance(reply, Refusal):
        yield from reply.sentences
        yield from _each(_option, reply.nearest)


def _each(read: Callable[..., Iterator[str]], values: Iterable[object]) -> Iterator[str]:
    for value in values:
        yield from read(value)


def figure_record(one: Figure) -> Iterator[str]:
    """What a figure and its receipt hold in typed form."""
    if one.value is not None:
        yield number_words(one.value)
        if one.unit == "£000":
            yield number_words(one.value * 1000)
    yield f"{one.title} {one.unit} {one.period} {one.period_words} {_day(one.due_on)} {_day(one.entered_on)}"
    yield number_words(one.target) if one.target is not None and one.unit != "£000" else one.target_words
    yield f"{one.source_file} {one.source_row} {one.revision}"


def _change(one: Change) -> Iterator[str]:
    yield f"{one.words} {one.since} {one.earlier_period} {one.period}"
    yield number_words(one.earlier_value)


def _finding(one: Finding) -> Iterator[str]:
    yield f"{one.usual} {one.average} {one.since} {one.run} {one.window} {one.points} {one.needed}"


def _quantity(one: Quantity) -> Iterator[str]:
    yield one.words


def _count(one: Count) -> Iterator[str]:
    yield str(one.number)


def _item(one: Item) -> Iterator[str]:
    yield one.title


def _definition(one: Definition) -> Iterator[str]:
    yield one.title
    yield from one.words


def _quotation(one: Quotation) -> Iterator[str]:
    yield f"{one.role} {one.about} {_day(one.entered_on)}"


def _post(one: Post) -> Iterator[str]:
    yield f"{one.title} {one.service} {one.directorate} {one.role} {' '.join(one.boards)} {one.portfolio}"
    yield f"{one.source_file} {one.source_row}"


def _deed(one: Deed) -> Iterator[str]:
    yield f"{one.surgery} {_day(one.held_on)} {one.title} {one.board} {one.ref} {one.action} {one.who} {_day(one.due)}"
    yield f"{one.status} {one.update} {one.outcome} {one.source_file} {one.source_row}"


def _group(one: GroupFigure) -> Iterator[str]:
    yield from _amounts(one.unit, one.value, one.numerator, one.denominator)
    yield f"{one.title} {one.group} {one.period_words} {_day(one.entered_on)} {one.source_file} {one.source_row}"


def _gap(one: GroupGap) -> Iterator[str]:
    yield from _amounts(one.unit, one.value, one.other_value, one.ratio)
    yield f"{one.group} {one.other} {one.words} {one.before_words} {one.before_period}"


def _compared(one: OthersCompared) -> Iterator[str]:
    yield from _amounts(one.unit, one.own_value, one.england_value)
    yield f"{one.title} {one.period_words} {one.place_words} 1st {one.published} {one.unpublished} {one.publisher}"
    yield f"{one.difference_words} {_day(one.entered_on)} {one.source_file} {one.source_row} {one.england_row}"
    if one.turned is not None:
        yield " ".join(map(str, astuple(one.turned)))


def _amounts(unit: str, *numbers: Decimal | None) -> Iterator[str]:
    """Each number, and in pounds where the unit is thousands of them."""
    for number in numbers:
        if number is not None:
            yield number_words(number * 1000 if unit == "£000" else number)


def chart_record(one: Chart) -> Iterator[str]:
    """What a picture holds in typed form."""
    yield f"{one.title} {one.measure} {one.unit} {one.note} {len(one.places)}"
    for place in one.places:
        yield f"{place.label} {place.words} {place.value_words} {place.target_words} {place.before_words}"


def _query(query: Query) -> Iterator[str]:
    for span in (query.span, query.comparison.against):
        if span is not None:
            yield span.words
    if query.filter is not None:
        yield " ".join(query.filter.terms.values())


def _option(one: Option) -> Iterator[str]:
    yield f"{one.label} {one.detail}"


def _day(day: date | None) -> str:
    return day_words(day) if day is not None else ""
