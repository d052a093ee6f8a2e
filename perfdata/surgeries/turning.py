"""Did the curve turn? Judged by the measure's own figures since the surgery, against the baseline of that day.

| finding       | when                                                                                         |
|---------------|----------------------------------------------------------------------------------------------|
| too early     | no figure yet for a period that ended after the surgery                                      |
| on target     | the two latest figures since the surgery are on target                                       |
| improving     | a real change for the better that began with or after the surgery                            |
| worse         | a real change for the worse, or a figure that is worse than that of the day and beyond the   |
|               | bad end of the usual range of that day                                                       |
| no effect yet | anything else                                                                                |

The first line that holds is the finding, in the order `too early`, `on target`, `improving`, `worse`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.asking.amounts import value_words
from perfdata.measures import Measure
from perfdata.observations import Observation
from perfdata.payloads import Payload
from perfdata.periods import Period
from perfdata.snapshot import Snapshot
from perfdata.store.tables import MeasureRow, ReviewRow, SurgeryMeasureRow, SurgeryRow
from perfdata.surgeries.baseline import Baseline
from perfdata.surgeries.lifecycles import SurgeryState
from perfdata.verdicts.direction import goodness
from perfdata.verdicts.reading import Variation
from perfdata.verdicts.status import Status, judge
from perfdata.verdicts.verdict import Verdict

ON_TARGET_FOR = 2
"""Figures in a row on target that count as turned."""


class Turn(StrEnum):
    """What the figures since a surgery say."""

    TOO_EARLY = "too early to say"
    ON_TARGET = "back on target for two periods"
    IMPROVING = "a real change for the better"
    WORSE = "worse than before"
    NO_EFFECT = "no effect yet"

    @property
    def turned(self) -> bool:
        """Whether the curve has turned."""
        return self in (Turn.ON_TARGET, Turn.IMPROVING)


@dataclass(frozen=True, slots=True)
class Review(Payload):
    """One look at one measure of a surgery. `period` and `value_words` are those of the latest figure since then."""

    code: str
    title: str
    turn: Turn
    held_on: date
    baseline: Baseline
    period: Period | None = None
    value_words: str = ""
    status: Status = Status.MISSING
    since: str = ""


def review_of(snapshot: Snapshot, code: str, baseline: Baseline, held_on: date) -> Review:
    """What the figures since `held_on` say of a measure with that baseline."""
    verdict = snapshot.verdicts[code]
    measure = verdict.measure
    since = [one for one in _figures(verdict) if one.period.end >= held_on]
    if not since:
        return Review(code, measure.title, Turn.TOO_EARLY, held_on, baseline)
    latest = since[0]
    assert latest.value is not None
    reading = verdict.reading
    began = reading.since is not None and reading.since.end >= held_on
    return Review(
        code,
        measure.title,
        _turn(measure, since, baseline, reading.variation if began else Variation.NONE),
        held_on,
        baseline,
        latest.period,
        value_words(measure, latest.value),
        judge(measure, latest).status,
        reading.since.words if began and reading.since is not None else "",
    )


def review_all(session: Session, snapshot: Snapshot, *, now: datetime) -> list[tuple[int, Review]]:
    """Look at every measure of every surgery that is being followed, and keep what is new; once for each figure.

    Returns what was kept, with the number of the surgery.
    """
    query = (
        select(SurgeryMeasureRow, SurgeryRow, MeasureRow.code)
        .join(SurgeryRow, SurgeryRow.id == SurgeryMeasureRow.surgery_id)
        .join(MeasureRow, MeasureRow.id == SurgeryMeasureRow.measure_id)
        .where(SurgeryRow.state.in_((SurgeryState.HELD, SurgeryState.FOLLOWED, SurgeryState.BACK_WITH_BOARD)))
        .order_by(SurgeryMeasureRow.id)
        .with_for_update()
    )
    kept = []
    for subject, surgery, code in session.execute(query).all():
        assert surgery.held_on is not None
        found = review_of(snapshot, code, Baseline.from_payload(subject.baseline), surgery.held_on)
        if found.period is None:
            continue
        held = snapshot.series[code].at(found.period)
        assert held is not None
        if _is_kept(session, subject.id, found.period, held.revision):
            continue
        session.add(
            ReviewRow(
                surgery_measure_id=subject.id,
                period_start=found.period.start,
                period_end=found.period.end,
                revision=held.revision,
                finding=str(found.turn),
                detail=found.to_payload(),
                reviewed_at=now,
            )
        )
        kept.append((surgery.id, found))
    session.flush()
    return kept


def latest_reviews(session: Session, surgery_id: int) -> tuple[Review, ...]:
    """The newest look at each measure of a surgery; measures without a figure since then are left out."""
    query = (
        select(ReviewRow)
        .join(SurgeryMeasureRow, SurgeryMeasureRow.id == ReviewRow.surgery_measure_id)
        .where(SurgeryMeasureRow.surgery_id == surgery_id)
        .order_by(ReviewRow.surgery_measure_id, ReviewRow.period_end, ReviewRow.revision)
    )
    newest = {row.surgery_measure_id: row for row in session.scalars(query)}
    return tuple(Review.from_payload(row.detail) for row in newest.values())


def _turn(measure: Measure, since: list[Observation], baseline: Baseline, variation: Variation) -> Turn:
    statuses = [judge(measure, one).status for one in since[:ON_TARGET_FOR]]
    if len(statuses) == ON_TARGET_FOR and all(status is Status.ON_TARGET for status in statuses):
        return Turn.ON_TARGET
    if variation is Variation.IMPROVING:
        return Turn.IMPROVING
    if variation is Variation.WORSENING or _beyond(measure, since[0], baseline):
        return Turn.WORSE
    return Turn.NO_EFFECT


def _beyond(measure: Measure, latest: Observation, baseline: Baseline) -> bool:
    """Whether a figure is worse than that of the day, and beyond the bad end of the usual range as it was then."""
    then = (baseline.low, baseline.high, baseline.value)
    if latest.value is None or None in then:
        return False
    return goodness(measure, latest.value) < min(goodness(measure, one) for one in then if one is not None)


def _figures(verdict: Verdict) -> list[Observation]:
    """Figures up to the verdict's period, the latest first."""
    return list(verdict.series.figures_back_from(verdict.period))


def _is_kept(session: Session, subject: int, period: Period, revision: int) -> bool:
    query = select(ReviewRow.id).where(
        ReviewRow.surgery_measure_id == subject,
        ReviewRow.period_start == period.start,
        ReviewRow.period_end == period.end,
        ReviewRow.revision == revision,
    )
    return session.scalar(query) is not None
