"""A surgery's minutes: who was there, what was known that day, what was said and agreed, when it is looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.action_plans.action import Action, action_of
from perfdata.asking.amounts import value_words
from perfdata.asking.answers import Figure
from perfdata.asking.figures import figure_of
from perfdata.documents.pack import require_papers, surgery_by_number
from perfdata.errors import IllegalMove
from perfdata.people import Person
from perfdata.periods import months_after
from perfdata.permissions import Place
from perfdata.snapshot import Snapshot
from perfdata.store.tables import ActionRow, MeasureRow, RecommendationRow, SurgeryMeasureRow
from perfdata.surgeries.baseline import Baseline
from perfdata.surgeries.lifecycles import SurgeryState
from perfdata.surgeries.recommendation import Recommendation, recommendation_of
from perfdata.surgeries.surgery import Surgery

HELD = frozenset({SurgeryState.HELD, SurgeryState.FOLLOWED, SurgeryState.BACK_WITH_BOARD, SurgeryState.CLOSED})


@dataclass(frozen=True, slots=True)
class OnTheDay:
    """What was known of one measure on the day. `figure` has the receipt of the figure; None where none was held.

    `usual` is the usual range then, blank without one. `revised` says that the figure has been changed since.
    """

    title: str
    baseline: Baseline
    figure: Figure | None
    usual: str
    revised: bool


@dataclass(frozen=True, slots=True)
class Minutes:
    """The record of a surgery that has been held, as it stands. `looks` are the days on which the board looks again."""

    council: str
    surgery: Surgery
    made_on: date
    known: tuple[OnTheDay, ...]
    actions: tuple[Action, ...]
    looks: tuple[date, ...]
    recommended: tuple[Recommendation, ...] = ()


def minutes_for(session: Session, snapshot: Snapshot, *, person: Person, place: Place, surgery_id: int) -> Minutes:
    """The minutes as `person` may have them here. Raises NotFound, NotAllowed, and IllegalMove before it is held."""
    surgery = surgery_by_number(session, snapshot, surgery_id)
    require_papers(person, place, surgery, snapshot)
    if surgery.state not in HELD:
        raise IllegalMove(f"This surgery is {surgery.state.value}: there are minutes when it has been held.")
    return minutes_of(session, snapshot, surgery)


def minutes_of(session: Session, snapshot: Snapshot, surgery: Surgery) -> Minutes:
    """The minutes of a surgery that has been held, whoever is to have them."""
    assert surgery.held_on is not None
    subjects = session.execute(
        select(SurgeryMeasureRow.baseline, MeasureRow.code)
        .join(MeasureRow, MeasureRow.id == SurgeryMeasureRow.measure_id)
        .where(SurgeryMeasureRow.surgery_id == surgery.id)
        .order_by(SurgeryMeasureRow.id)
    )
    agreed = session.scalars(
        select(ActionRow).where(ActionRow.surgery_id == surgery.id).order_by(ActionRow.due_on, ActionRow.id)
    ).all()
    recommended = select(RecommendationRow).where(RecommendationRow.surgery_id == surgery.id)
    recommended = recommended.order_by(RecommendationRow.id)
    return Minutes(
        council=snapshot.council.name,
        surgery=surgery,
        made_on=snapshot.today,
        known=tuple(_known(snapshot, code, Baseline.from_payload(frozen)) for frozen, code in subjects),
        actions=tuple(action_of(session, snapshot, row) for row in agreed),
        recommended=tuple(recommendation_of(surgery, row) for row in session.scalars(recommended)),
        looks=tuple(months_after(surgery.held_on, count) for count in snapshot.council.surgeries.review_months),
    )


def _known(snapshot: Snapshot, code: str, baseline: Baseline) -> OnTheDay:
    measure = snapshot.measures[code]
    if baseline.period is None or baseline.value is None:
        return OnTheDay(measure.title, baseline, None, "", revised=False)
    figure = figure_of(measure, baseline.period, snapshot.series[code].at(baseline.period))
    usual = ""
    if baseline.low is not None and baseline.high is not None:
        usual = f"{value_words(measure, baseline.low)} to {value_words(measure, baseline.high)}"
    return OnTheDay(measure.title, baseline, figure, usual, figure.value_words != baseline.value_words)
