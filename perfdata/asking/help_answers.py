"""Help: what can be asked, with examples from the asker's own board."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from perfdata.asking.answers import Answer
from perfdata.asking.queries import Context, Facet, Query
from perfdata.measures import Measure, Tier
from perfdata.snapshot import Snapshot

_FIRST = (
    "I answer questions about the council's performance figures, from what its performance system says. "
    "Ask as you would ask a colleague; a council's name for a measure is not needed."
)
_LAST = (
    "You can name a month, a quarter or a year. Where two measures fit I ask which you mean, and what I do not hold "
    "I say so. Every figure has a receipt that shows where it came from."
)


def help_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """What can be asked, with three examples from the asker's own board; to thanks, a word back."""
    if Facet.THANKS in query.facets:
        return Answer(query.kind, query, ("You are welcome. Ask me anything else, or say “help” for examples.",))
    quoted = ", ".join(f"“{example}”" for example in examples(snapshot, context))
    return Answer(query.kind, query, (_FIRST, f"For example: {quoted}.", _LAST))


def examples(snapshot: Snapshot, context: Context) -> tuple[str, ...]:
    """Questions that this person could ask here: a status, a list and a definition."""
    board = _board(snapshot, context)
    everyday = _everyday(snapshot)
    own = _askable(snapshot.of_boards.get(board, ()), everyday) or _askable(snapshot.measures.values(), everyday)
    own = heapq.nsmallest(2, own, key=len)
    name = snapshot.boards[board].name if board in snapshot.boards else "scorecard"
    listed = f"what is off target {'for' if board else 'on'} the {name}?"
    if not own:
        return (listed,)
    return (f"how are we doing on {own[0]}?", listed, f"what counts as {own[-1]}?")


def _askable(measures: Iterable[Measure], everyday: Mapping[str, str]) -> list[str]:
    """What the scorecard's measures among these are called, that anybody may ask about, where there is no number in
    it."""
    corporate = (one for one in measures if not one.exempt and one.tier is Tier.SCORECARD)
    called = (everyday.get(one.code) or _title(one) for one in corporate)
    return [one for one in called if not any(map(str.isdigit, one))]


def _board(snapshot: Snapshot, context: Context) -> str:
    """The board of the channel, else the first that the person sits on."""
    if context.place.board:
        return context.place.board
    return next((code for code in context.person.boards if code in snapshot.boards), "")


def _everyday(snapshot: Snapshot) -> dict[str, str]:
    """The council's everyday words for measures, by code; of several the first."""
    found: dict[str, str] = {}
    for alias in snapshot.council.aliases:
        found.setdefault(alias.measure, alias.words)
    return found


def _title(measure: Measure) -> str:
    """The title as it stands in a sentence."""
    title = measure.title
    return title[0].lower() + title[1:] if title[1:2].islower() else title
