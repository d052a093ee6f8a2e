"""Limits of Block Kit's objects and elements.

Source: D/objects and D/elements, each element's page; limits compared with SDK. What differs is noted beside it.
"""

from collections.abc import Iterable
from typing import Any

from sandbox.rules.shapes import (
    Check,
    Faults,
    anything,
    both,
    by_type,
    choice,
    exactly_one,
    flag,
    items,
    number,
    record,
    string,
    typed,
)


def plain(most: int, least: int = 1) -> Check:
    """A plain_text object. Source: D/objects/text-object."""
    return by_type({"plain_text": typed({"text": string(most, least)}, {"emoji": flag})})


def text(most: int, least: int = 1) -> Check:
    """A plain_text or mrkdwn object; `emoji` belongs to the first, `verbatim` to the second."""
    return by_type(
        {
            "plain_text": typed({"text": string(most, least)}, {"emoji": flag}),
            "mrkdwn": typed({"text": string(most, least)}, {"verbatim": flag}),
        }
    )


ID = string(255)
CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
OPTION = record({"text": plain(75), "value": string(150)}, {"description": plain(75)})
OVERFLOW_OPTION = record({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": string(3000)})
MARKED_OPTION = record({"text": text(75), "value": string(150)}, {"description": text(75)})
"""In radio buttons and checkboxes the texts may be mrkdwn. Source: D/objects/option-object."""
GROUP = record({"label": plain(75), "options": items(OPTION, 100)})
FILTER = record({}, {"include": anything, "exclude_external_shared_channels": flag, "exclude_bot_users": flag})
DISPATCH = record({}, {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 2)})

COMMON = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": flag}
SELECT = {**COMMON, "placeholder": plain(150)}


def _chosen_exists(value: Any, at: str) -> Faults:
    """An initial option must be one of the options. Source: D/elements/select-menu-element."""
    groups = value.get("option_groups", [])
    options = value.get("options", []) + [option for group in groups for option in group["options"]]
    initial = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    if any(choice not in options for choice in initial):
        yield f"initial option must exactly match one of the options [json-pointer:{at}]"
    values = [option["value"] for option in options]
    if len(values) != len(set(values)):
        yield f"options must have unique values [json-pointer:{at}/options]"


def _static(option_names: dict[str, Check]) -> Check:
    lists = {"options": items(OPTION, 100), "option_groups": items(GROUP, 100)}
    return typed({}, {**SELECT, **lists, **option_names}, both(exactly_one("options", "option_groups"), _chosen_exists))


def _lengths(value: Any, at: str) -> Faults:
    if value.get("min_length", 0) > value.get("max_length", 3000):
        yield f"min_length must not be more than max_length [json-pointer:{at}]"


def _select(one: str, many: bool, initial: str, check: Check, **more: Check) -> Check:
    limits: dict[str, Check] = {"max_selected_items": number(1, 100)} if many else {}
    if not many and one in ("conversations", "channels"):
        limits["response_url_enabled"] = flag
    return typed({}, {**SELECT, initial: items(check, 100) if many else check, **limits, **more})


BUTTON = typed(
    {"text": plain(75)},
    {
        "action_id": ID,
        "url": string(3000),
        "value": string(2000),
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
        "agent_prompt": string(4000),
    },
)
MANY = {"max_selected_items": number(1, 100)}
CHECKED = {**COMMON, "options": items(MARKED_OPTION, 10)}
DEFAULTS = {"default_to_current_conversation": flag, "filter": FILTER}
SHORT_INPUT = {**SELECT, "dispatch_action_config": DISPATCH}
PLAIN_INPUT = {
    **SHORT_INPUT,
    "initial_value": string(3000, 0),
    "multiline": flag,
    "min_length": number(0, 3000),
    "max_length": number(1, 3000),
}
EPOCH = number(0, 9_999_999_999)
SLACK_FILE = record({}, {"id": ID, "url": string(3000)}, exactly_one("id", "url"))

ELEMENTS: dict[str, Check] = {
    "button": BUTTON,
    "image": typed(
        {"alt_text": string(2000)},
        {"image_url": string(3000), "slack_file": SLACK_FILE},
        exactly_one("image_url", "slack_file"),
    ),
    "static_select": _static({"initial_option": OPTION}),
    "multi_static_select": _static({"initial_options": items(OPTION, 100), **MANY}),
    "external_select": typed({}, {**SELECT, "initial_option": OPTION, "min_query_length": number(0, 1000)}),
    "multi_external_select": typed(
        {}, {**SELECT, "initial_options": items(OPTION, 100), "min_query_length": number(0, 1000), **MANY}
    ),
    "users_select": _select("users", False, "initial_user", ID),
    "multi_users_select": _select("users", True, "initial_users", ID),
    "conversations_select": _select("conversations", False, "initial_conversation", ID, **DEFAULTS),
    "multi_conversations_select": _select("conversations", True, "initial_conversations", ID, **DEFAULTS),
    "channels_select": _select("channels", False, "initial_channel", ID),
    "multi_channels_select": _select("channels", True, "initial_channels", ID),
    "overflow": typed({"options": items(OVERFLOW_OPTION, 5)}, {"action_id": ID, "confirm": CONFIRM}),
    "radio_buttons": typed(
        {"options": CHECKED["options"]}, {**COMMON, "initial_option": MARKED_OPTION}, _chosen_exists
    ),
    "checkboxes": typed(
        {"options": CHECKED["options"]}, {**COMMON, "initial_options": items(MARKED_OPTION, 10)}, _chosen_exists
    ),
    "datepicker": typed({}, {**SELECT, "initial_date": string(10, 10)}),
    "timepicker": typed({}, {**SELECT, "initial_time": string(5, 5), "timezone": string(255)}),
    "datetimepicker": typed({}, {**COMMON, "initial_date_time": EPOCH}),
    "plain_text_input": typed({}, PLAIN_INPUT, _lengths),
    "number_input": typed(
        {"is_decimal_allowed": flag},
        {**SHORT_INPUT, "initial_value": string(150), "min_value": string(150), "max_value": string(150)},
    ),
    "email_text_input": typed({}, {**SHORT_INPUT, "initial_value": string(3000)}),
    "url_text_input": typed({}, {**SHORT_INPUT, "initial_value": string(3000)}),
    "file_input": typed({}, {"action_id": ID, "filetypes": items(string(20), 100), "max_files": number(1, 10)}),
    "feedback_buttons": typed(
        {
            name: record({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
            for name in ("positive_button", "negative_button")
        },
        {"action_id": ID},
    ),
    "icon_button": typed(
        {"icon": choice("trash"), "text": plain(75)},
        {
            "action_id": ID,
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": items(ID, 100),
        },
    ),
}

SELECTS = {"static_select", "external_select", "users_select", "conversations_select", "channels_select"}
MULTI_SELECTS = {f"multi_{name}" for name in SELECTS}
PICKERS = {"datepicker", "timepicker"}
CHOICES = {"radio_buttons", "checkboxes"}
MODAL_INPUTS = {"number_input", "email_text_input", "url_text_input", "file_input"}
"""Only in modals. Source: D/elements, the "works with" line of each."""


def among(*names: str) -> Check:
    """One of these elements."""
    return by_type({name: ELEMENTS[name] for name in names})


STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))
INLINE: dict[str, Check] = {
    "text": typed({"text": string(3000)}, {"style": STYLE}),
    "link": typed({"url": string(3000)}, {"text": string(3000), "style": STYLE, "unsafe": flag}),
    "emoji": typed({"name": string(100)}, {"unicode": string(100), "skin_tone": number(1, 6)}),
    "user": typed({"user_id": ID}, {"style": STYLE}),
    "usergroup": typed({"usergroup_id": ID}, {"style": STYLE}),
    "channel": typed({"channel_id": ID}, {"style": STYLE}),
    "broadcast": typed({"range": choice("here", "channel", "everyone")}, {"style": STYLE}),
    "date": typed(
        {"timestamp": number(0, 9_999_999_999), "format": string(255)}, {"url": string(3000), "fallback": ID}
    ),
    "color": typed({"value": string(20)}),
}
"""Source: D/blocks/rich-text-block."""
SECTION = typed({"elements": items(by_type(INLINE), 1000, 0)})
RICH: dict[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_list": typed(
        {"style": choice("bullet", "ordered"), "elements": items(by_type({"rich_text_section": SECTION}), 1000)},
        {"indent": number(0, 8), "offset": number(0, 10000), "border": number(0, 1)},
    ),
    "rich_text_quote": typed({"elements": items(by_type(INLINE), 1000, 0)}, {"border": number(0, 1)}),
    "rich_text_preformatted": typed(
        {"elements": items(by_type({name: INLINE[name] for name in ("text", "link")}), 1000, 0)},
        {"border": number(0, 1), "language": string(50)},
    ),
}
RICH_TEXT = typed({"elements": items(by_type(RICH), 1000)}, {"block_id": ID})


def walk(value: Any) -> list[dict[str, Any]]:
    """Every object inside a JSON value, the value itself first."""
    found: list[dict[str, Any]] = []
    if isinstance(value, (dict, list)):
        _gather(value, found)
    return found


def _gather(value: dict[str, Any] | list[Any], found: list[dict[str, Any]]) -> None:
    # Into one list, and called for nothing but what may hold objects: a message is walked many times.
    parts: Iterable[Any] = value
    if isinstance(value, dict):
        found.append(value)
        parts = value.values()
    for part in parts:
        if isinstance(part, (dict, list)):
            _gather(part, found)


OPTIONS_ANSWER = record(
    {},
    {"options": items(OPTION, 100, 0), "option_groups": items(GROUP, 100, 0)},
    exactly_one("options", "option_groups"),
)
"""What an app may answer to block_suggestion. Source: D/interaction-payloads/block_suggestion-payload."""
