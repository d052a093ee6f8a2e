"""Answers that split a measure by groups of people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.views import answers as views
from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.guard import strays
from perfdata.asking.queries import Kind, Query, Reason, Refusal, Span, SplitBy
from perfdata.snapshot import Snapshot
from perfdata.verdicts.disparities import dimensions_of
from tests.asking.test_answers import assert_good_english, spoken

SEPTEMBER_2025 = Span((2025, 9), (2025, 9), "September 2025")
LONG_AGO = Span((2023, 4), (2023, 4), "April 2023")


def split(
    asking: Asking, snapshot: Snapshot, context: Context, code: str, dimension: str = "", group: str = "",
    span: Span | None = None,
) -> Answer:  # fmt: skip
    answer = asking.answer(Query(Kind.BREAKDOWN, (code,), None, span, (), SplitBy(dimension, group)), snapshot, context)
    assert isinstance(answer, Answer), answer
    return answer


def test_by_ward_deprivation(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = split(asking, snapshot, context, "EDU-001", "Ward deprivation")
    (paragraph,) = answer.paragraphs
    assert paragraph == (
        "Persistent absence in primary schools: by ward deprivation, for summer term 2025/26. The whole is 14.5%. "
        "1 (most deprived fifth) is 16.0% and 5 (least deprived fifth) 13.1%: 2.9 percentage points higher, 1.2 times, "
        "which is worse. That is more than chance would make. For spring term 2025/26 the gap was 2.8 percentage "
        "points; the change may be chance. Against all the other groups together, more than chance would make: "
        "1 (most deprived fifth) (1.7 percentage points higher) and 5 (least deprived fifth) (2.0 percentage points "
        "lower). Source: equality.csv, rows 159 to 163, entered 24 November 2026."
    )
    assert [item.value for item in answer.items] == ["16.0%", "15.2%", "14.5%", "13.8%", "13.1%"]
    assert answer.items[0].period == "1,089 of 6,826"
    assert [figure.code for figure in answer.figures] == ["EDU-001"]


def test_one_group_is_set_against_the_others(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    (paragraph,) = split(asking, snapshot, context, "EDU-001", "Ethnic group", "Mixed or multiple").paragraphs
    assert "Mixed or multiple is 14.1% and the other groups shown 14.5%: 0.4 percentage points lower" in paragraph
    assert "With groups of this size it may be chance." in paragraph


def test_withheld_groups_are_said_to_be(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = split(asking, snapshot, context, "CSC-013", "Ethnic group")
    assert [item.title for item in answer.items if item.value == "withheld"] == [
        "Mixed or multiple",
        "Other",
        "Not known",
    ]
    assert "3 groups are withheld" in answer.notes[0]
    asked = split(asking, snapshot, context, "CSC-013", "Ethnic group", "Other")
    assert "The figure for Other is withheld, and so is its gap." in asked.paragraphs[0]
    assert "Every group is withheld." in split(asking, snapshot, context, "EDU-003", "Disability").paragraphs[0]


def test_without_a_dimension_each_is_told_and_offered(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = split(asking, snapshot, context, "CSC-006")
    held = dimensions_of(snapshot.breakdowns["CSC-006"])
    assert len(answer.paragraphs) == len(held) == len(answer.options) == 5
    assert [option.query.split.dimension for option in answer.options] == list(held)
    blocks = views.reply(answer)["blocks"]
    pressed = [one["text"]["text"] for block in blocks if block["type"] == "actions" for one in block["elements"]]
    assert {"By age band", "By sex", "By ward deprivation"} <= set(pressed)


def test_what_is_not_held_is_said(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = split(asking, snapshot, context, "ENV-006", "wards")
    assert "no figures are held by group or place, only for the whole" in answer.paragraphs[0]
    answer = split(asking, snapshot, context, "CSC-006", "religion")
    assert (
        "not held by religion. It is held by age band, sex, ethnic group, disability and ward deprivation."
        in (answer.paragraphs[0])
    )
    assert len(answer.options) == 5


def test_an_earlier_time(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = split(asking, snapshot, context, "CSC-006", "Sex", span=SEPTEMBER_2025)
    assert {group.period for group in answer.groups} == {"Sep 2025"}
    assert answer.figures[0].period == "Sep 2025"
    answer = split(asking, snapshot, context, "CSC-006", "Sex", span=LONG_AGO)
    assert "nothing is held by sex up to April 2023" in answer.paragraphs[0]


def test_without_a_measure_one_is_asked_for(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    reply = asking.answer(Query(Kind.BREAKDOWN), snapshot, context)
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.NOT_UNDERSTOOD


@pytest.mark.parametrize("span", [None, SEPTEMBER_2025, LONG_AGO])
def test_every_split_is_said_well(asking: Asking, snapshot: Snapshot, insider: Context, span: Span | None) -> None:
    for code in snapshot.measures:
        groups = dict.fromkeys((row.dimension, row.group) for row in snapshot.breakdowns.get(code, ()))
        for dimension, group in [("", ""), ("religion", ""), *((one, "") for one, _ in groups), *groups]:
            answer = split(asking, snapshot, insider, code, dimension, group, span)
            assert_good_english(answer)
            assert not strays(answer, spoken(answer)), (code, dimension, group, answer.paragraphs)
        assert Answer.from_payload(answer.to_payload()) == answer


def test_several_measures(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    query = Query(Kind.BREAKDOWN, ("EDU-001", "EDU-002"), details=SplitBy("Sex"))
    answer = asking.answer(query, snapshot, context)
    assert isinstance(answer, Answer)
    assert len(answer.paragraphs) == 2
    offered = asking.answer(replace(query, details=None), snapshot, context)
    assert isinstance(offered, Answer)
    assert offered.options[0].detail
