"""What may become of a nomination is told to its nominator and its board: what, why, and what is next by when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers.views.decisions import owed_decision
from perfdata.store.tables import OutboxRow
from perfdata.surgeries.deciding import return_undecided
from perfdata.surgeries.lifecycles import NominationMove
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import NOW, REASON, decided, nominate, rows

__all__ = ["scene"]

NEXT_MEETING = "15 December 2026"
"""Of the Housing and Communities Board."""


def _taken(move: NominationMove, title: str = "", **more: Any) -> Callable[[Scene, int], None]:
    def does(scene: Scene, number: int) -> None:
        decided(scene, number, move, **({"title": title} if title else {}), **more)

    return does


def _merged(scene: Scene, number: int) -> None:
    decided(scene, number, NominationMove.MERGE, into=nominate(scene, "HSG-004"))


def _displaced(scene: Scene, number: int) -> None:
    surgery = decided(scene, number, NominationMove.CHOOSE).surgery
    decided(scene, nominate(scene, "HSG-004"), NominationMove.CHOOSE)
    decided(scene, nominate(scene, "HSG-001"), NominationMove.CHOOSE, displacing=surgery)


def _joined(scene: Scene, number: int) -> None:
    surgery = decided(scene, number, NominationMove.CHOOSE).surgery
    decided(scene, nominate(scene, "HSG-004"), NominationMove.CHOOSE)
    nominate(scene, title="Councillor 3")
    decided(scene, nominate(scene, "HSG-001"), NominationMove.CHOOSE, displacing=surgery)


def _on(scene: Scene, day: date) -> None:
    with scene.database.transaction() as session:
        return_undecided(session, replace(scene.snapshot, today=day), now=NOW)


def _late(scene: Scene, number: int) -> None:
    _on(scene, date(2026, 12, 23))


def _resumed(scene: Scene, number: int) -> None:
    decided(scene, number, NominationMove.DEFER, until=date(2027, 1, 11))
    _on(scene, date(2027, 1, 11))


CASES: dict[NominationMove, tuple[Callable[[Scene, int], None], str, tuple[str, ...]]] = {
    NominationMove.CHOOSE: (_taken(NominationMove.CHOOSE), REASON, ("A date is agreed with the service next.",)),
    NominationMove.DECLINE: (
        _taken(NominationMove.DECLINE),
        REASON,
        ("It can be nominated again at any time, when there is something new to say.",),
    ),
    NominationMove.DEFER: (
        _taken(NominationMove.DEFER, until=date(2027, 1, 11)),
        REASON,
        ("It comes back on 11 January 2027.",),
    ),
    NominationMove.RESUME: (
        _resumed,
        "The day to which it was deferred has come.",
        ("It is to be decided by 8 February 2027.",),
    ),
    NominationMove.RETURN: (
        _late,
        "It was not decided in time, so the board decides it at its next meeting.",
        ("agenda of the board’s next meeting, whose day is not set yet.",),
    ),
    NominationMove.WITHDRAW: (
        _taken(NominationMove.WITHDRAW, "Councillor 8"),
        REASON,
        ("It can be nominated again at any time.",),
    ),
    NominationMove.MERGE: (
        _merged,
        REASON,
        ("It goes on in the nomination of “", "to be decided by 22 December 2026."),
    ),
    NominationMove.MAKE_THEMATIC: (
        _taken(NominationMove.MAKE_THEMATIC),
        REASON,
        (f"what the review covers, and when, at its next meeting, on {NEXT_MEETING}.",),
    ),
    NominationMove.DISPLACE: (_displaced, "was chosen in its place.", ("It comes back on 1 January 2027.",)),
    NominationMove.JOIN: (_joined, "was chosen in its place.", ("to be decided by 22 December 2026.",)),
}


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("move", NominationMove)
def test_nominator_and_board_read_the_reason_and_what_is_next(scene: Scene, move: NominationMove) -> None:
    does, reason, following = CASES[move]
    number = nominate(scene)
    does(scene, number)
    told = [
        one
        for one in rows(scene, OutboxRow)
        if one.kind == "decision" and (one.payload["nomination"], one.payload["move"]) == (number, move)
    ]
    channel, nominator = scene.snapshot.boards["HCB"].channel_id, scene.person("Councillor 8").user_id
    for reader, thread in ((channel, f"nomination:{number}"), (nominator, None)):
        [one] = [one for one in told if one.channel_id == reader]
        assert one.after_key == thread
        text = owed_decision(one.payload)["text"]
        for said in (reason, *following):
            assert said in text, text
