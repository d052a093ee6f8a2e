"""How the bot comes and goes: over HTTP with signed requests, and leaving nothing half done when it is stopped."""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier

from handlers.running import Connection
from perfdata.errors import BadConfiguration
from tests.slack.workspace import ON_BOTH, Slack

CHAIR = "Chair, Climate"
QUESTION = "how is recycling doing?"
SECRET = "a-signing-secret"


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def send(port: int, body: dict[str, Any], secret: str = SECRET) -> int:
    """Post an event as Slack does, signed; the status."""
    content, stamp = json.dumps(body), str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=content)
    assert signature is not None
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/slack/events",
        content.encode(),
        {
            "Content-Type": "application/json",
            "X-Slack-Signature": signature,
            "X-Slack-Request-Timestamp": stamp,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            status: int = answer.status
            return status
    except urllib.error.HTTPError as refused:
        return refused.code


def mention(slack: Slack, ts: str) -> dict[str, Any]:
    """The event of a mention in the board's channel."""
    workspace = slack.sandbox.workspace
    return {
        "type": "event_callback",
        "team_id": slack.council.team_id,
        "api_app_id": "A1",
        "event_id": "Ev1",
        "event_time": 1,
        "authorizations": [{"team_id": slack.council.team_id, "user_id": workspace.bot_user, "is_bot": True}],
        "event": {
            "type": "app_mention",
            "user": slack.user(CHAIR),
            "text": f"<@{workspace.bot_user}> {QUESTION}",
            "ts": ts,
            "channel": slack.channel("ENV"),
            "event_ts": ts,
        },
    }


def test_over_http_signed_events_are_answered_and_others_refused(stopped_slack: Slack) -> None:
    slack, port = stopped_slack, free_port()
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    chair.says("@Scrutineer (asked while only HTTP is there)")
    ts = chair.sees_messages()[0].ts
    slack.start(port=port, signing_secret=SECRET)
    assert send(port, mention(slack, ts), "somebody else's secret") == 401
    assert send(port, mention(slack, ts)) == 200
    assert send(port, mention(slack, ts)) == 200, "a repeat is acknowledged"
    answer = chair.in_thread(chair.sees_messages()[0]).sees_messages
    assert slack.driver.until(lambda: (slack.channel("ENV") and count_replies(slack, ts)) or None, 10)
    slack.driver.settle()
    assert len(answer()) == 2
    slack.stop()


def count_replies(slack: Slack, ts: str) -> int:
    """How many replies the thread has; to be asked inside the sandbox."""
    return len(slack.sandbox.workspace.conversations[slack.channel("ENV")].threads.get(ts, ()))


@ON_BOTH
def test_stopping_answers_what_has_come_in(slack: Slack) -> None:
    chair = slack.as_person(CHAIR).in_channel(slack.channel("ENV"))
    for _ in range(5):
        chair.says(f"@Scrutineer {QUESTION}")
    assert slack.driver.until(lambda: slack.sandbox.backend.idle or None, 10)
    slack.stop()
    questions = [one for one in chair.sees_messages() if QUESTION in one.text]
    assert len(questions) == 5
    assert [count_replies(slack, one.ts) for one in questions] == [1] * 5


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"bot_token": ""}, "SLACK_BOT_TOKEN must be set"),
        ({"app_token": ""}, "SLACK_APP_TOKEN must be set"),
        ({"port": 1}, "SLACK_SIGNING_SECRET must be set"),
        ({"bot_token": "xoxb-wrong"}, "Slack does not accept SLACK_BOT_TOKEN"),
        ({"app_token": "xapp-wrong"}, "Slack does not accept SLACK_APP_TOKEN"),
        ({"api_url": "http://127.0.0.1:9/api/"}, "Slack cannot be reached"),
    ],
)
def test_what_keeps_the_bot_out_is_said_in_a_sentence(
    stopped_slack: Slack, change: dict[str, Any], sentence: str
) -> None:
    slack = stopped_slack
    connection = Connection(slack.sandbox.bot_token, slack.sandbox.app_token, "", slack.sandbox.api_url)
    with pytest.raises(BadConfiguration, match=sentence):
        slack.start(connection=replace(connection, **change))


def test_a_token_of_another_workspace_is_refused(stopped_slack: Slack) -> None:
    slack = stopped_slack
    slack.council = replace(slack.council, team_id="T0ANOTHER")
    with pytest.raises(BadConfiguration, match=r"council\.toml says T0ANOTHER"):
        slack.start()
