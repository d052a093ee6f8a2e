"""From a nomination to a surgery's end, as chair, clerk, service and members do it in the chat."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.person import Person
from tests.slack.seen import posted_in, told_privately
from tests.slack.test_nominations import TITLE, nominated
from tests.slack.workspace import ON_BOTH, Slack

CHAIR = "Chair, Housing and Communities Board"
CLERK = "Scrutiny Officer 2 (board clerk)"
OWNER = "Head of Housing Options and Supply"


@pytest.fixture(autouse=True)
def clean(slack: Slack) -> Iterator[None]:
    """At the end nothing may have been refused."""
    yield
    slack.driver.settle()
    slack.driver.assert_clean()


def board(slack: Slack, title: str) -> Person:
    """Somebody who has asked for what the housing board has in hand."""
    slack.driver.settle()
    return slack.as_person(title).in_channel(slack.channel("HCB")).commands("/board")


@ON_BOTH
def test_a_chair_chooses_and_the_board_and_the_service_are_told_why(slack: Slack) -> None:
    nominated(slack)
    member = board(slack, "Councillor 6")
    shown = member.sees_one_answer()
    assert f"{TITLE} (Housing Options and Supply): " in shown.text
    assert " points. Off target: 520" in shown.text
    assert "To be decided by 22 December 2026." in shown.text
    assert shown.buttons == [], "of another board, they only read"
    chair = board(slack, CHAIR)
    chair.presses("Decide", on=chair.sees_one_answer())
    assert chair.sees_modal().title == "Decide"
    chair.fills(move="Decline it", reason="no").submits()
    assert "give the reason in a sentence" in chair.sees_error("reason")
    chair.fills(move="Choose it for a surgery", reason="Three years off target, and no end in sight.").submits()
    assert not chair.errors
    chair.closes()
    [told, decided] = posted_in(slack, "HCB")
    assert decided.thread_ts == told.ts
    assert decided.text.startswith(f"{TITLE}: chosen for a performance surgery, for the Housing and Communities Board.")
    assert f"“Three years off target, and no end in sight.” ({CHAIR}, " in decided.text
    assert "The service sees the papers first" in decided.text


def test_a_date_is_set_people_answer_and_an_early_one_is_refused(slack: Slack) -> None:
    nominated(slack)
    chair = board(slack, CHAIR)
    chair.presses("Decide", on=chair.sees_one_answer())
    assert chair.sees_modal().title == "Decide"
    chair.fills(move="Choose it for a surgery", reason="Three years off target, and no end in sight.").submits()
    chair.closes()
    clerk = board(slack, CLERK)
    shown = clerk.sees_one_answer()
    assert "Surgery on “Households in temporary accommodation”: chosen. No date yet." in shown.text
    clerk.presses("Set the date", on=shown)
    assert clerk.sees_modal().title == "Set the date"
    clerk.fills(day="2026-12-08", time="14:00", place="Council House").submits()
    assert "The first day is 9 December 2026." in clerk.sees_error("day")
    clerk.fills(day="2026-12-16").submits()
    assert not clerk.errors
    clerk.closes()
    assert any("the date is set" in one.text for one in posted_in(slack, "HCB"))
    owner = slack.as_person(OWNER).in_dm()
    invitation = next(one for one in owner.sees_messages() if "you are invited" in one.text)
    assert "16 December 2026 at 14:00, Council House" in invitation.text
    assert "asks what is behind the figures" in invitation.text
    owner.presses("I will be there", on=invitation)
    assert any("You are expected: 16 December 2026" in words for words in told_privately(slack, OWNER))
