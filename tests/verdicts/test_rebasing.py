"""A rebase is the Performance Team's decision: kept with its reason, audited, withdrawn, and known as at a day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

import bot
from perfdata import audit, periods, rebasing
from perfdata.council import Council
from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound
from perfdata.people import Person, Role
from perfdata.permissions import TERMINAL
from perfdata.snapshot import build_snapshot, data_version
from perfdata.store.database import Database
from perfdata.store.tables import AuditRow
from perfdata.verdicts.reading import Variation
from tests.sample_council import TODAY

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TEAM = Person("T0NORBRIDGE", "", "Head of Performance and Improvement", frozenset({Role.PERFORMANCE_TEAM}))
MEMBER = Person("T0NORBRIDGE", "U1", "Councillor 1", frozenset({Role.MEMBER}))
START = periods.parse("Jun 2026")
CODE = "ENV-006"


def test_a_decision_holds_from_its_day_until_it_is_withdrawn(loaded: Database, sample: Council) -> None:
    with loaded.transaction() as session:
        before = build_snapshot(session, sample, TODAY)
        assert before.verdicts[CODE].reading.variation is Variation.WORSENING
        rebasing.decide(session, before, TEAM, TERMINAL, CODE, START, "New vehicles,  for good", now=NOW)
    with loaded.transaction() as session:
        after = build_snapshot(session, sample, TODAY)
        assert after.version == data_version(session) == before.version + 1
        reading = after.verdicts[CODE].reading
        assert (reading.variation, reading.points) == (Variation.TOO_FEW, 5)
        assert reading.rebase is not None
        assert reading.rebase.reason == "New vehicles, for good"
        earlier = build_snapshot(session, sample, date(2026, 11, 23), known_on=date(2026, 11, 23))
        assert earlier.verdicts[CODE].reading.rebase is None
        with pytest.raises(IllegalMove, match="already"):
            rebasing.decide(session, after, TEAM, TERMINAL, CODE, START, "Again", now=NOW)
    with loaded.transaction() as session:
        later = build_snapshot(session, sample, date(2026, 11, 30))
        rebasing.withdraw(session, later, TEAM, TERMINAL, CODE, START, "The vehicles went back", now=NOW)
    with loaded.transaction() as session:
        assert data_version(session) == before.version + 2
        assert build_snapshot(session, sample, TODAY).verdicts[CODE].reading == before.verdicts[CODE].reading
        then = build_snapshot(session, sample, TODAY, known_on=TODAY)
        assert then.verdicts[CODE].reading == reading
        kept = [(row.act, row.subject, row.detail["from"], row.detail["reason"]) for row in session.scalars(
            select(AuditRow).where(AuditRow.subject == CODE).order_by(AuditRow.id)
        )]  # fmt: skip
        assert kept == [
            ("began a usual range anew", CODE, "Jun 2026", "New vehicles, for good"),
            ("withdrew a new usual range", CODE, "Jun 2026", "The vehicles went back"),
        ]
        assert audit.verify(session) is None
        with pytest.raises(NotFound, match="begins anew in June 2026"):
            rebasing.withdraw(session, later, TEAM, TERMINAL, CODE, START, "Twice", now=NOW)


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
def test_what_is_refused(loaded: Database, sample: Council) -> None:
    with loaded.transaction() as session:
        snapshot = build_snapshot(session, sample, TODAY)
        exempt = next(code for code, one in snapshot.measures.items() if one.exempt)
        cumulative = next(c for c, one in snapshot.measures.items() if str(one.aggregation).startswith("cumulative"))
        for person, code, start, reason, fixed_on, error, words in (
            (MEMBER, CODE, START, "Why", 0, NotAllowed, "Only the Performance Team"),
            (MEMBER, exempt, START, "Why", 0, NotAllowed, "Only the Performance Team"),
            (TEAM, "XYZ-1", START, "Why", 0, NotFound, "XYZ-1"),
            (TEAM, CODE, START, "  ", 0, BadInput, "only for a reason"),
            (TEAM, CODE, START, "x" * 501, 0, BadInput, "500"),
            (TEAM, CODE, START, "Why", 11, BadInput, "12 are needed"),
            (TEAM, CODE, periods.parse("Q1 2026/27"), "Why", 0, BadInput, "Name a month"),
            (TEAM, CODE, periods.parse("Jan 2020"), "Why", 0, BadInput, "no figure for January 2020"),
            (TEAM, cumulative, START, "Why", 0, BadInput, "starts again each year"),
        ):
            with pytest.raises(error, match=words):
                rebasing.decide(session, snapshot, person, TERMINAL, code, start, reason, fixed_on=fixed_on, now=NOW)


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
def test_the_command_line(loaded_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    monkeypatch.setenv("DATABASE_URL", loaded_url)
    monkeypatch.setenv("SCRUTINEER_TODAY", TODAY.isoformat())

    def said(*arguments: str, code: int = bot.DONE) -> str:
        assert bot.main(arguments) == code
        out, err = capsys.readouterr()
        return out or err

    assert "No usual range begins anew" in said("rebase")
    done = said("rebase", "env-006", "--from", "2024-12", "--reason", "New rounds.", "--fix-on", "12")
    assert done.startswith("ENV-006: its usual range begins anew in December 2024, fixed on its first 12 figures.")
    assert json.loads(said("rebase", "ENV-006", "--json"))[0] | {"decided_by": ""} == {
        "measure": "ENV-006", "from": "Dec 2024", "fixed_on": 12, "reason": "New rounds.",
        "decided_on": "2026-11-24", "decided_by": "",
    }  # fmt: skip
    verdict = json.loads(said("status", "ENV-006", "--json"))[0]
    reasons = [one for one in verdict["reasons"] if "is fixed on the 12 figures from December 2024" in one]
    assert reasons[0].endswith("by a decision of 24 November 2026: “New rounds”.")
    chart = json.loads(said("spc", "--measure", "ENV-006", "--json"))[0]
    assert chart["groups"][-1]["start"] == "2024-12-01"
    assert chart["groups"][-1]["points"] == 23
    assert "has no chart" in said("spc", "--measure", "HRM-001", code=bot.REFUSED)
    assert "Only the Performance Team" in said(
        "rebase", "ENV-006", "--from", "2026-01", "--reason", "Why", "--as", "Leader of the Council", code=bot.REFUSED
    )
    assert "is withdrawn" in said("rebase", "ENV-006", "--from", "2024-12", "--withdraw", "--reason", "A mistake")
    assert "Name the measure" in said("rebase", "ENV-006", "--withdraw", "--reason", "Why", code=bot.REFUSED)
