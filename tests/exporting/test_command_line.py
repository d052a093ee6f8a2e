"""Files in and out at the command line: leaving rows out, the list of them, and exports, with their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal import COUNCIL, Terminal

HEADINGS = "Code,Period,Value,Target,Entered On"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal after the dictionary of measures has been loaded."""
    run = Terminal(tmp_path)
    data = COUNCIL / "data"
    code, said, problem = run("load", data / "boards.csv", data / "measures.csv")
    assert code == 0, said + problem
    return run


def test_rows_are_left_out_in_a_second_step_and_counted_until_they_are_mended(
    terminal: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "october.csv"
    good, bad = "ENV-001,Oct 2026,44.9,46.0,20/11/2026", "ENV-021,Oct 2026,ninety,90.0,20/11/2026"
    path.write_text("\n".join((HEADINGS, good, bad, "")), encoding="utf-8")
    code, said, _ = terminal("load", path)
    assert code == 1
    assert "--leave-out" in said
    code, report = terminal.json("load", path)
    assert (code, report["accepted"]) == (1, False)
    code, said, problem = terminal("load", path, "--leave-out", "000000000000")
    assert (code, said) == (1, "")
    assert problem.startswith("Report 000000000000 is not the report on these files")
    code, loaded = terminal.json("load", path, "--leave-out", report["report"])
    assert (code, loaded["accepted"], loaded["stored"], loaded["files"][0]["new"]) == (0, True, True, 1)
    assert [fault["row"] for fault in loaded["files"][0]["left_out"]] == [3]
    _, checks = terminal.json("doctor")
    [check] = [one for one in checks if one["name"] == "rows left out"]
    assert not check["well"]
    assert "october.csv, row 3 (ENV-021)" in check["sentence"]
    path.write_text("\n".join((HEADINGS, bad.replace("ninety", "90.5"), "")), encoding="utf-8")
    assert terminal("load", path)[0] == 0
    _, checks = terminal.json("doctor")
    [check] = [one for one in checks if one["name"] == "rows left out"]
    assert check["well"]


def test_exports_say_what_they_wrote_and_refuse_to_write_over(terminal: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said = terminal.json("export", "audit", "--out", out)
    assert (code, said) == (
        0,
        {
            "kind": "audit", "path": str(out), "rows": 1, "personal_data": f"{out}.personal.csv",
            "chain_holds": True, "first_broken_entry": None,
        },
    )  # fmt: skip
    code, said_in_words, problem = terminal("export", "observations", "--out", out)
    assert (code, said_in_words) == (1, "")
    assert "is there already" in problem
    assert terminal.json("export", "observations", "--out", out, "--force") == (
        0, {"kind": "observations", "path": str(out), "rows": 0},
    )  # fmt: skip
    assert terminal("export", "measure", "--out", out, "--force")[0] == 1
    assert terminal("export", "everything", "--out", out)[0] == 2


def test_a_past_day_is_answered_as_it_was_known_then(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "october.csv"
    for value, entered_on in (("44.3", "20/11/2026"), ("44.9", "23/11/2026")):
        path.write_text(f"{HEADINGS}\nENV-001,Oct 2026,{value},46.0,{entered_on}\n", encoding="utf-8")
        assert terminal("load", path)[0] == 0
    question = "how did recycling do in October 2026?"
    for day, value in (("2026-11-22", "44.3%"), ("2026-11-23", "44.9%"), ("2026-11-24", "44.9%")):
        _, answer = terminal.json("ask", question, "--as-at", day)
        assert [figure["value"] for figure in answer["figures"]] == [value.rstrip("%")]
        assert value in answer["text"]
    _, before = terminal.json("ask", question, "--as-at", "2026-11-19")
    assert "44." not in before["text"]
    _, now = terminal.json("ask", question)
    assert "44.9%" in now["text"]
