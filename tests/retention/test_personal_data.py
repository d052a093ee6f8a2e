"""Everything that is held about one person is found, and nothing of anybody else's is given away."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from sqlalchemy import JSON, String

from perfdata.errors import NotAllowed, NotFound, Refused
from perfdata.people import Person, Role
from perfdata.personal_data import SOMEBODY_ELSE, export_personal_data, held_about
from perfdata.store.tables import Base, MembershipRow
from perfdata.surgeries.lifecycles import NominationMove
from tests.nominating.conftest import Scene, scene
from tests.retention.test_retention import seconded
from tests.surgeries.test_deciding import decided
from tests.terminal import COUNCIL, Terminal

__all__ = ["scene"]

OPERATOR = Person("T", "terminal", "terminal", frozenset({Role.PERFORMANCE_TEAM}))


def test_everything_about_a_nominator_is_found_and_nobody_else_is_named(scene: Scene, tmp_path: Path) -> None:
    decided(scene, seconded(scene), NominationMove.CHOOSE)
    member, other = scene.person("Councillor 8"), scene.person("Councillor 3")
    path = tmp_path / "member.json"
    with scene.database.reading() as session:
        about = export_personal_data(session, OPERATOR, member.user_id, path)
    said = json.loads(path.read_text(encoding="utf-8"))
    assert {"people", "memberships", "nominations", "outbox", "audit"} <= set(said["held"])
    assert len(said["held"]["memberships"]) == len(member.boards)
    assert said["held"]["nominations"][0]["user_id"] == member.user_id
    assert about.count == sum(len(held) for held in said["held"].values())
    known = {one.user_id for one in scene.snapshot.people.values()} - {member.user_id}
    whole = path.read_text(encoding="utf-8")
    assert not any(user_id in whole for user_id in known)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with scene.database.reading() as session:
        seconder = held_about(session, OPERATOR, other.user_id)
        assert seconder.rows["seconds"][0]["reason"] == "My ward too."
        assert SOMEBODY_ELSE in str(seconder.rows) or "outbox" in seconder.rows
        with pytest.raises(Refused, match="is there already"):
            export_personal_data(session, OPERATOR, member.user_id, path)
        with pytest.raises(NotFound, match="Nothing is held about “U0NOBODY00”"):
            held_about(session, OPERATOR, "U0NOBODY00")
        with pytest.raises(NotAllowed):
            held_about(session, member, member.user_id)


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
def test_the_beginning_of_an_id_is_not_the_id(scene: Scene) -> None:
    member = scene.person("Councillor 8")
    with scene.database.reading() as session, pytest.raises(NotFound):
        held_about(session, OPERATOR, member.user_id[:-1])


def test_every_table_that_can_hold_an_id_is_searched() -> None:
    """A member's seat is the one thing that is tied to a person by number alone."""
    keys = [(table.name, key) for table in Base.metadata.sorted_tables for key in table.foreign_keys]
    tied = {name for name, key in keys if key.column.table.name == "people"}
    assert tied == {MembershipRow.__tablename__}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name in ("user_id", "actor", "channel_id"):
                assert isinstance(column.type, (String, JSON)), (table.name, column.name)


def test_at_the_terminal_somebody_is_named_by_id_or_title(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    assert terminal("load", COUNCIL / "data")[0] == 0
    out = tmp_path / "person.json"
    code, said = terminal.json("personal-data", "Councillor 8 (board member)", "--out", out)
    assert (code, said["path"], said["rows"]["people"]) == (0, str(out), 1)
    code, words, _ = terminal("personal-data", said["about"], "--out", out, "--force")
    assert code == 0
    assert "which only you can read: " in words
    code, _, problem = terminal("personal-data", "nobody", "--out", out, "--force")
    assert (code, problem.startswith("Nothing is held about “nobody”.")) == (1, True)
