"""A board's clerk is the one whom the boards' file names, and no board is without one."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from perfdata.clerks import boards_clerked
from perfdata.store.tables import BoardRow, PersonRow
from tests.nominating.conftest import Scene, scene

__all__ = ["scene"]

FIRST, SECOND = "Scrutiny Officer 1 (board clerk)", "Scrutiny Officer 2 (board clerk)"
BOTH = {FIRST, SECOND}
ANALYST = "Performance Analyst 1"


def clerks(scene: Scene, board: str = "ENV") -> set[str]:
    """The role titles of those who clerk a board, as the tables say now."""
    with scene.database.reading() as session:
        found = boards_clerked(session, scene.snapshot.council)
    return {scene.snapshot.people[who].title for who, codes in found.items() if board in codes}


def change(scene: Scene, **values: str) -> None:
    with scene.database.transaction() as session:
        session.execute(update(BoardRow).where(BoardRow.code == "ENV").values(**values))


def test_the_sample_council_has_one_for_each_board(scene: Scene) -> None:
    assert {code: clerks(scene, code) for code in scene.snapshot.boards} == {
        "ENV": {FIRST}, "CYP": {SECOND}, "AHB": {FIRST}, "HCB": {SECOND}, "GTB": {FIRST}, "CRB": {SECOND}
    }  # fmt: skip
    assert scene.person(FIRST).clerk_of == {"ENV", "AHB", "GTB"}


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("title", "user", "expected"),
    [
        ("", "", BOTH),
        (SECOND, "", {SECOND}),
        (SECOND, "U0NOBODY", {SECOND}),
        ("Democratic Services Officer", "U0NOBODY", BOTH),
        (FIRST, "the analyst", {"Performance Analyst 1"}),
    ],
)
def test_where_the_file_names_nobody_who_is_here_the_councils_clerks_do(
    scene: Scene, title: str, user: str, expected: set[str]
) -> None:
    analyst = scene.person(ANALYST)
    change(scene, clerk_title=title, clerk_user_id=analyst.user_id if user == "the analyst" else user)
    assert clerks(scene) == {analyst.title if one == ANALYST else one for one in expected}


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
def test_a_clerk_who_has_left_is_followed_by_the_others(scene: Scene) -> None:
    with scene.database.transaction() as session:
        session.scalars(select(PersonRow).where(PersonRow.title == FIRST)).one().active = False
    assert clerks(scene) == {SECOND}
