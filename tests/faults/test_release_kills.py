"""Killed while it releases and posts, with Slack failing too: every board has each month once, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import release_kills
from tests.faults.release_kills import Scale
from tests.faults.stage import Stage


@pytest.mark.timeout(180)
@pytest.mark.parametrize("loaded_url", ["postgresql"], indirect=True)
def test_each_board_gets_each_month_once(stage: Stage, tmp_path: Path) -> None:
    outcome = release_kills.run(stage, tmp_path, Scale(months=2, kills=2, processes=2, seed=20261971))
    assert outcome.clean, outcome
