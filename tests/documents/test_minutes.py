"""A surgery's minutes: who was there, what was said and agreed, and when the board looks again."""

from __future__ import annotations

import pytest

from perfdata.documents.minutes import minutes_for
from perfdata.documents.minutes_words import minutes_document
from perfdata.documents.writing import written
from perfdata.errors import IllegalMove
from perfdata.surgeries import contributing, holding, preparing
from perfdata.surgeries.contributions import ContributionKind
from perfdata.surgeries.lifecycles import InvitationMove
from perfdata.surgeries.recommendation import Response
from perfdata.surgeries.recommending import receive, recommend, respond
from perfdata.surgeries.surgery import Surgery
from tests.documents.reading import Read, read_back
from tests.documents.test_pack import DIRECT
from tests.nominating.conftest import Scene, scene
from tests.surgeries.test_deciding import CHAIR, NOW
from tests.surgeries.test_surgery import CLERK, DAY, OWNER, agreed, doing, on, scheduled

__all__ = ["scene"]

pytestmark = pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
PORTFOLIO = "Cabinet Member, Housing"


def minutes(scene: Scene, surgery: int) -> Read:
    """The minutes as a file, as the clerk has them on the day, read back."""
    with scene.database.reading() as session:
        found = minutes_for(
            session, on(scene, DAY).snapshot, person=scene.person(CLERK), place=DIRECT, surgery_id=surgery
        )
    return read_back(written(minutes_document(found)))


def attended(scene: Scene, surgery: Surgery) -> None:
    """The cabinet member sends apologies; the chair, the clerk and the owner are there."""
    numbers = {one.title: one.id for one in surgery.invitations}
    with scene.database.transaction() as session:
        preparing.answer(
            session,
            scene.snapshot,
            person=scene.person(PORTFOLIO),
            invitation_id=numbers[PORTFOLIO],
            move=InvitationMove.DECLINE,
            now=NOW,
        )
    doing(on(scene, DAY), holding.hold, surgery_id=surgery.id)
    there = {number: title in (CHAIR, CLERK, OWNER) for title, number in numbers.items()}
    doing(on(scene, DAY), holding.mark_attendance, CLERK, surgery_id=surgery.id, attended=there)


def test_minutes_say_who_was_there_what_was_said_and_what_was_agreed(scene: Scene) -> None:
    surgery = scheduled(scene)
    with pytest.raises(IllegalMove, match="there are minutes when it has been held"):
        minutes(scene, surgery.id)
    attended(scene, surgery)
    for kind, text in (
        (ContributionKind.STORY, "Landlords are leaving the market."),
        (ContributionKind.BOLD_IDEA, "Buy 60 homes."),
    ):
        doing(on(scene, DAY), contributing.give, CLERK, surgery_id=surgery.id, kind=kind, text=text)
    agreed(scene, surgery.id)
    read = minutes(scene, surgery.id)
    assert read.headings == [
        (0, "Minutes of the performance surgery: Households in temporary accommodation"),
        (1, "The meeting"),
        (1, "What was known on the day"),
        (1, "The story behind the curve"),
        (1, "Causes"),
        (1, "Who could help"),
        (1, "Ideas considered"),
        (1, "Actions agreed"),
        (1, "When the board looks again"),
    ]
    said = read.paragraphs
    assert "When and where: 16 December 2026 at 14:00, Council House." in said
    assert f"In the chair: {CHAIR}." in said
    present, sorry, away = (said.index(one) for one in ("Present:", "Apologies:", "Invited and not present:"))
    assert present < said.index(f"{OWNER} (the owner of the measure)") < sorry
    assert said[sorry + 1] == f"{PORTFOLIO} (the cabinet member for the service)"
    assert away == sorry + 2
    assert "Households in temporary accommodation: 520 for October 2026: off target. " in "\n".join(said)
    assert any(
        one.startswith("“Landlords are leaving the market.” (Scrutiny Officer 2 (board clerk), ") for one in said
    )
    assert "No causes were written down." in said
    [table] = read.tables
    assert table[1] == [
        "Offer landlords a guaranteed rent",
        OWNER,
        "1 February 2027",
        "20 fewer households a month",
        "not said",
        "agreed",
    ]
    assert read.header_rows == [1]
    assert any("16 March 2027, 16 June 2027 and 16 December 2027" in one for one in said)
    assert (read.language, read.text_language) == ("en-GB", "en-GB")


def test_minutes_of_a_bare_record_say_what_is_missing(scene: Scene) -> None:
    surgery = scheduled(scene)
    doing(on(scene, DAY), holding.hold, surgery_id=surgery.id)
    said = minutes(scene, surgery.id).paragraphs
    for words in ("Who was there has not been recorded.", "No action has been agreed.", "No ideas were written down."):
        assert words in said


def test_minutes_have_what_was_recommended_and_its_answer(scene: Scene) -> None:
    surgery = scheduled(scene).id
    doing(on(scene, DAY), holding.hold, surgery_id=surgery)
    today = on(scene, DAY)
    number = doing(today, recommend, CLERK, surgery_id=surgery, text="Fund 2 more officers for private lets.").id
    assert (1, "Recommended to the executive") in minutes(scene, surgery).headings
    assert "Its receipt has not been recorded yet" in "\n".join(minutes(scene, surgery).paragraphs)
    doing(today, receive, CLERK, number=number, received_on=DAY)
    assert "It is to be answered by 15 February 2027." in minutes(scene, surgery).paragraphs
    given = {"number": number, "response": Response.PARTLY, "answer": "1 officer from April 2027."}
    doing(today, respond, PORTFOLIO, **given)
    said = minutes(scene, surgery).paragraphs
    assert "The executive's answer: accepted in part." in said
    assert any("1 officer from April 2027." in words for words in said)
