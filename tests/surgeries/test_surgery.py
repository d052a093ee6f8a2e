"""A surgery from its choice to its end: dates, invitations, the service's turn, the record, actions, and the curve."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest

from perfdata import audit
from perfdata.action_plans.action import actions
from perfdata.action_plans.agreeing import agree
from perfdata.action_plans.chasing import Stage, chase, stage_on
from perfdata.action_plans.reporting import report
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.reminders import send_waiting
from perfdata.store.tables import InvitationRow, OutboxRow, ReminderRow
from perfdata.surgeries import contributing, days, holding, preparing
from perfdata.surgeries.baseline import Baseline
from perfdata.surgeries.contributions import ContributionKind
from perfdata.surgeries.evidence import evidence_of
from perfdata.surgeries.following import follow_all
from perfdata.surgeries.lifecycles import ActionMove, ActionState, InvitationMove, NominationMove, SurgeryState
from perfdata.surgeries.surgery import Surgery, surgeries
from perfdata.surgeries.turning import Turn, review_all, review_of
from perfdata.verdicts.status import Status
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import CHAIR, FORM, NOW, decided, nominate, rows

__all__ = ["scene"]

CLERK = "Scrutiny Officer 2 (board clerk)"
OWNER = "Head of Housing Options and Supply"
DAY = date(2026, 12, 16)


def on(scene: Scene, day: date) -> Scene:
    """The same scene on another day."""
    return replace(scene, snapshot=replace(scene.snapshot, today=day))


def doing(scene: Scene, act: Any, title: str = CHAIR, **given: Any) -> Any:
    """Do something as somebody, and commit."""
    with scene.database.transaction() as session:
        return act(session, scene.snapshot, person=scene.person(title), place=FORM, now=NOW, **given)


def chosen(scene: Scene) -> int:
    """A surgery on households in temporary accommodation; its number."""
    surgery = decided(scene, nominate(scene), NominationMove.CHOOSE).surgery
    assert surgery is not None
    return surgery


def scheduled(scene: Scene) -> Surgery:
    """The same, with a date."""
    done: Surgery = doing(
        scene, preparing.schedule, surgery_id=chosen(scene), held_on=DAY, starts_at=time(14), where="Council House"
    )
    return done


def held(scene: Scene) -> Surgery:
    """The same, held on its day."""
    done: Surgery = doing(on(scene, DAY), holding.hold, surgery_id=scheduled(scene).id)
    return done


def agreed(scene: Scene, surgery: int, due_on: date = date(2027, 2, 1)) -> int:
    """One action of the owner's; its number."""
    action = doing(
        on(scene, DAY),
        agree,
        surgery_id=surgery,
        code="HSG-020",
        text="Offer landlords a guaranteed rent",
        owner_role=OWNER.lower(),
        due_on=due_on,
        effect="20 fewer households a month",
    )
    assert action.owner_role == OWNER
    number: int = action.id
    return number


def test_a_date_leaves_time_for_the_service_and_five_clear_days(scene: Scene) -> None:
    number = chosen(scene)
    wanted: dict[str, Any] = {"surgery_id": number, "starts_at": time(14), "where": "Council House"}
    with pytest.raises(BadInput, match="not a working day"):
        doing(scene, preparing.schedule, held_on=date(2026, 12, 25), **wanted)
    with pytest.raises(BadInput, match=r"The first day is 9 December 2026\."):
        doing(scene, preparing.schedule, held_on=date(2026, 12, 8), **wanted)
    with pytest.raises(NotAllowed, match="Only the chair of the board or the clerk"):
        doing(scene, preparing.schedule, "Councillor 8", held_on=DAY, **wanted)
    surgery = doing(scene, preparing.schedule, CLERK, held_on=DAY, **wanted)
    assert (surgery.state, surgery.held_on, surgery.version) == (SurgeryState.SCHEDULED, DAY, 2)
    assert days.papers_due(DAY, scene.snapshot.council) == date(2026, 12, 8)
    assert days.to_service_by(DAY, scene.snapshot.council) == date(2026, 12, 1)


