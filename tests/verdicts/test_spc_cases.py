"""The charts agree with a published reference in every case, under each of its settings."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

import bot
from handlers.terminal.spc import as_json, as_text, read_cases
from perfdata.errors import BadInput

FILE = Path(__file__).parent.parent / "data" / "spc" / "cases.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
RELATIVE = 1e-9
"""How far a number may differ: the reference prints fifteen digits, and adds them up in another order."""
A_CASE = {"id": "one", "input": {"dates": ["2026-04-01"], "values": [1], "improvement_direction": "increase"}}


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in as_json(read_cases(FILE))}


def agree(ours: Any, theirs: Any) -> bool:
    """Numbers within the tolerance, everything else exactly, all the way down."""
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(agree, ours, theirs))
    if isinstance(theirs, dict):
        return bool(ours.keys() == theirs.keys()) and all(agree(ours[key], theirs[key]) for key in theirs)
    if isinstance(theirs, bool) or theirs is None or isinstance(theirs, str):
        return type(ours) is type(theirs) and bool(ours == theirs)
    return isinstance(ours, int | float) and math.isclose(ours, theirs, rel_tol=RELATIVE, abs_tol=1e-12)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['shape']}")
def test_a_case_agrees(found: dict[str, dict[str, Any]], case: dict[str, Any]) -> None:
    ours = found[case["id"]]
    assert ours.keys() - {"id"} == case["expected"].keys()
    assert {name for name, theirs in case["expected"].items() if not agree(ours[name], theirs)} == set()


def test_all_cases_are_there() -> None:
    assert len(CASES) == 183
    assert {case["input"]["missing"] for case in CASES} == {"keep", "drop"}


def test_the_command_prints_one_document(capsys: pytest.CaptureFixture[str], found: dict[str, dict[str, Any]]) -> None:
    assert bot.main(["spc", str(FILE), "--json"]) == bot.DONE
    assert json.loads(capsys.readouterr().out) == list(found.values())
    assert bot.main(["spc", str(FILE)]) == bot.DONE
    assert capsys.readouterr().out.startswith("spc-001: mean 28.76, limits 23.29 to 34.22; common cause\n")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"values": [1, 2]}, "1 dates, but 2 values"),
        ({"dates": ["2026-04-01", "2026-04-01"], "values": [1, 2]}, "a date is given twice"),
        ({"values": ["many"]}, "At 0 > input > values > 0"),
        ({"improvement_direction": "up"}, "'increase', 'decrease' or 'neutral'"),
        ({"fix_after_n_points": 0}, "greater than 0"),
    ],
)
def test_a_faulty_file_is_refused_in_a_sentence(tmp_path: Path, changes: dict[str, Any], problem: str) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([{**A_CASE, "input": {**A_CASE["input"], **changes}}]), encoding="utf-8")  # type: ignore[dict-item]
    with pytest.raises(BadInput, match=problem):
        read_cases(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nothing\.json cannot be read"):
        read_cases(tmp_path / "nothing.json")


@pytest.mark.parametrize(("dates", "values"), [([], []), (["2026-04-01"], [None])])
@pytest.mark.parametrize("missing", ["keep", "drop"])
def test_a_chart_of_nothing_is_no_fault(tmp_path: Path, dates: list[str], values: list[None], missing: str) -> None:
    file = tmp_path / "cases.json"
    given = {**A_CASE["input"], "dates": dates, "values": values, "missing": missing}  # type: ignore[dict-item]
    file.write_text(json.dumps([{"id": "none", "input": given}]), encoding="utf-8")
    cases = read_cases(file)
    assert as_json(cases)[0]["mean"] == [None] * len(dates)
    assert as_text(cases) == "none: no figures"
