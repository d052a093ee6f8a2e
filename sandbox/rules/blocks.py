"""Limits of blocks, by surface, and of a message's or a view's blocks together.

Source: D/blocks, each block's page; where its copies differ the lower number holds.
"""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sandbox.feed import Json
from sandbox.rules import elements as e
from sandbox.rules.shapes import (
    Check,
    Faults,
    at_least_one,
    both,
    by_type,
    choice,
    exactly_one,
    flag,
    items,
    number,
    record,
    size,
    string,
    typed,
)

MESSAGE, MODAL, HOME = "message", "modal", "home"
MOST_BLOCKS = {MESSAGE: 50, MODAL: 100, HOME: 100}
MOST_MESSAGE_CHARACTERS = 13_200
"""All blocks of a message as compact JSON. Not documented; reported in slackapi/bolt-js issue 2509."""
MOST_MARKDOWN_CHARACTERS = 12_000
MOST_TABLE_CHARACTERS = 10_000
MOST_CHARTS = 2


@dataclass(frozen=True)
class Block:
    """What a block must look like, and on which surfaces it is allowed."""

    check: Check
    surfaces: frozenset[str] = frozenset({MESSAGE, MODAL, HOME})


def _block(required: dict[str, Check], optional: dict[str, Check] | None = None, also: Check | None = None) -> Check:
    return typed(required, {"block_id": e.ID, **(optional or {})}, also or (lambda value, at: iter(())))


def _even_rows(value: Any, at: str) -> Faults:
    if len({len(row) for row in value["rows"]}) > 1:
        yield f"all rows must have the same number of cells [json-pointer:{at}/rows]"
    if value["type"] == "data_table" and any(cell["type"] == "rich_text" for cell in value["rows"][0]):
        yield f"header cells must not be rich_text [json-pointer:{at}/rows/0]"
    width = len(value["rows"][0])
    if value.get("row_header_column_index", 0) >= width:
        yield f"must be a column of the table [json-pointer:{at}/row_header_column_index]"
    if _table_characters(value) > MOST_TABLE_CHARACTERS:
        yield f"cells hold more than {MOST_TABLE_CHARACTERS} characters [json-pointer:{at}/rows]"


def _table_characters(table: Json) -> int:
    return sum(size(str(part["text"])) for part in e.walk(table["rows"]) if isinstance(part.get("text"), str))


def _chart_points(value: Any, at: str) -> Faults:
    chart = value["chart"]
    if chart["type"] == "pie":
        return
    categories = chart["axis_config"]["categories"]
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) != len(names):
        yield f"series must have unique names [json-pointer:{at}/chart/series]"
    for place, series in enumerate(chart["series"]):
        if [point["label"] for point in series["data"]] != categories:
            yield f"must have one point for each category, in order [json-pointer:{at}/chart/series/{place}/data]"


_RAW_TEXT = typed({"text": string(3000, 0)})
_RAW_NUMBER = typed({"value": number(-1e300, 1e300, whole=False)}, {"text": string(3000)})
_CELL = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": e.RICH_TEXT})
_COLUMN = record({}, {"align": choice("left", "center", "right"), "is_wrapped": flag})
_VALUE = number(-1e300, 1e300, whole=False)
_SERIES = record(
    {"name": string(20), "data": items(record({"label": string(20), "value": _VALUE}), 20)},
)
_AXES = record({"categories": items(string(20), 20)}, {"x_label": string(50), "y_label": string(50)})
_LINES = typed({"series": items(_SERIES, 6), "axis_config": _AXES})
_SEGMENT = record({"label": string(20), "value": number(1e-300, 1e300, whole=False)})
_CHART = by_type({"line": _LINES, "bar": _LINES, "area": _LINES, "pie": typed({"segments": items(_SEGMENT, 6)})})
"""Six series: the page's own copy; twelve in later transcriptions. Source: D/blocks/data-visualization-block."""

_ACCESSORY = e.among("button", "image", "overflow", *sorted(e.CHOICES | e.PICKERS | e.SELECTS | e.MULTI_SELECTS))
_ACTION = e.among("button", "overflow", "datetimepicker", *sorted(e.CHOICES | e.PICKERS | e.SELECTS))
"""Stricter: multi-selects, which the page of the actions block does not list, are refused there."""
_INPUTS = ["plain_text_input", "datetimepicker", *sorted(e.CHOICES | e.PICKERS | e.SELECTS | e.MULTI_SELECTS)]
_CONTEXT = by_type({"image": e.ELEMENTS["image"], **{kind: e.text(2000) for kind in ("plain_text", "mrkdwn")}})


def _input(surface: str) -> Check:
    allowed = [*_INPUTS, *sorted(e.MODAL_INPUTS)] if surface == MODAL else _INPUTS
    return _block(
        {"label": e.plain(2000), "element": e.among(*allowed)},
        {"hint": e.plain(2000), "optional": flag, "dispatch_action": flag},
    )


_CARD = {
    "title": e.text(150),
    "subtitle": e.text(150),
    "body": e.text(200),
    "subtext": e.text(200),
    "hero_image": e.ELEMENTS["image"],
    "icon": e.ELEMENTS["image"],
    "actions": items(e.among("button"), 3),
}
_CARD_CHECK = _block({}, _CARD, at_least_one("hero_image", "title", "actions", "body"))
_TASK: dict[str, Check] = {
    "details": e.RICH_TEXT,
    "output": e.RICH_TEXT,
    "sources": items(typed({"url": string(3000), "text": string(255)}), 50),
}
_TASK_STATUSES = ("in_progress", "complete", "error")


