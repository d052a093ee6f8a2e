"""Many people asking at once: a small crowd for a few seconds; `make soak` has the large one."""

from __future__ import annotations

import pytest

from tests.faults import crowd
from tests.faults.crowd import Crowd
from tests.faults.stage import Stage


@pytest.mark.either_database
def test_each_of_many_gets_one_answer(stage: Stage) -> None:
    stage.bot.start()
    outcome = crowd.ask_all(stage.sandbox, stage.snapshot, Crowd(people=12, seconds=4, pause=0.2))
    assert outcome.clean, outcome
    assert outcome.questions >= outcome.people
