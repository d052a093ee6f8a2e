"""Calls that Slack refuses, each with its code, and calls at the limit that it takes.

Each line names where the rule stands: D = docs.slack.dev/reference (D/m = its methods, D/b = its blocks, D/e = its
elements, D/o = its objects, D/v = its views); "stricter" marks a reading that the documentation leaves open. A word in
braces stands for something that the test has prepared.
"""

from dataclasses import dataclass
from typing import Any

from tests.sandbox.conftest import ARCHIVED, BOARD, CHAIR, ELSEWHERE, PRIVATE
from tests.sandbox.payloads import (
    Json,
    actions,
    button,
    cell,
    chart,
    data_table,
    entry,
    home,
    modal,
    mrkdwn,
    option,
    plain,
    section,
    select,
    words,
)

POST, UPDATE, OPEN, PUBLISH = "chat.postMessage", "chat.update", "views.open", "views.publish"


@dataclass
class Wrong:
    """A call, the code it is refused with, and the source of the rule."""

    source: str
    code: str
    method: str
    args: Json


def message(source: str, *blocks: Json, code: str = "invalid_blocks") -> Wrong:
    return Wrong(source, code, POST, {"channel": BOARD, "text": "x", "blocks": list(blocks)})


def view(source: str, payload: Json, code: str = "invalid_arguments") -> Wrong:
    return Wrong(source, code, PUBLISH if payload["type"] == "home" else OPEN, {"view": payload, "user_id": CHAIR})


def post(source: str, code: str, **args: Any) -> Wrong:
    return Wrong(source, code, POST, {"channel": BOARD, "text": "x", **args})


def call(source: str, code: str, method: str, **args: Any) -> Wrong:
    return Wrong(source, code, method, args)


