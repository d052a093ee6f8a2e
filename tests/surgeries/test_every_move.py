"""Every move of nominations, surgeries, actions and recommendations, by every part, in every state.

What the tables or the model do not allow is refused with a reason, and leaves nothing behind; what they allow is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from perfdata.action_plans.agreeing import agree
from perfdata.action_plans.reporting import report
from perfdata.errors import NotAllowed, Refused
from perfdata.lifecycle import Lifecycle
from perfdata.people import Person, outsider
from perfdata.store.tables import (
    ActionRow,
    ActionUpdateRow,
    AuditRow,
    ContributionRow,
    DecisionRow,
    NominationRow,
    OutboxRow,
    RecommendationRow,
    SurgeryRow,
)
from perfdata.surgeries import contributing, holding, preparing
from perfdata.surgeries.contributions import ContributionKind
from perfdata.surgeries.deciding import decide
from perfdata.surgeries.lifecycles import (
    ACTION,
    NOMINATION,
    RECOMMENDATION,
    SURGERY,
    ActionMove,
    ActionState,
    NominationMove,
    NominationState,
    RecommendationMove,
    RecommendationState,
    SurgeryMove,
    SurgeryState,
)
from perfdata.surgeries.recommendation import Response
from perfdata.surgeries.recommending import receive, recommend, respond
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import FORM, NOW, REASON, nominate
from tests.surgeries.test_surgery import CLERK, DAY, OWNER, agreed, doing, held, on

__all__ = ["scene"]

PEOPLE = {
    "the nominator": "Councillor 8",
    "a member of the board": "Councillor 3",
    "the chair": "Chair, Housing and Communities Board",
    "the vice chair": "Vice Chair, Housing and Communities Board",
    "the chair of another board": "Chair, Children and Young People Board",
    "the cabinet member": "Cabinet Member, Housing",
    "the owner": OWNER,
    "the director": "Strategic Director, Homes and Communities",
    "the clerk": CLERK,
    "the Performance Team": "Performance Analyst",
    "the chief executive": "Chief Executive",
    "an outsider": "",
}
CHOOSERS = {"the chair", "the vice chair"}
KEEPERS = {"the chair", "the clerk"}
NOBODY: set[str] = set()
BY_ITSELF = (NominationMove.RETURN, NominationMove.RESUME, NominationMove.DISPLACE, NominationMove.JOIN)
SERVICE = {"the owner", "the director"}
WRITTEN = (
    NominationRow, DecisionRow, SurgeryRow, ContributionRow, ActionRow, ActionUpdateRow, RecommendationRow, OutboxRow,
    AuditRow,
)  # fmt: skip

COUNTS = select(*(select(func.count()).select_from(table).scalar_subquery() for table in WRITTEN))

Try = Callable[[Session, Person], object]


def somebody(scene: Scene, who: str) -> Person:
    """The person of that part."""
    return scene.person(PEOPLE[who]) if PEOPLE[who] else outsider("T0NORBRIDGE", "U0STRANGER")


def everybody_tries(
    scene: Scene, session: Session, attempt: Try, *, may: Iterable[str], legal: bool, after: Callable[[], bool]
) -> int:
    """Have everybody try it, each as if nobody had before; returns how many were refused."""
    refused = 0
    before = written(session)
    for who in PEOPLE:
        point = session.begin_nested()
        problem: Refused | None = None
        try:
            attempt(session, somebody(scene, who))
        except Refused as error:
            problem = error
        if problem is None:
            session.flush()
            assert legal, who
            assert who in may, who
            assert after(), who
            assert written(session)[-1] == before[-1] + 1, "one entry on the record"
        else:
            refused += 1
            assert not (legal and who in may), (who, problem.sentence)
            assert problem.sentence.endswith("."), problem.sentence
            assert len(problem.sentence.split()) >= 4, problem.sentence
            # Who may not is told who may, whatever the state; who may is told of the state.
            assert who in may or isinstance(problem, NotAllowed), (who, problem.sentence)
            assert written(session) == before, f"{who} left something behind"
        point.rollback()
        session.expire_all()
    return refused


def written(session: Session) -> list[int]:
    """How many rows there are of everything that a move may write."""
    return list(session.execute(COUNTS).one())


def put(session: Session, table: Any, number: int, state: StrEnum, **more: Any) -> None:
    """Have the row stand so, however it may have come about."""
    session.execute(update(table).where(table.id == number).values(state=str(state), **more))
    session.expire_all()


def stands(session: Session, table: Any, number: int, state: StrEnum) -> Callable[[], bool]:
    """Says whether the row stands so."""

    def look() -> bool:
        session.expire_all()
        return bool(session.get_one(table, number).state == str(state))

    return look


def target(table: Lifecycle[Any, Any], state: StrEnum, move: StrEnum) -> StrEnum:
    """Where the move leads; the state itself where the table has none."""
    found: StrEnum = table.after(state, move) if table.allows(state, move) else state
    return found


# On SQLite each, which is where a test's time goes; what two at once do is tried on both.
ON_SQLITE = pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)


@ON_SQLITE
def test_nominations(scene: Scene) -> None:
    number, other = nominate(scene), nominate(scene, "HSG-004")
    may: Mapping[NominationMove, set[str]] = {
        **dict.fromkeys(NominationMove, CHOOSERS),
        **dict.fromkeys(BY_ITSELF, NOBODY),
        NominationMove.WITHDRAW: {"the nominator"},
    }
    with scene.database.transaction() as session:
        for state in NominationState:
            for move in NominationMove:
                put(session, NominationRow, number, state)

                def attempt(session: Session, person: Person, move: NominationMove = move) -> object:
                    return decide(
                        session, scene.snapshot, person=person, place=FORM, nomination_id=number, move=move,
                        reason=REASON, now=NOW, until=date(2027, 2, 1), into=other,
                    )  # fmt: skip

                everybody_tries(
                    scene,
                    session,
                    attempt,
                    may=may[move],
                    legal=NOMINATION.allows(state, move),
                    after=stands(session, NominationRow, number, target(NOMINATION, state, move)),
                )


@ON_SQLITE
def test_surgeries(scene: Scene) -> None:
    number = held(scene).id
    agreed(scene, number)
    today = on(scene, DAY).snapshot
    later = {"held_on": date(2027, 2, 10), "starts_at": time(14), "where": "Council House"}
    deeds: Mapping[SurgeryMove, tuple[Any, dict[str, Any], set[str]]] = {
        SurgeryMove.SCHEDULE: (preparing.schedule, later, KEEPERS),
        SurgeryMove.HOLD: (holding.hold, {}, KEEPERS),
        SurgeryMove.FOLLOW_UP: (holding.follow_up, {}, KEEPERS),
        SurgeryMove.CLOSE: (holding.close, {"reason": REASON}, {"the chair"}),
        SurgeryMove.CANCEL: (preparing.cancel, {"reason": REASON}, {"the chair"}),
    }
    # What is left goes by the calendar, and no door leads to it.
    assert set(SurgeryMove) - set(deeds) == {
        SurgeryMove.SEND_TO_SERVICE, SurgeryMove.PUT_OUT_PAPERS, SurgeryMove.RETURN,
    }  # fmt: skip
    with scene.database.transaction() as session:
        for state in SurgeryState:
            for move, (deed, given, may) in deeds.items():
                put(session, SurgeryRow, number, state)

                def attempt(session: Session, person: Person, deed: Any = deed, given: Any = given) -> object:
                    return deed(session, today, person=person, place=FORM, surgery_id=number, now=NOW, **given)

                everybody_tries(
                    scene,
                    session,
                    attempt,
                    may=may,
                    legal=SURGERY.allows(state, move),
                    after=stands(session, SurgeryRow, number, target(SURGERY, state, move)),
                )


@ON_SQLITE
def test_what_is_written_at_a_surgery(scene: Scene) -> None:
    number = held(scene).id
    today = on(scene, DAY).snapshot
    before = {SurgeryState.CHOSEN, SurgeryState.SCHEDULED, SurgeryState.WITH_SERVICE, SurgeryState.PAPERS_OUT}
    since = {SurgeryState.HELD, SurgeryState.FOLLOWED, SurgeryState.BACK_WITH_BOARD}
    action = {
        "code": "HSG-020", "text": "Offer a guaranteed rent", "owner_role": OWNER, "due_on": date(2027, 3, 1),
        "effect": "20 fewer a month",
    }  # fmt: skip
    deeds: list[tuple[Any, dict[str, Any], set[str], set[SurgeryState]]] = [
        (contributing.give, {"kind": ContributionKind.PROPOSAL, "text": "A guaranteed rent."}, SERVICE, before),
        (contributing.give, {"kind": ContributionKind.CAUSE, "text": "Rents rose."}, KEEPERS, before | since),
        (agree, action, KEEPERS, since),
        (recommend, {"text": "Fund two more officers for this."}, KEEPERS, since),
        (preparing.invite, {"role": "Housing lead, a similar council", "part": "expert"}, KEEPERS, before),
        (holding.mark_attendance, {"attended": {}}, KEEPERS, since | before - {SurgeryState.CHOSEN}),
    ]
    with scene.database.transaction() as session:
        for state in SurgeryState:
            for deed, given, may, legal in deeds:
                put(session, SurgeryRow, number, state)

                def attempt(session: Session, person: Person, deed: Any = deed, given: Any = given) -> object:
                    return deed(session, today, person=person, place=FORM, surgery_id=number, now=NOW, **given)

                everybody_tries(scene, session, attempt, may=may, legal=state in legal, after=lambda: True)


@ON_SQLITE
def test_actions(scene: Scene) -> None:
    number = agreed(scene, held(scene).id)
    today = on(scene, date(2027, 1, 20)).snapshot
    reporters = KEEPERS | SERVICE
    with scene.database.transaction() as session:
        for state in ActionState:
            for move in (*ActionMove, None):
                put(session, ActionRow, number, state)

                def attempt(session: Session, person: Person, move: ActionMove | None = move) -> object:
                    return report(
                        session, today, person=person, place=FORM, action_id=number, move=move, text=REASON, now=NOW,
                        evidence="Cabinet report, item 7", due_on=date(2027, 4, 1),
                    )  # fmt: skip

                everybody_tries(
                    scene,
                    session,
                    attempt,
                    may=KEEPERS if move is ActionMove.REOPEN else reporters,
                    legal=move is None or ACTION.allows(state, move),
                    after=stands(session, ActionRow, number, target(ACTION, state, move) if move else state),
                )


@ON_SQLITE
def test_recommendations(scene: Scene) -> None:
    made = doing(on(scene, DAY), recommend, CLERK, surgery_id=held(scene).id, text="Fund two more officers for this.")
    number, today = made.id, on(scene, DAY).snapshot
    deeds: Mapping[RecommendationMove, tuple[Any, dict[str, Any], set[str]]] = {
        RecommendationMove.RECEIVE: (receive, {"received_on": DAY}, KEEPERS | {"the cabinet member"}),
        RecommendationMove.ANSWER: (
            respond, {"response": Response.REJECTED, "answer": REASON}, {"the cabinet member", "the clerk"},
        ),
    }  # fmt: skip
    with scene.database.transaction() as session:
        for state in RecommendationState:
            for move, (deed, given, may) in deeds.items():
                put(session, RecommendationRow, number, state)

                def attempt(session: Session, person: Person, deed: Any = deed, given: Any = given) -> object:
                    return deed(session, today, person=person, place=FORM, number=number, now=NOW, **given)

                everybody_tries(
                    scene,
                    session,
                    attempt,
                    may=may,
                    legal=RECOMMENDATION.allows(state, move),
                    after=stands(session, RecommendationRow, number, target(RECOMMENDATION, state, move)),
                )
