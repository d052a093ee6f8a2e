"""Buttons, forms, selects that search, shortcuts, the Home and the pane, with a real Bolt app."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import Ack, App, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.driver import Driver
from tests.sandbox.conftest import BOARD, CHAIR, CLERK

Connect = Callable[[], SocketModeHandler]
MEASURES = {"ENV-01": "Recycling rate", "ENV-02": "Missed bins", "HCB-01": "Repairs on time"}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(code: str) -> dict[str, Any]:
    return {"text": plain(MEASURES[code]), "value": code}


def nomination(title: str = "Nominate") -> dict[str, Any]:
    measure = {"type": "external_select", "action_id": "pick", "min_query_length": 0, "placeholder": plain("Search")}
    reason = {"type": "plain_text_input", "action_id": "text", "multiline": True, "min_length": 5}
    return {
        "type": "modal",
        "callback_id": "nominate",
        "title": plain(title),
        "submit": plain("Nominate"),
        "private_metadata": "k1",
        "notify_on_close": True,
        "blocks": [
            {"type": "input", "block_id": "measure", "label": plain("Measure"), "element": measure},
            {"type": "input", "block_id": "reason", "label": plain("Reason"), "element": reason},
        ],
    }


@pytest.fixture
def nominating(app: App) -> list[dict[str, Any]]:
    """An app that opens a form by command, offers measures, refuses a lazy reason; gives what was submitted."""
    submitted: list[dict[str, Any]] = []

    @app.command("/nominate")
    def open_form(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=nomination())

    @app.options("pick")
    def offer(ack: Ack, payload: dict[str, Any]) -> None:
        ack(options=[option(code) for code, name in MEASURES.items() if payload["value"].lower() in name.lower()])

    @app.view("nominate")
    def take(ack: Ack, view: dict[str, Any]) -> None:
        if "because" in view["state"]["values"]["reason"]["text"]["value"]:
            submitted.append(view)
            ack()
        else:
            ack(response_action="errors", errors={"reason": "Say why, please."})

    @app.view_closed("nominate")
    def closed(ack: Ack, view: dict[str, Any]) -> None:
        ack()
        submitted.append({"closed": view["id"]})

    return submitted


def test_a_form_by_command(nominating: list[dict[str, Any]], connect: Connect, slack: Driver) -> None:
    connect()
    chair = slack.as_person(CHAIR).in_channel(BOARD).commands("/nominate", "bins")
    assert chair.sees_modal().title == "Nominate"
    assert chair.searches("measure", "bin") == ["Missed bins"]
    chair.fills(measure="Missed bins").submits()
    assert chair.errors == {"reason": "Please complete this required field."}, "Slack's own form refuses first"
    chair.fills(reason="they are missed").submits()
    assert chair.sees_error("reason") == "Say why, please."
    chair.fills(reason="because they are missed").submits().sees_no_modal()
    (view,) = nominating
    assert view["private_metadata"] == "k1"
    assert view["state"]["values"]["measure"]["pick"]["selected_option"] == option("ENV-02")
    assert view["state"]["values"]["reason"]["text"]["value"] == "because they are missed"
    slack.assert_clean()


def test_a_form_closed_without_sending(nominating: list[dict[str, Any]], connect: Connect, slack: Driver) -> None:
    connect()
    chair = slack.as_person(CHAIR).in_channel(BOARD).commands("/nominate")
    form = chair.sees_modal()
    chair.closes().sees_no_modal()
    assert nominating == [{"closed": form.id}]


def test_update_push_and_clear(app: App, connect: Connect, slack: Driver) -> None:
    @app.shortcut("ask")
    def open_form(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        ack()
        opened = client.views_open(trigger_id=shortcut["trigger_id"], view=nomination("Wait"))["view"]
        client.views_update(view_id=opened["id"], hash=opened["hash"], view=nomination("Ready"))
        with pytest.raises(SlackApiError, match="hash_conflict"):
            client.views_update(view_id=opened["id"], hash=opened["hash"], view=nomination("Late"))

    @app.options("pick")
    def offer(ack: Ack) -> None:
        ack(option_groups=[{"label": plain("Streets"), "options": [option("ENV-01")]}])

    answers: list[dict[str, Any]] = [
        {"response_action": "push", "view": nomination("Second")},
        {"response_action": "update", "view": nomination("Third")},
        {"response_action": "clear"},
    ]

    @app.view("nominate")
    def answer(ack: Ack) -> None:
        ack(**answers.pop(0))

    connect()
    chair = slack.as_person(CHAIR).uses_shortcut("ask")
    assert slack.until(lambda: len(slack.sandbox.backend.log.calls) == 4, 5), "auth.test, connection, open, update"
    for title in ("Ready", "Second", "Third"):
        assert chair.sees_modal().title == title
        assert chair.searches("measure", "") == ["Recycling rate"]
        chair.fills(measure="ENV-01", reason="whatever").submits()
    chair.sees_no_modal()
    slack.assert_clean(allow={"hash_conflict"})


def test_an_answer_to_a_form_that_slack_would_refuse_is_noticed(app: App, connect: Connect, slack: Driver) -> None:
    @app.shortcut("ask")
    def open_form(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        ack()
        view = {"type": "modal", "callback_id": "bare", "title": plain("Bare"), "submit": plain("Go"), "blocks": []}
        client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    @app.view("bare")
    def answer(ack: Ack) -> None:
        ack(response_action="errors", errors={"no_such_block": "…"})

    connect()
    chair = slack.as_person(CHAIR).uses_shortcut("ask")
    chair.sees_modal()
    with pytest.raises(AssertionError, match="invalid_errors"):
        chair.submits()
    with pytest.raises(AssertionError, match="bare would be refused"):
        slack.assert_clean()


def test_a_button_on_a_message_changes_it(app: App, connect: Connect, slack: Driver, client: WebClient) -> None:
    pressed: list[dict[str, Any]] = []
    button = {"type": "button", "action_id": "second", "text": plain("Second"), "value": "n1"}
    menu = {"type": "overflow", "action_id": "more", "options": [option("ENV-01"), option("ENV-02")]}

    @app.action("second")
    def second(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        pressed.append(body)
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Seconded once", blocks=[])

    @app.action("more")
    def more(ack: Ack, action: dict[str, Any], say: Say, body: dict[str, Any]) -> None:
        ack()
        say(text=f"You chose {action['selected_option']['value']}", thread_ts=body["message"]["ts"])

    connect()
    blocks = [{"type": "actions", "elements": [button, menu]}]
    posted = client.chat_postMessage(channel=BOARD, text="A nomination", blocks=blocks)
    clerk = slack.as_person(CLERK).in_channel(BOARD)
    (message,) = clerk.sees_messages()
    assert message.buttons == ["Second", "Recycling rate", "Missed bins"]
    assert clerk.chooses("more", "Missed bins", on=message).sees_one_answer().text == "You chose ENV-02"
    assert clerk.presses("Second", on=message).sees_change(message).text == "Seconded once"
    (body,) = pressed
    assert body["actions"][0]["value"] == "n1"
    assert (body["container"]["type"], body["container"]["message_ts"]) == ("message", posted["ts"])
    assert body["user"]["id"] == CLERK
    slack.assert_clean()


def test_a_message_shortcut_carries_the_message(app: App, connect: Connect, slack: Driver, client: WebClient) -> None:
    @app.shortcut("nominate_message")
    def nominate(ack: Ack, shortcut: dict[str, Any], say: Say) -> None:
        ack()
        say(text=f"About: {shortcut['message']['text']}", thread_ts=shortcut["message_ts"])

    connect()
    client.chat_postMessage(channel=BOARD, text="Bins are off target")
    chair = slack.as_person(CHAIR).in_channel(BOARD)
    (message,) = chair.sees_messages()
    assert chair.uses_shortcut("nominate_message", on=message).sees_one_answer().text == "About: Bins are off target"


def test_the_home_is_published_and_guards_against_old_hashes(
    app: App, connect: Connect, slack: Driver, client: WebClient
) -> None:
    def home(text: str) -> dict[str, Any]:
        return {"type": "home", "blocks": [{"type": "section", "text": plain(text)}]}

    @app.event("app_home_opened")
    def publish(event: dict[str, Any], client: WebClient) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=home("first"))

    connect()
    chair = slack.as_person(CHAIR).opens_home()
    assert chair.sees_home().shown == "first"
    old = chair.sees_home().raw["hash"]
    client.views_publish(user_id=CHAIR, view=home("second"), hash=old)
    assert chair.sees_home().shown == "second"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_publish(user_id=CHAIR, view=home("third"), hash=old)
    slack.assert_clean(allow={"hash_conflict"})


def test_the_pane_has_prompts_and_a_status(app: App, connect: Connect, slack: Driver, client: WebClient) -> None:
    prompts = [{"title": "Recycling", "message": "How is recycling doing?"}]
    looked_at: list[dict[str, Any]] = []

    @app.event("app_home_opened")
    def offer(event: dict[str, Any], client: WebClient) -> None:
        if event["tab"] == "messages":
            client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts)

    @app.event("app_context_changed")
    def look(event: dict[str, Any]) -> None:
        looked_at.append(event["context"])

    connect()
    slack.as_person(CHAIR).opens_messages()
    offered = slack.sandbox.workspace.prompts
    assert slack.until(lambda: [each["prompts"] for each in offered.values()] == [prompts], 5)
    slack.sandbox.look(lambda: slack.sandbox.interactions.look_at(CHAIR, BOARD))
    assert slack.until(lambda: looked_at, 5)
    assert looked_at[0]["entities"][0]["value"] == BOARD
    said = slack.as_person(CHAIR).says("hello").sees_messages()[-1]
    client.assistant_threads_setStatus(channel_id=said.channel, thread_ts=said.ts, status="is looking")
    assert slack.sandbox.workspace.statuses == {f"{said.channel}:{said.ts}": "is looking"}
    client.assistant_threads_setStatus(channel_id=said.channel, thread_ts=said.ts, status="")
    assert slack.sandbox.workspace.statuses == {}


def test_a_file_goes_up_and_comes_down(client: WebClient, slack: Driver) -> None:
    content = b"code,value\nENV-01,44.3\n"
    client.files_upload_v2(
        channel=BOARD,
        content=content,
        filename="figures.csv",
        title="Figures",
        alt_txt="A table",
        initial_comment="Here",
    )
    (message,) = slack.as_person(CHAIR).in_channel(BOARD).sees_messages()
    (file,) = message.raw["files"]
    assert (message.text, file["title"], file["alt_txt"], file["size"]) == ("Here", "Figures", "A table", len(content))
    kept = slack.sandbox.workspace.files[file["id"]]
    assert kept.content == content


def test_a_select_must_be_asked_with_enough_and_answered_in_shape(
    app: App, connect: Connect, slack: Driver, client: WebClient
) -> None:
    answered = threading.Event()

    @app.options("pick")
    def offer(ack: Ack) -> None:
        ack(options=[{"text": plain("x" * 76), "value": "1"}])
        answered.set()

    connect()
    select = {"type": "external_select", "action_id": "pick", "placeholder": plain("Search")}
    client.chat_postMessage(channel=BOARD, text="Choose", blocks=[{"type": "actions", "elements": [select]}])
    chair = slack.as_person(CHAIR).in_channel(BOARD)
    (message,) = chair.sees_messages()
    with pytest.raises(AssertionError, match="value_too_short"):
        chair.searches("pick", "ab", on=message)
    assert not answered.is_set()
    with pytest.raises(AssertionError, match=r"invalid_options: must be less than 76 characters"):
        chair.searches("pick", "abc", on=message)
