"""Teaching as the Performance Team does it: from the week's list to the word in force, and its removal."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update

from perfdata.store.tables import UnansweredRow
from tests.slack.seen import alert_clock
from tests.slack.workspace import Slack

LAST_WEEK = datetime(2026, 11, 18, 10, tzinfo=UTC)
RECYCLING = "Household waste sent for reuse, recycling or composting"


def test_a_word_is_taught_and_removed(slack: Slack) -> None:
    member = slack.as_person("Councillor 8").in_channel(slack.channel("ENV"))
    member.says("@Scrutineer how are the zorblies doing?").sees_one_answer()
    with slack.database.transaction() as session:
        session.execute(update(UnansweredRow).values(noted_at=LAST_WEEK))
    alert_clock(slack).wake()
    slack.driver.settle()
    team = slack.as_person("Head of Performance").in_channel(slack.council.performance_channel)
    [told] = [one for one in team.sees_messages() if one.text.startswith("What was not understood")]
    assert "“how are the zorblies doing?”" in told.text
    assert "Councillor 8" not in told.text
    team.presses("Teach", on=told)
    team.sees_modal()
    assert team.searches("taught_measure", "recycling")
    team.fills(words="zorblies", taught_measure=RECYCLING, reason="Residents call it so.").submits()
    shown = team.sees_modal().shown
    assert f"how are the zorblies doing?: not understood; then {RECYCLING}" in shown
    team.submits()
    assert "means" in team.sees_modal().shown
    team.closes()
    assert RECYCLING in member.says("@Scrutineer how are the zorblies doing?").sees_one_answer().text
    team.presses("Words that were taught", on=told)
    assert "Residents call it so." in team.sees_modal().shown
    team.presses("Remove")
    slack.driver.settle()
    assert "None are in force." in team.sees_modal().shown
    team.closes()
    assert RECYCLING not in member.says("@Scrutineer how are the zorblies doing?").sees_one_answer().text
    slack.driver.assert_clean()
