"""Imported text is data: whatever a title or a note holds reaches Slack as text, pings nobody and formats nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from perfdata.snapshot import Snapshots
from perfdata.store.tables import MeasureRevisionRow, ObservationRow, SourceRow
from sandbox.rules.elements import walk
from tests.slack.workspace import ON_BOTH, Slack

CHAIR = "Chair, Climate"
HOSTILE = (
    "<!channel> <!here> <@UF8Q7FMQF7K> <#C0GENERAL1> <!subteam^S1> *bold* _it_ ~no~ `code` :fire: @here "
    "https://evil.example <https://evil.example|click> =1+1 & <b>"
)


@pytest.fixture
def hostile(stopped_slack: Slack) -> Slack:
    """The workspace, every title and note of whose council holds all that could do harm."""
    with stopped_slack.database.transaction() as session:
        session.execute(update(MeasureRevisionRow).values(title=MeasureRevisionRow.title + " " + HOSTILE))
        session.execute(update(ObservationRow).values(note=HOSTILE))
        session.execute(update(SourceRow).values(name=HOSTILE))
    stopped_slack.start(snapshots=Snapshots(stopped_slack.council))
    return stopped_slack


def harmless(messages: list[dict[str, Any]]) -> None:
    """Fail on anything in these raw messages that Slack would take for more than text."""
    for message in messages:
        assert "<!" not in message["text"]
        assert "<@" not in message["text"]
        assert "<http" not in message["text"]
        kinds = {part.get("type") for part in walk(message["blocks"])}
        assert not kinds & {"mrkdwn", "link", "user", "channel", "usergroup", "broadcast", "emoji", "markdown"}
        for part in walk(message["blocks"]):
            assert part.get("type") != "plain_text" or part["emoji"] is False


@ON_BOTH
def test_answers_lists_and_choices_are_harmless(hostile: Slack) -> None:
    chair = hostile.as_person(CHAIR).in_channel(hostile.channel("ENV"))
    said = [
        chair.says(f"@Scrutineer {question}").sees_one_answer()
        for question in ("how is recycling doing?", "what is off target for my board?", "define recycling", "bins")
    ]
    said.append(chair.in_channel(hostile.channel("ENV")).commands("/measure", "recycling").sees_one_answer())
    assert any(HOSTILE in answer.text for answer in said)
    assert any("*bold* _it_ ~no~ `code` :fire:" in answer.shown for answer in said)
    harmless([answer.raw for answer in said])
    assert hostile.driver.pings == []
    assert not [call for call in hostile.driver.calls("chat.postMessage") if call["args"].get("mrkdwn") is not False]
    hostile.driver.assert_clean()


@ON_BOTH
def test_what_a_person_types_is_harmless_too(slack: Slack) -> None:
    chair = slack.as_person(CHAIR)
    answer = chair.says(f"how is {HOSTILE} doing?").sees_one_answer()
    harmless([answer.raw])
    assert slack.driver.pings == []


@ON_BOTH
def test_a_receipt_is_harmless(hostile: Slack) -> None:
    chair = hostile.as_person(CHAIR)
    answer = chair.says("how is recycling doing?").sees_one_answer()
    receipt = chair.presses("Where is this from?", on=answer).sees_modal()
    assert HOSTILE in receipt.shown
    harmless([{"text": "", "blocks": receipt.blocks}])
