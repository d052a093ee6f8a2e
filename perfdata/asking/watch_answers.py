"""Answers to “tell me when it changes” and “what am I watching?”.

Answering changes nothing: a question that was understood wrongly must not leave anything behind. So the answer says
what would be told, or told no more, and offers the press that does it; and what somebody watches is shown to that
person alone.
"""

from __future__ import annotations

from perfdata.asking import refusals
from perfdata.asking.answers import Answer, Item
from perfdata.asking.figures import figure_when_due
from perfdata.asking.queries import Context, Facet, Query, Refusal
from perfdata.asking.wording import STATUS_WORDS
from perfdata.permissions import Act, refusal
from perfdata.snapshot import Snapshot

MOST = 4
"""Measures offered at once."""

_OFFER = (
    "I can tell you in a direct message when its status changes, or when there is a real change: at most one message a "
    "day for all that you watch. Nobody else sees what you watch. Press to begin; to stop, or to mute it for a while, "
    "see what you watch."
)
_STOP = (
    "Press to stop: I then tell you nothing more of it. To mute it for a while instead, see what you watch, which is "
    "for you alone. A board’s own watch list is for its chair and vice chair to change."
)
_SINGLE = (
    "I can watch single measures for you, not a whole area: please name one. Each board’s channel is told every month "
    "what is newly off target."
)
_OWN = "What you watch is for you alone. Press the button to see it, to stop watching or to mute a measure for a while."


def watch_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer | Refusal:
    """The offer to watch what the question names, or to stop; without a measure, the way to what is watched already."""
    stops = Facet.STOP in query.facets
    if not query.measures:
        said = (_SINGLE, _OWN) if query.filter is not None and not stops else (_OWN,)
        return Answer(query.kind, query, said)
    measures = [snapshot.measures[code] for code in query.measures[:MOST]]
    for one in () if stops else measures:
        if (sentence := refusal(context.person, Act.WATCH, one, context.place)) is not None:
            return refusals.not_allowed(sentence)
    verdicts = [snapshot.verdicts[one.code] for one in measures]
    figures = tuple(figure_when_due(verdict) for verdict in verdicts)
    items = tuple(
        Item(one.code, one.title, STATUS_WORDS[one.status], one.value_words, one.period_words, str(measure.tier))
        for one, measure in zip(figures, measures, strict=True)
    )
    return Answer(query.kind, query, (_STOP if stops else _OFFER,), figures, items=items)
