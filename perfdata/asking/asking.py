"""The front of asking: one object that a process keeps, which answers from whatever snapshot it is given."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from operator import attrgetter

from perfdata.asking import refusals
from perfdata.asking.action_answers import actions_answer
from perfdata.asking.answers import Answer, Receipt
from perfdata.asking.breakdown_answers import breakdown_answer
from perfdata.asking.by_area_answers import by_area_answer
from perfdata.asking.chart_words import NO_PICTURE
from perfdata.asking.charting import chart_of
from perfdata.asking.commentary_answers import commentary_answer
from perfdata.asking.compare_answers import compare_answer
from perfdata.asking.define_answers import define_answer
from perfdata.asking.forecast_answers import forecast_answer
from perfdata.asking.forecast_lists import forecast_list
from perfdata.asking.help_answers import help_answer
from perfdata.asking.known import Known, known_to
from perfdata.asking.list_answers import list_answer
from perfdata.asking.listed_places import with_places_named
from perfdata.asking.movers_answers import movers_answer
from perfdata.asking.objective_answers import objective_answer
from perfdata.asking.overheard import is_question
from perfdata.asking.own_areas import of_ones_own
from perfdata.asking.owner_answers import owner_answer
from perfdata.asking.queries import Context, Kind, OfObjectives, Query, Reading, Reason, Refusal
from perfdata.asking.receipts import receipt_of
from perfdata.asking.replies import Reply
from perfdata.asking.said import in_private
from perfdata.asking.search import search_measures
from perfdata.asking.service_words import PRESS, asked_of_service
from perfdata.asking.status_answers import status_answer
from perfdata.asking.surgery_answers import surgery_answer
from perfdata.asking.target_answers import target_answer
from perfdata.asking.thesaurus import Thesaurus
from perfdata.asking.trend_answers import trend_answer
from perfdata.asking.understanding import understand
from perfdata.asking.watch_answers import watch_answer
from perfdata.charts.chart import Chart
from perfdata.errors import BadInput
from perfdata.measures import Measure
from perfdata.owners_words.owner import may_comment
from perfdata.periods import parse
from perfdata.permissions import Act, may_see, refusal
from perfdata.snapshot import Snapshot
from perfdata.visibility import remark, seen_by

KEPT = 8
"""Word indexes kept: the current snapshot's for each audience, and a few of past days."""

WORDS_FROM = (
    "council",
    "measures",
    "series",
    "verdicts",
    "boards",
    "breakdowns",
    "milestones",
    "past_actions",
    "taught",
)
"""The parts of a snapshot of which its word index is made."""

_words_from: Callable[[Snapshot], tuple[object, ...]] = attrgetter(*WORDS_FROM)

_Audience = frozenset[str]
_Made = tuple[tuple[int, ...], date, _Audience]
"""Of which parts, for which day and for whom a word index was made."""

Answering = Callable[[Query, Snapshot, Context], Answer | Refusal]
"""What answers one kind of question. The person may ask here, and may see every measure that the query names."""

ANSWERS: Mapping[Kind, Answering] = {
    Kind.STATUS: status_answer,
    Kind.LIST: list_answer,
    Kind.BREAKDOWN: breakdown_answer,
    Kind.COMPARE: compare_answer,
    Kind.DEFINE: define_answer,
    Kind.HELP: help_answer,
    Kind.WATCH: watch_answer,
    Kind.COMMENTARY: commentary_answer,
    Kind.FORECAST: forecast_answer,
    Kind.MOVERS: movers_answer,
    Kind.OWNER: owner_answer,
    Kind.SURGERY: surgery_answer,
    Kind.TARGET: target_answer,
    Kind.TREND: trend_answer,
    Kind.ACTIONS: actions_answer,
}
"""The kinds of question; the two honest outcomes are none, and no button stands for them."""

OF_MEASURES = frozenset({Kind.STATUS, Kind.TREND, Kind.TARGET})
"""Kinds that are answered of measures by name only, never of a list."""


