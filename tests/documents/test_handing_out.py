"""Documents given to those who ask, sent when their day comes, and corrected where they were given."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from handlers.views import documents as views
from perfdata import statements
from perfdata.corrections import owe_corrections
from perfdata.documents.handing_out import Paper, hand_over
from perfdata.errors import NotAllowed
from perfdata.snapshot import build_snapshot
from perfdata.store.outbox import State
from perfdata.store.sending import Claim
from perfdata.store.tables import OutboxRow
from perfdata.surgeries import contributing, holding, preparing
from perfdata.surgeries.contributions import ContributionKind
from perfdata.surgeries.telling import Enclosure, Event
from tests.nominating.conftest import Scene, scene
from tests.sample_council import revise
from tests.surgeries.test_deciding import NOW, rows
from tests.surgeries.test_surgery import CLERK, DAY, OWNER, agreed, doing, on, scheduled

__all__ = ["scene"]

OUT = date(2026, 12, 8)
GUEST = "Housing lead, a similar council"


def asked(scene: Scene, surgery: int, title: str = CLERK, now: datetime = NOW) -> bool:
    """Somebody presses “Pack”."""
    with scene.database.transaction() as session:
        return hand_over(
            session, scene.snapshot, person=scene.person(title), paper=Paper.PACK, surgery_id=surgery, now=now
        )


def prepared(scene: Scene) -> None:
    """The calendar's work of the day on which papers go out."""
    with scene.database.transaction() as session:
        preparing.prepare_due(session, on(scene, OUT).snapshot, now=NOW)


def owed(scene: Scene, channel: str, event: Event) -> list[OutboxRow]:
    """The documents owed there with an event."""
    found: list[OutboxRow] = [one for one in rows(scene, OutboxRow) if one.kind == "document"]
    told = [(one, Enclosure.from_payload(one.payload).told) for one in found if one.channel_id == channel]
    return [one for one, about in told if about is not None and about.event is event]


def test_a_document_is_given_once_and_again_when_there_is_more_in_it(scene: Scene) -> None:
    surgery = scheduled(scene).id
    assert asked(scene, surgery)
    assert not asked(scene, surgery), "pressed twice"
    assert not asked(scene, surgery, now=NOW + timedelta(hours=1)), "nothing has changed"
    given: dict[str, Any] = {"kind": ContributionKind.PROPOSAL, "text": "Buy 60 family homes."}
    doing(scene, contributing.give, OWNER, surgery_id=surgery, **given)
    assert asked(scene, surgery)
    with pytest.raises(NotAllowed, match="The papers are not out yet"):
        asked(scene, surgery, "Councillor 8")
    told = [one for one in rows(scene, OutboxRow) if one.kind == "document"]
    assert [one.channel_id for one in told] == [scene.person(CLERK).user_id] * 2


def test_the_clerk_is_told_whom_to_give_the_papers_to_and_nobody_else_is(scene: Scene) -> None:
    doing(scene, preparing.invite, surgery_id=scheduled(scene).id, role=GUEST, part="expert")
    prepared(scene)
    for title, tells in ((CLERK, True), (OWNER, False)):
        [row] = owed(scene, scene.person(title).user_id, Event.PAPERS_OUT)
        said = views.owed_document(row.payload).as_message("https://a.slack.com/files/F1/pack.docx")["text"]
        assert (f"• {GUEST} (expert)" in said) is tells
        assert "Performance surgery: Households in temporary accommodation: https://a.slack.com/files" in said


def test_a_figure_of_the_papers_that_is_revised_is_corrected_where_they_were_given(scene: Scene) -> None:
    scheduled(scene)
    prepared(scene)
    channel = scene.snapshot.boards["HCB"].channel_id
    [row] = owed(scene, channel, Event.PAPERS_OUT)
    claim = Claim(row.id, row.key, row.team_id, channel, "1.1", row.kind, row.payload, State.SENDING, 1, NOW, NOW)
    with scene.database.transaction() as session:
        statements.record(session, [(claim, "1.2")], NOW)
    revise(scene.database, "HSG-020", "Sep 2026", "512")
    with scene.database.transaction() as session:
        snapshot = build_snapshot(session, scene.snapshot.council, scene.snapshot.today)
        assert owe_corrections(session, snapshot, NOW) == 1
    [told] = [one for one in rows(scene, OutboxRow) if one.kind == "correction" and one.thread_ts == "1.1"]
    assert told.channel_id == channel


def test_the_minutes_go_to_the_board_when_the_meeting_is_ended(scene: Scene) -> None:
    surgery = scheduled(scene).id
    doing(on(scene, DAY), holding.hold, surgery_id=surgery)
    agreed(scene, surgery)
    doing(on(scene, DAY), holding.follow_up, surgery_id=surgery)
    [row] = owed(scene, scene.snapshot.boards["HCB"].channel_id, Event.FOLLOWED)
    minutes = Enclosure.from_payload(row.payload)
    assert minutes.document.name == "surgery-1-minutes"
    assert minutes.figures == (), "what was known on the day stays as it was"
