"""A second council, unlike the sample in every heading, mark and code, wide only: loaded by its configuration alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from config.settings import read_council
from perfdata.council import Council
from perfdata.errors import BadConfiguration
from perfdata.observations import Observation
from perfdata.snapshot import build_snapshot
from perfdata.store.database import Database
from tests.loading.conftest import TODAY, load
from tests.loading.tables import write

FOLDER = Path("tests/data/second_council")
MEASURES = (
    "PI number", "What we count", "Department", "Team", "Lead officer", "Committees", "Counted in", "Places",
    "Better when", "How often", "Covers", "Reported in", "Leeway", "Days to collect", "Small numbers", "Private",
)  # fmt: skip
COMMON = ("Harbour", "Ferries", "Harbour Master", "PIERS")
ROWS = [
    ("17.2", "Sailings on time", *COMMON, "%", "1", "higher", "monthly", "snapshot", "scorecard", "absolute 2", "10",
     "n", "n"),
    ("17.3", "Passengers carried", *COMMON, "number", "0", "higher", "quarterly", "snapshot", "scorecard",
     "relative 5%", "20", "n", "n"),
    ("18.1", "Injuries on board", *COMMON, "number", "0", "lower", "annual", "snapshot", "business plan", "none", "30",
     "y", "n"),
]  # fmt: skip


@pytest.fixture
def second() -> Council:
    """The second council."""
    return read_council(FOLDER)


def digest(path: Path) -> Path:
    """The council's only figures: a band with the year over the quarters, titles for codes, its own marks."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Digest"
    sheet.append(["Quarterly digest for members"])
    sheet.append(["Figures as known on 2/11/2026, unaudited"])
    sheet.append([])
    sheet.append(["What we count", "2025/26", None, None, None, "2026/27", None, "Aim", "Verdict", "What happened"])
    sheet.append([None, "Q1", "Q2", "Q3", "Q4", "Q1", "Q2"])
    sheet.append(["HARBOUR"])
    sheet.append(["Sailings on time (p)", 0.91, 0.925, 0.884, 0.902, 0.915, 0.931, 0.95, "Near", "Fog in August."])
    sheet.append(["Passengers carried", 10_250, 18_900, 7_004, "..", 11_020, 19_555, 19_000, "Good"])
    sheet.append(["Injuries on board", None, None, None, "[c]"])
    sheet.append(["All indicators", 3])
    sheet.append(["(p) may change"])
    sheet.merge_cells("B4:E4")
    sheet.merge_cells("F4:G4")
    for row in sheet["B7:H7"]:
        for cell in row:
            cell.number_format = "0.0%"
    book.save(path)
    return path


def test_loaded_by_configuration_alone(database: Database, second: Council, tmp_path: Path) -> None:
    """Boards, measures and figures; nothing of it is in the code."""
    boards = [{"Committee ref": "PIERS", "Committee": "Piers and Ferries", "Channel": "C0PIERS001"}]
    measures = [dict(zip(MEASURES, row, strict=True)) for row in ROWS]
    report = load(
        database,
        second,
        write(tmp_path / "committees.csv", boards[0], boards),
        write(tmp_path / "indicators.csv", MEASURES, measures),
        digest(tmp_path / "digest.xlsx"),
    )
    assert [fault.to_json() for file in report.files for fault in file.faults] == []
    assert report.stored
    with database.reading() as session:
        snapshot = build_snapshot(session, second, TODAY)

    def figures(code: str) -> dict[str, Observation]:
        return {one.period.label: one for one in snapshot.series[code].observations}

    assert {label: one.value for label, one in figures("17.2").items()} == {
        "Jun 2025": Decimal(91), "Sep 2025": Decimal("92.5"), "Dec 2025": Decimal("88.4"), "Mar 2026": Decimal("90.2"),
        "Jun 2026": Decimal("91.5"), "Sep 2026": Decimal("93.1"),
    }  # fmt: skip
    latest = figures("17.2")["Sep 2026"]
    assert (latest.target, latest.provisional, latest.note) == (Decimal(95), True, "Fog in August.")
    assert (latest.entered_on, latest.source_row) == (date(2026, 11, 2), 7)
    assert not figures("17.2")["Jun 2026"].provisional
    assert [one.value for one in figures("17.3").values()] == [10250, 18900, 7004, None, 11020, 19555]
    assert {label: one.suppressed for label, one in figures("18.1").items()} == {"2025/26": True}
    assert {board.name for board in snapshot.boards.values()} == {"Piers and Ferries"}


def test_words_for_a_column_that_there_is_not(database: Database, second: Council, tmp_path: Path) -> None:
    """A mistake in the layouts is said as such, naming the file."""
    folder = tmp_path / "council"
    folder.mkdir()
    for path in FOLDER.glob("*.toml"):
        (folder / path.name).write_text(path.read_text("utf-8").replace('"tolerance" =', '"tolerence" ='), "utf-8")
    with pytest.raises(BadConfiguration, match=r"layouts\.toml: headings names a column tolerence"):
        load(database, read_council(folder), digest(tmp_path / "digest.xlsx"))
