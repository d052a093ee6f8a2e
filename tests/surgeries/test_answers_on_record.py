"""What came of surgeries that the product holds is answered like those from before, to those who may see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot import THESAURUS
from config.thesaurus import read_thesaurus
from handlers.views.answers import reply
from perfdata.action_plans.reporting import report
from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import Snapshot, Snapshots, build_snapshot, with_surgeries
from perfdata.store.tables import SurgeryRow
from perfdata.surgeries import holding
from perfdata.surgeries.lifecycles import ActionMove, NominationMove
from perfdata.surgeries.recommendation import Response
from perfdata.surgeries.recommending import receive, recommend, respond
from perfdata.surgeries.turning import review_all
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import CHAIR, NOW, decided, nominate
from tests.surgeries.test_surgery import CLERK, DAY, OWNER, agreed, doing, held, on, scheduled

__all__ = ["scene"]

pytestmark = pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)

OPEN = Place(PlaceKind.CHANNEL, "C0GENERAL1")
LATER = date(2027, 2, 10)


def asked(scene: Scene, question: str, *, today: date = LATER, place: Place = OPEN, title: str = CHAIR) -> Answer:
    """The answer to a question on a day, after what has been recorded; it passes the guard."""
    snapshot = now_held(scene, today)
    asking = Asking(read_thesaurus(THESAURUS))
    said = asking.reply(question, snapshot, Context(scene.person(title), place))
    assert isinstance(said, Answer), said
    reply(said)
    return said


def now_held(scene: Scene, today: date, known_on: date | None = None) -> Snapshot:
    """A snapshot as it is read now."""
    with scene.database.reading() as session:
        return build_snapshot(session, scene.snapshot.council, today, known_on=known_on)


def words(said: Answer) -> str:
    """All that is said."""
    return " ".join((*said.paragraphs, *(f"{item.title} {item.status} {item.period}" for item in said.items)))


QUESTION = "what came out of the surgery on households in temporary accommodation in December 2026?"


def test_what_came_out_of_a_surgery_run_here(scene: Scene) -> None:
    surgery = held(scene).id
    action = agreed(scene, surgery)
    doing(on(scene, DAY), holding.follow_up, surgery_id=surgery)
    number = doing(on(scene, DAY), recommend, surgery_id=surgery, text="Fund two more officers for private lets.").id
    before = words(asked(scene, QUESTION))
    assert (
        "it went to surgery on 16 December 2026, with the Housing and Communities Board. It is followed up." in before
    )
    assert "There is no figure yet for a period that ended after it." in before
    assert "1 action agreed: overdue." in before
    assert "“Offer landlords a guaranteed rent” overdue Housing Options and Supply" in before, "the service, in public"
    assert "“Fund two more officers for private lets.” (not answered yet)" in before
    doing(on(scene, LATER), report, OWNER, action_id=action, move=ActionMove.FINISH, text="All 20 have signed.")
    doing(on(scene, LATER), receive, CLERK, number=number, received_on=LATER)
    doing(on(scene, LATER), respond, CLERK, number=number, response=Response.PARTLY, answer="One, from April on.")
    after = asked(scene, QUESTION, place=Place(PlaceKind.DIRECT), title=CHAIR)
    assert "1 action agreed: done." in words(after)
    assert OWNER in words(after), "the post, where nobody else reads"
    assert "(answered: accepted in part)" in words(after)
    assert after.items[0].detail == "“All 20 have signed.”"


def test_whether_the_curve_turned_and_why_it_was_closed(scene: Scene) -> None:
    # Held in September, so that October's figure is one since then.
    surgery = held(scene).id
    with scene.database.transaction() as session:
        session.get_one(SurgeryRow, surgery).held_on = date(2026, 9, 15)
    with scene.database.transaction() as session:
        assert review_all(session, scene.snapshot, now=NOW)
    doing(scene, holding.close, surgery_id=surgery, reason="The board has seen enough of it.")
    said = words(asked(scene, QUESTION.replace("December", "September"), today=date(2026, 11, 24)))
    assert "It is closed. The outcome on record: “The board has seen enough of it.”." in said
    assert "for October 2026: no effect yet, so the curve has not turned." in said


def test_what_is_on_its_way_with_and_without_a_date(scene: Scene) -> None:
    decided(scene, nominate(scene, "HSG-004"), NominationMove.CHOOSE)
    scheduled(scene)
    said = words(asked(scene, "when is the next surgery of the housing board?", today=date(2026, 11, 25)))
    assert "The next surgery is on 16 December 2026, on Households in temporary accommodation" in said
    assert "chosen for a surgery; no date is set yet." in said


def test_actions_agreed_here_are_among_the_overdue(scene: Scene) -> None:
    agreed(scene, held(scene).id)
    said = asked(scene, "which actions are overdue for households in temporary accommodation?")
    assert any("guaranteed rent" in item.title for item in said.items)


def test_members_do_not_read_what_figures_say_that_are_not_released(scene: Scene) -> None:
    surgery = held(scene).id
    with scene.database.transaction() as session:
        session.get_one(SurgeryRow, surgery).held_on = date(2026, 9, 15)
    with scene.database.transaction() as session:
        assert review_all(session, scene.snapshot, now=NOW)
    everything = now_held(scene, date(2026, 11, 24))
    [run] = everything.run_surgeries
    assert (run.turn, run.turn_in is not None and run.turn_in.label) == ("no effect yet", "Oct 2026")
    with scene.database.reading() as session:
        september = build_snapshot(session, scene.snapshot.council, date(2026, 11, 24), known_on=date(2026, 10, 26))
    members = with_surgeries(replace(everything, members=september), everything.run_surgeries, 99).members
    assert members is not None
    [told] = members.run_surgeries
    assert (told.turn, told.turn_in, told.held_on) == ("", None, date(2026, 9, 15))


def test_an_exempt_measures_surgery_is_as_if_not_held(scene: Scene) -> None:
    held(scene)
    with scene.database.reading() as session:
        snapshot = build_snapshot(session, scene.snapshot.council, LATER)
    measures = dict(snapshot.measures)
    measures["HSG-020"] = replace(measures["HSG-020"], exempt=True)
    hidden = replace(snapshot, measures=measures)
    asking = Asking(read_thesaurus(THESAURUS))
    said = asking.reply("what came out of the surgeries in December 2026?", hidden, Context(scene.person(CHAIR), OPEN))
    assert "temporary accommodation" not in str(said)


def test_a_snapshot_takes_up_what_is_recorded_without_judging_figures_anew(scene: Scene) -> None:
    snapshots = Snapshots(scene.snapshot.council)
    with scene.database.reading() as session:
        first = snapshots.current(session, DAY)
        assert snapshots.current(session, DAY) is first
    surgery = scheduled(scene).id
    with scene.database.reading() as session:
        second = snapshots.current(session, DAY)
        assert [one.number for one in second.run_surgeries] == [surgery]
        assert second.series is first.series
        assert second.standings is first.standings
        assert snapshots.current(session, DAY) is second


def test_as_at_a_past_day_only_what_was_known_then_is_there(scene: Scene) -> None:
    agreed(scene, held(scene).id)
    assert now_held(scene, LATER, known_on=date(2026, 11, 23)).run_surgeries == ()
    [then] = now_held(scene, LATER, known_on=date(2026, 11, 24)).run_surgeries
    assert len(then.actions) == 1
