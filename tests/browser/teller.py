"""A small Bolt app for the page's tests: an answer with buttons, a receipt, a form that can be refused."""

from typing import Any

from slack_bolt import App

ANSWER = "Recycling is off target: 44.3% against 46.0%."
RECEIPT = "Receipt: observations.csv, row 56."
REFUSED = "Please give a reason of at least ten letters."
HOSTILE = "<img src=x onerror=alert(1)> & *not bold*"
ROWS = (("Missed bins", 31), ("Recycling", 44), ("Potholes", 7))

Json = dict[str, Any]


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def _button(text: str, action: str) -> Json:
    return {"type": "button", "text": _plain(text), "action_id": action, "value": "1"}


def _form() -> Json:
    measure = {
        "type": "external_select",
        "action_id": "measure",
        "min_query_length": 2,
        "placeholder": _plain("Search"),
    }
    reason = {"type": "plain_text_input", "action_id": "reason", "multiline": True}
    return {
        "type": "modal",
        "callback_id": "nominate",
        "title": _plain("Nominate"),
        "submit": _plain("Send"),
        "blocks": [
            {"type": "input", "block_id": "measure", "label": _plain("Measure"), "element": measure},
            {"type": "input", "block_id": "reason", "label": _plain("Reason"), "element": reason},
        ],
    }


def _table() -> Json:
    head = [{"type": "raw_text", "text": name} for name in ("Measure", "Value")]
    rows = [
        [{"type": "raw_text", "text": name}, {"type": "raw_number", "value": value, "text": f"{value}%"}]
        for name, value in ROWS
    ]
    return {"type": "data_table", "caption": "Off target", "page_size": 2, "rows": [head, *rows]}


def teach(app: App) -> None:
    """Give the app its listeners."""

    @app.event("app_mention")
    def answer(event: Json, say: Any) -> None:
        actions = [_button("Receipt", "receipt"), _button("Nominate", "open_form")]
        blocks = [
            {"type": "section", "text": {"type": "mrkdwn", "text": "*Recycling* is off target."}},
            {"type": "section", "text": _plain(HOSTILE)},
            _table(),
            {"type": "actions", "elements": actions},
        ]
        say(text=ANSWER, blocks=blocks, thread_ts=event["ts"])

    @app.event("app_home_opened")
    def opened() -> None:
        """Nothing to do: the Home tab is not what these tests are about."""

    @app.action("receipt")
    def receipt(ack: Any, body: Json, client: Any) -> None:
        ack()
        at = {"channel": body["channel"]["id"], "user": body["user"]["id"], "thread_ts": body["message"]["thread_ts"]}
        client.chat_postEphemeral(text=RECEIPT, **at)

    @app.action("open_form")
    def open_form(ack: Any, body: Json, client: Any) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=_form())

    @app.options("measure")
    def measures(ack: Any, body: Json) -> None:
        wanted = body["value"].lower()
        ack(options=[{"text": _plain(name), "value": name} for name, _ in ROWS if wanted in name.lower()])

    @app.view("nominate")
    def nominate(ack: Any, body: Json, view: Json, client: Any) -> None:
        values = view["state"]["values"]
        if len(values["reason"]["reason"]["value"]) < 10:
            ack(response_action="errors", errors={"reason": REFUSED})
            return
        ack()
        chosen = values["measure"]["measure"]["selected_option"]["value"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"Nominated: {chosen}.")
