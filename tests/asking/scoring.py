"""Scoring a reading against what a question expects, by the rules of the questions' README."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfdata.asking.queries import Choice, Query, Refusal

Reading = Query | Choice | Refusal


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
