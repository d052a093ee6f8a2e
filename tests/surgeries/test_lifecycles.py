"""Every lifecycle is its table: each state and move is tried, and what the table does not name is refused in words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from perfdata.errors import IllegalMove
from perfdata.lifecycle import Lifecycle
from perfdata.surgeries.lifecycles import (
    ACTION,
    INVITATION,
    NOMINATION,
    OPEN_NOMINATION,
    RECOMMENDATION,
    SURGERY,
    ActionMove,
    ActionState,
    InvitationMove,
    InvitationState,
    NominationMove,
    NominationState,
    RecommendationMove,
    RecommendationState,
    SurgeryMove,
    SurgeryState,
)

ALL: list[tuple[Lifecycle[Any, Any], type[StrEnum], type[StrEnum]]] = [
    (NOMINATION, NominationState, NominationMove),
    (SURGERY, SurgeryState, SurgeryMove),
    (INVITATION, InvitationState, InvitationMove),
    (ACTION, ActionState, ActionMove),
    (RECOMMENDATION, RecommendationState, RecommendationMove),
]


@pytest.mark.parametrize(("table", "states", "moves"), ALL)
def test_what_the_table_does_not_name_is_refused_in_words(
    table: Lifecycle[Any, Any], states: type[StrEnum], moves: type[StrEnum]
) -> None:
    named = {(source, move.name): move.target for move in table.moves for source in move.sources}
    for state in states:
        for name in moves:
            if (state, name) in named:
                assert table.after(state, name) is named[state, name]
                assert table.allows(state, name)
            else:
                assert not table.allows(state, name)
                with pytest.raises(IllegalMove) as refused:
                    table.after(state, name)
                assert refused.value.sentence == (
                    f"This {table.subject} is {state.value}, so it cannot be {name.value} now."
                )


@pytest.mark.parametrize(("table", "states", "moves"), ALL)
def test_every_state_is_reached_and_every_move_leads_somewhere(
    table: Lifecycle[Any, Any], states: type[StrEnum], moves: type[StrEnum]
) -> None:
    assert {move.name for move in table.moves} == set(moves)
    reached = {table.begins}
    while new := {move.target for move in table.moves if move.sources & reached} - reached:
        reached |= new
    assert reached == set(states)
    lines = [(source, move.name) for move in table.moves for source in move.sources]
    assert len(lines) == len(set(lines)), "a move from one state leads to one other"


def test_the_ends() -> None:
    assert NOMINATION.ends == set(NominationState) - {*OPEN_NOMINATION, NominationState.CHOSEN}
    assert SURGERY.ends == {SurgeryState.CLOSED, SurgeryState.CANCELLED}
    assert RECOMMENDATION.ends == {RecommendationState.ANSWERED}
    assert not ACTION.ends, "what was finished or given up can be reopened"
