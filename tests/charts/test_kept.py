"""The pictures in the documentation are those of the sample council as it stands."""

from __future__ import annotations

from PIL import Image

from perfdata.snapshot import Snapshot
from tests.charts import kept


def test_the_page_and_its_pictures_say_what_the_charts_say_now(snapshot: Snapshot) -> None:
    assert len(kept.stories()) == 9
    assert kept.PAGE.read_text(encoding="utf-8") == kept.page(snapshot), "make charts draws them again"
    charts = {chart.code: chart for chart, _ in kept.kept(snapshot)}
    assert {path.stem for path in kept.PICTURES.iterdir()} == set(charts)
    for code, chart in charts.items():
        with Image.open(kept.PICTURES / f"{code}.png") as picture:
            assert picture.info["Title"] == chart.title
            assert picture.info["Description"] == chart.alt
