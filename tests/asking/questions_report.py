"""`make questions`: how every question is understood, by kind; each miss with what was said; and how much is owed to
the words that were written for the questions."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from config.thesaurus import read_thesaurus
from perfdata.asking import Asking, Context
from perfdata.asking.queries import Choice, Query, Reading
from perfdata.people import Person, Role
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import Snapshot
from tests.asking.councils import sample_council, second_council
from tests.asking.folds import folds
from tests.asking.scoring import FOLDER, Score, members_questions, read_questions, score


def main() -> int:
    """Print the report; 1 when a figure of another measure would be given, else 0."""
    with tempfile.TemporaryDirectory() as folder, sample_council(Path(folder) / "first.db") as snapshot:
        wrong = _report_members(snapshot)
        with second_council(Path(folder)) as second:
            asking = Asking(read_thesaurus())
            questions = read_questions(FOLDER / "second_council.jsonl")
            wrong += _print_score(
                "A second council, without aliases", score(asking, second, _member(second), questions)
            )
    return 1 if wrong else 0


def _report_members(snapshot: Snapshot) -> int:
    thesaurus, questions, context = read_thesaurus(), members_questions(), _member(snapshot)
    asking = Asking(thesaurus)
    wrong = _print_score("The sample council", score(asking, snapshot, context, questions))
    print("Without the words owed to one fifth of the questions alone, that fifth:")
    for number, part in enumerate(folds(questions, snapshot.council.aliases, thesaurus), start=1):
        council = replace(snapshot.council, aliases=part.aliases)
        result = score(Asking(part.thesaurus), replace(snapshot, council=council), context, part.questions)
        wrong += len(result.wrong_figures)
        print(
            f"  {number}: {result.right:.1%} of {len(part.questions)} right, {len(result.wrong_figures)} wrong figures,"
            f" {len(result.silent_guesses)} silent guesses; {part.aliases_removed} aliases and"
            f" {part.phrases_removed} phrases removed"
        )
    print()
    return wrong


def _print_score(title: str, result: Score) -> int:
    held, to_hold = result.held_back
    total = len(result.outcomes)
    print(
        f"{title}: {total - len(result.missed)} of {total} right ({result.right:.1%}); {held} of {to_hold} held back;"
    )
    print(f"  wrong figures: {', '.join(result.wrong_figures) or 'none'};", end=" ")
    print(f"silent guesses: {', '.join(result.silent_guesses) or 'none'}")
    kinds = Counter(question.kind for question, _ in result.outcomes)
    missed = Counter(question.kind for question, _ in result.missed)
    for kind, number in kinds.items():
        print(f"  {kind:<11} {number - missed[kind]:>3} of {number}")
    for question, reading in result.missed:
        print(f"  {question.id}: {' > '.join((*question.prior, question.text))}")
        print(f"      expected {_wanted(question.expected[0])}")
        print(f"      read as  {in_short(reading)}")
    print()
    return len(result.wrong_figures)


def in_short(reading: Reading) -> str:
    """A reading in one line, with the words that led to it."""
    if isinstance(reading, Choice):
        return f"a choice between {', '.join(reading.candidates)}"
    if isinstance(reading, Query):
        about = ", ".join(reading.measures) or str(dict(reading.filter.terms) if reading.filter else "nothing")
        when = f" for {reading.span.words}" if reading.span else ""
        return f"{reading.kind} of {about}{when} ({'; '.join(reading.evidence)})"
    return f"declined: {reading.reason}"


def _wanted(expected: dict[str, object]) -> str:
    about = expected.get("measures") or expected.get("filter") or expected.get("candidates") or "nothing"
    return f"{expected['kind']} of {about}" + (f" for {expected['period']}" if expected.get("period") else "")


def _member(snapshot: Snapshot) -> Context:
    person = Person(snapshot.council.team_id, "", "a board member", frozenset({Role.MEMBER}))
    return Context(person, Place(PlaceKind.CHANNEL))


if __name__ == "__main__":
    sys.exit(main())
