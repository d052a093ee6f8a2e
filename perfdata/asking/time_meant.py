"""The time that a question is about, in its conversation and with what is held."""

from __future__ import annotations

from dataclasses import replace

from perfdata.asking import follow_ups
from perfdata.asking.kinds import MORE_THAN_LAST_YEAR
from perfdata.asking.known import Known
from perfdata.asking.queries import Reading, Span
from perfdata.asking.spans import When, read_when
from perfdata.asking.words import Text


def time_meant(text: Text, known: Known, before: Reading | None, *, ahead: bool = False) -> When:
    """What the text says of time; `ahead` reads it as time to come. `The year before` counts from what `before` was
    about; a stretch over time begins no earlier than what is held."""
    when = read_when(text, known.today, ahead=ahead)
    own_year_before = MORE_THAN_LAST_YEAR.search(text.clean)
    if own_year_before is not None:
        # Our own figure a year before: a status answer has it.
        return When(taken=(*when.taken, own_year_before.span()))
    if when.earlier and when.span is None:
        when = replace(when, span=follow_ups.relative(when, before, known.today))
    if when.over_time and when.span is not None and known.first is not None and when.span.start < known.first:
        when = replace(when, span=_held(when.span, known.first))
    return when


def _held(span: Span, first: tuple[int, int]) -> Span:
    """A stretch that begins before anything was held, from when something is; as it is when none of it is held."""
    return span if span.end < first else replace(span, start=first)