def _task(*statuses: str) -> Check:
    return _block({"task_id": e.ID, "title": string(255), "status": choice(*statuses)}, _TASK)


_IMAGE = _block(
    {"alt_text": string(2000)},
    {"image_url": string(3000), "slack_file": e.SLACK_FILE, "title": e.plain(2000)},
    exactly_one("image_url", "slack_file"),
)

BLOCKS: dict[str, Block] = {
    "section": Block(
        _block(
            {},
            {"text": e.text(3000), "fields": items(e.text(2000), 10), "accessory": _ACCESSORY, "expand": flag},
            at_least_one("text", "fields"),
        )
    ),
    "header": Block(_block({"text": e.plain(150)})),
    "divider": Block(_block({})),
    "context": Block(_block({"elements": items(_CONTEXT, 10)})),
    "actions": Block(_block({"elements": items(_ACTION, 25)})),
    "context_actions": Block(
        _block({"elements": items(e.among("feedback_buttons", "icon_button"), 5)}), frozenset({MESSAGE})
    ),
    "image": Block(_IMAGE),
    "rich_text": Block(e.RICH_TEXT),
    "markdown": Block(_block({"text": string(MOST_MARKDOWN_CHARACTERS)}), frozenset({MESSAGE})),
    "table": Block(
        _block({"rows": items(items(_CELL, 20), 100)}, {"column_settings": items(_COLUMN, 20)}, _even_rows),
        frozenset({MESSAGE, HOME}),
    ),
    "data_table": Block(
        _block(
            {"caption": string(255), "rows": items(items(_CELL, 20), 101, 2)},
            {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
            _even_rows,
        ),
        frozenset({MESSAGE, HOME}),
    ),
    "data_visualization": Block(
        _block({"title": string(50), "chart": _CHART}, {}, _chart_points), frozenset({MESSAGE})
    ),
    "card": Block(_CARD_CHECK),
    "carousel": Block(_block({"elements": items(by_type({"card": _CARD_CHECK}), 10)}), frozenset({MESSAGE, HOME})),
    "alert": Block(
        _block({"text": e.text(200)}, {"level": choice("default", "info", "warning", "error", "success")}),
        frozenset({MODAL}),
    ),
    "task_card": Block(_task(*_TASK_STATUSES), frozenset({MESSAGE})),
    "plan": Block(
        _block(
            {
                "title": string(255),
                "tasks": items(by_type({"task_card": _task("pending", "in_progress", "complete", "error")}), 50),
            }
        ),
        frozenset({MESSAGE}),
    ),
}
"""Blocks that the documentation has and this table lacks (video, file, call, auth_provider) are refused."""


def table_for(surface: str) -> dict[str, Check]:
    """The checks of the blocks allowed on that surface."""
    table = {name: block.check for name, block in BLOCKS.items() if surface in block.surfaces}
    table["input"] = _input(surface)
    table["container"] = _block(
        {"child_blocks": items(by_type(dict(table)), 10)}, {"title": e.text(150), "subtitle": e.text(150)}
    )
    return table


CHECKS = {surface: by_type(table_for(surface)) for surface in MOST_BLOCKS}


def faults(blocks: Any, surface: str, at: str = "/blocks") -> list[str]:
    """What is wrong with the blocks of a message, modal or Home; empty when nothing is."""
    found = list(items(CHECKS[surface], MOST_BLOCKS[surface], 0)(blocks, at))
    return found or list(both(_unique_ids, _counts)(blocks, at))


def _unique_ids(blocks: Any, at: str) -> Faults:
    """block_id once in a message, action_id once in a block. Source: D/blocks, "should be unique"."""
    for block_id, times in Counter(block["block_id"] for block in blocks if "block_id" in block).items():
        if times > 1:
            yield f'block_id "{block_id}" already exists [json-pointer:{at}]'
    for place, block in enumerate(blocks):
        ids = Counter(part["action_id"] for part in e.walk(block) if "action_id" in part)
        for action_id, times in ids.items():
            if times > 1:
                yield f'action_id "{action_id}" already exists for another element [json-pointer:{at}/{place}]'


def _counts(blocks: Any, at: str) -> Faults:
    kinds = Counter(block["type"] for block in blocks)
    if kinds["data_visualization"] > MOST_CHARTS:
        yield f"no more than {MOST_CHARTS} data_visualization blocks allowed [json-pointer:{at}]"
    if kinds["plan"] > 1:
        yield f"no more than 1 plan block allowed [json-pointer:{at}]"
    markdown = sum(size(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MOST_MARKDOWN_CHARACTERS:
        yield f"markdown must be less than {MOST_MARKDOWN_CHARACTERS + 1} characters in all [json-pointer:{at}]"
    tables = sum(_table_characters(block) for block in blocks if block["type"] in ("table", "data_table"))
    if tables > MOST_TABLE_CHARACTERS:
        yield f"tables must hold less than {MOST_TABLE_CHARACTERS + 1} characters in all [json-pointer:{at}]"
    focused = sum(part.get("focus_on_load") is True for part in e.walk(blocks))
    if focused > 1:
        yield f"only one element may have focus_on_load [json-pointer:{at}]"


def compact_size(blocks: Any) -> int:
    """Characters of the blocks as compact JSON."""
    return len(json.dumps(blocks, separators=(",", ":"), ensure_ascii=False))
