"""An answer that would say a number which it does not hold never leaves: an apology does, and the team is told."""

from __future__ import annotations

import pytest

from handlers.routes import RENDERERS
from perfdata.asking.answers import Answer, Count
from perfdata.asking.queries import Kind as Asked
from perfdata.asking.queries import Query
from perfdata.asking.replies import freeze
from perfdata.store import outbox
from perfdata.store.outbox import Kind, State
from tests.delivery.conftest import BOARD, PERFORMANCE, TEAM, Post


@pytest.mark.parametrize(("number", "held"), [(7, True), (8, False)])
def test_only_numbers_that_are_held_leave(post: Post, number: int, held: bool) -> None:
    answer = Answer(Asked.LIST, Query(Asked.LIST), (f"{number} are off target.",), counts=(Count("off", 7),))
    with post.database.transaction() as session:
        outbox.owe(
            session,
            key="k1",
            team_id=TEAM,
            channel_id=BOARD,
            kind=Kind.ANSWER,
            payload=freeze(answer),
            now=post.now,
        )
    post.run(renderers=RENDERERS)
    assert post.row().state == State.SENT
    (said,) = post.said()
    if held:
        assert said["text"] == "7 are off target."
        assert post.said(PERFORMANCE) == []
        return
    assert said["text"].startswith("Sorry, I have held back my answer")
    assert "8 are" not in said["text"]
    reference = said["text"].rstrip(".").split()[-1]
    post.run(renderers=RENDERERS)
    (told,) = post.said(PERFORMANCE)
    assert told["text"].startswith("A message was held back.")
    assert f"It would have said 8, which its record does not hold. Reference {reference}." in told["text"]
