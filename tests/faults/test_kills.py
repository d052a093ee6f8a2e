"""Killed at any instant, the bot loses nothing and says nothing twice: a small run, with a fixed seed."""

from __future__ import annotations

import pytest

from tests.faults import kills
from tests.faults.kills import Scale
from tests.faults.stage import Stage

SMALL = Scale(questions=20, nominations=2, kills=2, seed=20261124, pause=0.2)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("loaded_url", [pytest.param("sqlite", marks=pytest.mark.soak), "postgresql"], indirect=True)
def test_nothing_is_lost_and_nothing_comes_twice(stage: Stage) -> None:
    outcome = kills.run(stage.sandbox, stage.database, stage.snapshot, stage.bot, SMALL)
    assert outcome.clean, outcome
