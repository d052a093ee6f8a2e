"""Duplicates, lost acknowledgements, reconnects, dropped posts and rate limits: the faults do what they say."""

import asyncio
from collections.abc import Callable
from http.client import RemoteDisconnected
from typing import Any

import pytest
from slack_bolt import App, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from sandbox.driver import Driver
from sandbox.faults import Fault
from tests.sandbox.conftest import BOARD, CHAIR, CHANNELS, PEOPLE, QUICK, manifest

Connect = Callable[..., SocketModeHandler]


@pytest.fixture
def heard(app: App) -> list[dict[str, Any]]:
    """What the app was told of mentions, each answered."""
    bodies: list[dict[str, Any]] = []

    @app.event("app_mention")
    def answer(event: dict[str, Any], body: dict[str, Any], say: Say) -> None:
        bodies.append(body)
        say(text="heard", thread_ts=event["ts"])

    @app.event("message")
    def also(event: dict[str, Any], body: dict[str, Any]) -> None:
        bodies.append(body)

    return bodies


def _hears(slack: Driver, heard: list[dict[str, Any]], times: int) -> None:
    slack.as_person(CHAIR).in_channel(BOARD).says("@Teller hello")
    assert slack.until(lambda: len(heard) == times, 5), f"heard {len(heard)} instead of {times}"
    slack.settle()
    assert len(heard) == times


def _attempts(slack: Driver) -> list[tuple[int, str]]:
    lines = list(slack.sandbox.backend.socket.traffic.lines)
    frames = [line["envelope"] for line in lines if line["envelope"].get("type") == "events_api"]
    return [(frame["retry_attempt"], frame["retry_reason"]) for frame in frames]


def test_the_same_event_in_a_new_envelope(heard: list[dict[str, Any]], connect: Connect, slack: Driver) -> None:
    connect()
    slack.sandbox.faults.arm("duplicate_event", match={"type": "app_mention"})
    _hears(slack, heard, 2)
    assert heard[0]["event_id"] == heard[1]["event_id"]
    assert sorted(_attempts(slack)) == [(0, ""), (1, "http_timeout")]
    _hears(slack, heard, 3)


def test_the_same_envelope_twice(heard: list[dict[str, Any]], connect: Connect, slack: Driver) -> None:
    connect()
    slack.sandbox.faults.arm("duplicate_event", same_envelope=True)
    _hears(slack, heard, 2)
    assert heard[0]["event_id"] == heard[1]["event_id"]


def test_one_mention_as_two_kinds_of_event(heard: list[dict[str, Any]], connect: Connect, slack: Driver) -> None:
    connect()
    slack.sandbox.faults.arm("two_kinds")
    _hears(slack, heard, 2)
    assert {body["event"]["type"] for body in heard} == {"app_mention", "message"}
    assert heard[0]["event"]["ts"] == heard[1]["event"]["ts"]
    assert heard[0]["event_id"] != heard[1]["event_id"]


def test_a_lost_acknowledgement_brings_the_event_again(
    heard: list[dict[str, Any]], connect: Connect, slack: Driver
) -> None:
    connect()
    slack.sandbox.faults.arm("lose_ack")
    _hears(slack, heard, 2)
    assert _attempts(slack) == [(0, ""), (1, "http_timeout")]


def test_an_event_that_nobody_acknowledges_is_given_up(connect: Connect, slack: Driver) -> None:
    slack.as_person(CHAIR).in_channel(BOARD).says("@Teller hello")
    assert slack.until(lambda: slack.sandbox.backend.socket.undelivered, 5)
    with pytest.raises(AssertionError, match="nobody acknowledged app_mention"):
        slack.assert_clean()


def test_what_happened_while_the_app_was_away_comes_when_it_is_back(
    heard: list[dict[str, Any]], connect: Connect, slack: Driver
) -> None:
    slack.as_person(CHAIR).in_channel(BOARD).says("@Teller hello")
    connect()
    assert slack.until(lambda: len(heard) == 1, 5)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_the_app_reconnects_when_told_to(
    reason: str, heard: list[dict[str, Any]], connect: Connect, slack: Driver
) -> None:
    connect()
    slack.sandbox.faults.arm("disconnect_on_event", reason=reason)
    _hears(slack, heard, 1)
    assert slack.until(lambda: len(_dialled(slack)) == 2 and slack.sandbox.backend.socket.connected, 5)
    _hears(slack, heard, 2)


def _dialled(slack: Driver) -> list[Any]:
    """The calls for an address, read inside the sandbox's loop."""
    return [call for call in slack.sandbox.backend.log.calls if call["method"] == "apps.connections.open"]


