"""A board's alert as a message: complete, within Slack's limits, and safe whatever its titles and notes hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from handlers.views import limits
from handlers.views.alerts import alert_message
from perfdata.alerts import Alert, Shown
from perfdata.verdicts.precedence import State
from perfdata.verdicts.status import Status
from sandbox.rules.messages import check_message
from tests.alerting.conftest import Replay

pytestmark = pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)


def test_every_message_of_two_years_is_complete_within_slacks_limits(replay: Replay) -> None:
    for alert in (alert for told in list(replay.values())[1:] for alert in told.values()):
        said = alert_message(alert)
        assert_fits(said)
        assert "cut short" not in said["text"]
        for item in alert.listed:
            assert item.facts.title in said["text"]
            if item.facts.value is not None:
                assert item.facts.value_words in said["text"]
                assert item.facts.target_words in said["text"]
        totals = said["text"].splitlines()[-2]
        assert totals.startswith(f"All {len(alert.items)} measures: {alert.reported} reported")
        assert sum(map(int, re.findall(r"(\d+) (?:reported|missing|withheld)", totals))) == len(alert.items)
        statuses = re.findall(r"(\d+) (?:on target|slightly off|off target|without a target)", totals)
        assert sum(map(int, statuses)) == alert.reported
        off = re.findall(r"(\d+) (?:named|within usual variation|as before)", totals)
        assert sum(map(int, off)) == alert.counts[Status.OFF_TARGET]


def assert_fits(said: object) -> None:
    """Within the documented limits, by the sandbox's rules."""
    assert isinstance(said, dict)
    assert len(said["text"]) <= limits.MESSAGE_TEXT
    assert len(json.dumps(said["blocks"], ensure_ascii=False, separators=(",", ":"))) <= limits.BLOCKS_AS_JSON
    check_message({"channel": "C1", **said})


@pytest.mark.parametrize("times", [9])
def test_with_too_many_items_the_most_important_come_first_and_the_rest_is_counted(
    october: dict[str, Alert], times: int
) -> None:
    alert = october["CYP"]
    many = replace(alert, items=tuple(sorted(alert.items * times, key=lambda item: list(State).index(item.state))))
    said = alert_message(many)
    assert_fits(said)
    shown = sum(said["text"].count(f"{item.facts.title} ({item.facts.service}") for item in alert.named)
    left_out = len(many.named) - shown
    assert left_out > 0
    assert f"{left_out} more did not fit into this message." in said["text"]
    assert "what is red for the Children and Young People Board?" in said["text"]
    assert f"All {len(many.items)} measures" in said["text"]


def test_nothing_to_raise_is_a_message_too(october: dict[str, Alert]) -> None:
    alert = october["GTB"]
    quiet = replace(alert, items=tuple(item for item in alert.items if item.shown in (Shown.STEADY, Shown.UNCHANGED)))
    said = alert_message(quiet)
    assert "Nothing to raise this month" in said["text"]
    assert "New or changed" not in said["text"]
    assert_fits(said)
    assert_fits(alert_message(replace(alert, items=())))


def test_a_late_message_differs_by_the_line_that_says_so(october: dict[str, Alert]) -> None:
    alert = october["ENV"]
    late = alert_message(replace(alert, late_since=date(2026, 11, 24)))
    lines = late["text"].splitlines()
    assert lines.pop(1) == "This message is late: it was due on 24 November 2026."
    assert "\n".join(lines) == alert_message(alert)["text"]


def test_titles_and_notes_reach_slack_as_text(october: dict[str, Alert]) -> None:
    hostile = "<!channel> <@U1> *bold* <https://example.org|click> =1+1 :fire: & all"
    alert = october["ENV"]
    items = tuple(replace(item, facts=replace(item.facts, title=hostile, note=hostile)) for item in alert.named[:2])
    said = alert_message(replace(alert, items=items))
    assert_fits(said)
    assert "<!channel>" not in said["text"]
    assert "&lt;!channel&gt;" in said["text"]
    for block in said["blocks"]:
        assert "mrkdwn" not in json.dumps(block)
        assert '"emoji": true' not in json.dumps(block)
