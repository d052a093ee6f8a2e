"""How single questions are understood."""

from __future__ import annotations

import pytest

from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.queries import Choice, Query, Refusal
from perfdata.snapshot import Snapshot


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("ENV-006", "ENV-006"),
        ("env 006 please", "ENV-006"),
        ("how's adoption going", "CSC-010"),
        ("are we collecting the rent", "HSG-002"),
        ("domestic violence", "COM-002"),
        ("what is going on with special needs plans", "EDU-003"),
        ("is the council tax coming in ok", "REV-001"),
        ("home care", "ASC-014"),
        ("care homes", "ASC-003"),
        ("debt over 90 days", "REV-005"),
        ("how many bins have been missed", "ENV-006"),
    ],
)
def test_everyday_words(asking: Asking, snapshot: Snapshot, context: Context, text: str, measure: str) -> None:
    reading = asking.understand(text, snapshot, context)
    assert isinstance(reading, Query), reading
    assert reading.measures == (measure,)
    assert reading.evidence


def test_a_broad_field_is_asked_about(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    choice = asking.reply("how are we doing on housing?", snapshot, context)
    assert isinstance(choice, Choice)
    assert 2 <= len(choice.candidates) <= 4
    assert all("HCB" in snapshot.measures[code].boards for code in choice.candidates)
    assert choice.options[-1].query.filter is not None
    assert choice.options[-1].query.filter.board == "HCB"


def test_a_choice_keeps_the_time(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    choice = asking.reply("repairs in september", snapshot, context)
    assert isinstance(choice, Choice)
    for option in choice.options:
        assert option.query.span is not None
        assert option.query.span.start == option.query.span.end == (2026, 9)
    answer = asking.answer(choice.options[0].query, snapshot, context)
    assert isinstance(answer, Answer)
    assert answer.figures[0].period == "Sep 2026"


@pytest.mark.parametrize("again", ["what about june", "and in june?", "june"])
def test_a_follow_up_inherits_the_measure(asking: Asking, snapshot: Snapshot, context: Context, again: str) -> None:
    reading = asking.understand(again, snapshot, asking.after(["missed bins"], snapshot, context))
    assert isinstance(reading, Query), reading
    assert reading.measures == ("ENV-006",)
    assert reading.span is not None
    assert reading.span.start == (2026, 6)


def test_a_question_that_stands_alone_inherits_nothing(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    reading = asking.understand("how many swans in the park", snapshot, asking.after(["voids"], snapshot, context))
    assert isinstance(reading, Refusal)