def test_a_socket_that_dies_is_dialled_again(heard: list[dict[str, Any]], connect: Connect, slack: Driver) -> None:
    connect(ping_seconds=0.2)
    slack.sandbox.run(slack.sandbox.spoil(Fault("kill_socket")))
    assert slack.until(lambda: len(_dialled(slack)) == 2 and slack.sandbox.backend.socket.connected, 20)
    _hears(slack, heard, 1)


def test_a_post_whose_answer_is_lost_was_posted(client: WebClient, slack: Driver) -> None:
    slack.sandbox.faults.arm("drop", match={"method": "chat.postMessage"})
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        client.chat_postMessage(channel=BOARD, text="hello")
    slack.sandbox.faults.arm("drop_before", match={"method": "chat.postMessage"})
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        client.chat_postMessage(channel=BOARD, text="never")
    assert [message.text for message in slack.as_person(CHAIR).in_channel(BOARD).sees_messages()] == ["hello"]


def test_the_clients_usual_retry_posts_twice(sandbox: Sandbox, slack: Driver) -> None:
    usual = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
    sandbox.faults.arm("drop", match={"method": "chat.postMessage"})
    usual.chat_postMessage(channel=BOARD, text="hello")
    assert len(slack.as_person(CHAIR).in_channel(BOARD).sees_messages()) == 2


def test_a_rate_limit_says_how_long(client: WebClient, slack: Driver) -> None:
    slack.sandbox.faults.arm("rate_limited", retry_after=7, match={"method": "chat.postMessage", "channel": BOARD})
    with pytest.raises(SlackApiError, match="ratelimited") as refused:
        client.chat_postMessage(channel=BOARD, text="hello")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    client.chat_postMessage(channel=BOARD, text="hello")
    slack.assert_clean()


def test_the_clients_rate_limit_handler_works(sandbox: Sandbox) -> None:
    patient = WebClient(
        sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=1)]
    )
    sandbox.faults.arm("rate_limited", retry_after=0)
    assert patient.chat_postMessage(channel=BOARD, text="hello")["ok"]


def test_a_server_error_and_any_refusal(client: WebClient, slack: Driver) -> None:
    slack.sandbox.faults.arm("server_error", status=503)
    with pytest.raises(SlackApiError) as failed:
        client.chat_postMessage(channel=BOARD, text="hello")
    assert failed.value.response.status_code == 503
    slack.sandbox.faults.arm("refuse", error="restricted_action")
    with pytest.raises(SlackApiError, match="restricted_action"):
        client.chat_postMessage(channel=BOARD, text="hello")
    assert slack.as_person(CHAIR).in_channel(BOARD).sees_messages() == []


def test_charts_can_be_refused(client: WebClient, slack: Driver) -> None:
    data = [{"label": "May", "value": 1}]
    chart = {"type": "line", "series": [{"name": "Rate", "data": data}], "axis_config": {"categories": ["May"]}}
    blocks = [{"type": "data_visualization", "title": "Rate", "chart": chart}]
    client.chat_postMessage(channel=BOARD, text="a chart", blocks=blocks)
    slack.sandbox.faults.arm("refuse_charts")
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_postMessage(channel=BOARD, text="a chart", blocks=blocks)


def test_rate_limits_by_tier_when_switched_on() -> None:
    with Sandbox(PEOPLE, CHANNELS, manifest(), pace=QUICK, rate_limits=True) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        with pytest.raises(SlackApiError, match="ratelimited"):
            [client.chat_postMessage(channel=BOARD, text=str(n)) for n in range(20)]
        with pytest.raises(SlackApiError, match="ratelimited"):
            [client.users_list() for _ in range(30)]


def test_the_asynchronous_app_and_client_work_too(sandbox: Sandbox, slack: Driver) -> None:
    async def converse() -> str:
        app = AsyncApp(client=AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url))

        @app.event("app_mention")
        async def answer(event: dict[str, Any], say: Any) -> None:
            await say(text="heard", thread_ts=event["ts"])

        handler = AsyncSocketModeHandler(app, sandbox.app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        chair = await asyncio.to_thread(lambda: slack.as_person(CHAIR).in_channel(BOARD))
        await asyncio.to_thread(slack.wait_connected)
        answer_seen = await asyncio.to_thread(lambda: chair.says("@Teller hello").sees_one_answer())
        await handler.close_async()  # type: ignore[no-untyped-call]
        return answer_seen.text

    assert asyncio.run(converse()) == "heard"
