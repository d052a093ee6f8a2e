"""Lifecycles: what may become of something, as one explicit table of allowed moves.

Whatever the table does not name is refused, with a sentence that says how the thing stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from perfdata.errors import IllegalMove

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Move(Generic[S, M]):
    """One allowed move: what it is called, the states that it starts from, and the one that it leads to."""

    name: M
    sources: frozenset[S]
    target: S


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[S, M]):
    """All that may become of one kind of thing. `subject` names it in a sentence: `nomination`."""

    subject: str
    begins: S
    moves: tuple[Move[S, M], ...]

    def after(self, state: S, name: M) -> S:
        """The state after the move. Raises IllegalMove, in a sentence, where the table has none."""
        for move in self.moves:
            if move.name == name and state in move.sources:
                return move.target
        raise IllegalMove(f"This {self.subject} is {state.value}, so it cannot be {name.value} now.")

    def allows(self, state: S, name: M) -> bool:
        """Whether the table has the move."""
        return any(move.name == name and state in move.sources for move in self.moves)

    @property
    def ends(self) -> frozenset[S]:
        """The states that nothing leads out of."""
        targets = {move.target for move in self.moves} | {self.begins}
        return frozenset(targets - {source for move in self.moves for source in move.sources})


def move(name: M, sources: Iterable[S], target: S) -> Move[S, M]:
    """One line of a table."""
    return Move(name, frozenset(sources), target)
