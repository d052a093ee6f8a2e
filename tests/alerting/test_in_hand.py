"""The line of an alert on what is in hand for a board: actions, nominations, surgeries, and what is overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from handlers.views.alerts import alert_message
from perfdata import alerts, periods
from perfdata.council import Council
from perfdata.store.database import Database
from perfdata.store.tables import ActionRow, BoardRow, MeasureRow, NominationRow, SurgeryRow
from perfdata.surgeries.lifecycles import ActionState, NominationState, SurgeryState

THEN = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
def test_a_board_reads_what_is_in_hand_and_what_of_it_is_overdue(loaded: Database, council: Council) -> None:
    october = periods.parse("Oct 2026")
    with loaded.reading() as session:
        [before] = alerts.preview(session, council, october, ["HCB"])
    assert "In hand" not in alert_message(before)["text"]
    with loaded.transaction() as session:
        board = session.scalars(select(BoardRow.id).where(BoardRow.code == "HCB")).one()
        measures = session.scalars(select(MeasureRow.id).where(MeasureRow.code.in_(["HSG-001", "HSG-004"]))).all()
        for measure in measures:
            session.add(
                NominationRow(
                    board_id=board, measure_id=measure, team_id="T1", user_id="U1", title="Councillor", reason="",
                    outcome_wanted="", evidence={}, state=NominationState.NOMINATED, nominated_at=THEN, outbox_key="n",
                )
            )  # fmt: skip
        for state in (SurgeryState.FOLLOWED, SurgeryState.CLOSED):
            surgery = SurgeryRow(board_id=board, model="scrutiny_led", state=state, chosen_at=THEN, chosen_by="Chair",
                                 outbox_key="s")  # fmt: skip
            session.add(surgery)
            session.flush()
            for due in (date(2026, 11, 20), date(2026, 12, 20)):
                session.add(
                    ActionRow(
                        surgery_id=surgery.id, measure_id=measures[0], text="Inspect", owner_role="Head", due_on=due,
                        effect="", evidence_wanted="", agreed_at=THEN,
                        state=ActionState.AGREED if state is SurgeryState.FOLLOWED else ActionState.DONE,
                    )
                )  # fmt: skip
    with loaded.reading() as session:
        [after] = alerts.preview(session, council, october, ["HCB"])
    assert (
        "In hand: 2 actions under way, 2 open nominations and 1 surgery not yet closed. Of the actions, 1 is overdue."
        in alert_message(after)["text"]
    )
