"""Mentions, direct messages, threads, ephemeral messages and edits, with a real Bolt app."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox.driver import Driver
from tests.sandbox.conftest import BOARD, CHAIR, CLERK

Connect = Callable[[], SocketModeHandler]


def _echoes(app: App) -> None:
    @app.event("app_mention")
    def answer(event: dict[str, Any], say: Say) -> None:
        say(text=f"You said: {event['text']}", thread_ts=event.get("thread_ts", event["ts"]))

    @app.event("message")
    def answer_directly(event: dict[str, Any], say: Say) -> None:
        if "subtype" not in event:
            say(text=f"Privately: {event['text']}")


def test_a_mention_is_answered_once_in_its_thread(app: App, connect: Connect, slack: Driver) -> None:
    _echoes(app)
    connect()
    chair = slack.as_person(CHAIR).in_channel("board")
    answer = chair.says("@Teller how are bins & <recycling>?").sees_one_answer()
    assert answer.thread_ts is not None
    assert answer.thread_ts != answer.ts
    assert answer.text == f"You said: <@{slack.sandbox.workspace.bot_user}> how are bins & <recycling>?"
    follow_up = chair.in_thread(answer).says("@Teller and last year?").sees_one_answer()
    assert follow_up.thread_ts == answer.thread_ts
    slack.assert_clean()


def test_a_direct_message_is_answered(app: App, connect: Connect, slack: Driver) -> None:
    _echoes(app)
    connect()
    assert slack.as_person(CHAIR).says("hello").sees_one_answer().text == "Privately: hello"
    slack.assert_clean()


def test_what_is_not_addressed_to_the_app_does_not_reach_it(app: App, connect: Connect, slack: Driver) -> None:
    _echoes(app)
    connect()
    slack.as_person(CHAIR).in_channel(BOARD).says("talking among ourselves").sees_nothing()


def test_silence_and_a_second_answer_both_fail_with_the_transcript(app: App, connect: Connect, slack: Driver) -> None:
    @app.event("app_mention")
    def answer_twice(event: dict[str, Any], say: Say) -> None:
        if "twice" in event["text"]:
            say(text="one", thread_ts=event["ts"])
            say(text="two", thread_ts=event["ts"])

    connect()
    chair = slack.as_person(CHAIR).in_channel("board")
    with pytest.raises(AssertionError, match=r"2 answers(.|\n)*Teller: one(.|\n)*Teller: two"):
        chair.says("@Teller twice").sees_one_answer()
    with pytest.raises(AssertionError, match="no answer"):
        chair.says("@Teller not at all").sees_one_answer(seconds=0.3)


def test_an_ephemeral_message_is_for_one_pair_of_eyes(
    app: App, client: WebClient, connect: Connect, slack: Driver
) -> None:
    @app.event("app_mention")
    def answer(event: dict[str, Any]) -> None:
        client.chat_postEphemeral(channel=event["channel"], user=event["user"], text="only for you")

    connect()
    chair, clerk = slack.as_person(CHAIR).in_channel("board"), slack.as_person(CLERK).in_channel("board")
    assert chair.says("@Teller who?").sees_one_answer().only_for_me
    assert [message.text for message in clerk.sees_messages()][1:] == []
    assert client.conversations_history(channel=BOARD)["messages"][0]["user"] == CHAIR


def test_own_messages_come_back_as_events_that_bolt_drops(connect: Connect, slack: Driver, client: WebClient) -> None:
    connect()
    where = slack.as_person(CHAIR).sees_messages()
    assert where == []
    channel = slack.sandbox.workspace.direct[CHAIR]
    client.chat_postMessage(channel=channel, text="hello")
    slack.settle()
    sent = [line["envelope"] for line in slack.sandbox.backend.socket.traffic.lines if line["direction"] == "out"]
    assert [frame["payload"]["event"]["bot_id"] for frame in sent] == [slack.sandbox.workspace.bot_id]


def test_update_and_delete(client: WebClient, slack: Driver) -> None:
    posted = client.chat_postMessage(channel=BOARD, text="first", blocks=[{"type": "divider"}])
    client.chat_update(channel=BOARD, ts=posted["ts"], text="second")
    chair = slack.as_person(CHAIR).in_channel("board")
    (message,) = chair.sees_messages()
    assert message.text == "second"
    assert message.blocks[0]["type"] == "divider", "blocks that an update leaves out stay"
    assert "edited" in message.raw
    client.chat_update(channel=BOARD, ts=posted["ts"], text="third", blocks=[])
    assert chair.sees_messages()[0].blocks == []
    client.chat_delete(channel=BOARD, ts=posted["ts"])
    assert chair.sees_messages() == []


def test_only_what_is_escaped_notifies_nobody(client: WebClient, slack: Driver) -> None:
    client.chat_postMessage(channel=BOARD, text="&lt;!channel&gt; a &amp; b")
    plain = {"type": "plain_text", "text": "<!here>", "emoji": False}
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": "<!everyone>"}]}
    blocks: list[dict[str, Any]] = [{"type": "section", "text": plain}, {"type": "rich_text", "elements": [rich]}]
    client.chat_postMessage(channel=BOARD, text="quiet", blocks=blocks)
    assert slack.pings == []
    section = {"type": "section", "text": {"type": "mrkdwn", "text": f"ask <@{CHAIR}>"}}
    client.chat_postMessage(channel=BOARD, text="<!channel> look", blocks=[section])
    assert [(ping.kind, ping.target) for ping in slack.pings] == [("channel", ""), ("user", CHAIR)]


def test_text_comes_back_escaped(client: WebClient) -> None:
    posted = client.chat_postMessage(channel=BOARD, text="a & b < c, <https://example.org|see>, &amp; on")
    assert posted["message"]["text"] == "a &amp; b &lt; c, <https://example.org|see>, &amp; on"


def test_history_shows_metadata_only_when_asked(client: WebClient) -> None:
    metadata = {"event_type": "answer", "event_payload": {"key": "k1"}}
    root = client.chat_postMessage(channel=BOARD, text="root", metadata=metadata)
    client.chat_postMessage(channel=BOARD, text="reply", thread_ts=root["ts"], metadata=metadata)
    plain = client.conversations_history(channel=BOARD)["messages"]
    full = client.conversations_history(channel=BOARD, include_all_metadata=True, oldest="0", limit=10)["messages"]
    assert [message["text"] for message in full] == ["root"], "replies are not in the channel's history"
    assert "metadata" not in plain[0]
    assert full[0]["metadata"] == metadata
    assert full[0]["reply_count"] == 1
    thread = client.conversations_replies(channel=BOARD, ts=root["ts"], include_all_metadata=True)["messages"]
    assert [message["metadata"]["event_payload"]["key"] for message in thread] == ["k1", "k1"]


def test_history_pages(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel=BOARD, text=str(n))["ts"] for n in range(7)]
    pages = [page["messages"] for page in client.conversations_history(channel=BOARD, limit=3)]
    assert [message["ts"] for page in pages for message in page] == stamps[::-1]
    assert [len(page) for page in pages] == [3, 3, 1]
    later = client.conversations_history(channel=BOARD, oldest=stamps[4])["messages"]
    assert [message["ts"] for message in later] == [stamps[6], stamps[5]]


def test_a_command_answers_at_once_and_later(app: App, connect: Connect, slack: Driver) -> None:
    @app.command("/nominate")
    def nominate(ack: Ack, respond: Respond, command: dict[str, Any]) -> None:
        if command["text"] == "now":
            ack("Noted at once")
        else:
            ack()
            respond(f"Noted later: {command['text']}")

    connect()
    chair = slack.as_person(CHAIR).in_channel("board")
    now = chair.commands("/nominate", "now").sees_one_answer()
    assert (now.text, now.only_for_me) == ("Noted at once", True)
    later = chair.commands("/nominate", "a & b").sees_one_answer()
    assert (later.text, later.only_for_me) == ("Noted later: a & b", True)
    slack.assert_clean()


def test_a_command_that_nobody_acknowledges_fails(connect: Connect, slack: Driver) -> None:
    connect()
    with pytest.raises(AssertionError, match="operation_timeout"):
        slack.as_person(CHAIR).commands("/nominate")
    with pytest.raises(AssertionError, match="unknown_command"):
        slack.as_person(CHAIR).commands("/other")


def test_a_response_url_works_five_times(app: App, connect: Connect, slack: Driver) -> None:
    statuses: list[int] = []

    @app.command("/nominate")
    def nominate(ack: Ack, respond: Respond) -> None:
        ack()
        statuses.extend(respond(f"answer {n}").status_code for n in range(6))

    connect()
    chair = slack.as_person(CHAIR).in_channel("board").commands("/nominate")
    assert slack.until(lambda: len(statuses) == 6, 5)
    assert statuses == [200] * 5 + [404]
    assert len(chair.sees_messages()) == 5
