"""The documents at the command line: one file, whole, or a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdata.store.database import Database
from tests.conftest import ReadLoaded
from tests.documents.reading import read_back
from tests.nominating.conftest import Scene
from tests.surgeries.test_surgery import scheduled
from tests.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path, loaded_sqlite: bytes, read_loaded: ReadLoaded) -> Terminal:
    """A terminal after a surgery has been given a date."""
    path = tmp_path / "held.db"
    path.write_bytes(loaded_sqlite)
    database = Database(f"sqlite:///{path}")
    scheduled(Scene(database, read_loaded(database)))
    database.close()
    return Terminal(tmp_path)


def test_the_pack_is_written_whole_or_refused_with_the_reason(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "pack.docx"
    code, said = terminal.json("documents", "pack", "1", "--to", out)
    assert (code, said) == (0, {"kind": "pack", "surgery": 1, "path": str(out), "bytes": out.stat().st_size})
    assert read_back(out.read_bytes()).title == "Performance surgery: Households in temporary accommodation"
    for words, why in (
        (("pack", "1"), "is there already"),
        (("pack", "7"), "There is no surgery number 7."),
        (("minutes", "1"), "there are minutes when it has been held"),
    ):
        code, said_in_words, problem = terminal("documents", *words, "--to", out)
        assert (code, said_in_words) == (1, "")
        assert why in problem
    assert terminal("documents", "pack", "1", "--to", out, "--force")[0] == 0


def test_a_challenge_pack_is_written_for_its_round_alone(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "challenge.docx"
    for words, why in (
        (("challenge", "2026-09"), "No challenge pack comes with the round of September 2026."),
        (("challenge", "1"), "a challenge pack is of a month, 2026-10 say"),
        (("pack", "2026-10"), "are of a surgery's number"),
        (("challenge", "2026-10", "--reader", "cabinet"), "a challenge pack comes to chief-officers: name one"),
    ):
        code, _, problem = terminal("documents", *words, "--to", out)
        assert code == 1
        assert why in problem
    assert not out.exists()
