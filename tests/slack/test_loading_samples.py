"""Some of the bad files, and workbooks, as the Performance Team would send them: the same reasons as everywhere."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from tests.slack.workspace import Slack

FOLDER = Path("tests/data/hostile")
CASES: dict[str, dict[str, Any]] = {
    case["file"]: case for case in json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
}
REFUSED = [
    "dup_conflict.csv", "password.xlsx", "not_a_zip.xlsx", "xml_entities.xlsx", "error_cells.xlsx", "html_table.xls",
    "percent_as_fraction.csv", "future_period.csv", "empty.csv", "bad_utf8_mixed.csv", "formula_fields.csv",
]  # fmt: skip
ACCEPTED = ["date_cells.xlsx", "percent_cells.xlsx", "external_link.xlsx", "slack_markup.csv", "semicolon.csv"]


def test_a_sample_of_bad_files_while_a_question_is_answered(slack: Slack) -> None:
    analyst, chair = slack.as_person("Performance Analyst 1"), slack.as_person("Chair, Climate")
    for name in REFUSED:
        assert CASES[name]["outcome"] != "accepted", name
        analyst.sends((name, (FOLDER / name).read_bytes() or b""))
        assert "44.3%" in chair.says("how is recycling doing?").sees_one_answer().text
        said = analyst.sees_one_answer(seconds=30).text
        assert said.startswith("Refused: "), (name, said)
        for row in CASES[name]["rows"][:8]:
            if row.get("row") is not None:
                assert f"ow {row['row']}" in said, (name, row, said)
    for name in ACCEPTED:
        assert CASES[name]["outcome"] == "accepted", name
        said = analyst.sends((name, (FOLDER / name).read_bytes())).sees_one_answer(seconds=30).text
        assert said.startswith(("No faults.", "There is nothing to load.")), (name, said)
    slack.driver.assert_clean()
    assert slack.driver.pings == []


def test_a_scorecard_workbook_is_checked(slack: Slack) -> None:
    analyst = slack.as_person("Performance Analyst 1")
    content = Path("tests/data/scorecard_2026-10.xlsx").read_bytes()
    report = analyst.sends(("scorecard_2026-10.xlsx", content)).sees_one_answer(seconds=30)
    assert "scorecard_2026-10.xlsx (observations): " in report.text
    assert report.text.startswith(("No faults.", "There is nothing to load."))


def test_a_scorecard_workbook_is_loaded_on_the_button(slack: Slack) -> None:
    book = openpyxl.load_workbook("tests/data/scorecard_2026-10.xlsx", data_only=True)
    book["Scorecard"]["Q8"] = 0.449
    content = BytesIO()
    book.save(content)
    analyst = slack.as_person("Performance Analyst 1")
    report = analyst.sends(("scorecard.xlsx", content.getvalue())).sees_one_answer(seconds=30)
    assert "ENV-001 Oct 2026: value was 44.3, now 44.9" in report.text
    assert report.buttons == ["Load 1 figure"]
    analyst.presses("Load 1 figure", on=report)
    slack.driver.settle()
    said = slack.as_person("Chair, Climate").says("how is recycling doing?").sees_one_answer().text
    assert "44.9%" in said
    assert "scorecard.xlsx, sheet Scorecard, row 8" in said
    slack.driver.assert_clean()
