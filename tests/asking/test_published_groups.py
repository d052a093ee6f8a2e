"""The curious reader of the sample council: everything that answers say of groups, against what was withheld.

What is read is what is published and no more: each group's figure and parts, gaps and their changes, the measure's own
figures with their parts (a receipt shows them), in every dimension and period, and every word of the messages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest

from handlers.views import answers as views
from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.group_figures import GroupFigure
from perfdata.asking.queries import Kind, Query, Span, SplitBy
from perfdata.breakdowns import Breakdown
from perfdata.snapshot import Snapshot
from perfdata.verdicts.disparities import dimensions_of
from tests.groups.builders import FEWEST

Split = tuple[str, str, str]
"""A measure, a period and a dimension."""

Counts = Mapping[str, Decimal]


@pytest.fixture(scope="module")
def said(asking: Asking, snapshot: Snapshot, insider: Context) -> list[Answer]:
    """Every breakdown of every measure: all at once, by each dimension, each group, and at each period that is held."""
    found = []
    for code, rows in snapshot.breakdowns.items():
        spans = {span_of(row) for row in rows}
        queries = [Query(Kind.BREAKDOWN, (code,), None, span) for span in (None, *spans)]
        for dimension in dimensions_of(rows):
            queries += [
                Query(Kind.BREAKDOWN, (code,), None, span, details=SplitBy(dimension)) for span in (None, *spans)
            ]
            groups = dict.fromkeys(row.group for row in rows if row.dimension == dimension)
            queries += [Query(Kind.BREAKDOWN, (code,), details=SplitBy(dimension, group)) for group in groups]
        answers = [asking.answer(query, snapshot, insider) for query in queries]
        found += [one for one in answers if isinstance(one, Answer)]
        assert len(found) >= len(queries)
    return found


def span_of(row: Breakdown) -> Span:
    start, end = row.period.start, row.period.end
    return Span((start.year, start.month), (end.year, end.month), row.period.words)


@pytest.fixture(scope="module")
def published(said: list[Answer]) -> Mapping[Split, Mapping[str, GroupFigure]]:
    """What the answers say of each group, by split; the same figure is never said in two ways."""
    found: dict[Split, dict[str, GroupFigure]] = defaultdict(dict)
    for answer in said:
        for one in answer.groups:
            held = found[one.code, one.period, one.dimension].setdefault(one.group, one)
            assert held == one
    return found


def totals(snapshot: Snapshot, published: Mapping[Split, Mapping[str, GroupFigure]], split: Split) -> Iterator[Counts]:
    """Each total that a reader could subtract from: the measure's own, and those of the other splits shown whole."""
    code, period, dimension = split
    whole = next((one for one in snapshot.series[code].observations if one.period.label == period), None)
    if whole is not None and not whole.suppressed:
        yield whole_counts(snapshot, code, whole.value, whole.numerator, whole.denominator)
    for (other, when, by), groups in published.items():
        if (other, when) == (code, period) and by != dimension and not any(one.withheld for one in groups.values()):
            yield summed([group_counts(snapshot, one) for one in groups.values()])


def whole_counts(
    snapshot: Snapshot, code: str, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> Counts:
    found = {"numerator": numerator, "denominator": denominator}
    if numerator is not None and denominator is not None and snapshot.measures[code].unit == "%":
        found["others"] = denominator - numerator
    if numerator is None and denominator is None and snapshot.measures[code].unit == "number":
        found["value"] = value
    return {kind: number for kind, number in found.items() if number is not None}


def group_counts(snapshot: Snapshot, one: GroupFigure) -> Counts:
    return whole_counts(snapshot, one.code, one.value, one.numerator, one.denominator)


def summed(counts: list[Counts]) -> Counts:
    return {kind: sum((one[kind] for one in counts), Decimal(0)) for kind in counts[0]} if counts else {}


def test_nothing_small_is_said(snapshot: Snapshot, published: Mapping[Split, Mapping[str, GroupFigure]]) -> None:
    held = [(code, row) for code, rows in snapshot.breakdowns.items() for row in rows]
    assert len(held) == 858
    unsaid = [row for code, row in held if row.group not in published.get((code, row.period.label, row.dimension), {})]
    assert all(row.suppressed for row in unsaid)
    assert len(unsaid) < 10
    withheld = 0
    for groups in published.values():
        for one in groups.values():
            counts = (one.numerator, one.denominator)
            if one.withheld:
                withheld += 1
                assert (one.value, *counts, one.counts_words) == (None, None, None, "")
            elif one.denominator is not None and one.numerator is not None:
                assert not 0 < one.numerator < FEWEST
                assert one.denominator >= 2 * FEWEST
    assert withheld > 67


def test_a_withheld_group_is_in_no_gap(
    said: list[Answer], published: Mapping[Split, Mapping[str, GroupFigure]]
) -> None:
    gaps = [gap for answer in said for gap in answer.gaps]
    assert len(gaps) > 200
    for gap in gaps:
        groups = published[gap.code, gap.period, gap.dimension]
        assert not groups[gap.group].withheld
        assert not gap.other or not groups[gap.other].withheld


def test_subtracting_leaves_no_small_count(
    snapshot: Snapshot, published: Mapping[Split, Mapping[str, GroupFigure]]
) -> None:
    """From each total, what is shown is taken away; each count that is left can then have several values.

    The bounds are what a reader knows of counts that are withheld: each is at least one, so the largest that one of
    them can be is what remains less one for each of the others, and that has to reach the threshold.
    """
    tried = 0
    for split, groups in published.items():
        hidden = [one for one in groups.values() if one.withheld]
        shown = [group_counts(snapshot, one) for one in groups.values() if not one.withheld]
        if not hidden or not shown:
            continue
        assert len(hidden) > 1, split
        for total in totals(snapshot, published, split):
            for kind, number in total.items():
                rest = number - sum(one[kind] for one in shown)
                tried += 1
                assert rest == 0 or rest - (len(hidden) - 1) >= FEWEST, (split, kind, rest)
                assert rest != len(hidden) * (FEWEST - 1), (split, kind, rest)
    assert tried > 50


def test_what_the_file_held_back_or_was_small_is_in_no_message(said: list[Answer]) -> None:
    """No word of a message and no byte of what is stored has the value or the parts of a group that is withheld."""
    for answer in said:
        withheld = {(one.code, one.period, one.dimension, one.group) for one in answer.groups if one.withheld}
        if not withheld:
            continue
        for one in answer.to_payload()["groups"]:
            assert not one["withheld"] or (one["value"], one["numerator"], one["denominator"]) == (None, None, None)
        message = views.reply(answer)["text"]
        for line in message.splitlines():
            for _, _, _, group in withheld:
                if line.startswith(f"• {group}: "):
                    assert line == f"• {group}: withheld"
