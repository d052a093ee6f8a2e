"""Whoever waits for a long load sees what it does, and a program that reads its output does not."""

from __future__ import annotations

import io
import re
import threading

import pytest

from config.settings import read_council
from handlers.terminal import progress as module
from handlers.terminal.progress import progress
from perfdata.loading.load import load_files
from perfdata.store.database import Database
from tests.loading.conftest import FOLDER, NOW, TODAY


class Screen(io.StringIO):
    """What somebody sees; `seen` is set when something was written. `live` says whether it is a terminal."""

    def __init__(self, *, live: bool) -> None:
        super().__init__()
        self.live = live
        self.seen = threading.Event()

    def isatty(self) -> bool:
        """Whether somebody looks on."""
        return self.live

    def flush(self) -> None:
        """Something is complete."""
        self.seen.set()


@pytest.mark.parametrize(
    ("live", "shown"), [(True, r"(\r\x1b\[KReading a\.csv … \d+ s)+\r\x1b\[K"), (False, "Reading a.csv …\n")]
)
def test_a_step_that_lasts_is_told(live: bool, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 0.001)
    monkeypatch.setattr(module, "AFTER_SECONDS", 0.001)
    screen = Screen(live=live)
    with progress(screen) as step:
        step("Reading a.csv")
        assert screen.seen.wait(10)
    assert re.fullmatch(shown, screen.getvalue())


@pytest.mark.parametrize("live", [True, False])
def test_a_quick_command_says_nothing(live: bool) -> None:
    screen = Screen(live=live)
    with progress(screen) as step:
        step("Reading a.csv")
    assert screen.getvalue() == ""


@pytest.mark.parametrize("new_url", ["sqlite"], indirect=True)
def test_a_load_tells_its_steps(database: Database) -> None:
    told: list[str] = []
    paths = [FOLDER / "data" / name for name in ("boards.csv", "measures.csv", "doris/observations.csv")]
    load_files(database, read_council(FOLDER), paths, today=TODAY, now=NOW, loaded_by="the tests", step=told.append)
    assert told[:4] == [
        "Reading boards.csv (1 of 3)",
        "Reading measures.csv (2 of 3)",
        "Reading observations.csv (3 of 3)",
        "Waiting until nothing else is being loaded",
    ]
    assert re.fullmatch(r"Comparing and storing [\d,]+ figures", told[-1])
