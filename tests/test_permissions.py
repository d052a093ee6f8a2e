"""Files in and out: who may, where, and what the others are told."""

from __future__ import annotations

import pytest

from perfdata.people import Person, Role
from perfdata.permissions import TERMINAL, Act, Place, PlaceKind, refusal

DIRECT = Place(PlaceKind.DIRECT, "D1")
TEAMS = Place(PlaceKind.CHANNEL, "C1", of_performance_team=True)
BOARDS = Place(PlaceKind.CHANNEL, "C2", "ENV")
OTHERS = [role for role in Role if role is not Role.PERFORMANCE_TEAM]


def somebody(*roles: Role) -> Person:
    """A person with these roles."""
    return Person("T", "U", "Somebody", frozenset(roles))


@pytest.mark.parametrize("place", [DIRECT, TEAMS, TERMINAL])
def test_the_performance_team_may_load(place: Place) -> None:
    assert refusal(somebody(Role.PERFORMANCE_TEAM, Role.OFFICER), Act.LOAD_FIGURES, None, place) is None


def test_not_where_others_read_the_report() -> None:
    said = refusal(somebody(Role.PERFORMANCE_TEAM), Act.LOAD_FIGURES, None, BOARDS)
    assert said is not None
    assert "Please send it there." in said


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("place", [DIRECT, TEAMS, BOARDS, TERMINAL])
def test_nobody_else_may_load(role: Role, place: Place) -> None:
    assert refusal(somebody(role), Act.LOAD_FIGURES, None, place) is not None


@pytest.mark.parametrize("act", [Act.LOAD_FIGURES, Act.EXPORT])
def test_without_a_role_there_is_no_right(act: Act) -> None:
    assert refusal(somebody(), act, None, DIRECT) is not None


@pytest.mark.parametrize("role", OTHERS)
def test_only_the_performance_team_may_export(role: Role) -> None:
    assert refusal(somebody(Role.PERFORMANCE_TEAM), Act.EXPORT, None, TERMINAL) is None
    assert refusal(somebody(role), Act.EXPORT, None, TERMINAL) is not None
