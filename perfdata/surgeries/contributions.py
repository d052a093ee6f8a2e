"""What people bring to a surgery in words, as it stands: corrections and proposals, the story, causes and ideas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from perfdata.payloads import Payload
from perfdata.store.tables import ContributionRow


class ContributionKind(StrEnum):
    """What words are, as a heading says it. The questions are those of turning the curve."""

    CORRECTION = "what the service would correct in the papers"
    PROPOSAL = "what the service proposes"
    STORY = "the story behind the curve"
    CAUSE = "causes"
    PARTNERS = "who could help"
    LOW_COST_IDEA = "ideas that cost little or nothing"
    BOLD_IDEA = "bold ideas"
    NOTE = "notes"


@dataclass(frozen=True, slots=True)
class Contribution(Payload):
    """Words of one person, known by role title."""

    id: int
    kind: ContributionKind
    text: str
    title: str
    given_at: datetime


def current_of(rows: Iterable[ContributionRow]) -> tuple[Contribution, ...]:
    """What stands: neither replaced nor withdrawn, in the order in which it was first said."""
    held = {row.id: row for row in rows}
    first = dict.fromkeys(held, 0)
    for number, row in sorted(held.items()):
        first[number] = first.get(row.replaces, row.replaces) if row.replaces is not None else number
    replaced = {row.replaces for row in held.values()}
    standing = sorted(
        ((first[number], row) for number, row in held.items() if number not in replaced and row.text),
        key=lambda one: one[0],
    )
    return tuple(contribution_of(row) for _, row in standing)


def contribution_of(row: ContributionRow) -> Contribution:
    """The words that a row holds."""
    return Contribution(row.id, ContributionKind(row.kind), row.text, row.title, row.given_at)