def test_all_whom_the_model_names_are_invited_once_and_asked_anew_for_a_new_date(scene: Scene) -> None:
    surgery = scheduled(scene)
    invited = {one.title: one for one in surgery.invitations}
    assert {CHAIR, "Vice Chair, Housing and Communities Board", OWNER, "Cabinet Member, Housing", CLERK} <= set(invited)
    assert not any(title.startswith("Councillor") for title in invited)
    with scene.database.transaction() as session:
        said = preparing.answer(
            session,
            scene.snapshot,
            person=scene.person(OWNER),
            invitation_id=invited[OWNER].id,
            move=InvitationMove.ACCEPT,
            now=NOW,
        )
    assert {one.title: one.state for one in said.invitations}[OWNER] == "accepted"
    with scene.database.transaction() as session, pytest.raises(NotAllowed):
        preparing.answer(
            session,
            scene.snapshot,
            person=scene.person(CHAIR),
            invitation_id=invited[OWNER].id,
            move=InvitationMove.DECLINE,
            now=NOW,
        )
    moved = doing(
        scene,
        preparing.schedule,
        surgery_id=surgery.id,
        held_on=date(2027, 1, 13),
        starts_at=time(10),
        where="Council House",
    )
    assert len(moved.invitations) == len(surgery.invitations)
    assert {one.state for one in moved.invitations} == {"not answered"}
    outsider = doing(
        scene, preparing.invite, surgery_id=surgery.id, role="Housing lead, a similar council", part="expert"
    )
    assert [(one.title, one.user_id) for one in outsider.invitations][-1] == ("Housing lead, a similar council", "")
    with pytest.raises(IllegalMove, match="invited already"):
        doing(scene, preparing.invite, surgery_id=surgery.id, role=OWNER, part="expert")
    told = [one for one in rows(scene, OutboxRow) if one.kind == "surgery" and one.channel_id == invited[OWNER].user_id]
    assert len(told) == 2, "once for each date"


def test_the_service_sees_the_papers_first_and_they_go_out_on_their_day_once(scene: Scene) -> None:
    surgery = scheduled(scene)

    def prepared(day: date) -> list[SurgeryState]:
        with scene.database.transaction() as session:
            return [one.state for one in preparing.prepare_due(session, on(scene, day).snapshot, now=NOW)]

    assert prepared(date(2026, 11, 30)) == []
    assert prepared(date(2026, 12, 1)) == [SurgeryState.WITH_SERVICE]
    assert prepared(date(2026, 12, 1)) == []
    with pytest.raises(NotAllowed):
        give(scene, surgery.id, ContributionKind.CORRECTION, "Not right", CHAIR)
    give(scene, surgery.id, ContributionKind.PROPOSAL, "A guaranteed rent for landlords", OWNER)
    assert prepared(date(2026, 12, 8)) == [SurgeryState.PAPERS_OUT]
    assert prepared(date(2026, 12, 20)) == []
    told = [one.key for one in rows(scene, OutboxRow) if one.kind == "document"]
    assert sum("with_service" in key for key in told) == 3, "owner, director and clerk"
    channel = scene.snapshot.boards["HCB"].channel_id
    out = [one for one in rows(scene, OutboxRow) if "papers_out" in one.key and one.channel_id == channel]
    assert [one.kind for one in out] == ["document", *["papers"] * 11], "the pack, and what it says as a thread"
    assert [one.after_key for one in out[1:]] == [one.key for one in out[:-1]], "one after the other"


def test_papers_that_are_late_go_to_the_service_and_out_on_one_day(scene: Scene) -> None:
    scheduled(scene)
    with scene.database.transaction() as session:
        done = preparing.prepare_due(session, on(scene, date(2026, 12, 14)).snapshot, now=NOW)
    assert [one.state for one in done] == [SurgeryState.WITH_SERVICE, SurgeryState.PAPERS_OUT]


