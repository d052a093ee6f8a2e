"""Small blocks and views to build right and wrong calls from."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**parts: Any) -> Json:
    return {"type": "section", "text": mrkdwn("x"), **parts}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(n: int = 0, **parts: Any) -> Json:
    return {"type": "button", "action_id": f"b{n}", "text": plain("Go"), **parts}


def option(n: int = 0, **parts: Any) -> Json:
    return {"text": plain(f"Option {n}"), "value": f"v{n}", **parts}


def select(**parts: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "placeholder": plain("Choose"), "options": [option()], **parts}


def entry(element: Json, **parts: Any) -> Json:
    return {"type": "input", "block_id": "i", "label": plain("Label"), "element": element, **parts}


def words(**parts: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "t", **parts}


def modal(*blocks: Json, **parts: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Go"), "blocks": list(blocks), **parts}


def home(*blocks: Json, **parts: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **parts}


def cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def data_table(rows: list[list[Json]], **parts: Any) -> Json:
    return {"type": "data_table", "caption": "Figures", "rows": rows, **parts}


def chart(series: int = 1, points: int = 2, **parts: Any) -> Json:
    labels = [f"M{n}" for n in range(points)]
    data = [{"label": label, "value": 1} for label in labels]
    lines = [{"name": f"S{n}", "data": data} for n in range(series)]
    drawn = {"type": "line", "series": lines, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": "Rate", "chart": drawn, **parts}
