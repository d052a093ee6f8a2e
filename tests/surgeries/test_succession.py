"""Boards that are merged: what one had in hand goes on with the other, told in both channels, once."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select, update

from handlers.views.surgery_news import owed_handed_over
from perfdata import audit
from perfdata.action_plans.action import actions
from perfdata.snapshot import build_snapshot
from perfdata.store.tables import (
    BoardRow,
    MeasureRevisionRow,
    MeasureRow,
    NominationRow,
    OutboxRow,
    SecondRow,
    SurgeryRow,
)
from perfdata.surgeries import holding
from perfdata.surgeries.following import follow_all
from perfdata.surgeries.lifecycles import NominationMove
from perfdata.surgeries.succession import hand_over
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import FORM, NOW, REASON, decided, nominate, rows
from tests.surgeries.test_surgery import DAY, OWNER, agreed, doing, held, on

__all__ = ["scene"]

NEW_CHAIR = "Chair, Adults and Health Board"


def merged(scene: Scene) -> Scene:
    """A load after which the housing board is no longer there, and the adults board covers its measures."""
    with scene.database.transaction() as session:
        session.execute(update(BoardRow).where(BoardRow.code == "HCB").values(active=False))
        ours = select(MeasureRow.id).where(MeasureRow.code.like("HSG-%"))
        session.execute(
            update(MeasureRevisionRow).where(MeasureRevisionRow.measure_id.in_(ours)).values(boards=["HCB", "AHB"])
        )
    with scene.database.reading() as session:
        return replace(scene, snapshot=build_snapshot(session, scene.snapshot.council, scene.snapshot.today))


def handed(scene: Scene) -> int:
    """What is handed over."""
    with scene.database.transaction() as session:
        return hand_over(session, scene.snapshot, now=NOW)


def test_nothing_is_handed_over_while_every_board_is_there(scene: Scene) -> None:
    nominate(scene)
    assert handed(scene) == 0


def test_a_nomination_goes_on_with_the_board_that_covers_its_measure(scene: Scene) -> None:
    number = nominate(scene)
    after = merged(scene)
    assert (handed(after), handed(after)) == (1, 0)
    [row] = rows(after, NominationRow)
    assert row.board_id == after.snapshot.boards["AHB"].id
    told = {row.channel_id: row for row in rows(after, OutboxRow) if row.kind == "handed over"}
    before, new = told[scene.snapshot.boards["HCB"].channel_id], told[after.snapshot.boards["AHB"].channel_id]
    assert (before.after_key, new.after_key) == (f"nomination:{number}", None)
    assert (
        "the Adults and Health Board now covers this. The nomination goes on there;"
        in (owed_handed_over(new.payload)["text"])
    )
    decided(after, number, NominationMove.CHOOSE, NEW_CHAIR)
    decision = next(row for row in rows(after, OutboxRow) if row.kind == "decision" and row.after_key)
    assert (decision.channel_id, decision.after_key) == (new.channel_id, new.key), "in the new thread"
    with after.database.reading() as session:
        assert audit.verify(session) is None


def test_one_that_the_other_board_has_nominated_too_joins_it(scene: Scene) -> None:
    first = nominate(scene, title="Councillor 3")
    after = merged(scene)
    newer = nominate(after, title="Councillor 8", board="AHB")
    assert handed(after) == 1
    held_now = {row.id: row for row in rows(after, NominationRow)}
    assert (held_now[first].state, held_now[first].merged_into_id) == ("merged", newer)
    assert [(row.nomination_id, row.reason) for row in rows(after, SecondRow)] == [(newer, REASON)]
    assert handed(after) == 0


def test_a_surgery_goes_on_with_its_actions_and_is_closed_by_the_new_chair(scene: Scene) -> None:
    surgery = held(scene).id
    agreed(scene, surgery)
    after = on(merged(scene), DAY)
    with after.database.transaction() as session:
        follow_all(session, after.snapshot, now=NOW)
    [row] = rows(after, SurgeryRow)
    assert row.board_id == after.snapshot.boards["AHB"].id
    with after.database.reading() as session:
        found = actions(session, after.snapshot, person=after.person(OWNER), place=FORM, board="AHB")
    assert [one.board_name for one in found] == ["Adults and Health Board"]
    closed = doing(after, holding.close, NEW_CHAIR, surgery_id=surgery, reason="The board has seen enough of it.")
    assert closed.board == "AHB"
    last = rows(after, OutboxRow)[-1]
    assert (last.channel_id, last.after_key) == (after.snapshot.boards["AHB"].channel_id, row.outbox_key)
