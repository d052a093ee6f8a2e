"""The time that a question is about, in its conversation and with what is held."""

from __future__ import annotations

import re
from dataclasses import replace

from perfdata.asking import follow_ups
from perfdata.asking.kinds import MORE_THAN_LAST_YEAR
from perfdata.asking.known import Known
from perfdata.asking.months import earlier_by
from perfdata.asking.queries import Query, Reading, Refusal, Span
from perfdata.asking.spans import When, read_when
from perfdata.asking.words import Text

_A_YEAR = 12
_LAST_YEAR = re.compile(r"(?:(?:and|so|what about|how about|for|in) )*(?:the same (?:month|time) )?last year[ ?.!]*")
"""A question of nothing but another year."""


def time_meant(text: Text, known: Known, before: Reading | None, *, ahead: bool = False) -> When:
    """What the text says of time; `ahead` reads it as time to come. `The year before` counts from what `before` was
    about; a stretch over time begins no earlier than what is held."""
    when = read_when(text, known.today, ahead=ahead)
    own_year_before = MORE_THAN_LAST_YEAR.search(text.clean)
    if own_year_before is not None:
        # Our own figure a year before: a status answer has it.
        return When(taken=(*when.taken, own_year_before.span()))
    asked = before.span if isinstance(before, Query | Refusal) else None
    if asked is not None and asked.months < _A_YEAR and _LAST_YEAR.fullmatch(text.clean):
        # After a question about June, "and last year?" is of that June.
        when = replace(when, span=earlier_by(asked, _A_YEAR), over_time=False)
    if when.earlier and when.span is None:
        when = replace(when, span=follow_ups.relative(when, before, known.today))
    if when.over_time and when.span is not None and known.first is not None and when.span.start < known.first:
        when = replace(when, span=_held(when.span, known.first))
    return when


def _held(span: Span, first: tuple[int, int]) -> Span:
    """A stretch that begins before anything was held, from when something is; as it is when none of it is held."""
    return span if span.end < first else replace(span, start=first)
