"""The control API over HTTP, as the page uses it; CONTROL.md gives the shapes."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_bolt import Ack, App, Say
from slack_sdk import WebClient

from sandbox import Sandbox
from sandbox.control import Control
from sandbox.driver import Driver
from tests.sandbox.conftest import BOARD, CHAIR, CHANNELS, CLERK, PEOPLE, PRIVATE, QUICK, manifest
from tests.sandbox.test_forms import nomination, option

Json = dict[str, Any]
CONTROL_DOC = Path(__file__).parents[2] / "sandbox" / "CONTROL.md"


class Page:
    """Calls the control API as a browser would."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.base = sandbox.base_url

    def get(self, name: str, **query: str) -> Json:
        return self._answer(Request(f"{self.base}/control/{name}?{urlencode(query)}"))

    def post(self, name: str, **body: Any) -> Json:
        headers = {"Content-Type": "application/json"}
        return self._answer(Request(f"{self.base}/control/{name}", json.dumps(body).encode(), headers))

    def refused(self, name: str, **body: Any) -> str:
        with pytest.raises(HTTPError) as refused:
            self.post(name, **body)
        assert refused.value.code == 400
        answer = json.load(refused.value)
        assert answer["problem"]
        return str(answer["error"])

    def _answer(self, request: Request) -> Json:
        with urlopen(request, timeout=10) as response:
            answer: Json = json.load(response)
        return answer


@pytest.fixture
def page(sandbox: Sandbox) -> Page:
    return Page(sandbox)


def test_every_call_is_in_the_document(sandbox: Sandbox) -> None:
    document = CONTROL_DOC.read_text(encoding="utf-8")
    for route in Control(sandbox).routes():
        name = route.path.removeprefix("/control/")
        assert f"/control/{name}`" in document, f"{route.method} {route.path} is not in CONTROL.md"


def test_the_workspace(page: Page, connect: Callable[[], Any]) -> None:
    assert page.get("workspace")["app"]["connected"] is False
    connect()
    seen = page.get("workspace")
    assert seen["app"]["connected"] is True
    assert [person["id"] for person in seen["people"]] == [person.id for person in PEOPLE]
    assert {channel["name"] for channel in seen["channels"]} == {channel.name for channel in CHANNELS}
    assert seen["commands"] == [
        {"command": "/nominate", "description": "Nominate a measure", "usage_hint": "[words]"},
    ]
    assert [shortcut["callback_id"] for shortcut in seen["shortcuts"]] == ["nominate_message", "ask"]


def test_saying_and_reading(page: Page) -> None:
    said = page.post("say", user=CHAIR, channel=BOARD, text="hello <#everyone> & #elsewhere @nobody")
    reply = page.post("say", user=CLERK, channel=BOARD, text="yes", thread_ts=said["ts"])
    (root,) = page.get("messages", user=CHAIR, channel=BOARD)["messages"]
    assert root["text"] == "hello &lt;#everyone&gt; &amp; <#C00ELSE|elsewhere> @nobody"
    assert (root["reply_count"], root["latest_reply"]) == (1, reply["ts"])
    thread = page.get("messages", user=CHAIR, channel=BOARD, thread_ts=said["ts"])["messages"]
    assert [message["text"] for message in thread] == [root["text"], "yes"]


def test_what_people_cannot_do(page: Page) -> None:
    assert page.refused("say", user=CLERK, channel=PRIVATE, text="x") == "channel_not_found"
    assert page.refused("say", user="U0X", channel=BOARD, text="x") == "user_not_found"
    assert page.refused("say", user=CHAIR, channel="C0ARCHIVE", text="x") == "is_archived"
    assert page.refused("say", user=CLERK, channel="C00ELSE", text="x") == "not_in_channel"
    assert page.refused("say", user=CHAIR, channel=BOARD) == "missing_argument"
    assert page.refused("faults", kind="earthquake") == "unknown_fault"
    assert page.refused("clock", date="2026-11-24") == "no_clock"