def give(
    scene: Scene,
    surgery: int,
    kind: ContributionKind,
    text: str,
    title: str = CHAIR,
    replaces: int | None = None,
) -> int:
    """Bring words; their number."""
    number: int = doing(scene, contributing.give, title, surgery_id=surgery, kind=kind, text=text, replaces=replaces).id
    return number


def standing(scene: Scene) -> list[tuple[str, str]]:
    """What stands on the record of the only surgery."""
    with scene.database.reading() as session:
        [found] = surgeries(session, scene.snapshot, person=scene.person(CHAIR), place=FORM)
        return [(one.kind.name, one.text) for one in found.contributions]


def test_the_record_keeps_every_word_and_nobody_overwrites_anybody(scene: Scene) -> None:
    surgery = held(scene).id
    story = give(scene, surgery, ContributionKind.STORY, "Rents rose faster than allowances.")
    give(scene, surgery, ContributionKind.CAUSE, "Landlords leave.", CLERK)
    give(scene, surgery, ContributionKind.STORY, "Rents rose twice as fast as allowances.", CLERK, replaces=story)
    with pytest.raises(IllegalMove, match="rewritten that since"):
        give(scene, surgery, ContributionKind.STORY, "Rents fell.", CHAIR, replaces=story)
    assert standing(scene) == [("STORY", "Rents rose twice as fast as allowances."), ("CAUSE", "Landlords leave.")]
    ready = Barrier(2)

    def write(title: str) -> None:
        ready.wait()
        give(scene, surgery, ContributionKind.LOW_COST_IDEA, f"From {title}", title)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (CHAIR, CLERK)))
    assert {text for kind, text in standing(scene) if kind == "LOW_COST_IDEA"} == {f"From {CHAIR}", f"From {CLERK}"}
    with pytest.raises(IllegalMove, match="nothing can be added"):
        give(scene, surgery, ContributionKind.PROPOSAL, "Too late", OWNER)


def test_holding_freezes_what_was_expected_and_ends_with_actions(scene: Scene) -> None:
    surgery = scheduled(scene)
    with pytest.raises(IllegalMove, match="16 December 2026"):
        doing(scene, holding.hold, surgery_id=surgery.id)
    done = doing(on(scene, DAY), holding.hold, CLERK, surgery_id=surgery.id)
    assert done.state is SurgeryState.HELD
    attended = {one.id: one.title == OWNER for one in done.invitations}
    doing(on(scene, DAY), holding.mark_attendance, surgery_id=surgery.id, attended=attended)
    assert sum(bool(one.attended) for one in rows(scene, InvitationRow)) == 1
    with pytest.raises(BadInput, match="No action is open"):
        doing(on(scene, DAY), holding.follow_up, surgery_id=surgery.id)
    agreed(scene, surgery.id)
    assert doing(on(scene, DAY), holding.follow_up, surgery_id=surgery.id).state is SurgeryState.FOLLOWED
    with scene.database.reading() as session:
        assert audit.verify(session) is None


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"owner_role": "Head of Nothing"}, "Nobody here is"),
        ({"code": "ENV-001"}, "not one that this surgery looks into"),
        ({"due_on": DAY}, "a day after today"),
        ({"text": "Do"}, "what is to be done"),
        ({"effect": ""}, "what it should do"),
    ],
)
def test_an_action_needs_an_owner_a_day_and_what_it_should_do(
    scene: Scene, change: dict[str, Any], problem: str
) -> None:
    wanted: dict[str, Any] = {
        "surgery_id": held(scene).id,
        "code": "HSG-020",
        "text": "Offer landlords a guaranteed rent",
        "owner_role": OWNER,
        "due_on": date(2027, 2, 1),
        "effect": "20 fewer households a month",
    }
    with pytest.raises(BadInput, match=problem):
        doing(on(scene, DAY), agree, **(wanted | change))


