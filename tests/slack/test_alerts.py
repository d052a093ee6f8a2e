"""The month's alerts in the boards' channels: one each, once, as previewed, and what can be done from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.views.alerts import alert_message, rest_message
from perfdata import alerts, periods
from perfdata.readers import ReaderOptions
from tests.slack.seen import alert_clock, posted_in, told_privately
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
        previewed = {
            alert.reader: [alert_message(alert), *map(rest_message, alerts.rest_of(alert))]
            for alert in alerts.preview(session, slack.council, OCTOBER)
        }
    clock = alert_clock(slack)
    clock.wake()
    clock.wake()
    for board in BOARDS:
        posted = posted_in(slack, board)
        assert [told.raw["text"] for told in posted] == [message["text"] for message in previewed[board]]
        assert [[strip(block) for block in told.blocks] for told in posted] == [
            [strip(block) for block in message["blocks"]] for message in previewed[board]
        ]
        assert {told.raw.get("thread_ts", told.ts) for told in posted} == {posted[0].ts}
    with slack.database.reading() as session:
        assert {told.state for told in alerts.show(session, slack.council, OCTOBER)} == {"sent"}
    assert slack.driver.pings == []


def strip(block: dict[str, object]) -> dict[str, object]:
    """A block without the id that Slack gives it."""
    return {name: value for name, value in block.items() if name != "block_id"}


def test_what_was_released_in_time_and_posted_days_later_says_that_it_is_late(stopped_slack: Slack) -> None:
    """As after a machine that was killed right after a release."""
    slack, now = stopped_slack, datetime.now(UTC)
    with slack.database.transaction() as session:
        for days, board in ((3, "HCB"), (0, "CRB")):
            released, noon = now - timedelta(days=days), datetime(2026, 11, 24, 12, tzinfo=UTC)
            alerts.release(session, slack.council, OCTOBER, now=released, at=noon, released_by="tests", readers=[board])
    slack.start()
    [late], [in_time] = posted_in(slack, "HCB"), posted_in(slack, "CRB")
    line = "This message is late: it was due on 24 November 2026."
    assert late.text.splitlines()[1] == line
    assert line not in in_time.text
    with slack.database.reading() as session:
        [told] = alerts.show(session, slack.council, OCTOBER, ["HCB"])
    assert alert_message(told.alert)["text"] == late.raw["text"], "what is kept is what was posted"


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
    member = slack.as_person("Councillor 8").in_channel(slack.channel("HCB"))
    member.chooses("item:1", "Nominate for surgery", on=told)
    form = member.sees_modal()
    assert form.values["measure"]["measure"]["selected_option"]["value"] == "HSG-022"
    assert form.values["board"]["board"]["selected_option"]["value"] == "HCB"
    member.fills(reason="The storm does not explain all of it.").submits()
    assert not member.errors
    member.closes()
    assert posted_in(slack, "HCB")[-1].text.startswith("Nominated for surgery: Homelessness prevented or relieved")


def test_the_menu_beside_an_item_shows_asks_watches_and_says_why(slack: Slack) -> None:
    alert_clock(slack).wake()
    [told] = posted_in(slack, "HCB")
    member = slack.as_person("Councillor 8").in_channel(slack.channel("HCB"))
    member.chooses("item:1", "Why is this here?", on=told)
    why = told_privately(slack, "Councillor 8")[-1]
    assert "the first of 15 states that fits it" in why
    assert "This one fits number 9: “still off target: persistent”." in why
    assert "off target, for 3 months in a row" in why
    assert "no real change; its usual range is 46.6% to 57.4%" in why
    assert "Told now because it has lasted 3 months." in why
    member.chooses("item:1", "Watch", on=told)
    assert "Homelessness prevented or relieved" in told_privately(slack, "Councillor 8")[-1]
    member.chooses("item:1", "Ask the service", on=told)
    assert member.sees_modal().title == "Ask the service"
    member.closes()
    member.chooses("item:1", "Show me", on=told)
    slack.driver.settle()
    thread = slack.sandbox.workspace.conversations[slack.channel("HCB")].by_ts
    assert any(message.get("thread_ts") == told.ts for message in thread.values())


def test_what_does_not_fit_follows_in_the_thread_in_order(slack: Slack) -> None:
    one_each = ReaderOptions(named_first=1)
    council = replace(slack.council, board_options={"CYP": one_each})
    assert slack.running is not None
    with slack.database.transaction() as session:
        now, noon = slack.running.bot.now(), datetime(2026, 11, 24, 12, tzinfo=UTC)
        alerts.release(session, council, OCTOBER, now=now, at=noon, released_by="tests", readers=["CYP"])
        [alert] = alerts.preview(session, council, OCTOBER, ["CYP"])
    slack.running.bot.wake()
    slack.driver.settle()
    told, *replies = posted_in(slack, "CYP")
    assert told.raw["text"] == alert_message(alert)["text"]
    assert [reply.raw["text"] for reply in replies] == [rest_message(rest)["text"] for rest in alerts.rest_of(alert)]
    assert replies[0].raw["thread_ts"] == told.ts
    assert "\n2. Back on target" in replies[0].text
