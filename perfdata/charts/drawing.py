"""A chart as a PNG, drawn with matplotlib: large type, shapes as well as colours, the same bytes every time.

Run as `python -m perfdata.charts.drawing`: a frozen chart on standard input, the picture on standard output. It is a
process of its own because matplotlib takes a second to import and a hundred megabytes, which no answer should wait
for and no bot should keep.

Colours are from the palette of Okabe and Ito, which people with any kind of colour blindness can tell apart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from perfdata.charts.chart import Chart, Form, Good, axis, runs, thaw
from perfdata.charts.labels import period_ticks, tick_words, unit_words

WIDTH, HEIGHT, DOTS_PER_INCH = 1200, 900, 150
COLOURS, SQUEEZED = 256, 6
"""Colours that a picture keeps, and how hard zlib works on it: harder takes five times as long to save a twentieth."""
INK, QUIET, BAND, BLUE, VERMILLION, GREEN, PURPLE = (
    "#1a1a1a", "#5c5c5c", "#e9eef4", "#0072b2", "#d55e00", "#00795c", "#8f3f71",
)  # fmt: skip
FAMILY = "DejaVu Sans"
TITLE, TEXT, SMALL = 14.5, 12.5, 11.5
"""Sizes in points; 12 points are 25 pixels here and 8 points on a phone that shows the picture at full width."""
TITLE_WIDTH, TITLE_LINES = 60, 4
LEFT, RIGHT, BOTTOM, BOTTOM_ALONE = 0.115, 0.755, 0.205, 0.12
ANEW = (0, (8, 2, 1.5, 2))
ROOM = Decimal("0.06")
APART = 0.062
"""Least distance between two labels beside the lines, as a share of the height of the axes."""

_SHAPES = {True: ("^", GREEN, "Better than chance explains"), False: ("D", VERMILLION, "Worse than chance explains"),
           None: ("s", PURPLE, "Different, neither better nor worse")}  # fmt: skip


def drawn(chart: Chart) -> bytes:
    """The picture, `WIDTH` by `HEIGHT`, with its title and alternative text in the file."""
    figure = Figure(figsize=(WIDTH / DOTS_PER_INCH, HEIGHT / DOTS_PER_INCH), dpi=DOTS_PER_INCH, facecolor="white")
    title = wrap(chart.title, TITLE_WIDTH, max_lines=TITLE_LINES, placeholder="…")
    figure.text(
        0.03, 0.965, "\n".join(title), va="top", size=TITLE, weight="bold", color=INK, linespacing=1.25, family=FAMILY
    )
    below = 0.965 - 0.047 * len(title) - 0.012
    arrow = {Good.HIGHER: "▲ ", Good.LOWER: "▼ ", Good.NEITHER: ""}.get(chart.good, "◆ ")
    figure.text(0.03, below, f"{arrow}{chart.good}{unit_words(chart)}", va="top", size=TEXT, color=INK, family=FAMILY)
    top = below - 0.065
    axes = figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT, top - BOTTOM))
    _frame(axes, chart)
    labels, legend = _FORMS[chart.form](axes, chart)
    _set_beside(axes, labels)
    legend += _other_keys(axes, chart)
    if legend:
        columns = 2 if len(legend) > 3 else len(legend)
        figure.legend(handles=legend, loc="lower left", bbox_to_anchor=(0.02, 0.005), ncols=columns, frameon=False,
                      prop={"family": FAMILY, "size": SMALL}, handletextpad=0.4, columnspacing=1.2)  # fmt: skip
    else:
        axes.set_position((LEFT, BOTTOM_ALONE, RIGHT - LEFT, top - BOTTOM_ALONE))
    return _as_png(figure, {"Title": chart.title, "Description": chart.alt})


def _as_png(figure: Figure, words: Mapping[str, str]) -> bytes:
    """The picture with few colours, which makes it a third of the size, and its words as they are, in UTF-8.

    An octree moves a colour by a shade that nobody sees, and takes a sixth of the time of what keeps them all: a pack
    for a challenge session has some twenty pictures.
    """
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    picture = Image.fromarray(pixels).convert("RGB")
    picture = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    info = PngInfo()
    for name, said in words.items():
        info.add_itxt(name, said)
    out = BytesIO()
    picture.save(out, "PNG", compress_level=SQUEEZED, dpi=(DOTS_PER_INCH, DOTS_PER_INCH), pnginfo=info)
    return out.getvalue()


def _frame(axes: Axes, chart: Chart) -> None:
    low, high = axis(chart)
    room = (high - low) * ROOM or Decimal(1)
    axes.set_ylim(float(low if chart.form is Form.BARS and low == 0 else low - room), float(high + room))
    axes.set_xlim(-0.6, len(chart.places) - 0.4)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(QUIET)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=chart.decimals == 0))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick_words(chart, value)))
    axes.grid(axis="y", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    ticks = period_ticks([place.label for place in chart.places])
    axes.set_xticks([place for place, _ in ticks], [words for _, words in ticks])
    axes.tick_params(labelsize=SMALL, colors=INK, length=4, labelfontfamily=FAMILY)


def _process(axes: Axes, chart: Chart) -> tuple[list[_Label], list[Line2D]]:
    usual = [place.usual for place in chart.places]
    labels: list[_Label] = []
    for number in sorted({place.group for place in chart.places}):
        inside = [one if place.group == number else None for one, place in zip(usual, chart.places, strict=True)]
        for run in runs([one.low if one is not None else None for one in inside]):
            shown = [one for one in inside[run.start : run.stop] if one is not None]
            # Half a place on either side: the range of a single figure is seen, and groups meet at a rebase.
            at = [run.start - 0.5, *run, run.stop - 0.5]
            low, high, average = (
                [float(one) for one in (line[0], *line, line[-1])]
                for line in ([o.low for o in shown], [o.high for o in shown], [o.average for o in shown])
            )
            axes.fill_between(at, low, high, color=BAND, zorder=0, linewidth=0)
            for edge in (low, high):
                axes.plot(at, edge, color=QUIET, linewidth=1.3, linestyle=(0, (1, 1.5)), zorder=1)
            axes.plot(at, average, color=QUIET, linewidth=1.2, zorder=1)
        start = next(place for place, one in enumerate(chart.places) if one.group == number)
        if start > 0:
            axes.axvline(start - 0.5, color=INK, linewidth=1.8, linestyle=ANEW, zorder=1)
    last = next((one for one in reversed(usual) if one is not None), None)
    if last is not None:
        labels = [
            _label(chart, last.high, "Top of usual\nrange", QUIET),
            _label(chart, last.average, "Average", QUIET),
            _label(chart, last.low, "Bottom of usual\nrange", QUIET),
        ]
    labels += [*_target(axes, chart), *_figures(axes, chart)]
    met = {place.mark.better for place in chart.places if place.mark is not None}
    keys = [_key(shape, colour, colour, words) for way, (shape, colour, words) in _SHAPES.items() if way in met]
    if chart.has_rebase:
        keys.append(Line2D([], [], color=INK, linewidth=1.8, linestyle=ANEW, label="Usual range begins anew"))
    return labels, keys


def _line(axes: Axes, chart: Chart) -> tuple[list[_Label], list[Line2D]]:
    return [*_target(axes, chart), *_figures(axes, chart)], []


def _years(axes: Axes, chart: Chart) -> tuple[list[_Label], list[Line2D]]:
    before = [place.before for place in chart.places]
    for run in runs(before):
        axes.plot([*run], [_float(before[place]) for place in run], "s--", color=QUIET, linewidth=1.8, markersize=7)
    labels = [*_target(axes, chart), *_figures(axes, chart, "This year")]
    if before[-1] is not None:
        labels.append(_label(chart, before[-1], "Year before", QUIET))
    return labels, []


def _bars(axes: Axes, chart: Chart) -> tuple[list[_Label], list[Line2D]]:
    low, high = axes.get_ylim()
    labels = _bounds(axes, chart)
    for place, one in enumerate(chart.places):
        if one.value is None:
            axes.text(place, low + (high - low) * 0.02, one.value_words, rotation=90, ha="center", va="bottom",
                      size=SMALL, color=QUIET, family=FAMILY)  # fmt: skip
            continue
        value = float(one.value)
        axes.bar(place, value, width=0.62, color="white" if one.provisional else BLUE, edgecolor=BLUE, linewidth=2)
        top = max(value, float(one.target or value))
        axes.text(place, top + (high - low) * 0.018, tick_words(chart, value, exact=True), ha="center", va="bottom",
                  size=SMALL, color=INK, family=FAMILY)  # fmt: skip
        if one.target is not None:
            axes.plot([place - 0.42, place + 0.42], [float(one.target)] * 2, color=INK, linewidth=3, zorder=4)
    axes.set_ylim(low, high + (high - low) * 0.06)
    if (target := chart.places[-1].target) is not None:
        labels.append(_label(chart, target, "Target", INK))
    return labels, []


_FORMS: dict[Form, Callable[[Axes, Chart], tuple[list[_Label], list[Line2D]]]] = {
    Form.PROCESS: _process,
    Form.LINE: _line,
    Form.YEARS: _years,
    Form.BARS: _bars,
}


def _figures(axes: Axes, chart: Chart, words: str = "Latest") -> list[_Label]:
    """The figures as a line, broken at every gap; a real change has a shape of its own, a provisional one is hollow."""
    values = [place.value for place in chart.places]
    for run in runs(values):
        axes.plot([*run], [_float(values[place]) for place in run], color=BLUE, linewidth=2.4, zorder=3)
    for place, one in enumerate(chart.places):
        if one.value is None:
            continue
        shape, colour, size = "o", BLUE, 7.0
        if one.mark is not None:
            (shape, colour, _), size = _SHAPES[one.mark.better], 10.5
        axes.plot([place], [float(one.value)], shape, color="white" if one.provisional else colour, zorder=5,
                  markeredgecolor=colour, markeredgewidth=1.8, markersize=size)  # fmt: skip
    latest = next(one for one in reversed(chart.places) if one.value is not None)
    assert latest.value is not None
    return [_label(chart, latest.value, words if latest is chart.places[-1] else latest.label, BLUE)]


def _target(axes: Axes, chart: Chart) -> list[_Label]:
    """The target over time, in steps where it changed, or the bounds of a range. One that adds up has no steps."""
    targets = [place.target for place in chart.places]
    half = 0.0 if chart.form is Form.YEARS else 0.5
    for run in runs(targets):
        at = [edge for place in run for edge in (place - half, place + half)]
        values = [_float(targets[place]) for place in run for _ in range(2)]
        axes.plot(at, values, color=INK, linewidth=2.2, linestyle=(0, (5, 2)), zorder=2)
    last = targets[-1]
    return [*_bounds(axes, chart), *([_label(chart, last, "Target", INK)] if last is not None else [])]


def _bounds(axes: Axes, chart: Chart) -> list[_Label]:
    labels = []
    for bound, words in ((chart.low, "At least"), (chart.high, "At most")):
        if bound is not None:
            axes.axhline(float(bound), color=INK, linewidth=2.2, linestyle=(0, (5, 2)), zorder=2)
            labels.append(_label(chart, bound, words, INK))
    return labels


def _other_keys(axes: Axes, chart: Chart) -> list[Line2D]:
    """What else the legend must explain: hollow figures, and crosses at the foot where there is no figure."""
    keys = []
    if any(place.provisional and place.value is not None for place in chart.places):
        keys.append(_key("o", "white", BLUE, "Provisional"))
    if chart.has_gap and chart.form is not Form.BARS:
        at = [place for place, one in enumerate(chart.places) if one.value is None]
        foot = axes.get_xaxis_transform()
        axes.plot(at, [0.03] * len(at), "x", color=INK, markersize=9, markeredgewidth=2.2, transform=foot, zorder=5)
        keys.append(_key("x", INK, INK, "No figure to show"))
    return keys


@dataclass(frozen=True, slots=True)
class _Label:
    """Words beside the axes, at the height of a value."""

    value: float
    words: str
    colour: str


def _label(chart: Chart, value: Decimal, words: str, colour: str) -> _Label:
    return _Label(float(value), f"{words} {tick_words(chart, float(value), exact=True)}", colour)


def _set_beside(axes: Axes, labels: Sequence[_Label]) -> None:
    """Set the labels beside the lines that they name, moved apart where they would overlap."""
    low, high = axes.get_ylim()
    ordered = sorted(labels, key=lambda one: one.value)
    heights = [(one.value - low) / (high - low) for one in ordered]
    needed = [APART * (1 + one.words.count("\n") * 0.8) for one in ordered]
    for at in range(1, len(heights)):
        heights[at] = max(heights[at], heights[at - 1] + (needed[at] + needed[at - 1]) / 2)
    ceiling = 1.03
    for at in reversed(range(len(heights))):
        heights[at] = min(heights[at], ceiling)
        ceiling = heights[at] - ((needed[at] + needed[at - 1]) / 2 if at else 0)
    for one, height in zip(ordered, heights, strict=True):
        axes.annotate(one.words, xy=(1.0, (one.value - low) / (high - low)), xytext=(1.035, height),
                      xycoords="axes fraction", textcoords="axes fraction", va="center", size=SMALL, color=one.colour,
                      arrowprops={"arrowstyle": "-", "color": one.colour, "linewidth": 0.8,
                                  "relpos": (0, 0.5), "shrinkA": 2, "shrinkB": 0}, linespacing=1.0,
                      family=FAMILY)  # fmt: skip


def _key(shape: str, face: str, edge: str, words: str) -> Line2D:
    return Line2D([], [], linestyle="none", marker=shape, markersize=10, color=face, markeredgecolor=edge, label=words)


def _float(value: Decimal | None) -> float:
    assert value is not None
    return float(value)


if __name__ == "__main__":
    sys.stdout.buffer.write(drawn(thaw(json.load(sys.stdin))))
