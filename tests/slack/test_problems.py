"""What goes wrong is said in one sentence where the person is, and an exception's text is never shown."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from perfdata.errors import BadInput
from perfdata.store.tables import PersonRow
from tests.slack.workspace import Slack

CHAIR = "Chair, Climate"
QUESTION = "how is recycling doing?"
SENTENCE = "That word is not one that I know. Use another."


def breaks(monkeypatch: pytest.MonkeyPatch, slack: Slack, name: str, error: Exception) -> None:
    """Let one function of asking raise an error."""

    def raises(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(slack.asking, name, raises)


@pytest.mark.parametrize("surface", ["mention", "command"])
def test_a_foreseen_error_is_its_own_sentence(slack: Slack, monkeypatch: pytest.MonkeyPatch, surface: str) -> None:
    breaks(monkeypatch, slack, "reply", BadInput(SENTENCE))
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    if surface == "mention":
        assert chair.says(f"@Scrutineer {QUESTION}").sees_one_answer().text == SENTENCE
    else:
        assert chair.commands("/measure", QUESTION).sees_one_answer().text == SENTENCE


def test_an_unforeseen_error_is_an_apology_with_a_reference(
    slack: Slack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    answer = chair.says(f"@Scrutineer {QUESTION}").sees_one_answer()
    breaks(monkeypatch, slack, "reply", ZeroDivisionError("a secret"))
    breaks(monkeypatch, slack, "receipt", ZeroDivisionError("a secret"))
    by_command = chair.in_channel(slack.channel("ENV")).commands("/measure", QUESTION).sees_one_answer().text
    by_press = chair.presses("Where is this from?", on=answer).sees_one_answer()
    assert by_press.only_for_me
    assert by_press.thread_ts == answer.thread_ts
    for said in (by_command, by_press.text):
        assert "a secret" not in said
        assert f"problem {said.rstrip('.').split()[-1]}" in caplog.text


def test_a_form_that_slack_does_not_open_is_excused(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    chair = slack.as_person(CHAIR)
    answer = chair.says(QUESTION).sees_one_answer()
    slack.sandbox.faults.arm("refuse", match={"method": "views.open"}, error="expired_trigger_id")
    said = chair.presses("Where is this from?", on=answer).sees_one_answer()
    assert said.only_for_me
    assert said.text.startswith("Sorry")
    assert "expired_trigger_id" in caplog.text
    assert "expired_trigger_id" not in said.text


def test_an_old_button_is_answered_with_what_to_do(stopped_slack: Slack) -> None:
    slack = stopped_slack
    slack.start()
    chair = slack.as_person(CHAIR)
    answer = chair.says(QUESTION).sees_one_answer()

    def spoil() -> None:
        for block in slack.sandbox.workspace.conversations[answer.channel].by_ts[answer.ts]["blocks"]:
            for element in block.get("elements", []):
                if element.get("type") == "button":
                    element["value"] = '{"from": "an older version"}'

    slack.sandbox.look(spoil)
    said = chair.presses("Where is this from?", on=answer).sees_one_answer()
    assert said.text == "That button no longer works. Please ask again."


def test_who_may_no_longer_ask_gets_nothing_from_an_old_button(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    offer = chair.says("@Scrutineer how are the bins?").sees_one_answer()
    with slack.database.transaction() as session:
        session.execute(update(PersonRow).where(PersonRow.user_id == slack.user(CHAIR)).values(active=False))
    assert slack.running is not None
    slack.running.bot.snapshots._current = None
    said = chair.presses(offer.buttons[0], on=offer).sees_one_answer()
    assert "I can only answer people whom the council has told me about" in said.text
