"""Scoring a reading against what a question expects, by the rules of the questions' README."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfdata.asking import Asking, Context
from perfdata.asking.queries import Choice, Query, Reading, Refusal
from perfdata.snapshot import Snapshot

FOLDER = Path(__file__).parents[1] / "data" / "questions"


def members_questions() -> list[Question]:
    """The 410 questions of members, in the order of their files."""
    return [question for path in sorted(FOLDER.glob("dev*.jsonl")) for question in read_questions(path)]


@dataclass(frozen=True)
class Question:
    """One line of a question file."""

    id: str
    text: str
    prior: tuple[str, ...]
    expected: tuple[dict[str, Any], ...]

    @property
    def kind(self) -> str:
        """The kind of the main reading."""
        kind: str = self.expected[0]["kind"]
        return kind


def read_questions(path: Path) -> list[Question]:
    """The questions of a file of JSON lines."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        main = entry["expected"]
        found.append(
            Question(entry["id"], entry["text"], tuple(entry.get("thread_prior", ())), (main, *main.get("also", ())))
        )
    return found


def is_right(reading: Reading, question: Question) -> bool:
    """Whether the reading is one of those expected, whole."""
    return any(_matches(reading, expected) for expected in question.expected)


def is_wrong_figure(reading: Reading, question: Question) -> bool:
    """Whether figures would be given of none of the measures that are expected, or of any where none should be."""
    if not isinstance(reading, Query) or not reading.measures or reading.kind.value == "define":
        return False
    about = {code for one in question.expected for code in (*one.get("measures", ()), *one.get("candidates", ()))}
    return not set(reading.measures) & about


def is_silent_guess(reading: Reading, question: Question) -> bool:
    """Whether one measure was taken where it had to ask."""
    return question.kind == "ambiguous" and isinstance(reading, Query) and not is_right(reading, question)


def must_be_held_back(question: Question) -> bool:
    """Whether no answer is right: it has to be asked about or declined."""
    return all(one["kind"] in ("ambiguous", "declined") for one in question.expected)


def outcome(asking: Asking, snapshot: Snapshot, context: Context, question: Question) -> Reading:
    """What a question comes to in its thread: its reading, or the refusal that answering it ended in."""
    context = asking.after(question.prior, snapshot, context)
    reading = asking.understand(question.text, snapshot, context)
    if isinstance(reading, Query):
        said = asking.answer(reading, snapshot, context)
        if isinstance(said, Refusal):
            return said
    return reading


@dataclass(frozen=True)
class Score:
    """How a set of questions went."""

    outcomes: tuple[tuple[Question, Reading], ...]

    @property
    def missed(self) -> list[tuple[Question, Reading]]:
        """Those that are not right."""
        return [(question, reading) for question, reading in self.outcomes if not is_right(reading, question)]

    @property
    def right(self) -> float:
        """The share that is right, from 0 to 1."""
        return 1 - len(self.missed) / len(self.outcomes)

    @property
    def wrong_figures(self) -> list[str]:
        """The ids of those that would give figures of a measure that was not meant."""
        return [question.id for question, reading in self.outcomes if is_wrong_figure(reading, question)]

    @property
    def silent_guesses(self) -> list[str]:
        """The ids of those that had to be asked about and were answered."""
        return [question.id for question, reading in self.outcomes if is_silent_guess(reading, question)]

    @property
    def held_back(self) -> tuple[int, int]:
        """Of those that must be asked about or declined, how many were, and how many there are."""
        those = [(question, reading) for question, reading in self.outcomes if must_be_held_back(question)]
        return sum(not isinstance(reading, Query) for _, reading in those), len(those)


def score(asking: Asking, snapshot: Snapshot, context: Context, questions: Iterable[Question]) -> Score:
    """Put every question and note what comes of it."""
    return Score(tuple((question, outcome(asking, snapshot, context, question)) for question in questions))


def _matches(reading: Reading, expected: dict[str, Any]) -> bool:
    if reading.kind.value != expected["kind"]:
        return False
    if isinstance(reading, Choice):
        candidates = set(expected["candidates"])
        return len(candidates & set(reading.candidates)) * 2 >= len(candidates)
    if isinstance(reading, Refusal):
        return True
    if set(reading.measures) != set(expected.get("measures") or ()):
        return False
    if (reading.filter.terms if reading.filter else {}) != (expected.get("filter") or {}):
        return False
    period = expected.get("period")
    if not period:
        return True
    span = reading.stretch
    return span is not None and (period["start"], period["end"]) == (
        f"{span.start[0]}-{span.start[1]:02d}",
        f"{span.end[0]}-{span.end[1]:02d}",
    )
