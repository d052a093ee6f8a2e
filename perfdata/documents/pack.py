"""A surgery's pack: what is known of each of its measures, typed, with its receipts, and who may have it.

It is made of the same answers as the chat gives, so that the papers and the bot cannot differ. Groups of people are as
they may be published: small numbers are not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.action_plans.action import Action, action_of
from perfdata.asking.answers import Answer, Figure
from perfdata.asking.breakdown_answers import breakdown_answer
from perfdata.asking.charting import chart_of
from perfdata.asking.commentary_answers import commentary_answer
from perfdata.asking.compare_answers import compare_answer
from perfdata.asking.figures import figure_of
from perfdata.asking.forecast_answers import forecast_answer
from perfdata.asking.queries import Context, Kind, Query, SplitBy
from perfdata.asking.status_answers import status_answer
from perfdata.charts.chart import Chart
from perfdata.errors import IllegalMove, NotAllowed, NotFound
from perfdata.past_surgeries import PastAction
from perfdata.people import Person
from perfdata.periods import Frequency
from perfdata.permissions import TERMINAL, Place, may_see
from perfdata.snapshot import Snapshot
from perfdata.store.tables import ActionRow, MeasureRow, NominationRow, SurgeryRow
from perfdata.surgeries.evidence import Evidence, evidence_of
from perfdata.surgeries.lifecycles import SurgeryState
from perfdata.surgeries.models import Deed, Part, allowed, parts_of
from perfdata.surgeries.nomination import Nomination, nomination_of
from perfdata.surgeries.surgery import Surgery, surgery_of
from perfdata.verdicts.disparities import dimensions_of

SHOWN = {Frequency.MONTHLY: 13, Frequency.QUARTERLY: 9, Frequency.TERMLY: 7, Frequency.ANNUAL: 6}
"""Figures in the table of a measure's history: a year and the same period of the year before, and about as many."""
NOT_OUT = frozenset({SurgeryState.CHOSEN, SurgeryState.SCHEDULED, SurgeryState.WITH_SERVICE})
"""Where the papers have not gone out yet."""


