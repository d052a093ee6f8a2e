"""Pictures and tables of every measure of the sample council: within Slack's limits, complete in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handlers.views import charts as views
from handlers.views import limits
from handlers.views.charts import Pictured
from handlers.views.message import CUT_SHORT, Message
from perfdata.asking.charting import chart_of
from perfdata.charts.chart import Chart, Form, freeze
from perfdata.snapshot import Snapshot
from sandbox.rules.blocks import MESSAGE, faults
from tests.charts.conftest import a_chart, snapshot

__all__ = ["snapshot"]


def messages(chart: Chart, private: Chart) -> Iterator[Message]:
    """Every message that a chart can become."""
    yield views.owed_chart({"show": "figures", "chart": freeze(chart)})  # type: ignore[misc]
    shown = views.owed_chart({"show": "picture", "chart": freeze(chart)})
    if isinstance(shown, Pictured):
        yield shown.as_message("F012345678")
        yield shown.plainly
    else:
        yield shown
    yield views.private_message(private, figures=False)


def test_every_measure_can_be_shown_within_slacks_limits(snapshot: Snapshot) -> None:
    shown, alone = 0, 0
    for verdict in snapshot.verdicts.values():
        chart, private = chart_of(verdict), chart_of(verdict, most=limits.CHART_POINTS)
        assert (chart is None) is (private is None)
        if chart is None or private is None:
            continue
        assert len(chart.alt) <= limits.ALT_TEXT
        for said in messages(chart, private):
            assert faults(said["blocks"], MESSAGE) == []
            assert CUT_SHORT not in said["text"]
            assert chart.measure in said["text"].replace("&amp;", "&")
        shown += 1
        alone += views.native(private) is not None
    assert shown >= len(snapshot.measures) - 1
    assert alone > shown / 2


def test_slacks_own_chart_is_not_drawn_across_a_gap_nor_with_points_left_out(snapshot: Snapshot) -> None:
    whole = chart_of(snapshot.verdicts["ENV-006"], most=limits.CHART_POINTS)
    assert whole is not None
    assert views.native(whole) is not None
    gap = replace(whole.places[3], value=None)
    assert views.native(replace(whole, places=(*whole.places[:3], gap, *whole.places[4:]))) is None
    assert views.native(replace(whole, places=(*whole.places, whole.places[-1]))) is None
    no_target = replace(whole.places[3], target=None)
    assert views.native(replace(whole, places=(*whole.places[:3], no_target, *whole.places[4:]))) is None


def test_slacks_own_chart_has_the_target_as_a_line_of_its_own(snapshot: Snapshot) -> None:
    chart = next(one for v in snapshot.verdicts.values() if (one := chart_of(v)) and one.form is Form.YEARS)
    block = views.native(chart)
    assert block is not None
    series = block["chart"]["series"]
    assert [one["name"] for one in series] == ["This year", "Year before", "Target"]
    assert [one["value"] for one in series[0]["data"]] == [float(place.value or 0) for place in chart.places]


def test_the_words_say_all_that_the_table_says(snapshot: Snapshot) -> None:
    chart = chart_of(snapshot.verdicts["ENV-006"])
    assert chart is not None
    said = views.figures_message(chart)
    sketch, table = said["blocks"]
    assert "▁" in str(sketch)
    assert "▁" not in said["text"], "a screen reader would spell it out"
    for row in table["rows"]:
        assert all(cell["text"] in said["text"] for cell in row)


def test_where_the_picture_cannot_be_had_its_words_are_there() -> None:
    shown = views.owed_chart({"show": "picture", "chart": freeze(a_chart())})
    assert isinstance(shown, Pictured)
    assert views.NOT_DRAWN in shown.plainly["text"]
    assert a_chart().alt.split(". ", 1)[1] in shown.plainly["text"]
    assert shown.as_message("F012345678")["text"].startswith(a_chart().alt)
