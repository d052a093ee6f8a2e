"""Everyday ways of asking that once were read as something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perfdata.asking.answers import Answer
from perfdata.asking.asking import Asking
from perfdata.asking.queries import Choice, Context, Facet, Filter, Kind, ListStatus, Query
from perfdata.people import Person
from perfdata.snapshot import Snapshot
from tests.asking.conftest import DIRECT


@pytest.fixture
def context(member: Person) -> Context:
    return Context(member, DIRECT)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("which figures are late", Filter(status=ListStatus.MISSING)),
        ("which measures are still outstanding", Filter(status=ListStatus.MISSING)),
        ("what's late", Filter(status=ListStatus.MISSING)),
        ("what's gone red this month", Filter(status=ListStatus.NEWLY_RED, tier="scorecard")),
        ("what's the longest running red", Filter(status=ListStatus.RED_LONG, tier="scorecard")),
        ("off target for over two years", Filter(status=ListStatus.RED_LONG, tier="scorecard", months=24)),
        ("give me the headlines", Filter(tier="scorecard")),
        ("how many are red, amber and green", Filter(tier="scorecard")),
        ("how did we do last quarter", Filter(tier="scorecard")),
        ("red measures owned by the head of highways", Filter(service="Highways", status=ListStatus.RED)),
    ],
)
def test_lists(asking: Asking, snapshot: Snapshot, context: Context, text: str, wanted: Filter) -> None:
    reading = asking.understand(text, snapshot, context)
    assert isinstance(reading, Query)
    assert (reading.kind, reading.filter) == (Kind.LIST, wanted)


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("how does the recycling rate get worked out", Kind.DEFINE, "ENV-001"),
        ("is recycling the worst in the country", Kind.COMPARE, "ENV-001"),
        ("recycling last winter v the winter before", Kind.COMPARE, "ENV-001"),
        ("when did sickness last hit target", Kind.TARGET, "HRM-001"),
        ("how long has temporary accommodation been off target", Kind.STATUS, "HSG-020"),
        ("whens the next recycling figure out", Kind.DEFINE, "ENV-001"),
        ("is the rise in fly tipping a blip", Kind.TREND, "ENV-020"),
        ("whats the usual range for missed bins", Kind.TREND, "ENV-006"),
    ],
)
def test_of_one_measure(asking: Asking, snapshot: Snapshot, context: Context, text: str, kind: Kind, code: str) -> None:
    reading = asking.understand(text, snapshot, context)
    assert isinstance(reading, Query)
    assert (reading.kind, reading.measures) == (kind, (code,))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("recycling 3 years ago", (2023, 10)),
        ("recycling two months ago", (2026, 9)),
        ("highest ever recycling", (2022, 4)),
    ],
)
def test_times(asking: Asking, snapshot: Snapshot, context: Context, text: str, start: tuple[int, int]) -> None:
    reading = asking.understand(text, snapshot, context)
    assert isinstance(reading, Query)
    assert reading.span is not None
    assert (reading.measures, reading.span.start) == (("ENV-001",), start)


@pytest.mark.parametrize("text", ["what has improved since last year", "what got worse since this time last year"])
def test_what_moved_since_last_year_is_held_against_the_same_month(
    asking: Asking, snapshot: Snapshot, context: Context, text: str
) -> None:
    answer = asking.reply(text, snapshot, context)
    assert isinstance(answer, Answer)
    assert answer.kind is Kind.MOVERS
    assert "over October 2025 to October 2026" in answer.paragraphs[0]
    assert any("in October 2025" in one.detail for one in answer.items)


def test_the_last_surgery_is_one(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = asking.reply("what did we agree at the last surgery", snapshot, context)
    assert isinstance(answer, Answer)
    assert "22 September 2026" in answer.paragraphs[0]
    assert "3 actions agreed" in " ".join(answer.paragraphs)


def test_the_winter_before_is_a_year_before_the_last(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    reading = asking.understand("recycling last winter v the winter before", snapshot, context)
    assert isinstance(reading, Query)
    assert reading.span is not None
    assert reading.comparison.against is not None
    assert (reading.span.start, reading.comparison.against.start) == ((2025, 12), (2024, 12))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ENV-001", "It was last on target in July 2025."),
        ("HSG-021", "It has not been on target since April 2022, the first that I hold."),
        ("HSG-024", "It was last off target in September 2026."),
    ],
)
def test_a_target_is_told_with_when_it_was_last_otherwise(
    asking: Asking, snapshot: Snapshot, context: Context, code: str, said: str
) -> None:
    answer = asking.reply(f"when did {code} last hit its target", snapshot, context)
    assert isinstance(answer, Answer)
    assert said in " ".join(answer.paragraphs)


@pytest.mark.parametrize("text", ["what is a performance surgery", "how do surgeries work", "what's a surgery?"])
def test_what_a_surgery_is(asking: Asking, snapshot: Snapshot, context: Context, text: str) -> None:
    answer = asking.reply(text, snapshot, context)
    assert isinstance(answer, Answer)
    assert Facet.EXPLAINED in answer.query.facets
    assert not answer.items


def test_what_is_missing_is_said_to_be_so_once(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = asking.reply("what is missing", snapshot, context)
    assert isinstance(answer, Answer)
    assert answer.items
    assert {(one.status, one.value) for one in answer.items} == {("not reported", "")}


@pytest.mark.parametrize("text", ["how long do repairs take", "how long does a planning application take"])
def test_what_only_a_length_of_time_tells_apart_is_asked_about(
    asking: Asking, snapshot: Snapshot, context: Context, text: str
) -> None:
    reading = asking.understand(text, snapshot, context)
    assert isinstance(reading, Choice)
    assert len(reading.options) > 1


def test_a_field_is_asked_back_after_another_question_too(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    before = asking.understand("how is recycling doing?", snapshot, context)
    for text in ("housing", "and housing?"):
        assert isinstance(asking.understand(text, snapshot, replace(context, prior=before)), Choice), text


def test_which_of_those_stays_with_the_board(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    before = asking.understand("what is red for the Housing and Communities board", snapshot, context)
    reading = asking.understand("which of those got worse", snapshot, replace(context, prior=before))
    assert isinstance(reading, Query)
    assert reading.filter == Filter(board="HCB", status=ListStatus.WORSENED, among=ListStatus.RED)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("how many children are in care", "CSC-001", "537 (“Children looked after”)"),
        ("how many complaints did we get", "CUS-003", "183 (“Complaints answered”)"),
        ("how many households are in temporary accommodation", "HSG-020", ""),
        ("what share of complaints is answered on time", "CUS-003", ""),
    ],
)
def test_how_many_is_answered_with_the_numbers_behind_a_share(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, code: str, says: str
) -> None:
    answer = asking.reply(text, snapshot, context)
    assert isinstance(answer, Answer)
    assert answer.query.measures == (code,)
    said = " ".join(answer.paragraphs)
    assert ("It is worked out from" in said) == bool(says)
    assert says in said


@pytest.mark.parametrize(
    ("text", "code", "no_time"),
    [
        ("how long for a care assessment", "ASC-007", True),
        ("how long is the wait on the phone", "CUS-002", False),
        ("how are care assessments doing", "", False),
    ],
)
def test_how_long_is_said_not_to_be_told_where_the_measure_is_no_time(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, code: str, no_time: bool
) -> None:
    reply = asking.reply(text, snapshot, context)
    assert not code or (isinstance(reply, Answer) and reply.query.measures == (code,))
    said = " ".join(reply.paragraphs) if isinstance(reply, Answer) else ""
    assert ("no length of time" in said) == no_time
