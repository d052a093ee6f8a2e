"""One fault anywhere, a crash, or another load at the same time: what is held is never half of anything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from perfdata import periods
from perfdata.council import Council
from perfdata.loading import load as load_module
from perfdata.loading.reports import LoadReport
from perfdata.store.database import Database
from tests.loading.conftest import FOLDER, load
from tests.loading.held import counted, history
from tests.loading.tables import figures

DATA = FOLDER / "data"


def test_a_fault_in_the_last_file_leaves_nothing(database: Database, council: Council, tmp_path: Path) -> None:
    """The right files are not stored beside the wrong one; the report says which is which."""
    wrong = figures(tmp_path / "wrong.csv", {"Value": "923"})
    report = load(database, council, DATA, wrong)
    assert not report.accepted
    assert not report.stored
    assert [file.name for file in report.files if not file.accepted] == ["wrong.csv"]
    assert sum(counted(database).values()) == 0


def test_a_file_that_cannot_be_read_leaves_nothing(filled: Database, council: Council, tmp_path: Path) -> None:
    """A file that is missing or is no table at all refuses the others as well."""
    right = figures(tmp_path / "right.csv", {})
    before = counted(filled)
    for other in (tmp_path / "missing.csv", Path("README.md"), Path("tests/data/hostile/empty.csv")):
        report = load(filled, council, right, other)
        assert not report.stored
        assert report.to_json()["accepted"] is False
    assert counted(filled) == before


def test_nothing_given_is_refused(database: Database, council: Council, tmp_path: Path) -> None:
    """An empty folder is not an accepted load."""
    assert not load(database, council, tmp_path).accepted


def test_all_faults_of_all_files_are_collected(filled: Database, council: Council, tmp_path: Path) -> None:
    """Faults are not found one load at a time."""
    one = figures(tmp_path / "one.csv", {"Value": "x", "Target": "y", "Entered On": "z"}, {"Code": "NONE-1"})
    two = figures(tmp_path / "two.csv", {"Period": "Oktober"})
    faults = [
        (file.name, fault.row, fault.column) for file in load(filled, council, one, two).files for fault in file.faults
    ]
    assert sorted(faults) == [
        ("one.csv", 2, "Entered On"), ("one.csv", 2, "Target"), ("one.csv", 2, "Value"), ("one.csv", 3, "Code"),
        ("two.csv", 2, "Period"),
    ]  # fmt: skip


def test_a_crash_leaves_nothing(database: Database, council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was stored before a fault of ours is gone with it, and the next load works."""

    def crash(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(load_module, "FigureStore", crash)
        with pytest.raises(MemoryError):
            load(database, council, DATA)
    assert sum(counted(database).values()) == 0
    assert load(database, council, DATA).stored


def test_two_loads_at_once_wait_for_each_other(filled: Database, council: Council, tmp_path: Path) -> None:
    """Both are stored whole, one after the other, each as a revision of its own."""
    files = [
        figures(tmp_path / f"{number}.csv", *({"Value": f"9{number}.{tenth}", "Code": "ENV-021"} for tenth in (1,)))
        for number in (0, 1, 2, 3)
    ]

    def one(path: Path) -> LoadReport:
        return load(filled, council, path)

    with ThreadPoolExecutor(len(files)) as pool:
        reports = list(pool.map(one, files))
    assert [report.stored for report in reports] == [True] * 4
    assert len(history(filled, "ENV-021", periods.month(2026, 10).end)) == 5