WRONG = [
    # Messages
    call("D/m/chat.postMessage", "invalid_arguments", POST, text="x"),
    post("D/m/chat.postMessage", "channel_not_found", channel="C0NOWHERE"),
    post("D/m/chat.postMessage", "channel_not_found", channel=PRIVATE),
    post("D/m/chat.postMessage, stricter: no names", "channel_not_found", channel="#board"),
    post("D/m/chat.postMessage", "not_in_channel", channel=ELSEWHERE),
    post("D/m/chat.postMessage", "is_archived", channel=ARCHIVED),
    post("D/m/chat.postMessage", "no_text", text=""),
    post("D/m/chat.postMessage, stricter: not cut off", "msg_too_long", text="x" * 40_001),
    post("D/m/chat.postMessage", "markdown_text_conflict", markdown_text="**x**"),
    post("D/m/chat.postMessage", "too_many_attachments", attachments=[{"text": "x"}] * 101),
    post("D/m/chat.postMessage", "invalid_blocks_format", blocks="[{"),
    post("D/m/chat.postMessage", "invalid_blocks_format", blocks={"type": "divider"}),
    post("D/m/chat.postMessage", "invalid_metadata_format", metadata={"event_type": "x"}),
    post("D/m/chat.postMessage", "invalid_metadata_format", metadata={"event_type": "a b", "event_payload": {}}),
    post("D/m/chat.postMessage", "invalid_metadata_schema", metadata={"event_type": "x", "event_payload": []}),
    post(
        "D/m/chat.postMessage, stricter: 8,000",
        "metadata_too_large",
        metadata={"event_type": "x", "event_payload": {"a": "x" * 8_000}},
    ),
    post("D/m/chat.postMessage, stricter", "thread_not_found", thread_ts="1700000000.000001"),
    call("D/m/chat.update", "message_not_found", UPDATE, channel=BOARD, ts="1700000000.000001", text="x"),
    call("D/m/chat.update", "cant_update_message", UPDATE, channel=BOARD, ts="{said}", text="x"),
    call("D/m/chat.update", "msg_too_long", UPDATE, channel=BOARD, ts="{posted}", text="x" * 4_001),
    call("D/m/chat.update", "invalid_blocks", UPDATE, channel=BOARD, ts="{posted}", text="x", blocks=[{"type": "?"}]),
    call("D/m/chat.delete", "cant_delete_message", "chat.delete", channel=BOARD, ts="{said}"),
    call("D/m/chat.delete", "message_not_found", "chat.delete", channel=BOARD, ts="1700000000.000001"),
    call("D/m/chat.postEphemeral", "user_not_in_channel", "chat.postEphemeral", channel=BOARD, user="U0X", text="x"),
    call("D/m/chat.postEphemeral", "no_text", "chat.postEphemeral", channel=BOARD, user=CHAIR),
    call(
        "D/m/chat.postMessage: use the parent's ts; stricter: refused",
        "cannot_reply_to_message",
        POST,
        channel=BOARD,
        text="x",
        thread_ts="{reply}",
    ),
    call("D/m/chat.getPermalink", "message_not_found", "chat.getPermalink", channel=BOARD, message_ts="1.1"),
    # Blocks of messages
    message("D/b: 50 a message", *[{"type": "divider"}] * 51),
    message("D/b", {"type": "unheard_of"}),
    message("D/b", {"text": mrkdwn("x")}),
    message("D/b: block_id 255", section(block_id="x" * 256)),
    message("D/b: block_id unique", section(block_id="a"), section(block_id="a")),
    message("D/b: unknown property", section(colour="red")),
    message("D/b/section-block: text 3000", section(text=mrkdwn("x" * 3001))),
    message("D/b/section-block: text 1", section(text=mrkdwn(""))),
    message("D/b/section-block: text or fields", {"type": "section"}),
    message("D/b/section-block: fields 10", {"type": "section", "fields": [mrkdwn("x")] * 11}),
    message("D/b/section-block: field 2000", {"type": "section", "fields": [mrkdwn("x" * 2001)]}),
    message("D/o/text-object: emoji is plain_text's", section(text={**mrkdwn("x"), "emoji": True})),
    message("D/b/header-block: 150", {"type": "header", "text": plain("x" * 151)}),
    message("D/b/header-block: plain_text", {"type": "header", "text": mrkdwn("x")}),
    message("D/b/context-block: 10", {"type": "context", "elements": [mrkdwn("x")] * 11}),
    message("D/b/actions-block: 25", actions(*[button(n) for n in range(26)])),
    message("D/b/actions-block: action_id unique", actions(button(1), button(1))),
    message("D/b/image-block: alt_text", {"type": "image", "image_url": "https://example.org/a.png"}),
    message("D/b/image-block: one source", {"type": "image", "alt_text": "x"}),
    message(
        "D/o/slack-file-object: an image that whoever posts has access to",
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F012345678"}},
    ),
    message(
        "D/o/slack-file-object: an image, not another file",
        {"type": "image", "alt_text": "x", "slack_file": {"id": "FTEXT00001"}},
    ),
    message(
        "D/o/slack-file-object: uploaded and completed",
        {"type": "image", "alt_text": "x", "slack_file": {"id": "FHALFDONE1"}},
    ),
    message("D/b/alert-block: modals only", {"type": "alert", "text": plain("x")}),
    message("D/b/markdown-block: 12,000", {"type": "markdown", "text": "x" * 12_001}),
    message(
        "D/b/markdown-block: 12,000 in all",
        {"type": "markdown", "text": "x" * 7_000},
        {"type": "markdown", "text": "x" * 7_000},
    ),
    message("bolt-js issue 2509: 13,200 in all", *[section(text=mrkdwn("x" * 2_900))] * 5, code="msg_blocks_too_long"),
    message("D/b/input-block: number_input in modals", entry({"type": "number_input", "is_decimal_allowed": True})),
    message(
        "D/b/table-block: one a message",
        {"type": "table", "rows": [[cell("a")]]},
        {"type": "table", "rows": [[cell("b")]]},
        code="invalid_attachments",
    ),
    message("D/b/table-block: 100 rows", {"type": "table", "rows": [[cell("a")]] * 101}),
    message("D/b/table-block: 20 columns", {"type": "table", "rows": [[cell("a")] * 21]}),
    message("D/b/data-table-block: caption", {"type": "data_table", "rows": [[cell("a")], [cell("b")]]}),
    message("D/b/data-table-block: rows of one length", data_table([[cell("a")], [cell("b"), cell("c")]])),
    message("D/b/data-table-block: 101 rows", data_table([[cell("a")]] * 102)),
    message("D/b/data-table-block: 10,000 characters", data_table([[cell("x" * 2_500)]] * 5)),
    message("D/b/data-table-block: header column", data_table([[cell("a")]] * 2, row_header_column_index=1)),
    message("D/b/data-visualization-block: 2 a message", chart(), chart(), chart()),
    message("D/b/data-visualization-block: title 50", chart(title="x" * 51)),
    message("D/b/data-visualization-block: 6 series, stricter", chart(series=7)),
    message("D/b/data-visualization-block: 20 points", chart(points=21)),
    message(
        "D/b/data-visualization-block: a point a category",
        {
            "type": "data_visualization",
            "title": "Rate",
            "chart": {
                "type": "bar",
                "series": [{"name": "S", "data": [{"label": "M0", "value": 1}]}],
                "axis_config": {"categories": ["M0", "M1"]},
            },
        },
    ),
    message(
        "D/b/rich-text-block: indent 8",
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "indent": 9,
                    "elements": [{"type": "rich_text_section", "elements": []}],
                }
            ],
        },
    ),
    # Elements
    message("D/e/button-element: text 75", actions(button(text=plain("x" * 76)))),
    message("D/e/button-element: value 2000", actions(button(value="x" * 2001))),
    message("D/e/button-element: plain_text", actions(button(text=mrkdwn("x")))),
    message("D/e/button-element: style", actions(button(style="green"))),
    message("D/e/button-element: action_id 255", actions(button(action_id="x" * 256))),
    message("D/e/overflow-menu-element: 5", actions({"type": "overflow", "options": [option(n) for n in range(6)]})),
    message("D/e/select-menu-element: 100", actions(select(options=[option(n) for n in range(101)]))),
    message("D/e/select-menu-element: one of two", actions(select(option_groups=[]))),
    message("D/e/select-menu-element: initial_option", actions(select(initial_option=option(9)))),
    message("D/e/select-menu-element: placeholder 150", actions(select(placeholder=plain("x" * 151)))),
    message("D/o/option-object: text 75", actions(select(options=[option(text=plain("x" * 76))]))),
    message("D/o/option-object: value 150", actions(select(options=[option(value="x" * 151)]))),
    message(
        "D/e/checkboxes-element: 10",
        actions({"type": "checkboxes", "action_id": "c", "options": [option(n) for n in range(11)]}),
    ),
    message(
        "D/o/confirmation-dialog-object: title 100",
        actions(
            button(confirm={"title": plain("x" * 101), "text": plain("x"), "confirm": plain("y"), "deny": plain("n")})
        ),
    ),
    # Forms and Homes
    view("D/v/modal-views: title 24", modal(title=plain("x" * 25))),
    view("D/v/modal-views: submit 24", modal(submit=plain("x" * 25))),
    view("D/v/modal-views: 100 blocks", modal(*[{"type": "divider"}] * 101)),
    view("D/v/modal-views: private_metadata 3000", modal(private_metadata="x" * 3001)),
    view("D/v/modal-views: callback_id 255", modal(callback_id="x" * 256)),
    view("D/v/modal-views: submit with inputs", {"type": "modal", "title": plain("x"), "blocks": [entry(words())]}),
    view("D/v/modal-views: title", {"type": "modal", "blocks": []}),
    view("D/b/data-visualization-block: messages only", modal(chart())),
    view("D/b/table-block: not in modals", modal({"type": "table", "rows": [[cell("a")]]})),
    view("D/b/markdown-block: messages only", modal({"type": "markdown", "text": "x"})),
    view("D/b/input-block: label", modal({"type": "input", "element": words()})),
    view("D/e/plain-text-input-element: lengths", modal(entry(words(min_length=10, max_length=5)))),
    view("D/e/plain-text-input-element: 3000", modal(entry(words(max_length=3001)))),
    view("D/m/views.open: 250 kB", modal(*[section(text=mrkdwn("x" * 3000)) for _ in range(90)]), "view_too_large"),
    view("D/b/data-visualization-block: not in Homes", home(chart())),
    view("D/v/home-tab-views: 100 blocks", home(*[{"type": "divider"}] * 101)),
    view("D/v/home-tab-views, stricter: no title", home(title=plain("x"))),
    call("D/m/views.publish", "invalid_arguments", PUBLISH, user_id="U0X", view=home()),
    call("D/m/views.publish", "hash_conflict", PUBLISH, user_id=CHAIR, view=home(), hash="1.old"),
    call("D/m/views.publish", "invalid_arguments", PUBLISH, user_id=CHAIR, view=modal()),
    call("D/m/views.open", "invalid_trigger_id", OPEN, trigger_id="1.2.abc", view=modal()),
    call("D/m/views.open", "invalid_trigger_id", OPEN, trigger_id="mine", view=modal()),
    call("D/m/views.open", "exchanged_trigger_id", OPEN, trigger_id="{used}", view=modal()),
    call("D/m/views.open", "expired_trigger_id", OPEN, trigger_id="{late}", view=modal()),
    call("D/m/views.push", "not_found", "views.push", trigger_id="{fresh}", view=modal()),
    call("D/m/views.open", "push_limit_reached", OPEN, trigger_id="{fourth}", view=modal()),
    call("D/m/views.open", "duplicate_external_id", OPEN, trigger_id="{fresh}", view=modal(external_id="taken")),
    call("D/m/views.update", "not_found", "views.update", view_id="V0X", view=modal()),
    call("D/m/views.update", "hash_conflict", "views.update", view_id="{open}", hash="1.old", view=modal()),
    call("D/m/views.update", "invalid_arguments", "views.update", view=modal()),
    # Reading
    call("D/m/conversations.info", "channel_not_found", "conversations.info", channel="C0X"),
    call("D/m/conversations.history", "not_in_channel", "conversations.history", channel=ELSEWHERE),
    call("D/m/conversations.history", "invalid_cursor", "conversations.history", channel=BOARD, cursor="??"),
    call("D/m/conversations.history", "invalid_ts_oldest", "conversations.history", channel=BOARD, oldest="May"),
    call("D/m/conversations.history", "invalid_limit", "conversations.history", channel=BOARD, limit=1000),
    call("D/m/conversations.replies", "thread_not_found", "conversations.replies", channel=BOARD, ts="1.1"),
    call("D/m/conversations.list", "invalid_types", "conversations.list", types="secret"),
    call("D/m/conversations.list", "missing_scope", "conversations.list", types="im"),
    call("D/m/conversations.open: im:write", "missing_scope", "conversations.open", users=CHAIR),
    call("D/m/users.info", "user_not_found", "users.info", user="U0X"),
    call("D/m/users.lookupByEmail: users:read.email", "missing_scope", "users.lookupByEmail", email="x@example.org"),
    # Files, reactions, the pane
    call("D/m/files.getUploadURLExternal", "missing_argument", "files.getUploadURLExternal", filename="a", length=0),
    call(
        "D/m/files.getUploadURLExternal",
        "alt_txt_too_large",
        "files.getUploadURLExternal",
        filename="a",
        length=1,
        alt_txt="x" * 1001,
    ),
    call("D/m/files.completeUploadExternal", "file_not_found", "files.completeUploadExternal", files='[{"id":"F0"}]'),
    call("D/m/reactions.add", "message_not_found", "reactions.add", channel=BOARD, timestamp="1.1", name="eyes"),
    call("D/m/reactions.add", "invalid_name", "reactions.add", channel=BOARD, timestamp="{posted}", name="not a name"),
    call(
        "D/m/assistant.threads.setSuggestedPrompts: four",
        "invalid_arguments",
        "assistant.threads.setSuggestedPrompts",
        channel_id=BOARD,
        prompts=[{"title": "x", "message": "y"}] * 5,
    ),
    call(
        "D/m/assistant.threads.setSuggestedPrompts: fails with thread_ts",
        "invalid_thread_ts",
        "assistant.threads.setSuggestedPrompts",
        channel_id=BOARD,
        prompts=[{"title": "x", "message": "y"}],
        thread_ts="{posted}",
    ),
    call(
        "D/m/assistant.threads.setStatus",
        "invalid_thread_ts",
        "assistant.threads.setStatus",
        channel_id=BOARD,
        thread_ts="1.1",
        status="x",
    ),
    call("D/m/agents.sessions.setStatus", "invalid_status", "agents.sessions.setStatus", channel_id=BOARD, status="?"),
    call("D/methods", "unknown_method", "chat.postMassage", channel=BOARD),
]

