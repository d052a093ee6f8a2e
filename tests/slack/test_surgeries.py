"""From a nomination to a surgery's end, as chair, clerk, service and members do it in the chat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from perfdata.surgeries.preparing import prepare_due
from sandbox.person import Person
from sandbox.sight import Message
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


def chosen_with_a_date(slack: Slack) -> None:
    """A surgery on households in temporary accommodation, on 16 December 2026; the owner and the clerk know of it."""
    nominated(slack)
    chair = board(slack, CHAIR)
    chair.presses("Decide", on=chair.sees_one_answer())
    assert chair.sees_modal().title == "Decide"
    chair.fills(move="Choose it for a surgery", reason="Three years off target, and no end in sight.").submits()
    chair.closes()
    clerk = board(slack, CLERK)
    clerk.presses("Set the date", on=clerk.sees_one_answer())
    assert clerk.sees_modal().title == "Set the date"
    clerk.fills(day="2026-12-16", time="14:00", place="Council House").submits()
    clerk.closes()


def prepared(slack: Slack, today: date) -> None:
    """The calendar's work of that day, and its messages delivered."""
    snapshot = replace(slack.snapshot, today=today)
    with slack.database.transaction() as session:
        prepare_due(session, snapshot, now=datetime.now(UTC))
    slack.driver.settle(seconds=60)


def documents(messages: list[Message]) -> list[str]:
    """The names of the Word files that hang on these messages."""
    return [file["name"] for one in messages for file in one.raw.get("files", [])]


def test_the_pack_is_pressed_for_and_then_goes_out_as_a_document_and_a_thread(slack: Slack) -> None:
    chosen_with_a_date(slack)
    clerk = board(slack, CLERK)
    clerk.presses("Pack", on=clerk.sees_one_answer())
    assert "It is on its way to you" in clerk.sees_one_answer().text
    slack.driver.settle(seconds=60)
    assert documents(slack.as_person(CLERK).in_dm().sees_messages()) == ["surgery-1-pack.docx"]
    member = board(slack, "Councillor 8")
    assert "Pack" not in member.sees_one_answer().buttons, "the service sees it first"
    prepared(slack, date(2026, 12, 8))
    owner = slack.as_person(OWNER).in_dm().sees_messages()
    assert documents(owner) == ["surgery-1-pack.docx"] * 2, "first by itself, then with everybody"
    assert any("You see the papers first." in one.text for one in owner)
    told = posted_in(slack, "HCB")
    assert documents(told) == ["surgery-1-pack.docx"]
    out = next(number for number, one in enumerate(told) if "the papers are out" in one.text)
    thread = told[out + 1 :]
    assert [one.text.partition("\n")[0] for one in thread] == [
        "The surgery",
        "Why it was nominated",
        "How it is doing",
        "If nothing changes",
        "Beside similar councils",
        "For whom it differs",
        "What the service wrote",
        "What has been tried",
        "Questions that help",
        "About the figures",
    ]
    assert {one.thread_ts for one in thread} == {told[0].ts}
    assert "a real change for the worse since December 2025" in thread[2].text
    assert [block["type"] for block in thread[2].blocks].count("image") == 1
