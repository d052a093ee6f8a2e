"""Whether a round's figures are ready to be shown: rows that loads left out, and what a careful reader would ask.

What is asked is worked out anew from what is held, so that a figure that has been mended is asked about no more. The
rules are those of the report on a load: `perfdata/loading/findings.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from perfdata.alerts.cycle import RoundMove, history
from perfdata.loading.findings import Known, findings
from perfdata.loading.leave_out import waiting
from perfdata.rounds import Round, london_date
from perfdata.snapshot import Snapshot
from perfdata.store.tables import MeasureRevisionRow, MeasureRow

MOST_LEFT_OUT = 50


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to mend or to accept, in a sentence; about an exempt measure, it is not told in a channel."""

    sentence: str
    exempt: bool = False


def open_questions(session: Session, at_close: Snapshot, found: Round) -> tuple[Question, ...]:
    """What is still to be mended or accepted in that round; `at_close` is what was known when it closed."""
    accepted = accepted_in(session, found)
    return tuple(one for one in _all(session, at_close, found) if one.sentence not in accepted)


def accepted_in(session: Session, found: Round) -> frozenset[str]:
    """What was accepted in that round, with a reason, as sentences."""
    moves = (done for done in history(session, found) if done.move is RoundMove.ACCEPT)
    return frozenset(sentence for done in moves for sentence in done.detail["accepted"])


def _all(session: Session, at_close: Snapshot, found: Round) -> Sequence[Question]:
    exempt = {code for code, measure in at_close.measures.items() if measure.exempt}
    left_out = [
        Question(
            f"{one.file_name}{f', sheet {one.sheet}' if one.sheet else ''}, row {one.row}"
            f"{f' ({one.code})' if one.code else ''} was left out of a load: {one.problem}",
            one.code in exempt,
        )
        for one in waiting(session, MOST_LEFT_OUT)
    ]
    changed = {
        code: newest[-1]
        for code, series in at_close.series.items()
        if (newest := [one.period for one in series.observations if found.opened_on <= one.entered_on])
    }
    series = {
        code: [
            Known(one.period, one.value, one.suppressed, one.target, one.denominator, one.entered_on)
            for one in at_close.series[code].observations
        ]
        for code in changed
    }
    asked = findings(changed, series, at_close.measures, _redefined(session), found.closed_on)
    return [*left_out, *(Question(one, one.partition(":")[0] in exempt) for one in asked)]


def _redefined(session: Session) -> Mapping[str, date]:
    """The day on which a measure's definition last changed, by code, for those that have changed at all."""
    rows = session.execute(
        select(MeasureRow.code, func.max(MeasureRevisionRow.loaded_at))
        .join(MeasureRevisionRow, MeasureRevisionRow.measure_id == MeasureRow.id)
        .where(MeasureRevisionRow.revision > 1)
        .group_by(MeasureRow.code)
    )
    return {code: london_date(loaded_at) for code, loaded_at in rows}