def test_the_whole_form_over_http(page: Page, app: App, connect: Callable[[], Any]) -> None:
    @app.command("/nominate")
    def open_form(ack: Ack, command: Json, client: WebClient) -> None:
        client.views_open(trigger_id=command["trigger_id"], view=nomination())
        ack("opened")

    @app.options("pick")
    def offer(ack: Ack) -> None:
        ack(options=[option("ENV-01")])

    @app.view("nominate")
    def take(ack: Ack) -> None:
        ack()

    @app.event("app_home_opened")
    def publish(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": []})

    connect()
    command = page.post("command", user=CHAIR, channel=BOARD, command="/nominate", text="")
    assert command["response"] == {"text": "opened"}
    (view,) = page.get("views", user=CHAIR)["views"]
    at = {"user": CHAIR, "view_id": view["id"]}
    suggested = page.post("suggest", **at, action_id="pick", block_id="measure", value="re")
    assert suggested["options"] == [option("ENV-01")]
    values: Json = {"measure": {"pick": {"selected_option": suggested["options"][0]}}}
    refused = page.post("submit", **at, values=values)
    assert (refused["ok"], list(refused["errors"])) == (False, ["reason"])
    values["reason"] = {"text": {"value": "because of the bins"}}
    assert page.post("submit", **at, values=values) == {"ok": True}
    assert page.get("views", user=CHAIR)["views"] == []
    assert page.get("home", user=CHAIR)["view"] is None
    page.post("home", user=CHAIR, tab="home")
    (whisper,) = page.get("messages", user=CHAIR, channel=BOARD)["messages"]
    assert (whisper["text"], whisper["is_ephemeral"]) == ("opened", True)
    assert page.get("messages", user=CLERK, channel=BOARD)["messages"] == []


def test_a_persons_files(page: Page, sandbox: Sandbox) -> None:
    edge = "edge"
    fields = {"user": CHAIR, "channel": BOARD, "text": "see"}
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n1,2\r\n--{edge}--\r\n'
    )
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    request = Request(f"{sandbox.base_url}/control/upload", "".join(parts).encode(), headers)
    with urlopen(request, timeout=10) as response:
        (file,) = json.load(response)["files"]
    with urlopen(file["url_private"], timeout=10) as response:
        assert (response.read(), response.headers["Content-Type"]) == (b"1,2", "text/csv")
    (message,) = page.get("messages", user=CHAIR, channel=BOARD)["messages"]
    assert (message["text"], message["files"][0]["name"]) == ("see", "a.csv")


def _follow(base: str, user: str, after: int) -> Iterator[Json]:
    with urlopen(f"{base}/control/events?user={user}&after={after}", timeout=10) as stream:
        for line in stream:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))


def test_the_feed_shows_each_what_they_may_see(page: Page, sandbox: Sandbox, client: WebClient) -> None:
    page.post("dm", user=CHAIR)
    client.chat_postMessage(channel=CHAIR, text="for the chair")
    client.chat_postEphemeral(channel=BOARD, user=CHAIR, text="for the chair")
    said = page.post("say", user=CHAIR, channel=BOARD, text="for all")
    chair, clerk = _follow(sandbox.base_url, CHAIR, 0), _follow(sandbox.base_url, CLERK, 0)
    assert [next(chair)["kind"] for _ in range(4)] == ["channel", "message", "ephemeral", "message"]
    seen = next(clerk)
    assert (seen["kind"], seen["ts"], seen["channel"]) == ("message", said["ts"], BOARD)
    page.post("say", user=CLERK, channel=BOARD, text="again")
    assert next(chair)["n"] == next(clerk)["n"] == seen["n"] + 1


def test_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "today"
    with Sandbox(PEOPLE, CHANNELS, manifest(), pace=QUICK, clock_file=path) as sandbox:
        page = Page(sandbox)
        assert page.get("clock")["date"] is None
        page.post("clock", date="2026-12-01")
        assert page.get("clock")["date"] == "2026-12-01"
        assert path.read_text(encoding="utf-8").strip() == "2026-12-01"
        assert page.refused("clock", date="tomorrow") == "invalid_date"


def test_faults_calls_envelopes_and_pings(page: Page, app: App, connect: Callable[[], Any], slack: Driver) -> None:
    @app.event("app_mention")
    def answer(event: Json, say: Say) -> None:
        say(text="<!here> you are", thread_ts=event["ts"])

    connect()
    page.post("faults", kind="rate_limited", match={"method": "chat.postMessage"}, retry_after=0)
    assert page.get("faults")["faults"][0]["retry_after"] == 0
    with urlopen(Request(f"{page.base}/control/faults", method="DELETE"), timeout=10):
        assert page.get("faults")["faults"] == []
    slack.as_person(CHAIR).in_channel(BOARD).says("@Teller hello").sees_one_answer()
    assert page.get("calls")["calls"][-1]["method"] == "chat.postMessage"
    envelopes = page.get("envelopes")["envelopes"]
    assert [line["direction"] for line in envelopes] == ["out", "in"]
    assert page.get("envelopes", after=str(envelopes[-1]["n"]))["envelopes"] == []
    assert [ping["kind"] for ping in page.get("pings")["pings"]] == ["here"]
    page.post("faults", kind="kill_socket")
    assert slack.until(lambda: not slack.sandbox.backend.socket.connected, 5)