RIGHT: list[tuple[str, Json]] = [
    (POST, {"channel": BOARD, "text": "x", "blocks": [section(), {"type": "divider"}, actions(button(), select())]}),
    (POST, {"channel": BOARD, "text": "x" * 40_000}),
    (POST, {"channel": CHAIR, "text": "to a person"}),
    (POST, {"channel": BOARD, "markdown_text": "**x**"}),
    (POST, {"channel": BOARD, "text": "x", "blocks": [chart(series=6, points=20), chart()]}),
    (POST, {"channel": BOARD, "text": "x", "blocks": [data_table([[cell("a"), cell("b")]] * 101, page_size=10)]}),
    (POST, {"channel": BOARD, "text": "x", "blocks": [section(text=mrkdwn("x" * 3000), block_id="x" * 255)]}),
    (OPEN, {"view": modal(entry(words(max_length=3000)), *[{"type": "divider"}] * 99)}),
    (OPEN, {"view": modal({"type": "alert", "text": plain("x"), "level": "warning"})}),
    (PUBLISH, {"user_id": CHAIR, "view": home({"type": "table", "rows": [[cell("a")] * 20] * 100})}),
    ("conversations.history", {"channel": BOARD, "limit": 999, "oldest": "1700000000"}),
    ("users.list", {}),
    ("conversations.list", {"types": "public_channel,private_channel"}),
    ("conversations.members", {"channel": BOARD}),
]
