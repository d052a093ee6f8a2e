"""People: who is speaking, known by workspace and user id, never by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody is to the council, as far as permissions are concerned."""

    MEMBER = "member"
    CHAIR = "chair"
    VICE_CHAIR = "vice chair"
    CO_OPTED = "co-opted"
    CABINET_MEMBER = "cabinet member"
    LEADER = "leader"
    CLERK = "clerk"
    OFFICER = "officer"
    MEASURE_OWNER = "measure owner"
    DIRECTOR = "director"
    PERFORMANCE_TEAM = "performance team"
    CHIEF_OFFICER = "chief officer"
    OUTSIDER = "outsider"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known to the council, or an outsider.

    `title` is the role title as loaded (`Head of Highways`); `roles` is what the council's configuration makes of
    it; `boards` maps board codes to the part played there (member, chair, vice chair, co-opted); `clerk_of` are the
    codes of the boards that they clerk.
    """

    team_id: str
    user_id: str
    title: str
    roles: frozenset[Role]
    boards: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))
    directorate: str = ""
    service: str = ""
    clerk_of: frozenset[str] = frozenset()

    def is_a(self, *roles: Role) -> bool:
        """True when the person has any of these roles."""
        return not self.roles.isdisjoint(roles)


def outsider(team_id: str, user_id: str) -> Person:
    """Somebody whom the council's data do not name: a guest, another organisation, unknown."""
    return Person(team_id, user_id, "", frozenset({Role.OUTSIDER}))
