"""“My”: whose measures a question is about, by what is held of the person who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from perfdata.asking.asking import Asking
from perfdata.asking.queries import Choice, Context, Filter, Kind, ListStatus, Query, Refusal
from perfdata.people import Person, Role
from perfdata.permissions import Place, PlaceKind
from perfdata.snapshot import Snapshot
from perfdata.welcome import MY_SERVICES, first_questions
from tests.asking.conftest import DIRECT

HEAD, CABINET, DIRECTOR = "Head of Waste and Recycling", "Cabinet Member, Environment and Streets", "Strategic Director"
ENV_CHAIR = "Chair, Climate, Environment and Streets Board"
Who = Callable[[str], Context]


@pytest.fixture
def as_(snapshot: Snapshot) -> Who:
    """The first person whose title begins so, in a direct message."""
    return lambda title: Context(next(one for one in snapshot.people.values() if one.title.startswith(title)), DIRECT)


@pytest.mark.parametrize(
    ("title", "text", "kind", "wanted"),
    [
        (HEAD, "how are my services doing?", Kind.LIST, Filter(service="Waste and Recycling")),
        (HEAD, "what is red in my area", Kind.LIST, Filter(service="Waste and Recycling", status=ListStatus.RED)),
        (HEAD, "What am I responsible for?", Kind.LIST, Filter(owner=HEAD)),
        (HEAD, "my kpis", Kind.LIST, Filter(owner=HEAD)),
        (HEAD, "worst three of my measures", Kind.MOVERS, Filter(owner=HEAD)),
        (CABINET, "what is red in my portfolio", Kind.LIST, Filter(portfolio=CABINET, status=ListStatus.RED)),
        (CABINET, "my measures on the scorecard", Kind.LIST, Filter(portfolio=CABINET, tier="scorecard")),
        (DIRECTOR, "what is off target in my area", Kind.LIST, Filter(directorate="Place", status=ListStatus.RED)),
        (ENV_CHAIR, "what is red on my board", Kind.LIST, Filter(board="ENV", status=ListStatus.RED)),
        (ENV_CHAIR, "my indicators that are red", Kind.LIST, Filter(board="ENV", status=ListStatus.RED)),
        (ENV_CHAIR, "what surgeries has my board had", Kind.SURGERY, Filter(board="ENV")),
        (ENV_CHAIR, "how's our board doing", Kind.LIST, Filter(board="ENV")),
    ],
)  # fmt: skip
def test_my_is_what_the_person_answers_for(
    asking: Asking, snapshot: Snapshot, as_: Who, title: str, text: str, kind: Kind, wanted: Filter
) -> None:
    reading = asking.understand(text, snapshot, as_(title))
    assert isinstance(reading, Query), reading
    assert (reading.kind, reading.filter) == (kind, wanted)
    assert any("”: " in one for one in reading.evidence), "the log does not say whose they are"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("how is recycling doing on my board", Kind.STATUS), ("my actions", Kind.ACTIONS), ("my watches", Kind.WATCH)],
)
def test_what_is_no_question_of_ones_own_measures_is_read_as_before(
    asking: Asking, snapshot: Snapshot, as_: Who, text: str, kind: Kind
) -> None:
    assert asking.understand(text, snapshot, as_(ENV_CHAIR)).kind is kind


def test_somebody_on_several_boards_is_asked_which(asking: Asking, snapshot: Snapshot, member: Person) -> None:
    reading = asking.understand("what is red on my board", snapshot, Context(member, DIRECT))
    assert isinstance(reading, Choice)
    asked = [one.query.filter for one in reading.options]
    assert asked == [Filter(board=code, status=ListStatus.RED) for code in member.boards]


def test_in_a_boards_own_channel_it_is_that_board(asking: Asking, snapshot: Snapshot, member: Person) -> None:
    code = list(member.boards)[1]
    here = Place(PlaceKind.CHANNEL, snapshot.boards[code].channel_id, code)
    outsider = Person("T", "U", "Analyst", frozenset({Role.OFFICER}))
    said = ("what is red on my board", "which of ours are red", "what is red for us", "what's red for this committee")
    for person, text in product((member, outsider), said):
        reading = asking.understand(text, snapshot, Context(person, here))
        assert isinstance(reading, Query), text
        assert reading.filter == Filter(board=code, status=ListStatus.RED), text


def test_elsewhere_ours_is_the_councils(asking: Asking, snapshot: Snapshot, as_: Who) -> None:
    reading = asking.understand("which of ours are red", snapshot, as_(ENV_CHAIR))
    assert isinstance(reading, Query)
    assert reading.filter == Filter(tier="scorecard", status=ListStatus.RED)


@pytest.mark.parametrize(
    "text", ["who sits on this board", "which room is my board in", "what is red across the board"]
)
def test_what_a_list_would_not_answer_gets_none(asking: Asking, snapshot: Snapshot, as_: Who, text: str) -> None:
    here = Place(PlaceKind.CHANNEL, snapshot.boards["ENV"].channel_id, "ENV")
    reading = asking.understand(text, snapshot, replace(as_(ENV_CHAIR), place=here))
    assert not isinstance(reading, Query) or reading.filter != Filter(board="ENV")


@pytest.mark.parametrize(
    "text", ["what is red on my board", "how are my services doing", "which of my measures got worse"]
)
def test_somebody_with_nothing_of_their_own_is_told_so(asking: Asking, snapshot: Snapshot, text: str) -> None:
    alone = Person("T", "U", "Analyst", frozenset({Role.OFFICER}))
    assert isinstance(asking.understand(text, snapshot, Context(alone, DIRECT)), Refusal)


def test_my_services_hold_nothing_that_the_person_may_not_see(asking: Asking, snapshot: Snapshot, as_: Who) -> None:
    context = as_(HEAD)
    person = replace(
        context.person, title="", service=next(one.service for one in snapshot.measures.values() if one.exempt)
    )
    said = asking.reply("how are my services doing?", snapshot, Context(person, DIRECT))
    assert not any(snapshot.measures[one.code].exempt for one in getattr(said, "items", ()))


def test_an_officer_is_offered_questions_on_their_own_services(snapshot: Snapshot, asking: Asking, as_: Who) -> None:
    context = as_(HEAD)
    offered = first_questions(snapshot, context, 3)
    assert MY_SERVICES in offered
    for question in offered:
        assert isinstance(asking.understand(question, snapshot, context), Query), question
