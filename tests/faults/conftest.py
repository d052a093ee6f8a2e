"""A sandbox, a database with the sample council in it, and a bot that is a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.stage import Stage, stage_on


@pytest.fixture
def stage(loaded_url: str, tmp_path: Path) -> Iterator[Stage]:
    """The sample council, loaded; the bot not started yet. Once on each kind of database."""
    with stage_on(loaded_url, tmp_path) as made:
        yield made
