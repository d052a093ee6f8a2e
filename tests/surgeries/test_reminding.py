"""What stands still is said to whoever it waits for: on which day, to whom, and no more once it is settled."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from handlers.views.reminders import owed_reminders
from perfdata.reminders import Bundle, Reminder
from perfdata.store.tables import OutboxRow, ReminderRow
from perfdata.surgeries import holding, preparing
from perfdata.surgeries.following import follow_all
from perfdata.surgeries.lifecycles import InvitationMove, NominationMove
from perfdata.surgeries.reminding import remind
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import CHAIR, NOW, VICE_CHAIR, decided, nominate, rows
from tests.surgeries.test_surgery import CLERK, DAY, OWNER, chosen, doing, held, on, scheduled

__all__ = ["scene"]

SQLITE = pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)


def said(scene: Scene) -> set[tuple[str, str]]:
    """What has been queued of surgeries and nominations, as (stage, role title)."""
    titles = {one.user_id: one.title for one in scene.snapshot.people.values()}
    return {(row.stage, titles[row.user_id]) for row in rows(scene, ReminderRow)}


def on_each(scene: Scene, *days: date) -> list[set[tuple[str, str]]]:
    """What is new on each of these days."""
    found, before = [], said(scene)
    for day in days:
        with scene.database.transaction() as session:
            remind(session, on(scene, day).snapshot, now=NOW)
        after = said(scene)
        found.append(after - before)
        before = after
    return found


@SQLITE
def test_those_who_choose_are_reminded_before_a_nomination_goes_to_the_agenda(scene: Scene) -> None:
    number = nominate(scene)
    assert on_each(scene, date(2026, 12, 14), date(2026, 12, 15), date(2026, 12, 16)) == [
        set(),
        {("to decide", CHAIR), ("to decide", VICE_CHAIR)},
        set(),
    ]
    decided(scene, number, NominationMove.DECLINE)
    on_each(scene, date(2026, 12, 17))
    assert said(scene) == set(), "what was not said yet is forgotten"


@SQLITE
def test_a_surgery_without_a_date_is_said_to_the_clerk_and_then_to_the_chair(scene: Scene) -> None:
    chosen(scene)
    assert on_each(scene, date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 21), date(2026, 12, 22)) == [
        set(),
        {("no date", CLERK)},
        set(),
        {("still no date", CHAIR)},
    ]


@SQLITE
def test_who_has_not_answered_is_asked_once_and_the_chair_reads_who_before_the_papers_go_out(scene: Scene) -> None:
    surgery = scheduled(scene)
    invited = {one.title: one.id for one in surgery.invitations}
    for title in invited:
        if title != OWNER:
            with scene.database.transaction() as session:
                preparing.answer(
                    session,
                    scene.snapshot,
                    person=scene.person(title),
                    invitation_id=invited[title],
                    move=InvitationMove.ACCEPT,
                    now=NOW,
                )
    days = [date(2026, 12, day) for day in (2, 3, 4, 7, 8)]
    assert on_each(scene, *days) == [
        set(),
        {("not answered", OWNER)},
        set(),
        {("who comes", CHAIR), ("who comes", CLERK)},
        set(),
    ], "the papers go out on 8 December"


@SQLITE
@pytest.mark.parametrize("opened", [False, True])
def test_a_surgery_that_was_not_opened_or_not_ended_is_said_to_clerk_and_chair(scene: Scene, opened: bool) -> None:
    surgery = held(scene) if opened else scheduled(scene)
    word = "ended" if opened else "opened"
    found = on_each(scene, DAY, date(2026, 12, 17), date(2026, 12, 18), date(2026, 12, 22), date(2026, 12, 23))
    late = [{one for one in some if one[0] not in ("not answered", "who comes")} for some in found]
    assert late == [set(), {(f"not {word}", CLERK)}, set(), set(), {(f"still not {word}", CHAIR)}]
    if opened:
        doing(on(scene, DAY), holding.close, surgery_id=surgery.id, reason="The service solved it meanwhile.")
    else:
        new: dict[str, Any] = {"held_on": date(2027, 2, 3), "starts_at": time(14), "where": "Council House"}
        doing(on(scene, date(2026, 12, 23)), preparing.schedule, surgery_id=surgery.id, **new)
    on_each(scene, date(2026, 12, 24))
    assert said(scene) == set()


@SQLITE
def test_it_is_said_courteously_and_an_invitation_can_be_answered_where_it_is_chased(scene: Scene) -> None:
    surgery = scheduled(scene)
    for day in (date(2026, 12, 3), date(2026, 12, 17)):
        with scene.database.transaction() as session:
            follow_all(session, on(scene, day).snapshot, now=NOW)
    told: dict[str, list[Any]] = {}
    for row in rows(scene, OutboxRow):
        if row.kind == "reminders":
            told.setdefault(row.channel_id, []).append(row.payload)
    first, late = told[scene.person(CLERK).user_id]
    shown = owed_reminders(first)
    assert "You are invited on 16 December 2026. Please say whether you will be there." in shown["text"]
    pressed = [one for block in shown["blocks"] if block["type"] == "actions" for one in block["elements"]]
    assert [one["text"]["text"] for one in pressed] == ["I will be there", "I cannot come"]
    assert len({one["action_id"] for one in pressed}) == 2
    assert "If it was held, please open it; if not, set another date or call it off" in owed_reminders(late)["text"]
    assert all(isinstance(one, Reminder) for one in Bundle.from_payload(late).reminders)
    assert surgery.id == late["reminders"][0]["number"]