def test_an_action_is_reported_on_by_its_owner_and_reopened_by_the_chair_alone(scene: Scene) -> None:
    surgery = held(scene).id
    number = agreed(scene, surgery)
    later = on(scene, date(2027, 1, 20))

    def said(move: ActionMove | None, text: str = "", title: str = OWNER, **given: Any) -> Any:
        return doing(later, report, title, action_id=number, move=move, text=text, **given)

    with pytest.raises(NotAllowed, match="Only the Head of Housing Options"):
        said(ActionMove.START, title="Councillor 8")
    with pytest.raises(BadInput, match="later day"):
        said(ActionMove.EXTEND, "Landlords need more time to answer.", due_on=date(2027, 1, 30))
    with pytest.raises(BadInput, match="reason"):
        said(ActionMove.GIVE_UP, "no")
    extended = said(ActionMove.EXTEND, "Landlords need more time to answer.", due_on=date(2027, 3, 1))
    assert (extended.due_on, extended.updates[-1].due_before) == (date(2027, 3, 1), date(2027, 2, 1))
    with pytest.raises(BadInput, match="what shows"):
        said(ActionMove.EVIDENCE, "Done")
    assert said(ActionMove.EVIDENCE, "Done", evidence="Cabinet report, item 7").state is ActionState.EVIDENCED
    with pytest.raises(IllegalMove, match="done, with evidence"):
        said(ActionMove.FINISH)
    with pytest.raises(NotAllowed, match="Only whoever chairs"):
        said(ActionMove.REOPEN, "It is not done at all.", due_on=date(2027, 4, 1))
    assert said(ActionMove.REOPEN, "It is not done at all.", CHAIR, due_on=date(2027, 4, 1)).open
    with pytest.raises(IllegalMove, match="since you opened it"):
        said(None, "A note", seen_version=1)
    told = [one for one in rows(scene, OutboxRow) if one.kind == "action"]
    assert len(told) == 3


def test_an_action_is_chased_in_stages_on_working_days_and_nobody_twice_a_day(scene: Scene) -> None:
    agreed(scene, held(scene).id)
    agreed(scene, 1, due_on=date(2027, 2, 2))
    council = scene.snapshot.council
    people = {one.user_id: one.title for one in scene.snapshot.people.values()}
    seen: list[tuple[date, str, int]] = []
    day = date(2027, 1, 1)
    while day < date(2027, 3, 1):
        for _ in range(2):
            with scene.database.transaction() as session:
                chase(session, on(scene, day).snapshot, now=NOW)
                send_waiting(session, council, today=day, now=NOW)
        day = date.fromordinal(day.toordinal() + 1)
    for one in rows(scene, OutboxRow):
        if one.kind == "reminders":
            sent_on = date.fromisoformat(one.payload["day"])
            seen.append((sent_on, people[one.channel_id], len(one.payload["reminders"])))
    assert [(day.isoformat(), title, count) for day, title, count in seen if title == OWNER] == [
        ("2027-01-25", OWNER, 1),
        ("2027-01-26", OWNER, 1),
        ("2027-02-01", OWNER, 1),
        ("2027-02-02", OWNER, 2),
        ("2027-02-03", OWNER, 1),
    ]
    assert [(day.isoformat(), count) for day, title, count in seen if title.startswith("Strategic Director")] == [
        ("2027-02-08", 1),
        ("2027-02-09", 1),
    ]
    assert [(day.isoformat(), count) for day, title, count in seen if title == CHAIR] == [
        ("2027-02-15", 1),
        ("2027-02-16", 1),
    ]
    assert len({(day, title) for day, title, _ in seen}) == len(seen)


def test_what_fell_due_while_nobody_was_there_is_caught_up_with_its_latest_stage(scene: Scene) -> None:
    number = agreed(scene, held(scene).id)
    late = on(scene, date(2027, 2, 9))
    with scene.database.transaction() as session:
        chase(session, late.snapshot, now=NOW)
    assert {row.stage for row in rows(scene, ReminderRow)} == {Stage.DIRECTOR}
    doing(late, report, OWNER, action_id=number, move=ActionMove.FINISH, text="Done")
    assert not rows(scene, ReminderRow), "what waits about it is forgotten"
    assert stage_on(date(2027, 1, 4), date(2027, 2, 1), scene.snapshot.council) is None


