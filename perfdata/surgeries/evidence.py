"""Evidence: what was known of a nominated measure on the day, frozen, so that later loads do not change the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from perfdata.asking.findings import assurance_reason, finding_of, variation_reason
from perfdata.benchmarks import Comparator
from perfdata.facts import Facts, facts_of
from perfdata.measures import Measure
from perfdata.payloads import Payload
from perfdata.people import Person
from perfdata.permissions import Place, PlaceKind, may_see
from perfdata.snapshot import Snapshot
from perfdata.store.tables import ActionRow, MeasureRow, ReviewRow, SurgeryMeasureRow, SurgeryRow
from perfdata.surgeries.lifecycles import DONE_ACTION, OPEN_ACTION, SurgeryState
from perfdata.verdicts.comparison import place_among
from perfdata.verdicts.reading import Assurance, Variation
from perfdata.verdicts.verdict import Verdict


@dataclass(frozen=True, slots=True)
class PastSurgery(Payload):
    """A surgery that was held on this measure or a related one, and what came of it, in the council's own words.

    `done` of its `actions` were completed. `related` is the title of the measure where it is not the nominated one.
    """

    surgery: str
    held_on: date
    outcome: str
    actions: int
    done: int
    related: str = ""


@dataclass(frozen=True, slots=True)
class OpenAction(Payload):
    """An action that is still to be done on this measure or a related one."""

    text: str
    owner_role: str
    due_on: date | None
    related: str = ""


@dataclass(frozen=True, slots=True)
class Evidence(Payload):
    """The case as it stood. `change` and `reach` are the verdict's own sentences, blank where there is no chart.

    `shortfall` is how far the latest figure is from the target, in the measure's unit, None where it was not judged;
    `bound` is the nearer bound of a range, None elsewhere. `quarter` is the quarter of similar councils, 1 the best,
    None where it cannot be told.
    """

    facts: Facts
    shortfall: Decimal | None = None
    bound: Decimal | None = None
    quarter: int | None = None
    variation: Variation = Variation.NOT_CHARTED
    assurance: Assurance = Assurance.UNKNOWN
    change: str = ""
    reach: str = ""
    past: tuple[PastSurgery, ...] = ()
    open_actions: tuple[OpenAction, ...] = ()

    @property
    def in_hand(self) -> bool:
        """Whether somebody is at work on the measure itself already."""
        return any(not one.related for one in self.open_actions)


def evidence_of(session: Session, snapshot: Snapshot, code: str) -> Evidence:
    """What is known now of a measure, of earlier surgeries on it and of actions that are still open.

    Related measures are those of the same service that are open to everybody.
    """
    verdict = snapshot.verdicts[code]
    finding = finding_of(verdict)
    related = _related(snapshot, snapshot.measures[code])
    return Evidence(
        facts=facts_of(snapshot, code),
        shortfall=verdict.latest_judgement.shortfall,
        bound=_nearer_bound(verdict),
        quarter=_quarter(snapshot, code),
        variation=verdict.reading.variation,
        assurance=verdict.reading.assurance,
        change=variation_reason(verdict, finding) if finding is not None else "",
        reach=assurance_reason(verdict),
        past=(*_closed(session, related), *_past(snapshot, code, related)),
        open_actions=(*_open_before(snapshot, code, related), *_open_now(session, code, related)),
    )


def _nearer_bound(verdict: Verdict) -> Decimal | None:
    """The bound of a range that the latest figure is nearer to, as an amount."""
    measure, latest = verdict.measure, verdict.latest
    bounds = [bound for bound in (measure.range_low, measure.range_high) if bound is not None]
    if latest is None or latest.value is None or not bounds:
        return None
    value = latest.value
    nearest: Decimal = sorted(bounds, key=lambda bound: abs(value - bound))[0]
    return abs(nearest)


def _quarter(snapshot: Snapshot, code: str) -> int | None:
    """The quarter among similar councils, for the newest period that enough of them have published."""
    held = [one for one in snapshot.benchmarks.get(code, ()) if one.group is not Comparator.ENGLAND]
    for period in sorted({one.period for one in held}, reverse=True):
        of_period = [one for one in held if one.period == period]
        own = next((one.value for one in of_period if one.group is Comparator.OWN), None)
        others = [one.value for one in of_period if one.group is Comparator.NEIGHBOUR]
        if own is not None and (place := place_among(snapshot.measures[code], own, others)) is not None:
            return place.quartile
    return None


def _related(snapshot: Snapshot, measure: Measure) -> dict[str, str]:
    """Titles by code of the measure itself (blank) and of others of its service."""
    in_public = Place(PlaceKind.CHANNEL)
    anybody = Person("", "", "", frozenset())
    others = {
        code: one.title
        for code, one in snapshot.measures.items()
        if one.service == measure.service and code != measure.code and may_see(anybody, one, in_public)
    }
    return {measure.code: "", **others}


def _past(snapshot: Snapshot, code: str, related: dict[str, str]) -> tuple[PastSurgery, ...]:
    """Surgeries that were held, the nominated measure's own first, each with the latest first."""
    held = [one for one in snapshot.past_actions if one.code in related and one.held_on <= snapshot.today]
    found: dict[tuple[str, str], PastSurgery] = {}
    for surgery, of_code in dict.fromkeys((one.surgery, one.code) for one in held):
        rows = [one for one in held if (one.surgery, one.code) == (surgery, of_code)]
        actions = [one for one in rows if one.action]
        found[surgery, of_code] = PastSurgery(
            surgery=surgery,
            held_on=rows[0].held_on,
            outcome=next((one.outcome for one in rows if one.outcome), ""),
            actions=len(actions),
            done=sum(one.complete for one in actions),
            related=related[of_code],
        )
    return tuple(sorted(found.values(), key=lambda one: (bool(one.related), -one.held_on.toordinal())))