@dataclass(frozen=True, slots=True)
class Study:
    """What is known of one measure of a surgery.

    `history` is newest first. `groups` has one answer for each dimension held. `past_actions` are those of surgeries
    before the product was there, `actions` those agreed at other surgeries since.
    """

    code: str
    title: str
    service: str
    status: Answer
    chart: Chart | None
    history: tuple[Figure, ...]
    forecast: Answer
    comparison: Answer
    commentary: Answer
    groups: tuple[Answer, ...]
    evidence: Evidence
    past_actions: tuple[PastAction, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A surgery's papers as of `made_on`. `nominations` are those that brought its measures.

    `fewest_shown` is the smallest count of people in a group that is shown.
    """

    council: str
    surgery: Surgery
    made_on: date
    nominations: tuple[Nomination, ...]
    studies: tuple[Study, ...]
    fewest_shown: int


def require_papers(person: Person, place: Place, surgery: Surgery, snapshot: Snapshot) -> None:
    """Raise NotAllowed unless `person` may have the surgery's papers, here.

    Until they are out, only whoever prepares them may: the service, the chair, the clerk, and the Performance Team.
    Then all who are invited by the model, and the board. A surgery on an exempt measure has papers for those alone
    who may see the measure.
    """
    measures = [snapshot.measures[one.code] for one in surgery.subjects]
    if not all(may_see(person, one, place) for one in measures):
        raise NotAllowed("That measure is not available here.")
    parts = parts_of(person, surgery.board, measures[0], snapshot.council)
    preparing = {*allowed(surgery.model, Deed.RECORD), *allowed(surgery.model, Deed.PROPOSE), Part.PERFORMANCE_TEAM}
    if parts & preparing:
        return
    if surgery.state in NOT_OUT:
        raise NotAllowed("The papers are not out yet: the service sees them first. They go out five clear days before.")
    invited = any(one.user_id == person.user_id for one in surgery.invitations if one.user_id)
    if not invited and not parts & set(allowed(surgery.model, Deed.SEE_PACK)):
        raise NotAllowed("The papers are for those who are invited and for the members of the board.")


def surgery_by_number(session: Session, snapshot: Snapshot, number: int) -> Surgery:
    """The surgery with that number. Raises NotFound."""
    row = session.get(SurgeryRow, number)
    if row is None:
        raise NotFound(f"There is no surgery number {number}.")
    return surgery_of(session, snapshot, row)


def pack_for(session: Session, snapshot: Snapshot, *, person: Person, place: Place, surgery_id: int) -> Pack:
    """The pack as `person` may have it here. Raises NotFound, NotAllowed, and IllegalMove for one called off."""
    surgery = surgery_by_number(session, snapshot, surgery_id)
    require_papers(person, place, surgery, snapshot)
    if surgery.state is SurgeryState.CANCELLED:
        raise IllegalMove("This surgery is called off, so it has no papers.")
    return pack_of(session, snapshot, surgery)


def pack_of(session: Session, snapshot: Snapshot, surgery: Surgery) -> Pack:
    """The pack of a surgery as things are known now, whoever is to have it."""
    numbers = [one.nomination for one in surgery.subjects if one.nomination is not None]
    return Pack(
        council=snapshot.council.name,
        surgery=surgery,
        made_on=snapshot.today,
        nominations=tuple(nomination_of(session, session.get_one(NominationRow, number)) for number in numbers),
        studies=tuple(study_of(session, snapshot, one.code, besides=surgery.id) for one in surgery.subjects),
        fewest_shown=snapshot.council.fewest_shown,
    )


def study_of(session: Session, snapshot: Snapshot, code: str, *, besides: int | None = None) -> Study:
    """All that is known of one measure; actions of the surgery with the number `besides` are not among them."""
    measure, verdict = snapshot.measures[code], snapshot.verdicts[code]
    # Papers name posts, as receipts do; whether the measure may be seen has been decided by now.
    context = Context(Person("", "", "", frozenset()), TERMINAL)
    status = status_answer(Query(Kind.STATUS, (code,)), snapshot, context)
    comparison = compare_answer(Query(Kind.COMPARE, (code,)), snapshot, context)
    commentary = commentary_answer(Query(Kind.COMMENTARY, (code,)), snapshot, context)
    assert isinstance(status, Answer)
    assert isinstance(commentary, Answer)
    assert isinstance(comparison, Answer)
    return Study(
        code=code,
        title=measure.title,
        service=measure.service,
        status=status,
        chart=chart_of(verdict),
        history=_history(snapshot, code),
        forecast=forecast_answer(Query(Kind.FORECAST, (code,)), snapshot, context),
        comparison=comparison,
        commentary=commentary,
        groups=_groups(snapshot, code, context),
        evidence=evidence_of(session, snapshot, code),
        past_actions=tuple(one for one in snapshot.past_actions if one.code == code and one.action),
        actions=_agreed_elsewhere(session, snapshot, besides, code),
    )


def _history(snapshot: Snapshot, code: str) -> tuple[Figure, ...]:
    measure, series, period = snapshot.measures[code], snapshot.series[code], snapshot.verdicts[code].period
    found: list[Figure] = []
    first = series.first_period
    while first is not None and period >= first and len(found) < SHOWN[measure.frequency]:
        found.append(figure_of(measure, period, series.at(period)))
        period = period.previous()
    return tuple(found)


def _groups(snapshot: Snapshot, code: str, context: Context) -> tuple[Answer, ...]:
    found = []
    for dimension in dimensions_of(snapshot.breakdowns.get(code, ())):
        answer = breakdown_answer(Query(Kind.BREAKDOWN, (code,), details=SplitBy(dimension)), snapshot, context)
        if isinstance(answer, Answer) and answer.groups:
            found.append(answer)
    return tuple(found)


def _agreed_elsewhere(session: Session, snapshot: Snapshot, besides: int | None, code: str) -> tuple[Action, ...]:
    query = (
        select(ActionRow)
        .join(MeasureRow, MeasureRow.id == ActionRow.measure_id)
        .where(MeasureRow.code == code, ActionRow.surgery_id != (besides or 0))
        .order_by(ActionRow.due_on, ActionRow.id)
    )
    return tuple(action_of(session, snapshot, row) for row in session.scalars(query).all())
