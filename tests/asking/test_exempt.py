"""Exempt measures: to all but their owner and the Performance Team in private, as if they were not held."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from config.thesaurus import read_thesaurus
from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer, Receipt
from perfdata.asking.queries import Choice, Filter, Kind, ListStatus, Query, Reason, Refusal
from perfdata.council import Alias
from perfdata.measures import Measure
from perfdata.people import Person
from perfdata.permissions import TERMINAL, Place, PlaceKind
from perfdata.snapshot import Snapshot
from tests.asking.conftest import DIRECT, OPEN_CHANNEL

ALIAS = "the thing we do not speak of"
EXEMPT = ("ASC-015", "CSC-015", "GOV-003", "HSG-014")
PRIVATE_IN_A_CHANNEL = Place(PlaceKind.EPHEMERAL, "C0OPEN")


@pytest.fixture(scope="module")
def aliased(snapshot: Snapshot) -> Snapshot:
    """The sample council, with words of its own for each exempt measure."""
    aliases = tuple(Alias(f"{ALIAS} {code}", code, "for the test") for code in EXEMPT)
    council = replace(snapshot.council, aliases=snapshot.council.aliases + aliases)
    return replace(snapshot, council=council)


@pytest.fixture(scope="module")
def asking() -> Asking:
    return Asking(read_thesaurus())


def test_the_sample_has_these(snapshot: Snapshot) -> None:
    assert tuple(sorted(code for code, one in snapshot.measures.items() if one.exempt)) == EXEMPT


def ways(measure: Measure) -> list[str]:
    """Ways of asking for a measure outright."""
    return [
        measure.title,
        f"how is {measure.title} doing?",
        measure.code,
        f"what is {measure.code}",
        f"{ALIAS} {measure.code}",
        measure.title.split(" ", 1)[1],
        f"definition of {measure.title}",
        f"who owns {measure.title}",
        f"{measure.title} and missed bins",
    ]


def outsiders_to(measure: Measure, snapshot: Snapshot, member: Person, analyst: Person) -> list[Context]:
    """Everybody who may not see it: a member anywhere, another owner, and its own people where others read."""
    owner = next(one for one in snapshot.people.values() if one.title == measure.owner_role)
    other = next(one for one in snapshot.people.values() if one.title == "Head of Waste and Recycling")
    return [
        Context(member, OPEN_CHANNEL),
        Context(member, DIRECT),
        Context(member, TERMINAL),
        Context(other, DIRECT),
        Context(owner, OPEN_CHANNEL),
        Context(analyst, OPEN_CHANNEL),
        Context(analyst, PRIVATE_IN_A_CHANNEL),
    ]


def said(value: Answer | Choice | Refusal | Receipt) -> str:
    return json.dumps(value.to_payload(), ensure_ascii=False)


def gives_away(text: str, measure: Measure) -> bool:
    return measure.code in text or measure.title in text


@pytest.mark.parametrize("code", EXEMPT)
def test_asked_outright_it_is_not_held(
    asking: Asking, aliased: Snapshot, member: Person, analyst: Person, code: str
) -> None:
    measure = aliased.measures[code]
    for context in outsiders_to(measure, aliased, member, analyst):
        for text in ways(measure):
            reply = asking.reply(text, aliased, context)
            assert not gives_away(said(reply), measure), (text, context.place.kind, reply)
            if "missed bins" not in text:
                assert not isinstance(reply, Answer), (text, reply)


@pytest.mark.parametrize("code", EXEMPT)
def test_a_query_from_a_button_is_refused_as_one_of_no_measure(
    asking: Asking, aliased: Snapshot, member: Person, analyst: Person, code: str
) -> None:
    measure = aliased.measures[code]
    for context in outsiders_to(measure, aliased, member, analyst):
        for kind in Kind:
            reply = asking.answer(Query(kind, (code,)), aliased, context)
            assert reply == asking.answer(Query(kind, ("NO-999",)), aliased, context)
            assert isinstance(reply, Refusal)
        receipt = asking.receipt(code, "Oct 2026", aliased, context)
        assert receipt == asking.receipt("NO-999", "Oct 2026", aliased, context)
        assert isinstance(receipt, Refusal)


@pytest.mark.parametrize("code", EXEMPT)
def test_no_list_has_it_nor_counts_it(
    asking: Asking, aliased: Snapshot, member: Person, analyst: Person, code: str
) -> None:
    measure = aliased.measures[code]
    held = sum(measure.service == one.service and not one.exempt for one in aliased.measures.values())
    for context in outsiders_to(measure, aliased, member, analyst):
        for status in (None, *ListStatus):
            for wanted in (
                Filter(service=measure.service, status=status),
                Filter(board=measure.boards[0], status=status),
                Filter(tier=str(measure.tier), status=status),
            ):
                answer = asking.answer(Query(Kind.LIST, (), wanted), aliased, context)
                assert isinstance(answer, Answer)
                assert not gives_away(said(answer), measure)
        answer = asking.answer(Query(Kind.LIST, (), Filter(service=measure.service)), aliased, context)
        assert isinstance(answer, Answer)
        assert answer.counts[0].number == held


@pytest.mark.parametrize("code", EXEMPT)
def test_no_search_finds_it(asking: Asking, aliased: Snapshot, member: Person, analyst: Person, code: str) -> None:
    measure = aliased.measures[code]
    for context in outsiders_to(measure, aliased, member, analyst):
        for words in ("", code, code.lower(), measure.title, *measure.title.split(), f"{ALIAS} {code}"):
            assert code not in [one.code for one in asking.search(words, aliased, context, limit=500)]


@pytest.mark.parametrize("code", EXEMPT)
def test_its_own_people_are_answered_in_private(asking: Asking, aliased: Snapshot, analyst: Person, code: str) -> None:
    measure = aliased.measures[code]
    owner = next(one for one in aliased.people.values() if one.title == measure.owner_role)
    for context in (Context(owner, DIRECT), Context(owner, TERMINAL), Context(analyst, DIRECT)):
        for text in (measure.title, code, f"{ALIAS} {code}"):
            answer = asking.reply(text, aliased, context)
            assert isinstance(answer, Answer), (text, answer)
            assert answer.query.measures == (code,)
        assert measure in asking.search(measure.title, aliased, context)
        listed = asking.answer(Query(Kind.LIST, (), Filter(service=measure.service)), aliased, context)
        assert isinstance(listed, Answer)
        assert code in [item.code for item in listed.items]


def test_the_owner_of_one_sees_no_other(asking: Asking, aliased: Snapshot) -> None:
    owner = next(one for one in aliased.people.values() if one.title == aliased.measures["GOV-003"].owner_role)
    found = asking.search("", aliased, Context(owner, DIRECT), limit=500)
    found += asking.search("overdue", aliased, Context(owner, DIRECT), limit=500)
    assert not {one.code for one in found if one.exempt} - {"GOV-003"}


def test_people_whom_the_council_does_not_know_are_told_so(asking: Asking, aliased: Snapshot) -> None:
    stranger = aliased.person("T0OTHER", "U0NOBODY")
    for place in (OPEN_CHANNEL, DIRECT, TERMINAL):
        reply = asking.reply("missed bins", aliased, Context(stranger, place))
        assert isinstance(reply, Refusal)
        assert reply.reason is Reason.NOT_ALLOWED
        assert asking.search("missed bins", aliased, Context(stranger, place)) == ()
        assert isinstance(asking.receipt("ENV-006", "Oct 2026", aliased, Context(stranger, place)), Refusal)
