"""Help: what can be asked, with examples from the asker's own board."""

from __future__ import annotations

from perfdata.asking.answers import Answer
from perfdata.asking.queries import Context, Query
from perfdata.measures import Measure, Tier
from perfdata.permissions import may_see
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
    """What can be asked, with three examples from the asker's own board."""
    quoted = ", ".join(f"“{example}”" for example in examples(snapshot, context))
    return Answer(query.kind, query, (_FIRST, f"For example: {quoted}.", _LAST))


def examples(snapshot: Snapshot, context: Context) -> tuple[str, ...]:
    """Questions that this person could ask here: a status, a list and a definition."""
    board = _board(snapshot, context)
    measures = [
        one
        for one in snapshot.measures.values()
        if not one.exempt and one.tier is Tier.SCORECARD and may_see(context.person, one, context.place)
    ]
    measures = [one for one in measures if not any(mark.isdigit() for mark in _called(one, snapshot))]
    own = [one for one in measures if board in one.boards] or measures
    own.sort(key=lambda one: len(_called(one, snapshot)))
    name = snapshot.boards[board].name if board in snapshot.boards else "scorecard"
    listed = f"what is off target {'for' if board else 'on'} the {name}?"
    if not own:
        return (listed,)
    status, counted = own[0], own[min(1, len(own) - 1)]
    asked = f"how are we doing on {_called(status, snapshot)}?"
    return (asked, listed, f"what counts as {_called(counted, snapshot)}?")


def _board(snapshot: Snapshot, context: Context) -> str:
    """The board of the channel, else the first that the person sits on."""
    if context.place.board:
        return context.place.board
    return next((code for code in context.person.boards if code in snapshot.boards), "")


def _called(measure: Measure, snapshot: Snapshot) -> str:
    """The council's everyday word for the measure where it has one, else its title."""
    words = next((alias.words for alias in snapshot.council.aliases if alias.measure == measure.code), "")
    if words:
        return words
    title = measure.title
    return title[0].lower() + title[1:] if title[1:2].islower() else title
