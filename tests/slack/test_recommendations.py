"""A recommendation to the executive, as chair, clerk and cabinet member make and answer it in the chat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from perfdata.permissions import Place, PlaceKind
from perfdata.store.tables import SurgeryRow
from perfdata.surgeries.deciding import decide
from perfdata.surgeries.lifecycles import NominationMove, SurgeryState
from tests.sample_council import TODAY, person_titled
from tests.slack.seen import posted_in
from tests.slack.test_nominations import REASON, nominated
from tests.slack.test_surgeries import CHAIR, CLERK, board
from tests.slack.workspace import Slack

CABINET = "Cabinet Member, Housing"
TEXT = "Fund two more officers for private lets."


@pytest.fixture(autouse=True)
def clean(slack: Slack) -> Iterator[None]:
    """At the end nothing may have been refused."""
    yield
    slack.driver.settle()
    slack.driver.assert_clean()


def held(slack: Slack) -> None:
    """A surgery that is being held today."""
    nominated(slack)
    slack.driver.settle()
    with slack.database.transaction() as session:
        decide(
            session, slack.snapshot, person=person_titled(slack.snapshot, CHAIR), place=Place(PlaceKind.EPHEMERAL),
            nomination_id=1, move=NominationMove.CHOOSE, reason=REASON, now=datetime.now(UTC),
        )  # fmt: skip
        session.execute(update(SurgeryRow).values(state=SurgeryState.HELD, held_on=TODAY))


def test_it_is_made_received_and_answered_in_the_chat(slack: Slack) -> None:
    held(slack)
    chair = board(slack, CHAIR)
    chair.presses("Recommend", on=chair.sees_one_answer())
    assert chair.sees_modal().title == "Recommend"
    chair.fills(words="Have Mrs Example look into it.").submits()
    assert "leave out “Mrs Example”" in chair.sees_error("words")
    chair.fills(words=TEXT).submits()
    assert not chair.errors
    chair.closes()
    told = posted_in(slack, "HCB")[-1]
    assert told.thread_ts == posted_in(slack, "HCB")[0].ts
    assert f"“{TEXT}” ({CHAIR}, " in told.text
    assert "Two months beginning with the day of receipt" in told.text
    clerk = board(slack, CLERK)
    listed = clerk.sees_one_answer()
    assert f"{TEXT} On “Households in temporary accommodation”: made on " in listed.text
    clerk.presses("Record its receipt", on=listed)
    clerk.sees_modal()
    clerk.fills(day=TODAY.isoformat()).submits()
    assert not clerk.errors
    clerk.closes()
    assert "so it is to be answered by 23 January 2027." in posted_in(slack, "HCB")[-1].text
    cabinet = board(slack, CABINET)
    listed = cabinet.sees_one_answer()
    assert "to be answered by 23 January 2027" in listed.text
    cabinet.presses("Record the answer", on=listed)
    cabinet.sees_modal()
    cabinet.fills(kind="Accepted in part", reason="One officer from April; the budget allows no more.").submits()
    assert not cabinet.errors
    cabinet.closes()
    assert "answered: accepted in part." in posted_in(slack, "HCB")[-1].text
    assert "None waits for an answer." in board(slack, "Councillor 3").sees_one_answer().text