class Asking:
    """Questions in, answers out. Safe to use from several threads.

    The word index of a snapshot is built at the first question to it, once for each audience: exempt measures are in
    the index of those who may see them and in no other.
    """

    def __init__(self, residents: Thesaurus) -> None:
        self._residents = residents
        self._lock = threading.Lock()
        self._known: OrderedDict[_Made, tuple[tuple[object, ...], Known]] = OrderedDict()
        self._exempt: tuple[Mapping[str, Measure], tuple[Measure, ...]] = ({}, ())

    def understand(self, text: str, snapshot: Snapshot, context: Context) -> Reading:
        """What `text` asks of this snapshot, as this person, here, may ask it.

        Of `context.prior` nothing is taken over that they may not see here, whoever asked it.
        """
        snapshot = seen_by(snapshot, context.person, context.place)
        if (sentence := refusal(context.person, Act.ASK, None, context.place)) is not None:
            return refusals.not_allowed(sentence)
        known = self._known_to(snapshot, context)
        named = with_places_named(text, snapshot, context)
        if isinstance(named, Refusal):
            return named
        text = named

        def read(words: str) -> Reading:
            return understand(words, known, context.prior)

        return of_ones_own(text, snapshot, context, read) or read(text)

    def answer(self, query: Query, snapshot: Snapshot, context: Context) -> Answer | Refusal:
        """The answer to `query`, which may come from a button pressed long ago: all permissions are asked again.

        A measure that is no longer held, and one that this person may not see here, are refused in the same words.
        """
        snapshot = seen_by(snapshot, context.person, context.place)
        if (sentence := refusal(context.person, Act.ASK, None, context.place)) is not None:
            return refusals.not_allowed(sentence)
        if any(not _visible(code, snapshot, context) for code in query.measures):
            return refusals.not_held(())
        if isinstance(query.details, OfObjectives):
            return objective_answer(query, query.details, snapshot)
        forecasts = query.kind is Kind.FORECAST
        if (query.kind in OF_MEASURES or (forecasts and query.filter is None)) and not query.measures:
            return refusals.without_subject(query.kind)
        answered = ANSWERS.get(query.kind)
        if query.counted_by:
            answered = by_area_answer
        elif forecasts and not query.measures:
            answered = forecast_list
        if answered is None:
            return refusals.refused(Reason.NOT_UNDERSTOOD)
        said = _marked(answered(query, snapshot, context), snapshot)
        if isinstance(said, Answer) and in_private(context) and len(codes := {one.code for one in said.figures}) == 1:
            measure = snapshot.measures[codes.pop()]
            return replace(said, may_comment=may_comment(snapshot, context.person, measure))
        return said

    def reply(self, text: str, snapshot: Snapshot, context: Context) -> Reply:
        """What to say to `text`: understanding and answering together.

        A text that would have the service asked is answered as a question on its subject, or on that of the question
        before it, with how to ask.
        """
        about = asked_of_service(text)
        reading = self.understand(about or text, snapshot, context)
        if about == "" and isinstance(context.prior, Query):
            reading = context.prior
        said = self.answer(reading, snapshot, context) if isinstance(reading, Query) else reading
        if about is not None and isinstance(said, Answer) and len({one.code for one in said.figures}) == 1:
            return replace(said, notes=(*said.notes, PRESS))
        return said

    def overheard(self, text: str, snapshot: Snapshot, context: Context, *, own: bool) -> Answer | None:
        """What to say to a text that is not addressed to the bot; None, which is silence, to nearly everything.

        Only a question that is understood with certainty is answered, by the rule of `overheard.py`. `own` says that
        whoever says it put the question before it in this thread.
        """
        reading = self.understand(text, snapshot, context)
        known = self._known_to(seen_by(snapshot, context.person, context.place), context)
        if not isinstance(reading, Query) or not is_question(text, reading, known, context.prior, own=own):
            return None
        said = self.answer(reading, snapshot, context)
        return said if isinstance(said, Answer) else None

    def after(self, earlier: Iterable[str], snapshot: Snapshot, context: Context) -> Context:
        """`context` as it is in a thread in which these questions were asked, oldest first."""
        for text in earlier:
            reading = self.understand(text, snapshot, context)
            if reading.has_subject:
                context = replace(context, prior=reading)
        return context

    def receipt(self, code: str, period_label: str, snapshot: Snapshot, context: Context) -> Receipt | Refusal:
        """Where the figure of a measure (by code) for a period (by the export's label) came from.

        Raises BadInput when the label is no period.
        """
        snapshot = seen_by(snapshot, context.person, context.place)
        if (sentence := refusal(context.person, Act.ASK, None, context.place)) is not None:
            return refusals.not_allowed(sentence)
        if not _visible(code, snapshot, context):
            return refusals.not_held(())
        return receipt_of(snapshot, code, period_label)

    def chart(
        self, code: str, period_label: str, snapshot: Snapshot, context: Context, most: int | None = None
    ) -> Chart | Refusal:
        """The picture of a measure (by code) up to a period (by the export's label; blank for the one that is due).

        With `most`, of so many of the latest periods. Raises BadInput when the label is no period of the measure.
        """
        snapshot = seen_by(snapshot, context.person, context.place)
        if (sentence := refusal(context.person, Act.ASK, None, context.place)) is not None:
            return refusals.not_allowed(sentence)
        if not _visible(code, snapshot, context):
            return refusals.not_held(())
        period = parse(period_label) if period_label else None
        if period is not None and period.frequency is not snapshot.measures[code].frequency:
            raise BadInput("That button no longer works. Please ask again.")
        chart = chart_of(snapshot.verdict(code, period), most=most)
        return chart if chart is not None else Refusal(Reason.NOT_HELD, (NO_PICTURE,), measures=(code,))

    def search(self, words: str, snapshot: Snapshot, context: Context, limit: int = 25) -> tuple[Measure, ...]:
        """The measures that fit what somebody has typed into a picker so far; none for those who may not ask."""
        if refusal(context.person, Act.ASK, None, context.place) is not None:
            return ()
        snapshot = seen_by(snapshot, context.person, context.place)
        return search_measures(self._known_to(snapshot, context).index, words, limit)

    def _known_to(self, snapshot: Snapshot, context: Context) -> Known:
        exempt = frozenset(one.code for one in self._exempt_of(snapshot) if may_see(context.person, one, context.place))
        # A snapshot that has only taken up what was recorded of surgeries is asked about in the same words. The parts
        # are kept with what was made of them, so that no other can come to have their ids.
        parts = _words_from(snapshot)
        key = (tuple(map(id, parts)), snapshot.today, exempt)
        with self._lock:
            kept = self._known.get(key)
            if kept is not None:
                self._known.move_to_end(key)
                return kept[1]
            known = known_to(snapshot, exempt, self._residents)
            self._known[key] = (parts, known)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            return known

    def _exempt_of(self, snapshot: Snapshot) -> tuple[Measure, ...]:
        """The exempt measures among these, few of many: looked for when the measures change, not at each question."""
        measures, exempt = self._exempt
        if measures is not snapshot.measures:
            exempt = tuple(one for one in snapshot.measures.values() if one.exempt)
            self._exempt = snapshot.measures, exempt
        return exempt


def _marked(said: Answer | Refusal, snapshot: Snapshot) -> Answer | Refusal:
    """The answer, with a note where it says what members do not see yet."""
    if isinstance(said, Refusal) or snapshot.members is None:
        return said
    told = [(one.code, parse(one.period)) for one in said.figures]
    told += [(one.code, snapshot.verdicts[one.code].period) for one in said.items]
    note = remark(snapshot, told)
    return replace(said, notes=(*said.notes, note)) if note else said


def _visible(code: str, snapshot: Snapshot, context: Context) -> bool:
    measure = snapshot.measures.get(code)
    return measure is not None and may_see(context.person, measure, context.place)
