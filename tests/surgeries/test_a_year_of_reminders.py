"""A year of the chase, day by day: the right days, working days alone, and nobody more than once a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from perfdata.action_plans.chasing import TO_AGENDA, TO_DIRECTOR, WARNING, chase
from perfdata.action_plans.reporting import report
from perfdata.collecting.chasing import chase_owners
from perfdata.owners_words.asking import ask_for_words
from perfdata.reminders import send_waiting
from perfdata.service_questions.chasing import chase as chase_questions
from perfdata.store.tables import OutboxRow, ReminderRow
from perfdata.surgeries.days import papers_due
from perfdata.surgeries.lifecycles import ActionMove, NominationMove
from perfdata.surgeries.preparing import schedule
from perfdata.surgeries.recommendations_due import chase_recommendations
from perfdata.surgeries.recommending import receive, recommend
from perfdata.surgeries.reminding import DECIDE, NEXT_DAY, NO_DATE, STILL, STILL_NO_DATE, WHO_COMES, remind
from perfdata.working_days import after_working_days, is_working_day, working_day_before
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import CHAIR, NOW, VICE_CHAIR, decided, nominate, rows
from tests.surgeries.test_surgery import CLERK, DAY, OWNER, agreed, doing, held, on

__all__ = ["scene"]

DIRECTOR = "Strategic Director, Homes and Communities"
SPECIAL = {"Christmas Day": date(2026, 12, 25), "a Saturday": date(2027, 5, 15), "Good Friday": date(2027, 3, 26)}
DUE = (date(2027, 2, 1), *SPECIAL.values(), date(2027, 8, 31), date(2027, 9, 1))


def _unopened(scene: Scene) -> tuple[int, date]:
    """A surgery with a date in January on which nobody opens its record; its number and its day."""
    number = decided(scene, nominate(scene, "HSG-021", "Councillor 3"), NominationMove.CHOOSE).surgery
    assert number is not None
    day = date(2027, 1, 20)
    doing(scene, schedule, surgery_id=number, held_on=day, starts_at=time(14), where="Council House")
    return number, day


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
def test_a_year(scene: Scene) -> None:
    rules = replace(scene.snapshot.council.surgeries, a_quarter=3)
    council = replace(scene.snapshot.council, surgeries=rules)
    scene = replace(scene, snapshot=replace(scene.snapshot, council=council))
    surgery = held(scene).id
    closed = council.calendar.extra_holidays
    numbers = {due: agreed(scene, surgery, due_on=due) for due in DUE}
    made = doing(on(scene, DAY), recommend, CLERK, surgery_id=surgery, text="Fund two more officers.").id
    # Nobody dates the one, opens the other, ends the first or decides on the third.
    undated = decided(scene, nominate(scene, "HSG-004"), NominationMove.CHOOSE, CHAIR).surgery
    undecided, (unopened, meets) = nominate(scene, "HSG-001"), _unopened(scene)
    done = date(2027, 8, 27)
    day, last = DAY, date(2027, 12, 15)
    settled = {after_working_days(due, TO_AGENDA + 2, closed): due for due in DUE if due != date(2027, 9, 1)}
    while day <= last:
        today = on(scene, day)
        if day == date(2027, 1, 4):
            doing(today, receive, CLERK, number=made, received_on=day)
        if day in settled:
            number = numbers[settled[day]]
            doing(today, report, CLERK, action_id=number, move=ActionMove.GIVE_UP, text="The board decided so.")
        if day == done:
            doing(today, report, OWNER, action_id=numbers[date(2027, 9, 1)], move=ActionMove.FINISH, text="Done")
        # A second process, or the next wake, on the first of each month.
        for _ in range(2 if day.day == 1 else 1):
            with scene.database.transaction() as session:
                chase(session, today.snapshot, now=NOW)
                chase_recommendations(session, today.snapshot, now=NOW)
                remind(session, today.snapshot, now=NOW)
                if day < date(2027, 1, 1):
                    # What else goes into the same message, in the weeks in which most falls together.
                    chase_owners(session, today.snapshot, now=NOW)
                    ask_for_words(session, today.snapshot, now=NOW)
                    chase_questions(session, today.snapshot, now=NOW)
                send_waiting(session, council, today=day, now=NOW)
        day += timedelta(days=1)

    titles = {one.user_id: one.title for one in scene.snapshot.people.values()}
    bundles = [
        (date.fromisoformat(row.payload["day"]), titles[row.channel_id], row.payload["reminders"])
        for row in rows(scene, OutboxRow)
        if row.kind == "reminders"
    ]
    assert all(is_working_day(day, closed) for day, *_ in bundles)
    assert max(Counter((day, title) for day, title, _ in bundles).values()) == 1
    told = {(title, one["number"], day) for day, title, some in bundles for one in some if one["about"] == "action"}
    others = {
        (one["about"], one["number"], title, day)
        for day, title, some in bundles
        for one in some
        if one["about"] in ("surgery", "nomination") and title in (CHAIR, VICE_CHAIR, CLERK)
    }

    def after(of: date, count: int) -> date:
        return after_working_days(of, count, closed)

    out = papers_due(meets, council)
    start = scene.snapshot.today
    assert others == {
        ("surgery", undated, CLERK, max(DAY, after(start, NO_DATE))),
        ("surgery", undated, CHAIR, after(start, STILL_NO_DATE)),
        ("surgery", unopened, CHAIR, working_day_before(out, WHO_COMES, closed)),
        ("surgery", unopened, CLERK, working_day_before(out, WHO_COMES, closed)),
        ("surgery", unopened, CLERK, after(meets, NEXT_DAY)),
        ("surgery", unopened, CHAIR, after(meets, STILL)),
        ("surgery", surgery, CLERK, after(DAY, NEXT_DAY)),
        ("surgery", surgery, CHAIR, after(DAY, STILL)),
        *(
            (
                "nomination",
                undecided,
                title,
                max(DAY, working_day_before(after(start, rules.decide_within), DECIDE, closed)),
            )
            for title in (CHAIR, VICE_CHAIR)
        ),
    }
    for due, number in numbers.items():
        expected = {
            (OWNER, number, working_day_before(due, WARNING, closed)),
            (OWNER, number, after_working_days(due + timedelta(days=1), 0, closed)),
            (DIRECTOR, number, after_working_days(due, TO_DIRECTOR, closed)),
            (CHAIR, number, after_working_days(due, TO_AGENDA, closed)),
        }
        if is_working_day(due, closed):
            expected.add((OWNER, number, due))
        if due == date(2027, 9, 1):
            expected = {one for one in expected if one[2] < done}
        got = {one for one in told if one[1] == number}
        assert {(title if title in (OWNER, CHAIR) else DIRECTOR, one, day) for title, one, day in got} == expected, due
    subjects = [(row.subject, row.stage, row.user_id) for row in rows(scene, ReminderRow)]
    assert len(subjects) == len(set(subjects))
    assert all(row.outbox_key for row in rows(scene, ReminderRow)), "nothing waits for ever"
