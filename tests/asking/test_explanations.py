"""What is explained once: which replies speak of a real change or of chance, and that each person is told once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from handlers.views.answers import answer_view, owed_reply
from handlers.views.explanations import explanation_view
from handlers.views.guarding import texts_of
from perfdata.asking import Asking, Context
from perfdata.asking.guard import numerals
from perfdata.asking.replies import freeze
from perfdata.explanations import is_new_to, show, tells_change_from_chance
from perfdata.people import Person, Role
from perfdata.snapshot import Snapshot
from perfdata.store.database import Database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SOMEBODY, ANOTHER = (Person("T0TEAM", user, "Councillor", frozenset({Role.MEMBER})) for user in ("U0SOMEBODY", "U0A"))
WORDS_IN_A_MINUTE = 200


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("how is recycling doing?", True),
        ("show me recycling since April", True),
        ("what is red for the housing board?", True),
        ("biggest changes this month", True),
        ("what counts as recycling?", False),
        ("who owns missed bins?", False),
        ("help", False),
        ("how are the bins?", False),
        ("who will win the election?", False),
    ],
)
def test_which_replies_speak_of_it(asking: Asking, snapshot: Snapshot, context: Context, text: str, told: bool) -> None:
    assert tells_change_from_chance(asking.reply(text, snapshot, context)) is told


def test_each_person_is_shown_it_once_however_many_answers_are_owed_at_once(database: Database) -> None:
    def first(_: int) -> bool:
        with database.transaction() as session:
            return show(session, team_id=SOMEBODY.team_id, user_id=SOMEBODY.user_id, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(first, range(4))) == [False, False, False, True]
    with database.reading() as session:
        assert (is_new_to(session, SOMEBODY), is_new_to(session, ANOTHER)) == (False, True)


def test_the_line_stands_under_the_answer_and_the_minute_is_a_minute(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    said = asking.reply("how is recycling doing?", snapshot, context)
    plain, explained = owed_reply(freeze(said)), owed_reply({**freeze(said), "explains": True})
    assert len(explained["blocks"]) == len(plain["blocks"]) + 1
    assert "that is its usual variation" in explained["text"]
    assert "New to this?" not in plain["text"]
    minute = " ".join(texts_of({"text": "", "blocks": explanation_view()["blocks"]}))
    assert len(minute.split()) <= WORDS_IN_A_MINUTE
    assert not numerals(minute)
    shown = " ".join(texts_of({"text": "", "blocks": answer_view(said, explains=True)["blocks"]}))
    assert minute in shown
