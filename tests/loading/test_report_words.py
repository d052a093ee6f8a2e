"""What a report says is plain: names and dates as people write them, and the cause that a reader cannot see."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.terminal.arguments import build_parser
from handlers.terminal.load import SHOWN, as_text, tell
from perfdata.council import Council
from perfdata.loading.report_words import changes, place
from perfdata.loading.reports import Change, Fault, Revision
from perfdata.store.database import Database
from tests.loading.conftest import load
from tests.loading.tables import figures


def test_old_stands_beside_new() -> None:
    """Without the database's names, and with long texts left out."""
    revised = Revision(
        7, "HSG-021", "Oct 2026",
        (
            Change("value", "9", ""), Change("suppressed", "n", "y"), Change("reported_status", "Red", ""),
            Change("note", "short", "x" * 41), Change("entered_on", "2026-11-09", "2026-11-20"),
        ),
        "Export",
    )  # fmt: skip
    assert place(revised) == "sheet Export, row 7"
    assert changes(revised, 40) == (
        "value was 9, now blank; withheld was no, now yes; status was Red, now blank; note changed; "
        "entered on was 09/11/2026, now 20/11/2026"
    )
    assert place(Fault("reason", "Problem.", "Advice.")) == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Period": "10/31/2026"}, "is not a day: the day stands first, then the month."),
        ({"Value": "#DIV/0!"}, "is what a spreadsheet shows for a formula that went wrong. Mend the formula"),
        ({"Value": "unknown"}, "a new mark must first be added to [marks] in council.toml."),
        ({"Code": "\u0415NV-021"}, "is a cyrillic capital letter ie, which may look like another."),
    ],
)
def test_a_fault_is_explained(
    unchanged: Database, council: Council, tmp_path_factory: pytest.TempPathFactory, changed: dict[str, str], said: str
) -> None:
    """Faults stand first, however much else the file would change."""
    path = figures(tmp_path_factory.mktemp("words") / "one.csv", {"Value": "91.2", "Entered On": "23/11/2026"}, changed)
    lines = as_text(load(unchanged, council, path, check_only=True), check_only=True).splitlines()
    assert said in lines[3]
    assert lines[3].startswith("  Fault at row 3, column ")
    assert "Revised, row 2: ENV-021 Oct 2026: value was" in lines[4]


def test_what_is_not_printed_is_in_the_file(unchanged: Database, council: Council, tmp_path: Path) -> None:
    """A screenful at the terminal; in the file, every fault once."""
    wrong = [{"Code": f"NONE-{number:03d}"} for number in range(SHOWN + 5)]
    report = load(unchanged, council, figures(tmp_path / "many.csv", *wrong), check_only=True)
    whole = build_parser().parse_args(["load", "many.csv", "--report", str(tmp_path / "report.txt")]).report
    printed = tell(report, check_only=True, whole=whole)
    assert "  ... and 5 more faults; --report FILE writes them all to a file." in printed
    assert printed.endswith(f"The whole report is in {whole}.")
    written = whole.read_text(encoding="utf-8")
    for number in range(SHOWN + 5):
        assert written.count(f"“NONE-{number:03d}”") == 1
    assert "more fault" not in written
    assert tell(report, check_only=True, whole=None) == printed.removesuffix(f"\nThe whole report is in {whole}.")


@pytest.mark.parametrize(
    ("path", "said"),
    [("there.txt", "is there already. Give another path."), ("no/folder.txt", "There is no folder")],
)
def test_a_report_that_cannot_be_written_is_refused_before_the_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str, said: str
) -> None:
    (tmp_path / "there.txt").touch()
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args(["load", "many.csv", "--report", str(tmp_path / path)])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
