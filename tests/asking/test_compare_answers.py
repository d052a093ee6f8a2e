"""Answers that compare: with others, side by side, and with another time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.terminal.status import as_json
from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.guard import strays
from perfdata.asking.others_words import NOT_HELD
from perfdata.asking.queries import Comparison, Filter, Kind, Order, Query, Span, Versus
from perfdata.benchmarks import Comparator
from perfdata.snapshot import Snapshot
from tests.asking.test_answers import assert_good_english, spoken

OCTOBER, LAST_OCTOBER = Span((2026, 10), (2026, 10), "October 2026"), Span((2025, 10), (2025, 10), "October 2025")
LAST_YEAR = Span((2025, 4), (2026, 3), "April 2025 to March 2026 (2025/26)")
YEAR_BEFORE = Span((2024, 4), (2025, 3), "April 2024 to March 2025 (2024/25)")
LONG_AGO = Span((2021, 4), (2021, 4), "April 2021")


def compared(asking: Asking, snapshot: Snapshot, context: Context, query: Query) -> Answer:
    answer = asking.answer(query, snapshot, context)
    assert isinstance(answer, Answer), answer
    return answer


def test_among_similar_councils(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = compared(asking, snapshot, context, Query(Kind.COMPARE, ("ENV-001",)))
    (paragraph,) = answer.paragraphs
    assert paragraph == (
        "Household waste sent for reuse, recycling or composting: among similar councils for the year 2025/26 it is in "
        "the upper half, 8th of 16, where 1st is best (this council and 15 others). Worse than England for the year "
        "2025/26: 40.6% here and 41.4% there, 0.8 percentage points lower. Our latest figure, for October 2026, is "
        "44.3%. It is of another period, and is not compared. Source: Weighbridge returns (national waste data "
        "return); benchmarks.csv, rows 68 and 69, entered 24 November 2026."
    )


def test_england_first_when_asked_for(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = compared(asking, snapshot, context, Query(Kind.COMPARE, ("ENV-001",), details=Comparison(Versus.ENGLAND)))
    assert answer.paragraphs[0].partition(": ")[2].startswith("worse than England for the year 2025/26: 40.6% here")


def test_who_did_not_publish_and_who_turned(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = compared(asking, snapshot, context, Query(Kind.COMPARE, ("REV-001",), details=Comparison(Versus.COUNCILS)))
    assert (
        "11th of 15, where 1st is best (this council and 14 others; 1 did not publish and is left out)"
        in (answer.paragraphs[0])
    )
    assert (
        "turned the same curve: from 93.33% in the year 2023/24 to 96.55% in the year 2025/26" in answer.paragraphs[1]
    )


def test_an_earlier_period_is_compared_when_asked_for(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = compared(asking, snapshot, context, Query(Kind.COMPARE, ("ENV-001",), None, YEAR_BEFORE))
    assert answer.comparisons[0].period == "2024/25"
    assert (
        "nothing was published for October 2026"
        in compared(asking, snapshot, context, Query(Kind.COMPARE, ("ENV-001",), None, OCTOBER)).notes[0]
    )


def test_nothing_to_compare_with(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    (paragraph,) = compared(asking, snapshot, context, Query(Kind.COMPARE, ("HSG-004",))).paragraphs
    assert "no figures of other councils are held for it, so it cannot be compared" in paragraph
    assert "30.5 days" in paragraph


def test_never_a_league_table(asking: Asking, snapshot: Snapshot, insider: Context) -> None:
    """At most one other council is named, and the only one for having turned the curve."""
    others = {one.council for rows in snapshot.benchmarks.values() for one in rows if one.group is Comparator.NEIGHBOUR}
    for code in snapshot.benchmarks:
        answer = compared(asking, snapshot, insider, Query(Kind.COMPARE, (code,), details=Comparison(Versus.COUNCILS)))
        named = {name for name in others if name in " ".join(answer.paragraphs)}
        turned = answer.comparisons[0].turned
        assert named == ({turned.council} if turned is not None else set())


@pytest.mark.parametrize(
    ("text", "wanted", "order"),
    [
        ("how do we compare with other councils", Filter(tier="scorecard"), Order.WORST),
        ("are we the worst council for anything", Filter(tier="scorecard"), Order.WORST),
        ("how do we compare with others this year", Filter(tier="scorecard"), Order.WORST),
        ("where are we better than others", Filter(tier="scorecard"), Order.BEST),
        ("which measures are we in the bottom quarter for", Filter(tier="scorecard"), Order.WORST),
        ("how does adult social care compare", Filter(service="Adult Social Care"), Order.WORST),
    ],
)
def test_where_we_stand_on_many_measures(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, wanted: Filter, order: Order
) -> None:
    answer = asking.reply(text, snapshot, context)
    assert isinstance(answer, Answer)
    assert (answer.query.kind, answer.query.filter, answer.query.order) == (Kind.COMPARE, wanted, order)
    place = {
        code: one.place
        for code, one in snapshot.compared.items()
        if one.place is not None
        and not one.measure.exempt
        and (one.measure.tier == wanted.tier or one.measure.service == wanted.service)
    }
    assert [item.code for item in answer.items] == sorted(
        place, key=lambda code: (place[code].place / place[code].of, snapshot.measures[code].title),
        reverse=order is Order.WORST,
    )  # fmt: skip
    said = {1: "in the best quarter", 2: "in the upper half", 3: "in the lower half", 4: "in the bottom quarter"}
    for quartile, words in said.items():
        number = sum(one.quartile == quartile for one in place.values())
        assert (f"{number} {words}" in answer.paragraphs[0]) == bool(number)
    assert strays(answer, spoken(answer)) == frozenset()


def test_such_a_list_is_gone_on_from(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    everything = asking.understand("how do we compare with other councils", snapshot, context)
    assert isinstance(everything, Query)
    after = replace(context, prior=everything)
    whole = asking.answer(everything, snapshot, context)
    assert isinstance(whole, Answer)
    first = asking.reply("the first one", snapshot, after)
    assert isinstance(first, Answer)
    assert first.query.measures == (whole.items[0].code,)
    narrowed = asking.understand("just housing", snapshot, after)
    assert isinstance(narrowed, Query)
    assert (narrowed.kind, narrowed.filter) == (Kind.COMPARE, Filter(board="HCB"))


def test_side_by_side(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = compared(asking, snapshot, context, Query(Kind.COMPARE, ("HSG-004", "HSG-005")))
    assert [item.code for item in answer.items] == ["HSG-004", "HSG-005"]
    assert answer.comparisons == ()
    assert (
        compared(
            asking, snapshot, context, Query(Kind.COMPARE, ("ENV-001", "ENV-002"), details=Comparison(Versus.COUNCILS))
        ).items
        == ()
    )


def test_at_two_times(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    query = Query(Kind.COMPARE, ("ENV-006",), None, OCTOBER, (), Comparison(Versus.EARLIER, LAST_OCTOBER))
    answer = compared(asking, snapshot, context, query)
    (paragraph,) = answer.paragraphs
    assert paragraph == (
        "Missed collections per 100,000 scheduled collections: October 2026: 83.7 per 100,000 (off target); October "
        "2025: 56.2 per 100,000 (on target). That is 27.5 per 100,000 higher than for October 2025 (worse). Source: "
        "observations.csv, row 331, entered 9 November 2026. Source: observations_2026-09.csv, row 314, entered "
        "7 November 2025."
    )
    assert [figure.period for figure in answer.figures] == ["Oct 2026", "Oct 2025"]


def test_different_months_of_a_year_so_far_are_not_compared(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    september = Span((2026, 9), (2026, 9), "September 2026")
    query = Query(Kind.COMPARE, ("REV-001",), None, OCTOBER, (), Comparison(Versus.EARLIER, september))
    answer = compared(asking, snapshot, context, query)
    assert answer.changes == ()
    assert "counts from 1 April, so different months are not compared" in answer.notes[0]


@pytest.mark.parametrize(
    ("span", "versus", "against"),
    [
        (None, None, None),
        (LAST_YEAR, Versus.ENGLAND, None),
        (LONG_AGO, Versus.COUNCILS, None),
        (OCTOBER, Versus.EARLIER, LAST_OCTOBER),
        (LAST_YEAR, Versus.EARLIER, YEAR_BEFORE),
        (OCTOBER, Versus.EARLIER, YEAR_BEFORE),
        (OCTOBER, Versus.EARLIER, None),
        (LAST_YEAR, Versus.EACH_OTHER, None),
    ],
)
def test_every_comparison_is_said_well(
    asking: Asking,
    snapshot: Snapshot,
    insider: Context,
    span: Span | None,
    versus: Versus | None,
    against: Span | None,
) -> None:
    for code in snapshot.measures:
        query = Query(Kind.COMPARE, (code,), None, span, (), Comparison(versus, against))
        answer = compared(asking, snapshot, insider, query)
        assert_good_english(answer)
        assert not strays(answer, spoken(answer)), (code, answer.paragraphs)
        assert Answer.from_payload(answer.to_payload()) == answer


def test_each_verdict_has_its_comparison_with_the_reason(snapshot: Snapshot) -> None:
    for code, verdict in snapshot.verdicts.items():
        reason = as_json(verdict, snapshot.compared.get(code))["reasons"][-1]
        assert reason.startswith("Against similar councils") is (code in snapshot.benchmarks)
        assert (reason == NOT_HELD) is (code not in snapshot.benchmarks)
    assert as_json(snapshot.verdicts["REV-001"], snapshot.compared["REV-001"])["reasons"][-1] == (
        "Against similar councils, published for the year 2025/26: in the lower half, 11th of 15 (1st is best)."
    )
