"""What every kind of answer says of every measure: good English, each number held, a message that Slack takes whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from handlers.views import answers as views
from handlers.views import limits
from handlers.views.message import CUT_SHORT
from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.asking import ANSWERS
from perfdata.asking.guard import NotInTheRecord
from perfdata.asking.queries import Facet, Filter, Kind, ListStatus, Order, Query, Refusal, Span
from perfdata.measures import Aggregation, Measure, Polarity, Tolerance, ToleranceKind
from perfdata.observations import Observation
from perfdata.periods import Frequency
from perfdata.snapshot import Snapshot
from perfdata.verdicts.series import Series
from perfdata.verdicts.verdict import verdict_when_due
from tests.asking.conftest import TODAY
from tests.asking.test_answers import assert_good_english
from tests.verdicts.builders import a_measure, an_observation

OF_MEASURES = (
    Kind.STATUS, Kind.TREND, Kind.TARGET, Kind.FORECAST, Kind.OWNER, Kind.COMMENTARY, Kind.SURGERY, Kind.ACTIONS,
    Kind.MOVERS, Kind.DEFINE,
)  # fmt: skip
SPANS = (
    None,
    Span((2026, 9), (2026, 9), "September 2026"),
    Span((2025, 10), (2026, 10), "October 2025 to October 2026"),
    Span((2025, 4), (2026, 3), "April 2025 to March 2026 (2025/26)"),
    Span((2022, 4), (2022, 6), "April to June 2022"),
    Span((2026, 12), (2026, 12), "December 2026"),
)
FILTERS = (
    Filter(tier="scorecard"),
    Filter(board="HCB"),
    Filter(service="Highways"),
    Filter(directorate="Resources"),
    Filter(portfolio="Cabinet Member, Housing"),
    Filter(owner="Head of Highways"),
    Filter(tier="scorecard", status=ListStatus.NEWLY_RED),
    Filter(board="ENV", status=ListStatus.WORSENED),
)


def said_well(asking: Asking, snapshot: Snapshot, context: Context, query: Query) -> Answer | None:
    """The answer, after every rule of the language was held against it; None when it was refused."""
    answer = asking.answer(query, snapshot, context)
    if isinstance(answer, Refusal):
        return None
    assert_good_english(answer)
    # The guard stands in the way of a message with a number that the answer does not hold.
    try:
        message = views.reply(answer)
    except NotInTheRecord as held_back:
        raise AssertionError((query, held_back.strays, answer.paragraphs, answer.notes)) from None
    assert CUT_SHORT not in message["text"], query
    assert len(message["blocks"]) <= limits.BLOCKS_IN_MESSAGE
    assert len(message["text"]) <= limits.MESSAGE_TEXT
    assert "nan" not in re.findall(r"\w+", message["text"].casefold())
    assert not re.search(r"percentage points?%|%%|(?<![\d.,])1 percentage points", message["text"])
    assert answer.paragraphs
    assert len(answer.paragraphs[0].split(". ")[0]) <= 300, answer.paragraphs[0]
    assert Answer.from_payload(json.loads(json.dumps(answer.to_payload()))) == answer
    return answer


@pytest.mark.parametrize("kind", OF_MEASURES)
def test_every_measure(asking: Asking, snapshot: Snapshot, insider: Context, kind: Kind) -> None:
    spans = {Kind.STATUS: SPANS, Kind.COMMENTARY: SPANS, Kind.TREND: SPANS[:2]}.get(kind, SPANS[:1])
    for code in snapshot.measures:
        for span in spans:
            answer = said_well(asking, snapshot, insider, Query(kind, (code,), None, span))
            assert answer is not None or span is not None, code
        if kind is Kind.STATUS:
            assert said_well(asking, snapshot, insider, Query(kind, (code,), facets=(Facet.HOW_MANY,))) is not None


@pytest.mark.parametrize(
    "kind", [Kind.LIST, Kind.MOVERS, Kind.COMPARE, Kind.OWNER, Kind.COMMENTARY, Kind.SURGERY, Kind.ACTIONS]
)
@pytest.mark.parametrize("wanted", FILTERS)
def test_every_filter(asking: Asking, snapshot: Snapshot, context: Context, kind: Kind, wanted: Filter) -> None:
    orders = [None, *Order] if kind in (Kind.LIST, Kind.MOVERS) else [None]
    for order in orders:
        for most in (0, 3) if order is not None else (0,):
            query = Query(kind, (), wanted, order=order, most=most)
            answer = said_well(asking, snapshot, context, query)
            assert answer is not None
            assert not most or len(answer.items) <= most
    said_well(asking, snapshot, context, Query(kind, (), wanted, SPANS[2]))


@pytest.mark.parametrize("facets", [(), *((one,) for one in Facet)])
def test_every_side_of_surgeries_and_actions(
    asking: Asking, snapshot: Snapshot, context: Context, insider: Context, facets: tuple[Facet, ...]
) -> None:
    for kind in (Kind.SURGERY, Kind.ACTIONS):
        for who in (context, insider):
            for span in (None, SPANS[1], SPANS[-1]):
                assert said_well(asking, snapshot, who, Query(kind, (), None, span, facets=facets)) is not None


def test_every_kind_that_can_be_answered_is_tried_here() -> None:
    elsewhere = {Kind.HELP, Kind.WATCH, Kind.COMPARE, Kind.BREAKDOWN}
    assert set(ANSWERS) - elsewhere == {*OF_MEASURES, Kind.LIST}


UNITS = st.sampled_from(["%", "number", "days", "£000", "per 100,000", "tonnes", "ratio", "kg", "£"])
NUMBERS = st.one_of(
    st.none(),
    st.just(Decimal(0)),
    st.integers(-3, 3).map(Decimal),
    st.decimals(min_value=-2_000, max_value=90_000, places=3, allow_nan=False),
)


@st.composite
def held(draw: st.DrawFn) -> tuple[Measure, tuple[Observation, ...]]:
    """Some measure and its figures, as odd as an export may have them."""
    frequency = draw(st.sampled_from([Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.ANNUAL]))
    polarity = draw(st.sampled_from(list(Polarity)))
    low = draw(st.integers(-100, 100))
    measure = a_measure(
        unit=draw(UNITS),
        decimals=draw(st.integers(0, 3)),
        polarity=polarity,
        frequency=frequency,
        aggregation=draw(st.sampled_from(list(Aggregation))),
        range_low=Decimal(low) if polarity is Polarity.RANGE else None,
        range_high=Decimal(low + 5) if polarity is Polarity.RANGE else None,
        lag_days=20,
    )
    kinds = [one for one in ToleranceKind if one is not ToleranceKind.THRESHOLD or polarity.one_way]
    tolerance = Tolerance(draw(st.sampled_from(kinds)), draw(st.integers(1, 10).map(Decimal)))
    measure = replace(measure, tolerance=tolerance)
    period = verdict_when_due(measure, Series.of(()), TODAY).period
    rows = []
    for number, value in enumerate(draw(st.lists(NUMBERS, max_size=30))):
        target = draw(st.sampled_from([None, "50", "50.5", "0"]))
        suppressed = value is not None and draw(st.integers(0, 9)) == 0
        one = an_observation(period, None if value is None else str(value), target=target)
        rows.append(
            replace(one, id=number + 1, value=None if suppressed else one.value, suppressed=suppressed,
                    note=draw(st.sampled_from(["", "Was 12.", "We lost 3 <@U1> & 4."])))
        )  # fmt: skip
        period = period.previous()
    return measure, tuple(rows)


SayAll = Callable[[Measure, tuple[Observation, ...]], None]


@pytest.fixture(scope="session")
def say_all(asking: Asking, snapshot: Snapshot, insider: Context) -> SayAll:
    """Says all there is to say of a council with that one measure. A function, so that a failing example is short."""

    def say(measure: Measure, rows: tuple[Observation, ...]) -> None:
        series = Series.of(rows)
        measure = replace(measure, title="Things counted", exempt=False, boards=("HCB",))
        alone = replace(
            snapshot,
            measures={measure.code: measure},
            series={measure.code: series},
            verdicts={measure.code: verdict_when_due(measure, series, TODAY)},
            benchmarks={},
            breakdowns={},
            milestones=(),
            past_actions=(),
        )
        for kind in (Kind.STATUS, Kind.TREND, Kind.TARGET, Kind.FORECAST, Kind.COMMENTARY, Kind.MOVERS):
            said_well(asking, alone, insider, Query(kind, (measure.code,)))
        for order in (None, *Order):
            said_well(asking, alone, insider, Query(Kind.LIST, (), Filter(board="HCB"), order=order))

    return say


BEGINS_AT_ONE_DAY = a_measure("higher", "threshold 1", unit="days"), (an_observation("Oct 2026", "3", target="50"),)


@settings(max_examples=25, deadline=None, report_multiple_bugs=False, phases=(Phase.explicit, Phase.generate))
@given(held())
@example(BEGINS_AT_ONE_DAY)
def test_any_measure_is_said_well(say_all: SayAll, made: tuple[Measure, tuple[Observation, ...]]) -> None:
    say_all(*made)
