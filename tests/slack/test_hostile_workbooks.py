"""Workbooks made to do harm, sent in Slack: refused with a reason, while others go on getting answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loading.made_files import far_cell, wide_10000, zip_bomb
from tests.slack.workspace import Slack

ANALYST = "Performance Analyst 1"
CHAIR = "Chair, Climate"
HOSTILE = Path("tests/data/hostile")


@pytest.fixture
def harmful(tmp_path: Path) -> list[tuple[str, bytes]]:
    """One cell in the last corner, truthfully and not; 400 MB in a few hundred kilobytes; ten thousand columns."""
    far_cell(tmp_path / "far.xlsx", "A1:XFD1048576")
    far_cell(tmp_path / "liar.xlsx", "A1:A1")
    zip_bomb(tmp_path / "bomb.xlsx")
    wide_10000(tmp_path / "wide.xlsx")
    return [(path.name, path.read_bytes()) for path in sorted(tmp_path.glob("*.xlsx"))]


def test_harmful_workbooks_are_refused_while_questions_are_answered(
    slack: Slack, harmful: list[tuple[str, bytes]]
) -> None:
    """The child that reads may end; the bot does not, and nobody waits for it."""
    analyst, chair = slack.as_person(ANALYST), slack.as_person(CHAIR)
    for file in harmful:
        analyst.sends(file)
        assert "44.3%" in chair.says("how is recycling doing?").sees_one_answer().text
        refused = analyst.sees_one_answer().text
        assert refused.startswith("Refused"), refused
        assert "larger when it is opened" in refused or "10,000 columns" in refused
    assert "44.3%" in chair.says("how is recycling doing?").sees_one_answer().text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("password.xlsx", "protected by a password"),
        ("xml_entities.xlsx", "text replacements"),
        ("formula_never_calculated.xlsx", "never calculated"),
        ("merged_record.xlsx", "merged with others"),
        ("two_tables.xlsx", "another table below"),
        ("hidden_conflict.xlsx", "has other figures of the same date"),
    ],
)
def test_a_sample_of_bad_workbooks(slack: Slack, name: str, said: str) -> None:
    """Each with its reason in words."""
    answer = slack.as_person(ANALYST).sends((name, (HOSTILE / name).read_bytes())).sees_one_answer()
    assert said in answer.text
    assert all(button.startswith("Load all but") for button in answer.buttons)
