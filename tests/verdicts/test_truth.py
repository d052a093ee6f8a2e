"""Every measure's verdict agrees with what is true of the sample council, worked out by code that shares nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.terminal.status import as_json
from perfdata.snapshot import Snapshot, build_snapshot
from perfdata.store.database import Database
from tests.sample_council import TODAY, load_sample, read_sample

TRUTH = json.loads((Path(__file__).parent.parent / "data" / "truth.json").read_text(encoding="utf-8"))["measures"]
STATUS = {"green": "on target", "amber": "slightly off", "red": "off target", "none": "no target"}
DIRECTION = {"improved": "better", "worsened": "worse", "same": "same", "not comparable": None, None: None}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, sqlite_template: bytes) -> Iterator[Snapshot]:
    path = tmp_path_factory.mktemp("truth") / "sample.db"
    path.write_bytes(sqlite_template)
    database, council = Database(f"sqlite:///{path}", synchronous="OFF"), read_sample()
    load_sample(database, council)
    with database.reading() as session:
        yield build_snapshot(session, council, TODAY)
    database.close()


@pytest.mark.parametrize("code", TRUTH)
def test_the_verdict_is_true(snapshot: Snapshot, code: str) -> None:
    truth: dict[str, Any] = TRUTH[code]
    found = as_json(snapshot.verdicts[code], None)
    assert found["period"] == truth["due_period"]
    if truth["state"] == "reported":
        assert (found["status"], found["value"], found["target"]) == (
            STATUS[truth["rag"]], truth["value"], truth["target"],
        )  # fmt: skip
        assert found["provisional"] == truth["provisional"]
        assert found["last_reported"] is None
    elif truth["state"] == "missing":
        assert (found["status"], found["value"]) == ("missing", None)
        expected = {"period": truth["latest_period"], "value": truth["value"], "status": STATUS[truth["rag"]]}
        assert found["last_reported"] == expected
    else:
        assert (found["status"], found["value"]) == ("suppressed", None)
        assert found["last_reported"]["period"] == truth["last_numeric_period"]
        assert found["last_reported"]["value"] == truth["last_numeric_value"]
        return
    assert found["periods_off_target"] == truth["red_run"]
    assert snapshot.verdicts[code].gaps == truth["gaps_in_red_run"]
    assert found["direction_previous"] == DIRECTION[truth["direction_vs_previous"]]
    assert found["direction_year"] == DIRECTION[truth["direction_vs_last_year"]]


def test_nothing_is_left_out(snapshot: Snapshot) -> None:
    assert set(snapshot.verdicts) == set(TRUTH)
