"""A measure's picture and its figures: Slack's own chart where that tells the truth, else a drawing; and a table.

Slack's chart takes twenty points and no gap, and draws no usual range but as further lines. Where it would bridge a
missing month or leave out a real change, the picture is drawn and uploaded. The words say all that it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from handlers.ids import Action
from handlers.references import ChartRef
from handlers.views import limits
from handlers.views.escaping import clip
from handlers.views.message import Block, Message, Part, message
from handlers.views.parts import Bold, button, buttons, note, paragraph
from perfdata.charts.chart import Chart, Form, Place, thaw
from perfdata.charts.sparkline import sparkline

ROWS_SHOWN = 13
"""Rows of the table that are seen at once: a year, and the same month of the year before."""
NOT_DRAWN = "The picture could not be put here; this is what it shows."
UNSHOWN = "To see this with its usual range, press “Show me” in a channel or in a direct message to me."


@dataclass(frozen=True, slots=True)
class Pictured:
    """A message that holds a picture, once Slack has the picture: `as_message` takes the id that Slack gave it.

    `plainly` is the message for when that cannot be.
    """

    chart: Chart
    as_message: Callable[[str], Message]
    plainly: Message


def owed_chart(payload: Mapping[str, Any]) -> Message | Pictured:
    """What is posted for an owed picture, or for an owed table of the figures."""
    chart = thaw(payload["chart"])
    if payload["show"] == "figures":
        return figures_message(chart)
    if chart.form is Form.PROCESS or (block := native(chart)) is None:
        return Pictured(chart, partial(picture_message, chart), message([note(NOT_DRAWN), *_said(chart)]))
    return message([_whole(chart, block), *_more(chart), *_to_press(chart)])


def picture_message(chart: Chart, file_id: str) -> Message:
    """The message with the picture that Slack holds under that id."""
    block: Block = {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": clip(chart.alt, limits.ALT_TEXT),
    }
    return message([Part(block, chart.alt), *_more(chart), *_to_press(chart)])


def figures_message(chart: Chart) -> Message:
    """The figures as a table, with the periods on the side and the newest first."""
    return message([_sketch(chart), figures_table(chart), *_more(chart)])


def private_message(chart: Chart, *, figures: bool) -> Message:
    """What somebody is shown alone, where nothing can be uploaded: Slack's own chart or the words, or the table."""
    if figures:
        return figures_message(chart)
    block = native(chart)
    shown = [_whole(chart, block)] if block is not None else _said(chart)
    hint = [note(UNSHOWN)] if chart.form is Form.PROCESS or block is None else []
    return message([*shown, *_more(chart), *hint])


def native_charts(charts: Iterable[Chart]) -> list[Part]:
    """Slack's own charts for an answer that has said in words what they show; those that it can draw truthfully."""
    drawn = ((chart, block) for chart in charts if (block := native(chart)) is not None)
    return [Part(block, f"Chart: {chart.title}.") for chart, block in islice(drawn, limits.CHARTS_IN_MESSAGE)]


def native(chart: Chart) -> Block | None:
    """Slack's own chart; None where it would have to bridge a gap, or has not the room for all of the points."""
    places = chart.places
    lines = [(name, values) for name, values in _lines(chart, places) if any(one is not None for one in values)]
    if not 1 < len(places) <= limits.CHART_POINTS or any(None in values for _, values in lines):
        return None
    labels = [clip(place.label, limits.CHART_LABEL, "…") for place in places]
    return {
        "type": "data_visualization",
        "title": clip(chart.measure, limits.CHART_TITLE, "…"),
        "chart": {
            "type": "bar" if chart.form is Form.BARS else "line",
            "series": [
                {
                    "name": name,
                    "data": [
                        {"label": label, "value": _number(value)}
                        for label, value in zip(labels, values, strict=True)
                        if value is not None
                    ],
                }
                for name, values in lines
            ],
            "axis_config": {"categories": labels, **({"y_label": unit} if (unit := _unit(chart)) else {})},
        },
    }


def figures_table(chart: Chart) -> Part:
    """The figures as Slack's own table, newest first."""
    years = chart.form is Form.YEARS
    headings = ["Period", "Figure", *(["Year before"] if years else []), "Target", "Status"]
    rows = [
        [
            place.label,
            place.value_words + (" (provisional)" if place.provisional else ""),
            *([place.before_words] if years else []),
            place.target_words or "none",
            _status(place),
        ]
        for place in reversed(chart.places)
    ]
    block: Block = {
        "type": "data_table",
        "caption": clip(f"{chart.measure}: the figures", limits.TABLE_CAPTION, "…"),
        "rows": [[{"type": "raw_text", "text": cell or "–"} for cell in row] for row in (headings, *rows)],
        "page_size": ROWS_SHOWN,
        "row_header_column_index": 0,
    }
    lines = [f"{row[0]}: {', '.join(row[1:])}" for row in rows]
    return Part(block, "\n".join([f"{chart.measure}. {', '.join(headings)}:", *lines]))


def chart_buttons(code: str, period: str) -> list[Block]:
    """“Show me” and “The figures”, for the row of buttons under an answer about one measure."""
    reference = ChartRef(code, period)
    return [button("Show me", Action.CHART, reference), button("The figures", Action.FIGURES, reference)]


_OWN = {Form.PROCESS: "Figure", Form.LINE: "Figure", Form.YEARS: "This year", Form.BARS: "Figure"}


def _lines(chart: Chart, places: Sequence[Place]) -> Iterable[tuple[str, list[Decimal | None]]]:
    """The lines of Slack's chart by name: the figures, then what they are to be seen against."""
    yield _OWN[chart.form], [place.value for place in places]
    if chart.form is Form.YEARS:
        yield "Year before", [place.before for place in places]
    yield "Target", [place.target for place in places]
    yield "At least", [chart.low] * len(places)
    yield "At most", [chart.high] * len(places)
    if chart.form is Form.PROCESS:
        yield "Top of usual range", [place.usual.high if place.usual is not None else None for place in places]
        yield "Foot of usual range", [place.usual.low if place.usual is not None else None for place in places]


def _number(value: Decimal) -> int | float:
    """JSON has no decimals: the shortest number that prints the same."""
    return int(value) if value == value.to_integral_value() else float(value)


def _unit(chart: Chart) -> str:
    return clip("" if chart.unit == "number" else chart.unit, limits.CHART_TITLE, "…")


def _status(place: Place) -> str:
    """The status; a figure that is not there has said so already."""
    return place.status_words if place.value is not None else "–"


def _whole(chart: Chart, block: Block) -> Part:
    return Part(block, chart.alt)


def _sketch(chart: Chart) -> Part:
    """The course as a line of text above its table. It is for the eye alone: what is spoken is the words beside it."""
    words = f"{chart.places[0].words} to {chart.places[-1].words}"
    drawn = paragraph(Bold(sparkline([place.value for place in chart.places])), f"  {words}")
    return Part(drawn.block, f"{words}.")


def _said(chart: Chart) -> list[Part]:
    return [paragraph(Bold(f"{chart.title}.")), paragraph(chart.alt.removeprefix(f"{chart.title}. "))]


def _more(chart: Chart) -> list[Part]:
    return [note(chart.note)] if chart.note else []


def _to_press(chart: Chart) -> list[Part]:
    reference = ChartRef(chart.code, chart.places[-1].label)
    return [buttons(button("The figures", Action.FIGURES, reference, spoken=f"The figures: {chart.measure}"))]
