"""A load that fails for no reason of the files: an apology, and the button can be pressed again."""

from __future__ import annotations

import pytest

from perfdata.loading import uploads
from perfdata.store.tables import ObservationRow
from tests.slack.test_loading import ANALYST, REVISED, count, replies, table
from tests.slack.workspace import Slack


def test_a_fault_of_ours_is_an_apology_loads_nothing_and_can_be_tried_again(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = slack.as_person(ANALYST)
    report = analyst.sends(("october.csv", table(REVISED))).sees_one_answer()
    before = count(slack, ObservationRow)

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of the machine")

    with monkeypatch.context() as broken:
        broken.setattr(uploads, "record", fails)
        for presses in (1, 2):
            analyst.presses("Load 1 figure", on=report)
            told = replies(slack, report)
            assert len(told) == 1 + presses
            assert "Sorry" in told[-1].text
            assert "secret" not in told[-1].text
            assert count(slack, ObservationRow) == before
    analyst.presses("Load 1 figure", on=report)
    assert replies(slack, report)[-1].text.startswith("Loaded: 1 figure")
    assert count(slack, ObservationRow) == before + 1
