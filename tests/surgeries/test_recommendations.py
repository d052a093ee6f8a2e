"""Recommendations to the executive: the two months, who records what, what is told, and the chase over a year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from handlers.views.recommendations import owed_recommendation
from perfdata import audit
from perfdata.errors import BadInput, IllegalMove, NotAllowed, NotFound
from perfdata.reminders import send_waiting
from perfdata.store.tables import AuditRow, OutboxRow, ReminderRow
from perfdata.surgeries import holding
from perfdata.surgeries.agenda import agenda
from perfdata.surgeries.lifecycles import RecommendationMove, RecommendationState
from perfdata.surgeries.recommendation import Response, answer_due
from perfdata.surgeries.recommendations_due import chase_recommendations
from perfdata.surgeries.recommending import receive, recommend, respond
from perfdata.working_days import is_working_day
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import CHAIR, FORM, NOW, PORTFOLIO, rows
from tests.surgeries.test_surgery import CLERK, DAY, OWNER, doing, held, on, scheduled

__all__ = ["scene"]

ON_SQLITE = pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
TEXT = "Fund two more officers to inspect private lets."
ANSWER = "One officer is funded from April; the second waits for the budget."


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-10", "2026-05-09"),
        ("2026-12-31", "2027-02-28"),
        ("2027-12-30", "2028-02-29"),
        ("2027-12-29", "2028-02-28"),
        ("2026-12-28", "2027-02-27"),
        ("2026-01-01", "2026-02-28"),
        ("2026-07-31", "2026-09-30"),
        ("2026-11-01", "2026-12-31"),
        ("2026-08-31", "2026-10-30"),
    ],
)
def test_two_months_begin_with_the_day_of_receipt(received: str, due: str) -> None:
    assert answer_due(date.fromisoformat(received)) == date.fromisoformat(due)


def made(scene: Scene) -> int:
    """A recommendation of a surgery that is being held; its number."""
    number: int = doing(on(scene, DAY), recommend, CLERK, surgery_id=held(scene).id, text=TEXT).id
    return number


def test_it_is_made_received_and_answered_and_each_is_told_and_on_the_record(scene: Scene) -> None:
    number = made(scene)
    received = doing(on(scene, date(2026, 12, 18)), receive, CLERK, number=number, received_on=date(2026, 12, 17))
    assert (received.state, received.answer_by) == (RecommendationState.RECEIVED, date(2027, 2, 16))
    later = on(scene, date(2027, 1, 20))
    with scene.database.reading() as session:
        found = agenda(session, later.snapshot, person=scene.person(PORTFOLIO), place=FORM, board="HCB")
    assert [(one.recommendation.text, one.moves) for one in found.recommended] == [(TEXT, (RecommendationMove.ANSWER,))]
    answered = doing(later, respond, PORTFOLIO, number=number, response=Response.PARTLY, answer=ANSWER)
    assert (answered.state, answered.answered_by) == (RecommendationState.ANSWERED, scene.person(PORTFOLIO).title)
    with scene.database.reading() as session:
        assert audit.verify(session) is None
        found = agenda(session, later.snapshot, person=scene.person(CHAIR), place=FORM, board="HCB")
    assert not found.recommended
    channel, told = scene.snapshot.boards["HCB"].channel_id, rows(scene, OutboxRow)
    of_board = [one for one in told if one.kind == "recommendation" and one.channel_id == channel]
    privately = [one.channel_id for one in told if one.kind == "recommendation" and one.channel_id != channel]
    assert privately == [scene.person(PORTFOLIO).user_id]
    said = [owed_recommendation(one.payload)["text"] for one in of_board]
    assert "Two months beginning with the day of receipt" in said[0]
    assert "Received on 17 December 2026, so it is to be answered by 16 February 2027." in said[1]
    assert "answered: accepted in part." in said[2]
    assert f"“{ANSWER}” ({PORTFOLIO}" in said[2]
    acts = [row.act for row in rows(scene, AuditRow)][-3:]
    assert acts == ["made a recommendation", "received a recommendation", "answered a recommendation"]


@ON_SQLITE
@pytest.mark.parametrize("title", ["Councillor 8", OWNER, PORTFOLIO, "Vice Chair, Housing", "Chair, Children"])
def test_only_who_keeps_the_record_recommends(scene: Scene, title: str) -> None:
    with pytest.raises(NotAllowed, match=r"^Only the chair of the board or the clerk may recommend\.$"):
        doing(on(scene, DAY), recommend, title, surgery_id=held(scene).id, text=TEXT)


@ON_SQLITE
def test_what_may_not_be_is_refused_with_the_reason(scene: Scene) -> None:
    early = scheduled(scene).id
    with pytest.raises(IllegalMove, match="scheduled, so it cannot recommend"):
        doing(scene, recommend, surgery_id=early, text=TEXT)
    doing(on(scene, DAY), holding.hold, surgery_id=early)
    number = doing(on(scene, DAY), recommend, surgery_id=early, text=TEXT).id
    with pytest.raises(BadInput, match="what the executive should do"):
        doing(on(scene, DAY), recommend, surgery_id=early, text="  no ")
    with pytest.raises(BadInput, match="leave out “Mrs Example”"):
        doing(on(scene, DAY), recommend, surgery_id=early, text="Have Mrs Example look into the lets.")
    given: dict[str, Any] = {"number": number, "response": Response.ACCEPTED, "answer": ANSWER}
    with pytest.raises(IllegalMove, match="made, so it cannot be answered now"):
        doing(on(scene, DAY), respond, PORTFOLIO, **given)
    for day in (DAY - timedelta(days=30), DAY + timedelta(days=1)):
        with pytest.raises(BadInput, match="from the day it was made to today"):
            doing(on(scene, DAY), receive, number=number, received_on=day)
    with pytest.raises(NotAllowed, match="may record the receipt"):
        doing(on(scene, DAY), receive, "Councillor 8", number=number, received_on=DAY)
    with pytest.raises(NotFound):
        doing(on(scene, DAY), receive, number=99, received_on=DAY)
    with pytest.raises(IllegalMove, match="since you opened it"):
        doing(on(scene, DAY), receive, number=number, received_on=DAY, seen_version=7)
    doing(on(scene, DAY), receive, number=number, received_on=DAY)
    with pytest.raises(IllegalMove, match="received by the executive, so it cannot be received"):
        doing(on(scene, DAY), receive, number=number, received_on=DAY)
    with pytest.raises(NotAllowed, match="may record the answer"):
        doing(on(scene, DAY), respond, CHAIR, **given)
    with pytest.raises(BadInput, match="what the executive will do"):
        doing(on(scene, DAY), respond, PORTFOLIO, **(given | {"answer": ""}))
    assert doing(on(scene, DAY), respond, CLERK, **given).response is Response.ACCEPTED


@ON_SQLITE
def test_nobody_has_to_remember_the_two_months(scene: Scene) -> None:
    number = made(scene)
    council, people = scene.snapshot.council, {one.user_id: one.title for one in scene.snapshot.people.values()}

    def days(first: date, last: date) -> None:
        day = first
        while day <= last:
            for _ in range(2):
                with scene.database.transaction() as session:
                    chase_recommendations(session, on(scene, day).snapshot, now=NOW)
                    send_waiting(session, council, today=day, now=NOW)
            day += timedelta(days=1)

    days(DAY, date(2027, 1, 3))
    doing(on(scene, date(2027, 1, 4)), receive, CLERK, number=number, received_on=date(2027, 1, 4))
    days(date(2027, 1, 4), date(2027, 3, 31))
    doing(on(scene, date(2027, 4, 1)), respond, CLERK, number=number, response=Response.REJECTED, answer=ANSWER)
    days(date(2027, 4, 1), date(2027, 4, 12))
    sent = [
        (one.payload["day"], people[one.channel_id], one.payload["reminders"][0]["asked"])
        for one in rows(scene, OutboxRow)
        if one.kind == "reminders"
    ]
    assert sorted({(day, "a clerk" if "clerk" in who else who) for day, who, _ in sent}) == [
        ("2026-12-16", "a clerk"),
        ("2027-02-17", PORTFOLIO),
        ("2027-03-03", PORTFOLIO),
        ("2027-03-04", PORTFOLIO),
        ("2027-03-04", "a clerk"),
        ("2027-03-10", CHAIR),
    ]
    assert len({(day, who) for day, who, _ in sent}) == len(sent), "nobody twice a day"
    assert "by 3 March 2027, which is the last day" in next(asked for day, _, asked in sent if day == "2027-03-03")
    assert all(is_working_day(date.fromisoformat(day)) for day, *_ in sent)
    assert not [row for row in rows(scene, ReminderRow) if row.outbox_key is None]