def baseline(**changes: Any) -> Baseline:
    """A baseline of 520 households, usually 480 to 560."""
    return replace(Baseline(DAY, None, Decimal(520), "520", Status.OFF_TARGET, Decimal(480), Decimal(560)), **changes)


def test_the_curve_is_judged_by_figures_since_the_surgery_alone(scene: Scene) -> None:
    snapshot = scene.snapshot
    assert review_of(snapshot, "HSG-020", baseline(), date(2026, 11, 3)).turn is Turn.TOO_EARLY
    since = review_of(snapshot, "HSG-020", baseline(), date(2026, 9, 15))
    assert (since.turn, since.period is not None and since.period.label) == (Turn.NO_EFFECT, "Oct 2026")
    worse = baseline(low=Decimal(300), high=Decimal(400), value=Decimal(510))
    assert review_of(snapshot, "HSG-020", worse, date(2026, 9, 15)).turn is Turn.WORSE
    better = replace(worse, value=Decimal(540))
    assert review_of(snapshot, "HSG-020", better, date(2026, 9, 15)).turn is Turn.NO_EFFECT, "fewer than on the day"
    voids = review_of(snapshot, "HSG-004", baseline(), date(2026, 3, 10))
    assert voids.turn.turned, "the planted improvement since April 2026"


def test_a_surgery_closes_when_the_curve_turned_or_with_a_reason(scene: Scene) -> None:
    surgery = held(scene).id
    agreed(scene, surgery)
    with pytest.raises(NotAllowed, match="Only the chair of the board may chair"):
        doing(scene, holding.close, CLERK, surgery_id=surgery, reason="The board has seen enough of it.")
    with pytest.raises(BadInput, match="do not show that the curve has turned"):
        doing(scene, holding.close, surgery_id=surgery, reason="")
    with scene.database.transaction() as session:
        assert review_all(session, scene.snapshot, now=NOW) == [], "no figure yet"
    closed = doing(scene, holding.close, surgery_id=surgery, reason="The board has seen enough of it.")
    assert (closed.state, closed.close_reason) == (SurgeryState.CLOSED, "The board has seen enough of it.")
    with scene.database.reading() as session:
        found = actions(session, scene.snapshot, person=scene.person(OWNER), place=FORM, mine=True)
        assert [one.owner_role for one in found] == [OWNER]
        evidence = evidence_of(session, scene.snapshot, "HSG-020")
    first = evidence.past[0]
    assert (first.held_on, first.outcome) == (DAY, "The board has seen enough of it.")
    assert (first.actions, first.done) == (1, 0)
    assert evidence.in_hand, "its action is still open"
    assert len(evidence.past) > 1, "beside the surgeries from before"


def test_at_the_set_months_the_board_is_told_once_and_gets_back_what_did_not_turn(scene: Scene) -> None:
    surgery = held(scene).id
    number = agreed(scene, surgery)
    doing(on(scene, DAY), holding.follow_up, surgery_id=surgery)

    def followed(day: date) -> list[str]:
        before = {one.key for one in rows(scene, OutboxRow)}
        with scene.database.transaction() as session:
            follow_all(session, on(scene, day).snapshot, now=NOW)
        return [one.key for one in rows(scene, OutboxRow) if one.key not in before and one.kind == "surgery"]

    doing(on(scene, date(2027, 2, 1)), report, OWNER, action_id=number, move=ActionMove.FINISH, text="Done")
    assert followed(date(2027, 3, 15)) == []
    assert followed(date(2027, 3, 16)) == [f"surgery:{surgery}:review:3"], "no figure yet, so it is not given back"
    assert followed(date(2027, 3, 16)) == []
    late = followed(date(2028, 1, 10))
    assert [key.rpartition(":")[0] for key in late] == [
        f"surgery:{surgery}:review",
        f"surgery:{surgery}:back_with_board",
    ]
    assert late[0].endswith(":review:12"), "of the months that passed, the latest alone"