def _closed(session: Session, related: dict[str, str]) -> list[PastSurgery]:
    """Surgeries that were held with the product and are closed, the latest first, with what the figures said last."""
    query = (
        select(SurgeryRow, SurgeryMeasureRow.id, MeasureRow.code)
        .join(SurgeryMeasureRow, SurgeryMeasureRow.surgery_id == SurgeryRow.id)
        .join(MeasureRow, MeasureRow.id == SurgeryMeasureRow.measure_id)
        .where(SurgeryRow.state == SurgeryState.CLOSED, MeasureRow.code.in_(related), SurgeryRow.held_on.is_not(None))
        .order_by(SurgeryRow.held_on.desc(), SurgeryRow.id.desc())
    )
    found = []
    for row, subject, code in session.execute(query).all():
        assert row.held_on is not None
        states = session.scalars(select(ActionRow.state).where(ActionRow.surgery_id == row.id)).all()
        reviews = select(ReviewRow.finding).where(ReviewRow.surgery_measure_id == subject)
        newest = session.scalar(reviews.order_by(ReviewRow.period_end.desc(), ReviewRow.revision.desc()).limit(1))
        found.append(
            PastSurgery(
                surgery=f"number {row.id}",
                held_on=row.held_on,
                outcome=newest or row.close_reason,
                actions=len(states),
                done=sum(state in DONE_ACTION for state in states),
                related=related[code],
            )
        )
    return found


def _open_before(snapshot: Snapshot, code: str, related: dict[str, str]) -> list[OpenAction]:
    """Actions of surgeries before the product was there that their file does not call complete or dropped."""
    return [
        OpenAction(one.action, one.owner_role, one.due, related[one.code])
        for one in snapshot.past_actions
        if one.code in related and one.open
    ]


def _open_now(session: Session, code: str, related: dict[str, str]) -> list[OpenAction]:
    query = (
        select(ActionRow.text, ActionRow.owner_role, ActionRow.due_on, MeasureRow.code)
        .join(MeasureRow, MeasureRow.id == ActionRow.measure_id)
        .where(ActionRow.state.in_(OPEN_ACTION), MeasureRow.code.in_(related))
        .order_by(ActionRow.due_on, ActionRow.id)
    )
    return [OpenAction(text, role, due, related[of_code]) for text, role, due, of_code in session.execute(query)]
