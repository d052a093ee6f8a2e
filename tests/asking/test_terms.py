"""What the product's own words mean is answered when asked, and asking for a list or about a measure is left alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.guard import strays
from perfdata.asking.queries import Kind, OfTerms, Query
from perfdata.asking.terms import NEWEST_FIGURES, NEXT_FIGURES, TERMS, Term
from perfdata.measures import Tier
from perfdata.snapshot import Snapshot

RECYCLING = Query(Kind.STATUS, ("ENV-001",))


def read(asking: Asking, snapshot: Snapshot, context: Context, text: str, before: Query | None = None) -> Query:
    reading = asking.understand(text, snapshot, replace(context, prior=before))
    assert isinstance(reading, Query), reading
    return reading


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("what is a real change", ("real change",)),
        ("how do you know its a real change", ("real change",)),
        ("what does off target mean", ("status",)),
        ("whats amber", ()),
        ("what's amber mean", ("status",)),
        ("how do you decide red amber green", ("status",)),
        ("difference between amber and red", ("status",)),
        ("whats a tolerance", ("status",)),
        ("what does provisional mean", ("provisional",)),
        ("difference between withheld and provisional", ("withheld", "provisional")),
        ("what is the usual range", ("usual range",)),
        ("what do you mean by usual variation", ("usual range",)),
        ("what does 'not secure yet' mean", ("secure",)),
        ("what are percentage points", ("percentage points",)),
        ("who are the similar councils", ("similar councils",)),
        ("what does bottom quarter mean", ("similar councils",)),
        ("what is spc", ("chart",)),
        ("what is the scorecard", ("scorecard",)),
        ("who sets the targets", ("who sets targets",)),
        ("where do your figures come from", ("where figures come from",)),
        ("can i trust these numbers", ("where figures come from",)),
        ("when are the next figures due", (NEXT_FIGURES,)),
        ("when does the scorecard come out", (NEXT_FIGURES,)),
        ("when was this last updated", (NEWEST_FIGURES,)),
        ("how often are these updated", (NEWEST_FIGURES,)),
    ],
)
def test_a_question_on_words(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, terms: tuple[str, ...]
) -> None:
    assert read(asking, snapshot, context, text).details == (OfTerms(terms) if terms else None)


@pytest.mark.parametrize(
    ("text", "kind", "measures"),
    [
        ("what is off target", Kind.LIST, ()),
        ("what are the reds", Kind.LIST, ()),
        ("what is provisional", Kind.LIST, ()),
        ("show me the scorecard", Kind.LIST, ()),
        ("when are the next recycling figures due", Kind.DEFINE, ("ENV-001",)),
        ("is recycling a real change", Kind.TREND, ("ENV-001",)),
        ("who sets the target for recycling", Kind.TARGET, ("ENV-001",)),
    ],
)
def test_a_list_or_a_measure_is_no_question_on_words(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, kind: Kind, measures: tuple[str, ...]
) -> None:
    reading = read(asking, snapshot, context, text)
    assert (reading.kind, reading.measures, reading.details) == (kind, measures, None)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("is it a real change", ()),
        ("what is its usual range", ()),
        ("when is the next figure due", ()),
        ("what does real change mean", ("real change",)),
        ("what is a percentage point", ("percentage points",)),
    ],
)
def test_going_on_from_a_measure_it_is_about_that_unless_a_meaning_is_asked_for(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, terms: tuple[str, ...]
) -> None:
    reading = read(asking, snapshot, context, text, RECYCLING)
    assert reading.details == (OfTerms(terms) if terms else None)
    assert reading.measures == (() if terms else RECYCLING.measures)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_every_term_is_answered_within_the_record(
    asking: Asking, snapshot: Snapshot, context: Context, term: Term
) -> None:

    answer = asking.answer(Query(Kind.DEFINE, details=OfTerms((term.name,))), snapshot, context)
    assert isinstance(answer, Answer)
    assert answer.paragraphs
    assert strays(answer, (*answer.paragraphs, *answer.notes)) == frozenset()


def test_the_next_and_the_newest_figures_are_those_of_the_dictionary(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    monthly = [
        one
        for one in snapshot.measures.values()
        if one.tier is Tier.SCORECARD and not one.exempt and one.frequency == "monthly"
    ]
    days = sorted({date(2026, 11, 30) + timedelta(days=one.lag_days) for one in monthly})
    answer = asking.answer(Query(Kind.DEFINE, details=OfTerms((NEXT_FIGURES,))), snapshot, context)
    assert isinstance(answer, Answer)
    assert "November 2026" in answer.paragraphs[0]
    assert f"from {days[0].day} December 2026 to {days[-1].day} December 2026" in answer.paragraphs[0]

    verdicts = [snapshot.verdicts[one.code] for one in snapshot.measures.values() if one.tier is Tier.SCORECARD]
    held = Counter(str(one.latest.period) for one in verdicts if one.latest and not one.measure.exempt)
    answer = asking.answer(Query(Kind.DEFINE, details=OfTerms((NEWEST_FIGURES,))), snapshot, context)
    assert isinstance(answer, Answer)
    assert f"October 2026: {max(held.values())} of the {sum(held.values())} measures" in answer.paragraphs[0]
    assert "entered on 20 November 2026" in answer.paragraphs[0]
