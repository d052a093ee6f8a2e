"""Follow-ups: each of measures, kind, time and filter is taken over where it is left out, and only there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.queries import Choice, Filter, Kind, Option, Query, Reading, Reason, Refusal
from perfdata.asking.replies import freeze, reading_of, thaw
from perfdata.people import Person
from perfdata.snapshot import Snapshot
from tests.asking.conftest import DIRECT, OPEN_CHANNEL
from tests.asking.scoring import Question, is_right, is_wrong_figure, read_questions

FOLDER = Path(__file__).parents[1] / "data" / "questions"
FOLLOW_UPS = [
    question for path in sorted(FOLDER.glob("dev*.jsonl")) for question in read_questions(path) if question.prior
]
EXEMPT = "GOV-003"


def read_after(asking: Asking, snapshot: Snapshot, context: Context, earlier: tuple[str, ...], text: str) -> Reading:
    return reading_of(asking.reply(text, snapshot, asking.after(earlier, snapshot, context)))


def test_there_are_follow_ups_to_score() -> None:
    assert len(FOLLOW_UPS) == 15


@pytest.mark.parametrize("question", FOLLOW_UPS, ids=lambda question: question.id)
def test_follow_ups_of_members(asking: Asking, snapshot: Snapshot, context: Context, question: Question) -> None:
    reading = read_after(asking, snapshot, context, question.prior, question.text)
    assert not is_wrong_figure(reading, question)
    assert is_right(reading, question), reading


@pytest.mark.parametrize(
    ("earlier", "text", "kind", "measure", "months"),
    [
        ("missed bins", "and in September?", "status", "ENV-006", "September 2026"),
        ("missed bins in june", "and now?", "status", "ENV-006", ""),
        ("missed bins in june", "and?", "status", "ENV-006", "June 2026"),
        ("missed bins in june", "is it on target", "status", "ENV-006", "June 2026"),
        ("missed bins in june", "define it", "define", "ENV-006", ""),
        ("recycling in june", "what about missed bins", "status", "ENV-006", "June 2026"),
        ("recycling in june", "same for business rates", "status", "REV-002", "June 2026"),
        ("recycling in june", "how is missed bins doing?", "status", "ENV-006", ""),
        ("recycling in june", "and how are missed bins now?", "status", "ENV-006", ""),
        ("define recycling", "and missed bins?", "define", "ENV-006", ""),
        ("define recycling", "and in june?", "status", "ENV-001", "June 2026"),
        ("define recycling", "how is it doing", "status", "ENV-001", ""),
        ("recycling", "whose fault is it", "owner", "ENV-001", ""),
        ("recycling", "who decided that target", "owner", "ENV-001", ""),
        ("recycling", "when did it start falling", "trend", "ENV-001", ""),
        ("recycling", "is it statistically significant", "trend", "ENV-001", ""),
        ("recycling", "tell me more", "status", "ENV-001", ""),
        ("ehcps", "how many more plans is that", "status", "EDU-003", ""),
        ("sickness", "is it worse in adult social care", "breakdown", "HRM-001", ""),
        ("ehcps", "what was agreed", "surgery", "EDU-003", ""),
        ("recycling", "any other figures on this", "status", "ENV-001", ""),
    ],
)
def test_what_is_left_out_of_a_question_about_measures(
    asking: Asking, snapshot: Snapshot, context: Context, earlier: str, text: str, kind: str, measure: str, months: str
) -> None:
    reading = read_after(asking, snapshot, context, (earlier,), text)
    assert isinstance(reading, Query), reading
    assert (reading.kind, reading.measures, reading.span.words if reading.span else "") == (kind, (measure,), months)
    assert reading.evidence


@pytest.mark.parametrize(
    ("earlier", "text", "terms", "months"),
    [
        ("what is red for the housing board", "just scorecard",
         {"board": "HCB", "tier": "scorecard", "status": "red"}, ""),
        ("what is red for the housing board", "and the ambers", {"board": "HCB", "status": "amber"}, ""),
        ("what is red for the housing board", "what about the environment board",
         {"board": "ENV", "status": "red"}, ""),
        ("what is red for the housing board", "and in september?", {"board": "HCB", "status": "red"},
         "September 2026"),
        ("what was red in september", "just the housing board", {"board": "HCB", "status": "red"}, "September 2026"),
        ("what was red in september", "and now", {"tier": "scorecard", "status": "red"}, ""),
        ("what is red for the housing board", "what is amber on the scorecard",
         {"tier": "scorecard", "status": "amber"}, ""),
        ("what is red for the housing board", "which of those are getting worse",
         {"board": "HCB", "status": "worsened", "among": "red"}, ""),
        ("what is red for the housing board", "how many is that", {"board": "HCB", "status": "red"}, ""),
    ],
)  # fmt: skip
def test_what_is_left_out_of_a_list(
    asking: Asking,
    snapshot: Snapshot,
    context: Context,
    earlier: str,
    text: str,
    terms: dict[str, str],
    months: str,
) -> None:
    reading = read_after(asking, snapshot, context, (earlier,), text)
    assert isinstance(reading, Query), reading
    assert reading.filter is not None
    assert (reading.filter.terms, reading.span.words if reading.span else "") == (terms, months)


def test_several_turns_add_up(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    reading = read_after(
        asking, snapshot, context, ("recycling", "and in june?", "thanks", "what about fish"), "voids?"
    )
    assert isinstance(reading, Query)
    assert (reading.measures, reading.span) == (("HSG-004",), None)
    reading = read_after(asking, snapshot, context, ("recycling", "and in june?", "thanks", "what about fish"), "and?")
    assert isinstance(reading, Query)
    assert reading.span is not None
    assert (reading.measures, reading.span.words) == (("ENV-001",), "June 2026")


@pytest.mark.parametrize(
    ("earlier", "text"),
    [("how many kids", "how many last year"), ("how are planning applications", "any other figures on this")],
)
def test_a_word_that_says_not_which_chooses_nothing_that_was_offered(
    asking: Asking, snapshot: Snapshot, context: Context, earlier: str, text: str
) -> None:
    assert not isinstance(read_after(asking, snapshot, context, (earlier,), text), Query)


def test_a_choice_that_nobody_made_is_offered_again_for_another_time(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    offered = read_after(asking, snapshot, context, (), "how are the bins?")
    again = read_after(asking, snapshot, context, ("voids", "how are the bins?"), "in september")
    assert isinstance(offered, Choice)
    assert isinstance(again, Choice)
    assert again.candidates == offered.candidates
    assert {one.query.span.words for one in again.options if one.query.span} == {"September 2026"}


def test_a_choice_is_made_in_words(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    reading = read_after(asking, snapshot, context, ("how are the bins?",), "the missed ones")
    assert isinstance(reading, Query)
    assert reading.measures == ("ENV-006",)


def test_after_a_refusal_its_measures_are_what_was_talked_of(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    reading = read_after(asking, snapshot, context, ("who owns missed bins",), "and in june?")
    assert isinstance(reading, Query)
    assert reading.measures == ("ENV-006",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("and how many swans are in the park", None),
        ("what about the weather", None),
        ("and next year?", Reason.FUTURE),
        ("and yesterday?", Reason.NOT_HELD),
        ("and who will win the election", Reason.POLITICS),
    ],
)
def test_no_figure_is_given_for_what_was_not_asked(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, reason: Reason | None
) -> None:
    reading = read_after(asking, snapshot, context, ("missed bins",), text)
    assert isinstance(reading, Refusal)
    assert reason is None or reading.reason is reason


def test_without_a_question_before_there_is_nothing_to_take_over(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    for text in ("and in september?", "is that good", "and?"):
        assert isinstance(read_after(asking, snapshot, context, (), text), Refusal)


@pytest.mark.parametrize("text", ["and in september?", "and?", "is it on target", "define it", "who owns it"])
@pytest.mark.parametrize(
    "before",
    [
        Query(Kind.STATUS, (EXEMPT,)),
        Choice("Which one?", (Option("a", "", Query(Kind.STATUS, (EXEMPT,))),), (EXEMPT,)),
        Refusal(Reason.FUTURE, ("Not yet.",), (), (EXEMPT,), None, Kind.OWNER),
    ],
    ids=["asked", "offered", "declined"],
)
def test_an_exempt_measure_is_taken_over_by_those_alone_who_may_see_it(
    asking: Asking, snapshot: Snapshot, member: Person, analyst: Person, before: Reading, text: str
) -> None:
    for context in (Context(member, OPEN_CHANNEL), Context(member, DIRECT), Context(analyst, OPEN_CHANNEL)):
        assert asking.reply(text, snapshot, replace(context, prior=before)) == asking.reply(text, snapshot, context)
    if not isinstance(before, Choice):
        own = reading_of(asking.reply(text, snapshot, Context(analyst, DIRECT, before)))
        assert isinstance(own, Query | Refusal)
        assert own.measures == (EXEMPT,)


def test_of_several_measures_only_those_are_taken_over_that_may_be_seen(
    asking: Asking, snapshot: Snapshot, member: Person
) -> None:
    before = Query(Kind.STATUS, ("ENV-006", EXEMPT))
    reading = asking.understand("and in june?", snapshot, Context(member, OPEN_CHANNEL, before))
    assert isinstance(reading, Query)
    assert reading.measures == ("ENV-006",)


@pytest.mark.parametrize("text", ["missed bins", "how are the bins?", "who owns missed bins", "what is red"])
def test_a_stored_reply_still_says_how_its_question_was_understood(
    asking: Asking, snapshot: Snapshot, context: Context, text: str
) -> None:
    reply = asking.reply(text, snapshot, context)
    assert thaw(freeze(reply)) == reply
    assert reading_of(thaw(freeze(reply))).has_subject


def test_help_is_no_subject(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    reply = asking.reply("help", snapshot, context)
    assert isinstance(reply, Answer)
    assert not reading_of(reply).has_subject
    assert Query(Kind.LIST, (), Filter()).has_subject


@pytest.mark.parametrize(
    ("earlier", "text", "kind", "measure"),
    [
        (("voids", "no I meant the major works ones"), "no, the other one", "status", "HSG-004"),
        (("why is recycling red",), "sorry, I meant missed bins", "commentary", "ENV-006"),
        (("missed bins",), "why?", "commentary", "ENV-006"),
        (("missed bins",), "show me", "trend", "ENV-006"),
        (("missed bins",), "what about the most deprived wards", "breakdown", "ENV-006"),
        (("missed bins",), "compared to last year?", "compare", "ENV-006"),
        (("missed bins",), "will it get there by march", "forecast", "ENV-006"),
        (("missed bins",), "watch it", "watch", "ENV-006"),
        (("compare recycling with our neighbours",), "and missed bins?", "compare", "ENV-006"),
        (("sickness by age",), "and for women", "breakdown", "HRM-001"),
    ],
)
def test_every_kind_follows_up(
    asking: Asking, snapshot: Snapshot, context: Context, earlier: tuple[str, ...], text: str, kind: str, measure: str
) -> None:
    reading = asking.understand(text, snapshot, asking.after(earlier, snapshot, context))
    assert isinstance(reading, Query), reading
    assert (reading.kind, reading.measures) == (kind, (measure,))


@pytest.mark.parametrize(
    ("earlier", "text", "start"),
    [
        (("missed bins in june",), "and the year before", (2025, 6)),
        (("missed bins",), "and the month before", (2026, 9)),
        (("missed bins", "this time last year"), "and the year before that?", (2024, 10)),
    ],
)
def test_a_time_is_counted_from_the_one_talked_of(
    asking: Asking, snapshot: Snapshot, context: Context, earlier: tuple[str, ...], text: str, start: tuple[int, int]
) -> None:
    reading = asking.understand(text, snapshot, asking.after(earlier, snapshot, context))
    assert isinstance(reading, Query), reading
    assert reading.span is not None
    assert (reading.measures, reading.span.start) == (("ENV-006",), start)


def test_what_was_chosen_is_not_asked_about_again(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    offered = asking.understand("debt", snapshot, context)
    assert isinstance(offered, Choice)
    chosen = offered.options[0].query
    again = asking.understand("and the debt in september?", snapshot, replace(context, prior=chosen))
    assert isinstance(again, Query)
    assert again.measures == chosen.measures
    other = asking.understand("no, the other one", snapshot, replace(context, prior=chosen))
    assert isinstance(other, Query)
    assert {*other.measures, *chosen.measures} == set(offered.candidates)
    assert asking.understand("not that one", snapshot, replace(context, prior=offered)) == offered


@pytest.mark.parametrize("text", ["my actions", "what am I watching", "when is the next surgery"])
def test_what_is_asked_of_nothing_in_particular_takes_over_nothing(
    asking: Asking, snapshot: Snapshot, context: Context, text: str
) -> None:
    reading = asking.understand(text, snapshot, asking.after(["voids"], snapshot, context))
    assert isinstance(reading, Query)
    assert (reading.measures, reading.filter) == ((), None)
