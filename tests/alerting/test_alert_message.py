"""A board's alert as a message: complete, within Slack's limits, and safe whatever its titles and notes hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from handlers.views import limits
from handlers.views.alerts import HEADINGS, alert_message
from perfdata.alerts import Alert, Standing
from sandbox.rules.messages import check_message

pytestmark = pytest.mark.parametrize("loaded_for_all", ["sqlite"], indirect=True)


def test_every_message_is_complete_within_slacks_limits(october: dict[str, Alert]) -> None:
    for alert in october.values():
        said = alert_message(alert)
        assert_fits(said)
        assert "cut short" not in said["text"]
        for item in alert.listed:
            assert item.facts.title in said["text"]
            if item.standing not in (Standing.NOT_REPORTED, Standing.WITHHELD):
                assert item.facts.value_words in said["text"]
                assert item.facts.target_words in said["text"]
        counted = [f"{count} " for standing, count in alert.counts.items() if count]
        totals = said["text"].splitlines()[-2]
        assert totals.startswith(f"All {len(alert.items)} measures of this board: ")
        assert all(count in totals for count in counted)


def assert_fits(said: object) -> None:
    """Within the documented limits, by the sandbox's rules."""
    assert isinstance(said, dict)
    assert len(said["text"]) <= limits.MESSAGE_TEXT
    assert len(json.dumps(said["blocks"], ensure_ascii=False, separators=(",", ":"))) <= limits.BLOCKS_AS_JSON
    check_message({"channel": "C1", **said})


@pytest.mark.parametrize("times", [2, 4, 9])
def test_with_too_many_items_the_most_important_come_first_and_the_rest_is_counted(
    october: dict[str, Alert], times: int
) -> None:
    alert = october["HCB"]
    many = replace(
        alert, items=tuple(sorted(alert.items * times, key=lambda item: list(Standing).index(item.standing)))
    )
    said = alert_message(many)
    assert_fits(said)
    shown = sum(said["text"].count(f"{item.facts.title} ({item.facts.service}") for item in alert.listed)
    left_out = len(many.listed) - shown
    assert left_out > 0
    assert f"{left_out} more did not fit into this message." in said["text"]
    assert "what is red for the Housing and Communities Board?" in said["text"]
    assert f"All {len(many.items)} measures" in said["text"]
    assert "cut short" not in said["text"]


def test_nothing_to_raise_is_a_message_too(october: dict[str, Alert]) -> None:
    alert = october["GTB"]
    quiet = replace(alert, items=tuple(item for item in alert.items if item.section is None))
    said = alert_message(quiet)
    assert "Nothing to raise this month" in said["text"]
    assert not any(heading in said["text"] for heading in HEADINGS.values())
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
    items = tuple(replace(item, facts=replace(item.facts, title=hostile, note=hostile)) for item in alert.items[:2])
    said = alert_message(replace(alert, items=items))
    assert_fits(said)
    assert "<!channel>" not in said["text"]
    assert "&lt;!channel&gt;" in said["text"]
    for block in said["blocks"]:
        assert "mrkdwn" not in json.dumps(block)
        assert '"emoji": true' not in json.dumps(block)
