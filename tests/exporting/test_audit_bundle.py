"""The record of decisions as a bundle: by role and pseudonym, harmless, with the people in a file of their own."""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from perfdata import audit
from perfdata.audit_bundle import export_audit
from perfdata.errors import Refused
from perfdata.exporting import Written
from perfdata.people import Person, Role
from perfdata.snapshot import Snapshot
from perfdata.store.database import Database
from tests.sample_council import person_titled

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OPERATOR = Person("T", "terminal", "terminal", frozenset({Role.PERFORMANCE_TEAM}))
NASTY = '=HYPERLINK("https://example.org")'


@pytest.fixture
def kept(loaded: Database, loaded_snapshot: Snapshot) -> Database:
    """A record with a chair, somebody at the terminal, somebody who has left, and the calendar."""
    chair = person_titled(loaded_snapshot, "Chair, Climate")
    entries: list[tuple[str, dict[str, Any]]] = [
        (chair.user_id, {"told": [chair.user_id, f"reminders:T:{chair.user_id}:2026"], "reason": NASTY}),
        ("jo (terminal)", {}),
        ("U0GONE123", {"title": "Councillor 99"}),
        ("U0GONE124", {}),
        ("the calendar", {}),
    ]
    with loaded.transaction() as session:
        for actor, detail in entries:
            audit.append(session, at=NOW, team_id=chair.team_id, actor=actor, act=NASTY, subject=NASTY, detail=detail)
    return loaded


def exported(database: Database, snapshot: Snapshot, path: Path, *, force: bool = False) -> Written:
    """The bundle, written."""
    with database.reading() as session:
        return export_audit(session, snapshot, OPERATOR, path, force=force)


def read(path: Path) -> dict[str, str]:
    """The files of a bundle."""
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name).decode("utf-8-sig") for name in bundle.namelist()}


def table(words: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(words)))


def test_people_are_pseudonyms_and_roles_and_stand_in_a_file_of_their_own(
    kept: Database, loaded_snapshot: Snapshot, tmp_path: Path
) -> None:
    chair = person_titled(loaded_snapshot, "Chair, Climate")
    written = exported(kept, loaded_snapshot, tmp_path / "audit.zip")
    files = read(written.path)
    assert list(files) == ["record.csv", "record.jsonl", "readme.txt"]
    *entries, end = map(json.loads, files["record.jsonl"].splitlines())
    own = entries[-5:]
    first = own[0]["who"]
    assert [entry["role"] for entry in own] == [
        chair.title, "terminal", "Councillor 99", "somebody no longer known", "the calendar",
    ]  # fmt: skip
    assert len({entry["who"] for entry in own}) == 5
    assert own[-1]["who"] == ""
    assert own[0]["details"]["told"] == [first, f"reminders:T:{first}:2026"]
    whole = "".join(files.values())
    assert not any(words in whole for words in (chair.user_id, "jo (", "U0GONE", "U0N"))
    assert [entry["previous_digest"] for entry in entries[1:]] == [entry["digest"] for entry in entries[:-1]]
    assert end == {
        "entries": written.rows, "last_digest": entries[-1]["digest"], "chain_holds": True, "first_broken_entry": None,
    }  # fmt: skip
    assert "The chain holds" in files["readme.txt"]
    assert "audit.personal.csv" in files["readme.txt"]
    assert written.personal is not None
    assert stat.S_IMODE(written.personal.stat().st_mode) == 0o600
    people = {row["who"]: row for row in table(written.personal.read_text(encoding="utf-8-sig"))}
    assert people[first] == {
        "who": first, "team_id": chair.team_id, "user_id_or_name": chair.user_id, "role_now": chair.title,
        "on_the_list_of_people": "yes", "entries": "1",
    }  # fmt: skip
    assert people[own[1]["who"]]["user_id_or_name"] == "jo (terminal)"


def test_no_cell_runs_as_a_formula_and_the_same_record_makes_the_same_files(
    kept: Database, loaded_snapshot: Snapshot, tmp_path: Path
) -> None:
    first = exported(kept, loaded_snapshot, tmp_path / "audit.zip")
    row = table(read(first.path)["record.csv"])[-5]
    assert (row["act"], row["subject"]) == (f"'{NASTY}", f"'{NASTY}")
    assert json.loads(row["details"])["reason"] == NASTY
    with pytest.raises(Refused, match="is there already"):
        exported(kept, loaded_snapshot, tmp_path / "audit.zip")
    before = first.path.read_bytes()
    exported(kept, loaded_snapshot, tmp_path / "audit.zip", force=True)
    assert first.path.read_bytes() == before
    assert len(list(tmp_path.glob("audit*"))) == 2
    first.path.unlink()
    with pytest.raises(Refused, match=r"audit\.personal\.csv is there already"):
        exported(kept, loaded_snapshot, tmp_path / "audit.zip")
    assert not first.path.exists(), "both or none"


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
def test_a_record_that_was_changed_is_exported_and_says_so(
    kept: Database, loaded_snapshot: Snapshot, tmp_path: Path
) -> None:
    with kept.transaction() as session:
        session.execute(text("DROP TRIGGER audit_no_update"))
        session.execute(text("UPDATE audit SET act = 'another' WHERE id = 2"))
    written = exported(kept, loaded_snapshot, tmp_path / "audit.zip")
    assert written.broken_entry == 2
    files = read(written.path)
    end = json.loads(files["record.jsonl"].splitlines()[-1])
    assert (end["chain_holds"], end["first_broken_entry"], end["entries"]) == (False, 2, written.rows)
    assert "entry 2 is missing or is not as it was written" in files["readme.txt"]
