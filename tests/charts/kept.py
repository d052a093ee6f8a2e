"""The pictures that docs/charts.md shows, of the sample council's own figures: `make charts` draws them again.

First the nine planted stories whose process behaviour chart is checked against the published reference; then one of
each other kind of picture.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from perfdata.asking.charting import chart_of
from perfdata.charts.chart import Chart
from perfdata.charts.drawing import drawn
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store import schema
from perfdata.store.database import Database
from tests.sample_council import TODAY, load_sample, read_sample

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "charts.md"
PICTURES = ROOT / "docs" / "charts"
TRUTH = ROOT / "tests" / "data" / "truth.json"
OTHERS = {
    "HSG-021": "Gaps are kept: figures that are withheld, since they are small, leave the line broken.",
    "PLN-001": "A month that was due and has not been reported is a gap at the end. Of so few applications a month "
    "there is no usual range.",
    "HRM-001": "Rolling twelve months: a plain line, since neighbours share most of their months.",
    "REV-001": "Counted from 1 April: this year beside the same months of the year before.",
    "HWY-001": "Once a year: bars from nought, each with its target.",
    "CSC-001": "A range instead of a target: at least and at most.",
}
INTRODUCTION = """# Charts

What the bot shows for “Show me”, drawn from the sample council's figures by `make charts`. Press it under an answer, in
a channel or in a direct message; “The figures” gives the same as a table. How to read them, and every rule behind them:
[method.md](method.md#what-the-chart-says).

The title states the finding. The shaded band is the usual range, where chance alone takes the figure; it moves with the
time of year where the measure has a season. What chance does not explain has a shape as well as a colour: triangles are
better, diamonds worse. A hollow point is provisional, a cross at the foot stands where there is no figure, and a line
never crosses such a gap. The words under each picture are its alternative text: what a screen reader says of it.

"""


def stories() -> dict[str, str]:
    """The planted stories that have a chart, by measure code, with what was planted."""
    planted = json.loads(TRUTH.read_text(encoding="utf-8"))["planted_stories"]
    return {one["code"]: one["story"] for one in planted if one["spc"] is not None}


def kept(snapshot: Snapshot) -> Iterator[tuple[Chart, str]]:
    """Each chart on the page, with what it is there to show."""
    for code, shows in {**stories(), **OTHERS}.items():
        chart = chart_of(snapshot.verdicts[code])
        assert chart is not None
        yield chart, shows


def page(snapshot: Snapshot) -> str:
    """The whole of docs/charts.md."""
    parts = [
        f"## {chart.title}\n\n{shows}\n\n![{chart.title}](charts/{chart.code}.png)\n\n> {chart.alt}\n"
        for chart, shows in kept(snapshot)
    ]
    return INTRODUCTION + "\n".join(parts)


def main() -> None:
    """Draw the pictures and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'charts.db'}")
        schema.migrate(database)
        council = read_sample()
        load_sample(database, council)
        with database.reading() as session:
            snapshot = build_snapshot(session, council, TODAY)
        database.close()
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    for chart, _ in kept(snapshot):
        (PICTURES / f"{chart.code}.png").write_bytes(drawn(chart))
    PAGE.write_text(page(snapshot), encoding="utf-8")


if __name__ == "__main__":
    main()
