"""What is shown of nominations: within Slack's limits at their longest, complete in words, and safe as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.views import nominations as views
from handlers.views.surgeries import surgery_list
from perfdata import nominations
from perfdata.facts import facts_of
from perfdata.nominations import SecondTold
from perfdata.permissions import Place, PlaceKind
from perfdata.surgeries.evidence import Evidence, PastSurgery
from perfdata.surgeries.nomination import Nomination, Second
from perfdata.surgeries.nomination_words import LONGEST_EVIDENCE, LONGEST_LINE, LONGEST_TEXT
from perfdata.verdicts.status import Status
from sandbox.rules.messages import check_message
from sandbox.rules.views import check_view
from tests.nominating.conftest import Scene

pytestmark = pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
NOW = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
LONG = "y" * LONGEST_TEXT


def a_nomination(scene: Scene, code: str = "HSG-020") -> Nomination:
    """A nomination as it would be stored."""
    return Nomination(
        1,
        "HCB",
        "Housing and Communities Board",
        Evidence(facts_of(scene.snapshot, code)),
        "Councillor 8",
        LONG,
        LONG,
        NOW,
    )


def test_the_longest_nomination_and_second_fit(scene: Scene) -> None:
    nomination = a_nomination(scene)
    past = PastSurgery("S1", NOW.date(), "o" * 300, 5, 3, "Another measure of the service")
    evidence = replace(nomination.evidence, change="c" * 300, reach="r" * 200, past=(past,) * 9)
    longest = replace(
        nomination,
        evidence=evidence,
        brought="b" * LONGEST_EVIDENCE,
        brought_from="f" * LONGEST_LINE,
        heard="h" * LONGEST_LINE,
    )
    said = views.nomination_message(longest)
    check_message({**said})
    assert said["text"].count(LONG) == 2
    assert all(words in said["text"] for words in (longest.brought, longest.brought_from, longest.heard))
    assert "cut short" not in said["text"]
    second = SecondTold(1, "HSG-020", "Households", Second("Councillor 3", f"{LONG}\n{LONG}", NOW))
    said = views.owed_second(second.to_payload())
    check_message({**said})
    assert f"“{LONG}\n{LONG}” (Councillor 3, 24 November 2026)" in said["text"]
    assert "cut short" not in str(said)
    whole = "\n".join((LONG, LONG, longest.heard, longest.brought))
    said = views.owed_second(replace(second, second=Second("Councillor 3", whole, NOW)).to_payload())
    check_message({**said})
    assert all(words in said["text"] for words in whole.split("\n"))


def test_every_measure_can_be_put_into_words_as_evidence(scene: Scene) -> None:
    seen = set()
    for code, measure in scene.snapshot.measures.items():
        nomination = replace(a_nomination(scene, code), reason="Because it matters.", outcome_wanted="")
        said = views.nomination_message(nomination)
        check_message({**said})
        assert said["text"].startswith(f"Nominated for surgery: {measure.title}".replace("&", "&amp;"))
        assert "None" not in said["text"]
        seen.add(nomination.facts.status)
    assert seen == set(Status)


def test_a_list_that_does_not_fit_says_what_is_left_out(scene: Scene) -> None:
    short = replace(a_nomination(scene), reason="Because it matters.", seconds=(Second("Councillor 3", "", NOW),))
    said = surgery_list([], [replace(short, id=number) for number in range(40)], [], "the board")
    check_message({**said})
    shown = said["text"].count("Seconded by Councillor 3.")
    assert 4 < shown < 40
    assert f"{41 - shown} more did not fit." in said["text"], "and what was held"
    assert "cut short" not in said["text"]
    check_message({**surgery_list([], [], [], "all boards")})


@pytest.mark.parametrize("code", ["", "HSG-020"])
@pytest.mark.parametrize("title", ["Councillor 8", "Chair, Housing"])
def test_the_form_is_a_view_that_slack_takes(scene: Scene, code: str, title: str) -> None:
    place = Place(PlaceKind.EPHEMERAL, board="HCB")
    offer = nominations.offer(scene.snapshot, person=scene.person(title), place=place, code=code, board="HCB")
    check_view(views.form(offer), "modal")
    assert offer.board == "HCB"
    for measure in scene.snapshot.measures.values():
        assert len(views.measure_option(measure)["text"]["text"]) <= 75
