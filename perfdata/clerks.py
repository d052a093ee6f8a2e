"""Who clerks which board: whom the boards' file names, and where that is nobody who is here, the council's clerks.

A board's clerk is the one person with its `clerk_slack_user_id`; where that is blank or has left, whoever has the role
title in `clerk_role`; where nobody has it, everybody whose title the council's `roles.toml` gives the role `clerk`. So
a clerk acts for their own boards, and a board whose own clerk has left is not without one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.council import Council
from perfdata.people import Role
from perfdata.store.tables import BoardRow, PersonRow


def boards_clerked(session: Session, council: Council) -> Mapping[tuple[str, str], frozenset[str]]:
    """The codes of the boards that somebody clerks, by team and user id, without those who clerk none."""
    people = session.scalars(select(PersonRow).where(PersonRow.active)).all()
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for board in session.scalars(select(BoardRow).where(BoardRow.active)):
        clerks = (
            [one for one in people if board.clerk_user_id and one.user_id == board.clerk_user_id]
            or [one for one in people if board.clerk_title and one.title == board.clerk_title]
            or [one for one in people if Role.CLERK in council.roles.get(one.title, frozenset())]
        )
        for one in clerks:
            found[one.team_id, one.user_id].add(board.code)
    return {who: frozenset(codes) for who, codes in found.items()}
