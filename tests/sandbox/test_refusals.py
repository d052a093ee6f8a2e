"""Wrong calls, each refused with Slack's own code; wrong tokens, scopes and manifests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox
from sandbox.workspace import StoredFile
from tests.sandbox.conftest import BOARD, CHAIR, CHANNELS, CLERK, PEOPLE, QUICK, SCOPES, manifest
from tests.sandbox.corpus import OPEN, POST, RIGHT, UPDATE, WRONG, Wrong
from tests.sandbox.payloads import Json, home, modal


@dataclass
class Prepared:
    """A sandbox in which something was said, posted and opened, so that wrong calls can name it."""

    sandbox: Sandbox
    client: WebClient
    names: dict[str, str]


@pytest.fixture(scope="module")
def prepared() -> Iterator[Prepared]:
    with Sandbox(PEOPLE, CHANNELS, manifest(), pace=QUICK) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        triggers = sandbox.backend.triggers
        said = sandbox.look(lambda: sandbox.talking.say(CHAIR, BOARD, "hello"))
        posted = client.chat_postMessage(channel=BOARD, text="hello")
        reply = client.chat_postMessage(channel=BOARD, text="hello", thread_ts=posted["ts"])
        for file in (
            StoredFile(
                "FTEXT00001", "a.txt", 1, "", sandbox.workspace.bot_user, "text/plain", content=b"a", shared=True
            ),
            StoredFile("FHALFDONE1", "a.png", 1, "", sandbox.workspace.bot_user, "image/png", content=b"a"),
        ):
            sandbox.workspace.files[file.id] = file
        used = triggers.issue(CHAIR)
        opened = client.views_open(trigger_id=used, view=modal(external_id="taken"))["view"]
        for _ in range(3):
            client.views_open(trigger_id=triggers.issue(CLERK), view=modal())
        late = triggers.issue(CHAIR)
        triggers._issued[late].issued_at -= QUICK.trigger + 1
        names = {"said": said["ts"], "posted": posted["ts"], "reply": reply["ts"], "used": used, "open": opened["id"]}
        yield Prepared(sandbox, client, {**names, "late": late})


def _meant(prepared: Prepared, wrong: Wrong) -> Json:
    triggers = prepared.sandbox.backend.triggers
    names = {**prepared.names, "fresh": triggers.issue(CHAIR), "fourth": triggers.issue(CLERK)}
    args = {
        name: names.get(value[1:-1], value) if isinstance(value, str) else value for name, value in wrong.args.items()
    }
    if wrong.method == OPEN:
        args.setdefault("trigger_id", triggers.issue("U00GUEST"))
    return args


def test_there_are_enough_and_each_has_a_source() -> None:
    assert len(WRONG) >= 60
    assert all(wrong.source.startswith(("D/", "bolt-js")) for wrong in WRONG)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.method}: {wrong.code}: {wrong.source}")
def test_a_wrong_call_is_refused(wrong: Wrong, prepared: Prepared) -> None:
    with pytest.raises(SlackApiError) as refused:
        prepared.client.api_call(wrong.method, json=_meant(prepared, wrong))
    answer = refused.value.response
    assert answer["error"] == wrong.code, answer.data
    reasons = {text.partition(" [json-pointer")[0] for text in answer.get("response_metadata", {}).get("messages", [])}
    assert len(reasons) <= 1, f"meant to be refused for one reason: {reasons}"


@pytest.mark.parametrize(("method", "args"), RIGHT, ids=[str(n) for n in range(len(RIGHT))])
def test_a_call_at_the_limit_is_taken(method: str, args: Json, prepared: Prepared) -> None:
    assert prepared.client.api_call(method, json=_meant(prepared, Wrong("", "", method, args)))["ok"]


@pytest.mark.parametrize(
    ("token", "method", "code"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-made-up", "auth.test", "invalid_auth"),
        ("app", "auth.test", "not_allowed_token_type"),
        ("bot", "apps.connections.open", "not_allowed_token_type"),
    ],
)
def test_a_wrong_token_is_refused(token: str, method: str, code: str, prepared: Prepared) -> None:
    tokens = {"app": prepared.sandbox.app_token, "bot": prepared.sandbox.bot_token}
    client = WebClient(base_url=prepared.sandbox.api_url)
    headers = {"Authorization": f"Bearer {tokens.get(token, token)}"}
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, headers=headers)
    assert refused.value.response["error"] == code


SCOPED = [
    ("chat:write", POST, {"channel": BOARD, "text": "x"}),
    ("chat:write", UPDATE, {"channel": BOARD, "ts": "1.1", "text": "x"}),
    ("users:read", "users.info", {"user": CHAIR}),
    ("channels:read", "conversations.info", {"channel": BOARD}),
    ("channels:history", "conversations.history", {"channel": BOARD}),
    ("files:write", "files.getUploadURLExternal", {"filename": "a", "length": 1}),
    ("reactions:write", "reactions.add", {"channel": BOARD, "timestamp": "1.1", "name": "eyes"}),
    ("assistant:write", "assistant.threads.setSuggestedPrompts", {"channel_id": BOARD, "prompts": []}),
]


@pytest.mark.parametrize(("scope", "method", "args"), SCOPED, ids=[f"{scope}: {method}" for scope, method, _ in SCOPED])
def test_a_call_without_its_scope_is_refused(scope: str, method: str, args: Json) -> None:
    scopes = [each for each in SCOPES if each != scope]
    with Sandbox(PEOPLE, CHANNELS, manifest(scopes=scopes), pace=QUICK) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        with pytest.raises(SlackApiError) as refused:
            client.api_call(method, json=args)
        assert refused.value.response["error"] == "missing_scope"
        assert refused.value.response["needed"] == scope


def _without_commands() -> Json:
    return manifest(scopes=[each for each in SCOPES if each != "commands"])


def _without_history() -> Json:
    return manifest(scopes=[each for each in SCOPES if each != "im:history"])


def _shortcut(**changes: str) -> Json:
    usual = {"name": "Nominate", "type": "message", "callback_id": "nominate", "description": "Nominate it"}
    return usual | changes


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (_without_commands, "without the scope commands"),
        (_without_history, "message.im without"),
        (lambda: manifest(shortcuts=[_shortcut()] * 11), "more than 10 shortcuts"),
        (lambda: manifest(shortcuts=[_shortcut(type="channel")]), "global or message, not channel"),
        (lambda: manifest(shortcuts=[_shortcut(name="x" * 25)]), "name of a shortcut has 1 to 24"),
        (lambda: manifest(shortcuts=[_shortcut(description="x" * 151)]), "description of a shortcut has 1 to 150"),
        (lambda: manifest(shortcuts=[_shortcut(callback_id="")]), "callback_id of a shortcut has 1 to 255"),
    ],
)
def test_a_manifest_that_slack_would_not_install_is_refused(given: Callable[[], Json], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Sandbox(PEOPLE, CHANNELS, given())


def test_home_and_messages_must_be_enabled() -> None:
    bare = manifest(app_home={"home_tab_enabled": False, "messages_tab_enabled": False})
    with Sandbox(PEOPLE, CHANNELS, bare, pace=QUICK) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        with pytest.raises(SlackApiError, match="not_enabled"):
            client.views_publish(user_id=CHAIR, view=home())
        with pytest.raises(SlackApiError, match="messages_tab_disabled"):
            client.chat_postMessage(channel=CHAIR, text="x")
