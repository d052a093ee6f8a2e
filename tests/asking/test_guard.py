"""The guard: what an answer does not hold, it does not say, wherever in the message a number was changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from handlers.views import answers as views
from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer, Figure
from perfdata.asking.guard import NotInTheRecord, numerals, strays, unheld
from perfdata.asking.queries import Kind, Query, Reason, Refusal, Span
from perfdata.snapshot import Snapshot

Tamper = Callable[[Answer], Answer]


@pytest.fixture(scope="module")
def answer(asking: Asking, snapshot: Snapshot, context: Context) -> Answer:
    reply = asking.answer(Query(Kind.STATUS, ("ENV-006",)), snapshot, context)
    assert isinstance(reply, Answer)
    return reply


def with_figure(answer: Answer, figure: Figure) -> Answer:
    return replace(answer, figures=(figure, *answer.figures[1:]))


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (lambda one: replace(one, paragraphs=(one.paragraphs[0].replace("83.7", "38.7"),)), {"38.7"}),
        (lambda one: replace(one, paragraphs=(one.paragraphs[0].replace("83.7", "−83.7"),)), {"−83.7"}),
        (lambda one: replace(one, notes=("There were 12,345 of them.",)), {"12345"}),
        (lambda one: replace(one, paragraphs=(*one.paragraphs, "It will be 70.5 by May.")), {"70.5"}),
        # A slip between a figure and its words is found in either place.
        (lambda one: with_figure(one, replace(one.figures[0], value=Decimal("38.7"))), {"83.7"}),
        (lambda one: with_figure(one, replace(one.figures[0], target=Decimal("65"))), {"55"}),
        (lambda one: replace(one, changes=()), None),
        (lambda one: replace(one, findings=()), None),
        (lambda one: replace(one, quotations=(replace(one.quotations[0], role="Head of 999"),)), set()),
    ],
)
def test_a_number_that_the_answer_does_not_hold_is_held_back(
    answer: Answer, tamper: Tamper, found: set[str] | None
) -> None:
    tampered = tamper(answer)
    assert not strays(answer, [views.reply(answer)["text"]])
    if found == set():
        views.reply(tampered)
        return
    with pytest.raises(NotInTheRecord) as held_back:
        views.reply(tampered)
    assert found is None or set(held_back.value.strays) == found
    assert len(held_back.value.reference) == 6


def test_quotations_may_say_what_they_like_and_are_no_record(answer: Answer) -> None:
    quotation = replace(answer.quotations[0], words="We lost 4,711 bins & found 3 < 5.")
    quoted = replace(answer, quotations=(quotation,))
    assert "4,711" in views.reply(quoted)["text"]
    with pytest.raises(NotInTheRecord):
        views.reply(replace(quoted, paragraphs=(*answer.paragraphs, "We lost 4,711 bins.")))


def test_a_tampered_list_or_its_count(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    reply = asking.reply("what is red for the housing board", snapshot, context)
    assert isinstance(reply, Answer)
    views.reply(reply)
    item = replace(reply.items[0], value="1,234")
    with pytest.raises(NotInTheRecord):
        views.reply(replace(reply, items=(item, *reply.items[1:])))
    with pytest.raises(NotInTheRecord):
        views.reply(replace(reply, paragraphs=("77 are off target.",)))


def test_what_is_no_answer_says_no_more_than_it_holds() -> None:
    refusal = Refusal(Reason.FUTURE, ("May 2031 has not happened yet.",))
    assert not strays(refusal, ["May 2031 has not happened yet."])
    assert strays(refusal, ["It was 44.3% in May 2031."]) == {"44.3"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("−£1,500,000 and £0.50", {"−1500000", "0.5"}),
        ("44.30% of 1,234", {"44.3", "1234"}),
        ("2025/26, Q2, row 56.", {"2025", "26", "2", "56"}),
        ("10.0 and 100", {"10", "100"}),
        ("no number", set()),
    ],
)
def test_numerals_have_one_plain_form(text: str, plain: set[str]) -> None:
    assert numerals(text) == plain


def test_what_is_not_said_need_not_be_held() -> None:
    assert unheld(["May 7", "May 8"], ["7"], ["8"]) == set()
    assert unheld(["May 7"], []) == {"7"}


def test_an_answer_about_a_time_may_name_it(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    span = Span((2025, 4), (2026, 3), "April 2025 to March 2026 (2025/26)")
    reply = asking.answer(Query(Kind.STATUS, ("REV-001",), None, span), snapshot, context)
    assert isinstance(reply, Answer)
    views.reply(reply)
