"""Figures that a workbook gives in part: rounded as it shows them, and without what they were worked out from.

The rule: a workbook's figure and a held one agree when both are withheld, or both are the same number after rounding
to the decimals that the workbook's cell shows or the measure has, whichever are fewer; targets alike, where the
workbook gives one. A figure that agrees with what is held, or with what was held on the workbook's own date, changes
nothing. An export's row that agrees with a workbook's figure completes it: it stands in its place, and is no revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from perfdata.loading.observations_table import CONTENT_COLUMNS, Record

VALUE, WITHHELD, TARGET, NUMERATOR, DENOMINATOR = (
    CONTENT_COLUMNS.index(name) for name in ("value", "suppressed", "target", "numerator", "denominator")
)
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)


class HeldFigure(NamedTuple):
    """One revision that is held; `content` is in the order of `CONTENT_COLUMNS`.

    `partial` marks one that a workbook gave; `completes` is the revision of that kind in whose place this one stands.
    """

    revision: int
    entered_on: date
    content: tuple[object, ...]
    partial: bool = False
    completes: int | None = None


def standing(history: Sequence[HeldFigure]) -> list[HeldFigure]:
    """The revisions in whose place no other stands, in the order of their dates: the last is the current one."""
    if len(history) < 2:
        return list(history)
    completed = {figure.completes for figure in history}
    found = [figure for figure in history if figure.revision not in completed]
    return sorted(found, key=lambda figure: (figure.entered_on, figure.revision))


def agree(record: Record, content: Sequence[object], *, partial: bool) -> bool:
    """Whether the row and the content say the same, as far as the one of them that is partial says anything.

    `partial` tells whether the content is; the row knows of itself.
    """
    mine = record.content
    if mine[WITHHELD] != content[WITHHELD] or not _same(record, mine[VALUE], content[VALUE]):
        return False
    if (record.row.partial and mine[TARGET] is None) or (partial and content[TARGET] is None):
        return True
    return _same(record, mine[TARGET], content[TARGET])


def known_by_then(record: Record, figures: Sequence[HeldFigure]) -> bool:
    """Whether a workbook's figure agrees with the current one, or with the one that was current on its own date."""
    then = [figure for figure in figures if figure.entered_on <= record.entered_on]
    return any(agree(record, figure.content, partial=figure.partial) for figure in (figures[-1], *then[-1:]))


def completed_by(record: Record, figures: Sequence[HeldFigure]) -> HeldFigure | None:
    """The newest of a workbook's figures that this full row says in full."""
    return next(
        (figure for figure in reversed(figures) if figure.partial and agree(record, figure.content, partial=True)), None
    )


def carried_over(record: Record, current: HeldFigure | None) -> tuple[object, ...]:
    """What is stored for a workbook's figure: a target that it does not mention is the one held."""
    content = list(record.content)
    if current is not None and content[TARGET] is None:
        content[TARGET] = current.content[TARGET]
    return tuple(content)


def _same(record: Record, one: object, other: object) -> bool:
    if not (isinstance(one, Decimal) and isinstance(other, Decimal)):
        return one == other
    decimals = record.definition.decimals
    places = decimals if record.row.places is None else min(record.row.places, decimals)
    unit = Decimal(1).scaleb(-places)
    return _EXACT.quantize(one, unit) == _EXACT.quantize(other, unit)
