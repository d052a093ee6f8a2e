"""The month's alerts in the boards' channels: one each, once, as previewed, and what can be done from them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers.views.alerts import alert_message
from perfdata import alerts, periods
from tests.slack.seen import alert_clock, posted_in
from tests.slack.workspace import ON_BOTH, Slack

OCTOBER = periods.parse("Oct 2026")
BOARDS = ("ENV", "CYP", "AHB", "HCB", "GTB", "CRB")


@pytest.fixture(autouse=True)
def clean(slack: Slack) -> Iterator[None]:
    """At the end nothing may have been refused."""
    yield
    slack.driver.settle()
    slack.driver.assert_clean()


@ON_BOTH
def test_each_board_gets_its_message_once_as_previewed(slack: Slack) -> None:
    with slack.database.reading() as session:
        previewed = {alert.board: alert_message(alert) for alert in alerts.preview(session, slack.council, OCTOBER)}
    clock = alert_clock(slack)
    clock.wake()
    clock.wake()
    for board in BOARDS:
        [told] = posted_in(slack, board)
        assert told.raw["text"] == previewed[board]["text"]
        assert [strip(block) for block in told.blocks] == [strip(block) for block in previewed[board]["blocks"]]
    with slack.database.reading() as session:
        assert {told.state for told in alerts.show(session, slack.council, OCTOBER)} == {"sent"}
    assert slack.driver.pings == []


def strip(block: dict[str, object]) -> dict[str, object]:
    """A block without the id that Slack gives it."""
    return {name: value for name, value in block.items() if name != "block_id"}


@ON_BOTH
def test_the_clock_wakes_at_its_start(slack: Slack) -> None:
    crb = slack.sandbox.workspace.conversations[slack.channel("CRB")]
    clock = alert_clock(slack)
    clock.start()
    try:
        posted = slack.driver.until(lambda: len(crb.by_ts), 20)
    finally:
        clock.stop()
    assert posted == 1


@ON_BOTH
def test_nominate_from_an_alert(slack: Slack) -> None:
    alert_clock(slack).wake()
    [told] = posted_in(slack, "HCB")
    assert set(told.buttons) == {"Nominate"}
    assert len(told.buttons) == 2
    member = slack.as_person("Councillor 8").in_channel(slack.channel("HCB"))
    member.presses("nominate:0", on=told)
    form = member.sees_modal()
    assert form.values["measure"]["measure"]["selected_option"]["value"] == "HSG-022"
    assert form.values["board"]["board"]["selected_option"]["value"] == "HCB"
    member.fills(reason="The storm does not explain all of it.").submits()
    assert not member.errors
    member.closes()
    assert posted_in(slack, "HCB")[1].text.startswith("Nominated for surgery: Homelessness prevented or relieved")
