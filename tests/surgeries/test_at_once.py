"""Two at once, forms sent twice, stale forms, people who left: nothing is lost and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time
from threading import Barrier
from typing import Any

import pytest

from perfdata import audit
from perfdata.action_plans.agreeing import agree
from perfdata.action_plans.chasing import chase
from perfdata.action_plans.reporting import report
from perfdata.errors import IllegalMove
from perfdata.store.tables import (
    ActionRow,
    ActionUpdateRow,
    AuditRow,
    ContributionRow,
    OutboxRow,
    RecommendationRow,
    ReminderRow,
)
from perfdata.surgeries import contributing, holding, preparing
from perfdata.surgeries.contributions import ContributionKind
from perfdata.surgeries.lifecycles import ActionMove, NominationMove
from perfdata.surgeries.recommendation import Response
from perfdata.surgeries.recommending import receive, recommend, respond
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import CHAIR, NOW, REASON, decided, nominate, rows
from tests.surgeries.test_surgery import CLERK, DAY, OWNER, agreed, chosen, doing, held, on, scheduled

__all__ = ["scene"]

DIRECTOR = "Strategic Director, Homes and Communities"
Deed = Callable[[Scene, str], object]


def _schedule(scene: Scene) -> tuple[Deed, str, str]:
    number = chosen(scene)
    given: dict[str, Any] = {
        "surgery_id": number, "held_on": DAY, "starts_at": time(14), "where": "Here", "seen_version": 1,
    }  # fmt: skip
    return lambda scene, who: doing(scene, preparing.schedule, who, **given), CHAIR, CLERK


def _hold(scene: Scene) -> tuple[Deed, str, str]:
    number = scheduled(scene).id
    return lambda scene, who: doing(on(scene, DAY), holding.hold, who, surgery_id=number), CHAIR, CLERK


def _close(scene: Scene) -> tuple[Deed, str, str]:
    number = held(scene).id
    return lambda scene, who: doing(scene, holding.close, who, surgery_id=number, reason=REASON), CHAIR, CHAIR


def _report(scene: Scene) -> tuple[Deed, str, str]:
    given: dict[str, Any] = {"action_id": agreed(scene, held(scene).id), "move": ActionMove.FINISH, "text": "Done"}
    day = on(scene, date(2027, 1, 20))
    return (
        lambda scene, who: doing(on(scene, day.snapshot.today), report, who, **given, seen_version=1),
        OWNER,
        DIRECTOR,
    )


def _answer(scene: Scene) -> tuple[Deed, str, str]:
    today = on(scene, DAY)
    number = doing(today, recommend, CLERK, surgery_id=held(scene).id, text="Fund two more officers.").id
    doing(today, receive, CLERK, number=number, received_on=DAY)
    given: dict[str, Any] = {"number": number, "response": Response.ACCEPTED, "answer": REASON, "seen_version": 2}
    return lambda scene, who: doing(on(scene, DAY), respond, who, **given), CLERK, "Cabinet Member, Housing"


@pytest.mark.parametrize("prepare", [_schedule, _hold, _close, _report, _answer])
def test_of_two_at_once_one_is_done_and_the_other_is_told_why(
    scene: Scene, prepare: Callable[[Scene], tuple[Deed, str, str]]
) -> None:
    deed, first, second = prepare(scene)
    before = len(rows(scene, AuditRow))
    ready = Barrier(2)

    def attempt(who: str) -> str:
        ready.wait(timeout=30)
        try:
            deed(scene, who)
        except IllegalMove as refused:
            return refused.sentence
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(attempt, (first, second)))
    assert said[0] == ""
    assert said[1].endswith((".", "again.")), "the other is told"
    assert len(rows(scene, AuditRow)) == before + 1
    keys = [row.key for row in rows(scene, OutboxRow)]
    assert len(keys) == len(set(keys))
    with scene.database.reading() as session:
        assert audit.verify(session) is None


def test_a_form_that_is_sent_twice_is_written_down_once(scene: Scene) -> None:
    surgery, today = held(scene).id, on(scene, DAY)
    action: dict[str, Any] = {
        "surgery_id": surgery, "code": "HSG-020", "text": "Offer a guaranteed rent", "owner_role": OWNER,
        "due_on": date(2027, 2, 1), "effect": "20 fewer a month",
    }  # fmt: skip
    cause: dict[str, Any] = {"surgery_id": surgery, "kind": ContributionKind.CAUSE, "text": "Rents rose."}

    def twice(_: int) -> None:
        doing(today, agree, CLERK, **action)
        doing(today, recommend, CLERK, surgery_id=surgery, text="Fund two more officers.")
        doing(today, contributing.give, CLERK, **cause)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(twice, range(2)))
    assert [len(rows(scene, table)) for table in (ActionRow, RecommendationRow, ContributionRow)] == [1, 1, 1]
    assert len([row for row in rows(scene, OutboxRow) if row.kind == "recommendation"]) == 2, "board, cabinet member"
    said = doing(today, contributing.give, CLERK, **cause, replaces=None)
    doing(today, contributing.give, CLERK, surgery_id=surgery, kind=cause["kind"], text="", replaces=said.id)
    assert doing(today, contributing.give, CLERK, **cause).id != said.id, "what was withdrawn may be said again"
    doing(today, agree, CHAIR, **(action | {"due_on": date(2027, 3, 1)}))
    assert len(rows(scene, ActionRow)) == 2, "with another day it is another action"


def test_a_stale_form_is_sent_back_and_changes_nothing(scene: Scene) -> None:
    surgery = scheduled(scene)
    doing(on(scene, DAY), holding.hold, surgery_id=surgery.id)
    for deed, given in (
        (preparing.schedule, {"held_on": date(2027, 1, 13), "starts_at": time(9), "where": ""}),
        (preparing.cancel, {"reason": REASON}),
        (holding.close, {"reason": REASON}),
    ):
        with pytest.raises(IllegalMove, match="changed this surgery since you opened it"):
            doing(scene, deed, surgery_id=surgery.id, seen_version=surgery.version, **given)
    number = agreed(scene, surgery.id)
    doing(on(scene, date(2027, 1, 20)), report, OWNER, action_id=number, move=ActionMove.START, text="")
    stale = {"action_id": number, "move": ActionMove.FINISH, "text": "Done", "seen_version": 1}
    with pytest.raises(IllegalMove, match="reported on this action since you opened it"):
        doing(on(scene, date(2027, 1, 20)), report, OWNER, **stale)
    assert len(rows(scene, ActionUpdateRow)) == 1


def without(scene: Scene, *titles: str) -> Scene:
    """The same scene after these people have left."""
    gone = {scene.person(title).user_id for title in titles}
    people = {key: one for key, one in scene.snapshot.people.items() if one.user_id not in gone}
    return replace(scene, snapshot=replace(scene.snapshot, people=people))


def test_when_people_have_left_the_next_are_asked_and_what_they_began_goes_on(scene: Scene) -> None:
    nomination = nominate(scene)
    left = without(scene, "Councillor 8", OWNER)
    surgery = decided(left, nomination, NominationMove.CHOOSE).surgery
    assert surgery is not None
    given = {"surgery_id": surgery, "held_on": DAY, "starts_at": time(14), "where": "Council House"}
    invited = doing(left, preparing.schedule, CLERK, **given).invitations
    assert OWNER not in {one.title for one in invited}
    doing(on(left, DAY), holding.hold, CLERK, surgery_id=surgery)
    agreed(on(scene, DAY), surgery)
    with scene.database.transaction() as session:
        chase(session, on(left, date(2027, 2, 1)).snapshot, now=NOW)
    asked = {row.user_id for row in rows(scene, ReminderRow)}
    assert asked == {scene.person(DIRECTOR).user_id}, "with the owner gone, the director"
    nobody = without(left, DIRECTOR)
    with scene.database.transaction() as session:
        chase(session, on(nobody, date(2027, 2, 2)).snapshot, now=NOW)
    asked = {row.user_id for row in rows(scene, ReminderRow)} - asked
    assert asked == {scene.person(CHAIR).user_id}, "with the director gone too, whoever chairs"
