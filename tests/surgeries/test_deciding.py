"""Decisions on nominations: who may, what is told to whom, what makes room, and that nothing is decided twice."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from handlers.views.choosing import decide_form
from perfdata import audit, nominations
from perfdata.council import SurgeryModel
from perfdata.errors import BadInput, IllegalMove, NotAllowed
from perfdata.permissions import Place, PlaceKind
from perfdata.store.tables import AuditRow, DecisionRow, NominationRow, OutboxRow, SecondRow, SurgeryRow
from perfdata.surgeries.choosing import choosers_list
from perfdata.surgeries.deciding import decide, return_undecided
from perfdata.surgeries.decisions import Decision
from perfdata.surgeries.lifecycles import NominationMove, NominationState, SurgeryState
from perfdata.surgeries.nomination_words import Words
from tests.nominating.conftest import Scene, scene

__all__ = ["scene"]

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
FORM = Place(PlaceKind.EPHEMERAL)
REASON = "It has been off target for years and families suffer."
CHAIR = "Chair, Housing and Communities Board"
VICE_CHAIR = "Vice Chair, Housing and Communities Board"
PORTFOLIO = "Cabinet Member, Housing"


def nominate(scene: Scene, code: str = "HSG-020", title: str = "Councillor 8", board: str = "HCB") -> int:
    """Nominate a measure and commit; returns the number."""
    with scene.database.transaction() as session:
        done = nominations.nominate(
            session,
            scene.snapshot,
            person=scene.person(title),
            place=FORM,
            code=code,
            board=board,
            words=Words(REASON),
            now=NOW,
        )
        return done.nomination.id


def decided(scene: Scene, number: int, move: NominationMove, title: str = CHAIR, **changes: Any) -> Decision:
    """Decide as somebody and commit."""
    with scene.database.transaction() as session:
        return decide(
            session,
            scene.snapshot,
            person=scene.person(title),
            place=FORM,
            nomination_id=number,
            move=move,
            now=NOW,
            **({"reason": REASON} | changes),
        )


def rows(scene: Scene, table: Any) -> list[Any]:
    """All rows of a table, in order."""
    with scene.database.reading() as session:
        found = list(session.scalars(select(table).order_by(table.id)))
        session.expunge_all()
        return found


def under(scene: Scene, model: SurgeryModel) -> Scene:
    """The same scene under another surgery model."""
    return replace(
        scene, snapshot=replace(scene.snapshot, council=replace(scene.snapshot.council, surgery_model=model))
    )


def test_a_choice_becomes_a_surgery_and_is_told_to_all_whom_it_concerns(scene: Scene) -> None:
    number = nominate(scene)
    decision = decided(scene, number, NominationMove.CHOOSE)
    assert decision.settles
    [surgery] = rows(scene, SurgeryRow)
    assert (surgery.id, surgery.state, surgery.model) == (decision.surgery, SurgeryState.CHOSEN, "scrutiny_led")
    [row] = rows(scene, NominationRow)
    assert row.state == NominationState.CHOSEN
    told = [one for one in rows(scene, OutboxRow) if one.kind == "decision"]
    channel = scene.snapshot.boards["HCB"].channel_id
    assert [one.after_key for one in told if one.channel_id == channel] == [f"nomination:{number}"]
    people = {one.user_id: one.title for one in scene.snapshot.people.values()}
    personally = {people[one.channel_id] for one in told if one.channel_id != channel}
    assert {"Head of Housing Options and Supply", PORTFOLIO, VICE_CHAIR} <= personally
    assert any(title.startswith("Councillor 8") for title in personally)
    assert CHAIR not in personally, "whoever decided knows"
    assert not any(title.startswith("Councillor 3") for title in personally)
    with scene.database.reading() as session:
        assert audit.verify(session) is None
        assert session.scalars(select(AuditRow.act).order_by(AuditRow.id)).all()[-1] == "nomination chosen"


def test_only_those_whom_the_model_names_may_decide_and_only_the_nominator_withdraw(scene: Scene) -> None:
    number = nominate(scene)
    for title in ("Councillor 8", PORTFOLIO, "Chair, Children and Young People Board"):
        with pytest.raises(NotAllowed, match=r"^Only the chair of the board or the vice chair of the board may choose"):
            decided(scene, number, NominationMove.DECLINE, title)
    with pytest.raises(NotAllowed, match="Only the member who made a nomination"):
        decided(scene, number, NominationMove.WITHDRAW)
    with pytest.raises(NotAllowed):
        decided(scene, number, NominationMove.RETURN)
    assert decided(scene, number, NominationMove.WITHDRAW, "Councillor 8").move is NominationMove.WITHDRAW
    assert rows(scene, NominationRow)[0].state == NominationState.WITHDRAWN
    with pytest.raises(IllegalMove, match="withdrawn"):
        decided(scene, number, NominationMove.CHOOSE)


def test_a_decision_needs_a_reason_and_a_deferral_a_day(scene: Scene) -> None:
    number = nominate(scene)
    with pytest.raises(BadInput, match="reason"):
        decided(scene, number, NominationMove.DECLINE, reason="  no  ")
    with pytest.raises(BadInput, match="until when"):
        decided(scene, number, NominationMove.DEFER)
    with pytest.raises(BadInput, match="until when"):
        decided(scene, number, NominationMove.DEFER, until=date(2026, 11, 24))
    assert decided(scene, number, NominationMove.DEFER, until=date(2027, 1, 11)).until == date(2027, 1, 11)
    assert not rows(scene, SurgeryRow)


def test_in_the_collaborative_model_two_have_to_agree(scene: Scene) -> None:
    scene = under(scene, SurgeryModel.COLLABORATIVE)
    number = nominate(scene)
    first = decided(scene, number, NominationMove.CHOOSE, CHAIR)
    assert (first.settles, first.waits_for) == (False, "the cabinet member for the service")
    assert not rows(scene, SurgeryRow)
    with pytest.raises(IllegalMove, match="You have agreed already"):
        decided(scene, number, NominationMove.CHOOSE, CHAIR)
    with scene.database.reading() as session:
        found = choosers_list(session, scene.snapshot, person=scene.person(PORTFOLIO), place=FORM, board="HCB")
    assert (found.ranked[0].agreed_by, found.may_choose) == (CHAIR, True)
    assert decided(scene, number, NominationMove.CHOOSE, PORTFOLIO).settles
    assert len(rows(scene, SurgeryRow)) == 1
    assert [one.settles for one in rows(scene, DecisionRow)] == [False, True]


def test_a_full_quarter_asks_which_surgery_makes_room(scene: Scene) -> None:
    numbers = [nominate(scene, code) for code in ("HSG-020", "HSG-004", "HSG-001")]
    first = decided(scene, numbers[0], NominationMove.CHOOSE)
    decided(scene, numbers[1], NominationMove.CHOOSE)
    with pytest.raises(IllegalMove, match="all the surgeries that it can hold this quarter"):
        decided(scene, numbers[2], NominationMove.CHOOSE)
    with scene.database.reading() as session:
        offered = choosers_list(session, scene.snapshot, person=scene.person(CHAIR), place=FORM, board="HCB")
    assert (offered.left, next(one.surgery for one in offered.could_go)) == (0, first.surgery)
    form = json.dumps(decide_form(offered, offered.ranked[0], None), ensure_ascii=False)
    for said in (
        "520 for October 2026, against a target of 400.",
        "Off target for 53 months, since June 2022.",
        "points",
        "Its surgery has no date yet.",
        "deferred to 1 January 2027, when it is taken up again, and it is to be decided by 1 February 2027.",
        "The board, its nominator and all invited are told why.",
    ):
        assert said in form, said
    with pytest.raises(BadInput, match="cannot make room"):
        decided(scene, numbers[2], NominationMove.CHOOSE, displacing=999)
    decision = decided(scene, numbers[2], NominationMove.CHOOSE, displacing=first.surgery)
    assert decision.displaced is not None
    states = {row.id: (row.state, row.deferred_until) for row in rows(scene, NominationRow)}
    assert states[numbers[0]] == (NominationState.DEFERRED, date(2027, 1, 1))
    assert rows(scene, SurgeryRow)[0].state == SurgeryState.CANCELLED


def test_what_is_displaced_joins_a_newer_nomination_of_the_same_measure_with_all_who_stood_for_it(
    scene: Scene,
) -> None:
    first = nominate(scene)
    with scene.database.transaction() as session:
        nominations.second(
            session,
            scene.snapshot,
            person=scene.person("Councillor 3"),
            place=FORM,
            nomination_id=first,
            reason="Families wait in my ward too.",
            now=NOW,
        )
    surgery = decided(scene, first, NominationMove.CHOOSE).surgery
    decided(scene, nominate(scene, "HSG-004"), NominationMove.CHOOSE)
    newer, other = nominate(scene, title="Councillor 3"), nominate(scene, "HSG-001")
    decision = decided(scene, other, NominationMove.CHOOSE, displacing=surgery)
    assert decision.displaced is not None
    assert decision.displaced.joined
    held = {row.id: row for row in rows(scene, NominationRow)}
    assert (held[first].state, held[first].merged_into_id) == (NominationState.MERGED, newer)
    assert held[newer].state == NominationState.NOMINATED
    seconds = [row for row in rows(scene, SecondRow) if row.nomination_id == newer]
    assert [(row.title, row.reason) for row in seconds] == [(held[first].title, REASON)], "nobody seconds their own"
    told = [one for one in rows(scene, OutboxRow) if one.payload.get("move") == NominationMove.JOIN]
    assert {one.after_key for one in told} == {f"nomination:{first}", None}, "its thread, and its nominator"
    assert decided(scene, newer, NominationMove.CHOOSE, displacing=rows(scene, SurgeryRow)[1].id).settles
    with scene.database.reading() as session:
        assert audit.verify(session) is None


def test_a_nomination_of_the_same_measure_may_take_the_place_of_its_surgery(scene: Scene) -> None:
    surgery = decided(scene, nominate(scene), NominationMove.CHOOSE).surgery
    decided(scene, nominate(scene, "HSG-004"), NominationMove.CHOOSE)
    newer = nominate(scene, title="Councillor 3")
    assert decided(scene, newer, NominationMove.CHOOSE, displacing=surgery).settles
    assert [row.state for row in rows(scene, NominationRow)] == ["merged", "chosen", "chosen"]
    assert [row.state for row in rows(scene, SurgeryRow)] == ["cancelled", "chosen", "chosen"]


def test_merging_keeps_one_and_says_which(scene: Scene) -> None:
    first, other = nominate(scene), nominate(scene, "HSG-004")
    with pytest.raises(BadInput, match="another nomination"):
        decided(scene, first, NominationMove.MERGE, into=first)
    assert decided(scene, first, NominationMove.MERGE, into=other).merged_into == other
    with pytest.raises(IllegalMove, match="nothing can be merged into it"):
        decided(scene, other, NominationMove.MERGE, into=first)


def test_what_nobody_decides_goes_to_the_agenda_once_and_what_was_deferred_comes_back(scene: Scene) -> None:
    undecided, deferred = nominate(scene), nominate(scene, "HSG-004")
    decided(scene, deferred, NominationMove.DEFER, until=date(2027, 1, 11))
    assert rows(scene, NominationRow)[0].decide_by == date(2026, 12, 22), "20 working days"

    def on(day: date) -> list[tuple[int, NominationMove]]:
        later = replace(scene.snapshot, today=day)
        with scene.database.transaction() as session:
            return [(one.nomination, one.move) for one in return_undecided(session, later, now=NOW)]

    assert on(date(2026, 12, 22)) == []
    assert on(date(2026, 12, 23)) == [(undecided, NominationMove.RETURN)]
    assert on(date(2026, 12, 24)) == []
    assert on(date(2027, 1, 11)) == [(deferred, NominationMove.RESUME)]
    assert on(date(2027, 1, 12)) == []
    assert [row.state for row in rows(scene, NominationRow)] == [NominationState.UNDECIDED, NominationState.NOMINATED]
    assert decided(scene, undecided, NominationMove.CHOOSE).settles, "the board may still choose it"


def test_a_stale_form_is_refused_and_two_chairs_at_once_decide_once(scene: Scene) -> None:
    number = nominate(scene)
    with pytest.raises(IllegalMove, match="changed this nomination since you opened it"):
        decided(scene, number, NominationMove.DECLINE, seen_version=7)
    ready = Barrier(2)

    def choose(title: str) -> str:
        ready.wait()
        try:
            decided(scene, number, NominationMove.CHOOSE, title)
        except IllegalMove as refused:
            return refused.sentence
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(choose, (CHAIR, VICE_CHAIR)))
    assert said == ["", "This nomination is chosen, so it cannot be chosen now."]
    assert len(rows(scene, SurgeryRow)) == 1
    assert len(rows(scene, DecisionRow)) == 1
