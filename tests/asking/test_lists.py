"""Lists agree with what is known to be true of the sample council's October 2026 round."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.list_answers import LISTED
from perfdata.asking.queries import Choice, Filter, Kind, ListStatus, Order, Query
from perfdata.periods import parse
from perfdata.snapshot import Snapshot

TRUTH = Path(__file__).parents[1] / "data" / "truth.json"
SCORECARD = "scorecard"


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(TRUTH.read_text(encoding="utf-8"))
    return content


def listed(asking: Asking, snapshot: Snapshot, context: Context, wanted: Filter) -> list[str]:
    answer = asking.answer(Query(Kind.LIST, (), wanted), snapshot, context)
    assert isinstance(answer, Answer)
    return [item.code for item in answer.items]


def known(truth: dict[str, Any], key: str, value: object, tier: str = "") -> set[str]:
    return {
        code
        for code, one in truth["measures"].items()
        if one.get(key) == value and not one["exempt"] and (not tier or one["tier"] == tier)
    }


@pytest.mark.parametrize("tier", [SCORECARD, "business plan"])
@pytest.mark.parametrize(
    ("status", "key", "value"),
    [
        (ListStatus.MISSING, "state", "missing"),
        (ListStatus.NEWLY_RED, "newly_red", True),
        (ListStatus.RECOVERED, "recovered", True),
        (ListStatus.PROVISIONAL, "provisional", True),
    ],
)
def test_states(
    asking: Asking, snapshot: Snapshot, context: Context, truth: dict[str, Any], tier: str, status: ListStatus,
    key: str, value: object,
) -> None:  # fmt: skip
    found = listed(asking, snapshot, context, Filter(tier=tier, status=status))
    assert set(found) == known(truth, key, value, tier)


@pytest.mark.parametrize("tier", [SCORECARD, "business plan"])
@pytest.mark.parametrize("status", [ListStatus.RED, ListStatus.AMBER, ListStatus.GREEN])
def test_what_has_not_come_is_not_counted_but_named(
    asking: Asking, snapshot: Snapshot, context: Context, truth: dict[str, Any], tier: str, status: ListStatus
) -> None:
    missing = known(truth, "state", "missing", tier)
    answer = asking.answer(Query(Kind.LIST, filter=Filter(tier=tier, status=status)), snapshot, context)
    assert isinstance(answer, Answer)
    assert {item.code for item in answer.items} == known(truth, "rag", str(status), tier) - missing
    stale = known(truth, "rag", str(status), tier) & missing
    note = next((one for one in answer.notes if one.startswith("Not counted")), "")
    assert bool(note) == bool(stale)
    assert all(snapshot.measures[code].title in note for code in stale)


def test_longest_first(asking: Asking, snapshot: Snapshot, context: Context, truth: dict[str, Any]) -> None:
    found = listed(asking, snapshot, context, Filter(tier=SCORECARD, status=ListStatus.RED_LONG))
    monthly = [code for code in found if snapshot.measures[code].frequency.noun == "month"]
    runs = [truth["measures"][code]["red_run"] for code in monthly]
    assert runs == sorted(runs, reverse=True)
    assert set(found) == known(truth, "rag", "red", SCORECARD)


def test_longer_than_so_many_months(
    asking: Asking, snapshot: Snapshot, context: Context, truth: dict[str, Any]
) -> None:
    wanted = Filter(board="HCB", status=ListStatus.RED_LONG, months=6)
    for code in listed(asking, snapshot, context, wanted):
        months = {"month": 1, "quarter": 3, "term": 4, "year": 12}[snapshot.measures[code].frequency.noun]
        assert truth["measures"][code]["red_run"] * months > 6


@pytest.mark.parametrize(
    ("text", "more_than"),
    [
        ("what has been red for more than 6 months", 6),
        ("what has been red for at least 6 months", 5),
        ("which measures have we missed 3 months in a row", 2),
        ("off target for two years running", 23),
    ],
)
def test_how_long_a_run_is_asked_for(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, more_than: int
) -> None:
    reading = asking.understand(text, snapshot, context)
    assert isinstance(reading, Query)
    assert reading.filter == Filter(tier=SCORECARD, status=ListStatus.RED_LONG, months=more_than)


@pytest.mark.parametrize(
    ("text", "status", "order"),
    [
        ("which target did we only just miss", ListStatus.AMBER, None),
        ("which measure is the furthest from target", None, Order.WORST),
        ("what needs our attention", ListStatus.RED, None),
        ("what should i ask about at the next meeting", ListStatus.RED, None),
        ("anything I need to know", ListStatus.RED, None),
        ("is the council any good", None, None),
    ],
)
def test_lists_as_people_ask_for_them(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, status: ListStatus | None, order: Order | None
) -> None:
    reading = asking.understand(text, snapshot, context)
    assert isinstance(reading, Query)
    assert (reading.kind, reading.filter, reading.order) == (Kind.LIST, Filter(tier=SCORECARD, status=status), order)


def test_of_those_is_both_at_once(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    def of(**wanted: Any) -> set[str]:
        return set(listed(asking, snapshot, context, Filter(tier=SCORECARD, **wanted)))

    red, worse = of(status=ListStatus.RED), of(status=ListStatus.WORSENED)
    both = asking.answer(
        Query(Kind.LIST, (), Filter(tier=SCORECARD, status=ListStatus.WORSENED, among=ListStatus.RED)),
        snapshot,
        context,
    )
    assert isinstance(both, Answer)
    assert {item.code for item in both.items} == red & worse
    assert both.paragraphs[0] == (
        f"{len(red & worse)} of the {len(red)} measures on the scorecard that are off target are worse than before."
    )


@pytest.mark.parametrize(
    ("status", "direction"), [(ListStatus.IMPROVED, "improved"), (ListStatus.WORSENED, "worsened")]
)
def test_better_and_worse(
    asking: Asking, snapshot: Snapshot, context: Context, truth: dict[str, Any], status: ListStatus, direction: str
) -> None:
    expected = set()
    for code, one in truth["measures"].items():
        cumulative = one.get("direction_vs_previous") == "not comparable"
        way = one.get("direction_vs_last_year" if cumulative else "direction_vs_previous")
        if one["tier"] == SCORECARD and not one["exempt"] and one["state"] == "reported" and way == direction:
            expected.add(code)
    assert set(listed(asking, snapshot, context, Filter(tier=SCORECARD, status=status))) == expected


def test_revised_since_the_last_export(
    asking: Asking, snapshot: Snapshot, context: Context, truth: dict[str, Any]
) -> None:
    revised = {one["code"] for one in truth["revised_since_previous_export"]}
    found = set(listed(asking, snapshot, context, Filter(status=ListStatus.REVISED)))
    assert revised - found == set()


def test_a_list_at_a_past_month_is_of_that_month(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = asking.reply("reds for housing in september", snapshot, context)
    assert isinstance(answer, Answer)
    assert answer.items
    for figure, item in zip(answer.figures, answer.items, strict=True):
        assert figure.period in ("Sep 2026", "Q2 2026/27") or "has not been reported" in item.detail


def test_both_tiers_are_counted_where_an_area_is_named(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = asking.reply("what is red for the housing board", snapshot, context)
    assert isinstance(answer, Answer)
    assert answer.paragraphs[1].startswith("Of those, ")
    tiers = [count.number for count in answer.counts if count.what in (SCORECARD, "business plan")]
    assert sum(tiers) == len(answer.items)


@pytest.mark.parametrize("text", ["what was red last quarter", "what was off target in 2025/26"])
def test_a_list_of_a_stretch_of_time_is_of_that_time(
    asking: Asking, snapshot: Snapshot, context: Context, text: str
) -> None:
    answer = asking.reply(text, snapshot, context)
    assert isinstance(answer, Answer)
    assert answer.query.span is not None
    last = answer.query.span.last_day
    periods = [snapshot.series[one.code].at(parse(one.period)) for one in answer.figures if one.value is not None]
    assert periods
    assert all(one is not None and one.period.end <= last for one in periods)
    assert answer.notes[0].startswith("Each measure is judged on its last figure")


def test_what_changed_over_a_stretch_is_read_as_what_moved(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    said = asking.understand("what has got worse since april", snapshot, context)
    assert isinstance(said, Query)
    assert (said.kind, said.order, said.filter) == (Kind.MOVERS, Order.WORSENED, Filter(tier="scorecard"))
    assert said.span is not None
    assert (said.span.start, said.span.end) == ((2026, 4), (2026, 10))


def test_a_broad_word_is_asked_about_whatever_was_talked_of(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    talked = asking.after(["how is recycling doing"], snapshot, context)
    assert isinstance(asking.reply("how are the bins?", snapshot, talked), Choice)


def test_a_list_that_nobody_would_read_to_its_end_says_how_much_is_not_on_it(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    everything = Query(Kind.LIST, (), Filter())
    whole = asking.answer(everything, snapshot, context)
    assert isinstance(whole, Answer)
    beyond = max(len([one for one in snapshot.measures.values() if not one.exempt]) - LISTED, 0)
    assert beyond
    assert len(whole.items) == len(whole.figures) == LISTED
    assert f"The first {LISTED} are listed here, and {beyond} more are not" in " ".join(whole.notes)
