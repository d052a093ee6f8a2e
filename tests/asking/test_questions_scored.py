"""Members' questions scored as `make questions` does: the whole, a fifth without its own words, another council."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from config.thesaurus import read_thesaurus
from perfdata.asking import Asking, Context
from perfdata.asking.queries import Kind, Query
from perfdata.snapshot import Snapshot
from tests.asking.councils import second_council
from tests.asking.folds import folds
from tests.asking.scoring import FOLDER, members_questions, read_questions, score

LEAST_RIGHT = 0.985
LEAST_HELD_BACK = 0.97
LEAST_WITHOUT_ITS_WORDS = 0.85
LEAST_ELSEWHERE = 0.9


def test_members_questions(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    result = score(asking, snapshot, context, members_questions())
    assert len(result.outcomes) == 410
    assert result.right >= LEAST_RIGHT, [question.text for question, _ in result.missed]
    assert (result.wrong_figures, result.silent_guesses) == ([], [])
    held, to_hold = result.held_back
    assert held >= to_hold * LEAST_HELD_BACK


def test_a_fifth_without_the_words_that_it_alone_needed(snapshot: Snapshot, context: Context) -> None:
    part = folds(members_questions(), snapshot.council.aliases, read_thesaurus())[0]
    assert part.phrases_removed > 0
    council = replace(snapshot.council, aliases=part.aliases)
    result = score(Asking(part.thesaurus), replace(snapshot, council=council), context, part.questions)
    assert result.right >= LEAST_WITHOUT_ITS_WORDS, [question.text for question, _ in result.missed]
    assert result.wrong_figures == []


def test_another_council_without_aliases(asking: Asking, context: Context, tmp_path: Path) -> None:
    with second_council(tmp_path) as snapshot:
        assert snapshot.council.aliases == ()
        questions = read_questions(FOLDER / "second_council.jsonl")
        elsewhere = Context(replace(context.person, team_id=snapshot.council.team_id), context.place)
        result = score(asking, snapshot, elsewhere, questions)
        ferries = [
            asking.understand(text, snapshot, elsewhere) for text in ("ferries on time", "how are the ferries doing")
        ]
    # A service's name asks for its measures; beside words of a title, small as they are, for that one.
    assert [(one.kind, one.measures) for one in ferries if isinstance(one, Query)] == [
        (Kind.STATUS, ("17.2",)),
        (Kind.LIST, ()),
    ]
    assert len(questions) >= 40
    assert result.right >= LEAST_ELSEWHERE, [question.text for question, _ in result.missed]
    assert result.wrong_figures == []


def test_what_members_may_say_otherwise(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    """Ways of asking that the members' questions do not have: each reading was looked at by a person and kept."""
    result = score(asking, snapshot, context, read_questions(FOLDER / "otherwise.jsonl"))
    assert [question.text for question, _ in result.missed] == []
