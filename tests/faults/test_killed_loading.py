"""A bot killed with signal 9 between the check of a file and its load, and in the middle of the load."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from perfdata.people import Role
from perfdata.store.database import Database
from perfdata.store.tables import ObservationRow, OutboxRow, UploadRow
from sandbox.driver import Driver
from tests.faults.stage import Stage

CONTENT = b"Code,Period,Value,Target,Entered On\nENV-001,Oct 2026,44.9,46.0,23/11/2026\n"
SECONDS = 40.0


def figures(database: Database) -> int:
    """How many revisions are held."""
    with database.reading() as session:
        return session.scalar(select(func.count(ObservationRow.id))) or 0


@pytest.mark.parametrize(
    ("killed", "loaded_url"),
    [
        pytest.param("before the press", "sqlite", marks=pytest.mark.soak),
        pytest.param("at the press", "sqlite", marks=pytest.mark.soak),
        ("at the press", "postgresql"),
    ],
    indirect=["loaded_url"],
)
def test_a_file_is_loaded_once(killed: str, stage: Stage) -> None:
    def is_idle() -> bool:
        with stage.database.reading() as session:
            return session.scalars(select(OutboxRow.id).where(OutboxRow.settled_at.is_(None))).first() is None

    driver = Driver(stage.sandbox, is_idle)
    analyst = next(one for one in stage.snapshot.people.values() if one.is_a(Role.PERFORMANCE_TEAM))
    person = driver.as_person(analyst.user_id)
    stage.bot.start()
    report = person.sends(("october.csv", CONTENT)).sees_one_answer(SECONDS)
    before = figures(stage.database)
    if killed == "at the press":
        person.presses("Load 1 figure", on=report)
    stage.bot.kill()
    stage.bot.start()
    # Whatever became of the first press, a person who sees nothing presses again.
    person.presses("Load 1 figure", on=report)
    driver.until(lambda: figures(stage.database) > before or None, SECONDS)
    driver.settle(SECONDS)
    person.presses("Load 1 figure", on=report)
    alone = stage.sandbox.workspace.conversations[report.channel].ephemeral
    assert driver.until(
        lambda: any(one["text"].startswith("That has been loaded already.") for one in alone.values()), SECONDS
    )
    driver.settle(SECONDS)
    said = [message.text for message in person.in_thread(report).sees_messages()]
    assert sum(text.startswith("Loaded: 1 figure") for text in said) == 1
    assert figures(stage.database) == before + 1
    with stage.database.reading() as session:
        assert session.scalars(select(UploadRow.state)).all() == ["loaded"]
