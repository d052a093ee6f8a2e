"""The questions that members ask, scored by their own rules: nearly all right, no wrong figure, no silent guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.queries import Choice, Kind, Query, Refusal
from perfdata.people import Person
from perfdata.snapshot import Snapshot
from tests.asking.conftest import OPEN_CHANNEL
from tests.asking.scoring import Question, is_right, is_silent_guess, is_wrong_figure, read_questions

FOLDER = Path(__file__).parents[1] / "data" / "questions"
NOT_YET = frozenset({"compare", "breakdown"})
LEAST_RIGHT = 0.97


@pytest.fixture(scope="module")
def readings(asking: Asking, snapshot: Snapshot, member: Person) -> list[tuple[Question, Query | Choice | Refusal]]:
    """Each question with what it was read as, in the end."""
    found = []
    for path in sorted(FOLDER.glob("dev*.jsonl")):
        for question in read_questions(path):
            context = asking.after(question.prior, snapshot, Context(member, OPEN_CHANNEL))
            reply = asking.reply(question.text, snapshot, context)
            found.append((question, reply.query if isinstance(reply, Answer) else reply))
    return found


Readings = list[tuple[Question, Query | Choice | Refusal]]


def test_nearly_all_are_right(readings: Readings) -> None:
    scored = [(question, reading) for question, reading in readings if question.kind not in NOT_YET]
    missed = [f"{question.id} {question.text}" for question, reading in scored if not is_right(reading, question)]
    assert len(scored) == 376
    assert len(missed) <= len(scored) * (1 - LEAST_RIGHT), "\n".join(missed)


def test_no_wrong_figure(readings: Readings) -> None:
    assert [question.text for question, reading in readings if is_wrong_figure(reading, question)] == []


def test_no_silent_guess(readings: Readings) -> None:
    assert [question.text for question, reading in readings if is_silent_guess(reading, question)] == []


def test_kinds_that_cannot_be_answered_yet_are_declined_or_read_as_a_fair_status(readings: Readings) -> None:
    wrong = [
        f"{question.text}: {reading.kind}"
        for question, reading in readings
        if question.kind in NOT_YET
        and isinstance(reading, Query)
        and not (
            reading.kind in (Kind.STATUS, Kind.LIST)
            and any(one["kind"] in ("status", "list") for one in question.expected)
        )
    ]
    assert wrong == []


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
