"""What answers say: right figures, in good English, each number of which stands in the answer's values."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer, Receipt
from perfdata.asking.guard import strays
from perfdata.asking.queries import (
    LABEL_LIMIT,
    Choice,
    Comparison,
    CountedBy,
    Details,
    Filter,
    Kind,
    ListStatus,
    OfObjectives,
    OfTerms,
    Query,
    Reason,
    Refusal,
    Span,
    SplitBy,
    Versus,
)
from perfdata.asking.terms import NEXT_FIGURES
from perfdata.snapshot import Snapshot
from perfdata.verdicts.status import Status
from tests.asking.conftest import DIRECT, OPEN_CHANNEL

BUTTON_LIMIT = 2000
SPANS = (
    None,
    Span((2026, 9), (2026, 9), "September 2026"),
    Span((2026, 10), (2026, 10), "October 2026"),
    Span((2026, 7), (2026, 9), "July to September 2026 (Q2)"),
    Span((2025, 4), (2026, 3), "April 2025 to March 2026 (2025/26)"),
    Span((2022, 4), (2022, 4), "April 2022"),
)


def replied(asking: Asking, snapshot: Snapshot, context: Context, text: str) -> Answer:
    reply = asking.reply(text, snapshot, context)
    assert isinstance(reply, Answer), reply
    return reply


def over(
    asking: Asking, snapshot: Snapshot, context: Context, code: str, start: tuple[int, int], end: tuple[int, int]
) -> Answer:
    answer = asking.answer(Query(Kind.STATUS, (code,), None, Span(start, end, "then")), snapshot, context)
    assert isinstance(answer, Answer), answer
    return answer


def test_recycling(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = replied(asking, snapshot, context, "how is recycling doing?")
    (paragraph,) = answer.paragraphs
    assert paragraph == (
        "Household waste sent for reuse, recycling or composting: off target. "
        "The figure for October 2026 is 44.3%, against a target of 46.0%. "
        "That is 0.8 percentage points higher than a year before (better) "
        "and 0.3 percentage points higher than in September 2026 (better). "
        "The changes from month to month are usual for the time of year. "
        "Off target for 3 months. "
        "Provisional; source: observations.csv, row 56, entered 20 November 2026."
    )
    (figure,) = answer.figures
    assert (figure.code, figure.period, figure.status, figure.provisional) == (
        "ENV-001", "Oct 2026", Status.OFF_TARGET, True,
    )  # fmt: skip
    (quotation,) = answer.quotations
    assert quotation.words.startswith("Below target. Garden waste")
    assert quotation.role == "Waste and Recycling"


def test_a_new_target_is_named_in_the_first_month_of_its_year(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    april = over(asking, snapshot, context, "ENV-001", (2026, 4), (2026, 4))
    before, now = (one.words for one in april.quantities if "target" in one.what)
    assert f"The target rose from {before} to {now} in April 2026." in april.paragraphs[0]
    assert not strays(april, april.paragraphs)
    assert "The target rose" not in over(asking, snapshot, context, "ENV-001", (2026, 5), (2026, 5)).paragraphs[0]


def test_the_note_names_the_post_in_private(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = replied(asking, snapshot, replace(context, place=DIRECT), "how is recycling doing?")
    assert answer.quotations[0].role == "Head of Waste and Recycling"


def test_several_measures_in_one_answer(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = replied(asking, snapshot, context, "sickness and turnover")
    assert [figure.code for figure in answer.figures] == ["HRM-001", "HRM-005"]
    assert len(answer.paragraphs) == 2


def test_missing_is_said_and_the_latest_is_not_passed_off_for_it(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    answer = replied(asking, snapshot, context, "major planning apps october")
    missing, latest = answer.figures
    assert (missing.period, missing.value, missing.status) == ("Oct 2026", None, Status.MISSING)
    assert latest.period == "Sep 2026"
    assert "The figure for October 2026 has not been reported; it was due by 15 November 2026." in answer.paragraphs[0]
    assert "The latest is for September 2026: 86.7%" in answer.paragraphs[0]


def test_not_due_yet_is_not_called_late(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = replied(asking, snapshot, context, "road condition of a roads in 2026/27")
    assert "is not due until" in answer.paragraphs[0]
    assert "has not been reported" not in answer.paragraphs[0]


def test_withheld(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = replied(asking, snapshot, context, "return home interviews for missing kids")
    withheld, latest = answer.figures
    assert (withheld.status, withheld.value, withheld.numerator, withheld.denominator) == (
        Status.SUPPRESSED, None, None, None,
    )  # fmt: skip
    assert latest.period == "Sep 2026"
    assert "is withheld, because it is small enough to identify people" in answer.paragraphs[0]


def test_a_span_gives_each_figure_and_works_out_none(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = over(asking, snapshot, context, "TRN-001", (2026, 7), (2026, 9))
    assert [figure.period for figure in answer.figures] == ["Jul 2026", "Aug 2026", "Sep 2026"]
    for figure in answer.figures:
        assert f"{figure.period_words}: {figure.value_words}" in answer.paragraphs[0]


def test_a_span_of_a_cumulative_measure_gives_its_last_figure(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    answer = over(asking, snapshot, context, "REV-001", (2026, 7), (2026, 9))
    assert [figure.period for figure in answer.figures] == ["Sep 2026"]
    assert "the year so far (1 April to 30 September 2026) is 54.28%" in answer.paragraphs[0]
    assert "Revised (revision 2)" in answer.paragraphs[0]


def test_a_quarterly_measure_asked_for_a_month_says_so(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = replied(asking, snapshot, context, "litter in september")
    assert answer.figures[0].period == "Q2 2026/27"
    assert "reported quarterly" in answer.notes[0]


def test_before_the_data_start(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    reply = asking.reply("recycling in 2019/20", snapshot, context)
    assert isinstance(reply, Refusal)
    assert reply.reason is Reason.BEFORE_DATA
    assert reply.sentences[0].endswith("The earliest that I hold is for April 2022.")
    assert reply.nearest[0].query.measures == ("ENV-001",)


def test_help_has_three_examples_that_work(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    examples = re.findall(r"“(.*?)”", replied(asking, snapshot, context, "help").paragraphs[1])
    assert len(examples) == 3
    for example in examples:
        assert isinstance(asking.reply(example, snapshot, context), Answer), example


def test_what_the_statuses_mean(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = replied(asking, snapshot, context, "what does amber mean")
    assert answer.query.measures == ()
    assert "Slightly off (amber)" in answer.paragraphs[0]


def test_a_definition(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = replied(asking, snapshot, context, "how is missed bins worked out")
    (definition,) = answer.definitions
    assert definition.code == "ENV-006"
    assert (
        "“Reported missed collections that were justified” divided by “Scheduled collections”" in answer.paragraphs[0]
    )
    assert f"measures.csv, row {definition.source_row}" in answer.paragraphs[-1]
    assert answer.notes == ("The next figure, for November 2026, is due by 10 December 2026.",)


def test_a_definition_says_what_is_overdue(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = replied(asking, snapshot, context, "what does GOV-002 mean")
    (note,) = answer.notes
    assert note.startswith("The figure for October 2026 was due by ")
    assert note.endswith(" and has not been reported.")


def test_a_receipt_has_it_all(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    receipt = asking.receipt("ENV-001", "Oct 2026", snapshot, context)
    assert isinstance(receipt, Receipt)
    text = "\n".join(receipt.lines)
    for part in (
        "Household waste sent for reuse, recycling or composting (ENV-001)",
        "October 2026",
        "44.3%, target 46.0%",
        "off target",
        "observations.csv, row 56",
        "Entered on 20 November 2026; loaded on 24 November 2026 at 09:00",
        "Provisional; revision 1",
        "Definition: revision 1, measures.csv, row 2",
    ):
        assert part in text, part


def test_a_receipt_of_no_row_says_so(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    receipt = asking.receipt("GOV-002", "Oct 2026", snapshot, context)
    assert isinstance(receipt, Receipt)
    assert "No row is held for this period." in receipt.lines


def spoken(answer: Answer) -> list[str]:
    """All that an answer says, outside quotations."""
    lines = [f"{one.title} {one.status} {one.value} {one.period} {one.detail}" for one in answer.items]
    return [*answer.paragraphs, *answer.notes, *lines]


def assert_good_english(answer: Answer) -> None:
    for text in (*answer.paragraphs, *answer.notes, *(item.detail for item in answer.items)):
        assert "None" not in text.replace("None of", "")
        assert "  " not in text
        assert not re.search(r"[−-]£?0(?:\.0+)?(?![\d.])", text), text
        assert not re.search(r"(?<![\d.,])1 (days|months|quarters|terms|years|measures|points|periods)\b", text), text
        assert not re.search(r"\.\.|\s[.,;:]|\( |,,", text), text
        assert "improving" not in text
        assert text == text.strip()


def test_every_measure_at_every_time_is_said_well(asking: Asking, snapshot: Snapshot, insider: Context) -> None:
    for code in snapshot.measures:
        for span in SPANS:
            answer = asking.answer(Query(Kind.STATUS, (code,), None, span), snapshot, insider)
            if isinstance(answer, Refusal):
                assert answer.reason is Reason.BEFORE_DATA
                continue
            assert_good_english(answer)
            assert not strays(answer, spoken(answer)), (code, span, answer.paragraphs)
            assert Answer.from_payload(json.loads(json.dumps(answer.to_payload()))) == answer


def test_every_definition_is_said_well(asking: Asking, snapshot: Snapshot, insider: Context) -> None:
    for code in snapshot.measures:
        answer = asking.answer(Query(Kind.DEFINE, (code,)), snapshot, insider)
        assert isinstance(answer, Answer)
        assert_good_english(answer)
        assert not strays(answer, spoken(answer)), answer.paragraphs


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("status", [None, *ListStatus])
def test_every_list_is_said_well(
    asking: Asking, snapshot: Snapshot, context: Context, status: ListStatus | None, span: Span | None
) -> None:
    for wanted in (
        Filter(tier="scorecard", status=status),
        Filter(board="HCB", status=status),
        Filter(service="Highways", status=status),
        Filter(priority="Good homes", status=status),
        Filter(directorate="Resources", status=status, months=6 if status is ListStatus.RED_LONG else 0),
        Filter(status=status),
    ):
        answer = asking.answer(Query(Kind.LIST, (), wanted, span), snapshot, context)
        assert isinstance(answer, Answer)
        assert_good_english(answer)
        assert not strays(answer, spoken(answer)), answer.paragraphs
        assert len(answer.items) == len(answer.figures) == answer.counts[0].number
        assert Answer.from_payload(json.loads(json.dumps(answer.to_payload()))) == answer


SAID = """
    how is are the bins missed recycling in september last quarter red amber off target for housing board what counts as
    potholes and voids void sickness compare why who owns since april 2024 Q2 22/23 help list measures tell me when , /
    & ? ! <!channel> <@U123> *bold* =1+1 ENV-006 GOV-003 emoji 🚮 ünïcode نص ' " 10,000 0 -1 %
"""
WORDS = st.sampled_from(SAID.split())


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=14).map(" ".join), st.text(max_size=400)))
def test_whatever_is_asked_there_is_a_reply_that_can_be_kept(
    asking: Asking, snapshot: Snapshot, insider: Context, text: str
) -> None:
    prior = ("missed bins",) if len(text) % 2 else ()
    context = asking.after(prior, snapshot, Context(insider.person, OPEN_CHANNEL))
    reply = asking.reply(text, snapshot, context)
    again = type(reply).from_payload(json.loads(json.dumps(reply.to_payload())))
    assert again == reply
    options = reply.nearest if isinstance(reply, Refusal) else reply.options if isinstance(reply, Choice) else ()
    for option in options:
        assert 0 < len(option.label) <= LABEL_LIMIT
        assert len(json.dumps(option.query.to_payload(), ensure_ascii=False)) < BUTTON_LIMIT
    if isinstance(reply, Answer):
        assert_good_english(reply)
        assert len(json.dumps(reply.query.to_payload(), ensure_ascii=False)) < BUTTON_LIMIT


@pytest.mark.parametrize(
    "details",
    [
        Comparison(None),
        Comparison(Versus.EARLIER, Span((2025, 10), (2025, 10), "October 2025")),
        SplitBy(""),
        SplitBy("Sex", "Female"),
        CountedBy("board"),
        OfObjectives(("Place/PL3",), "Mobilise second patching gang"),
        OfTerms((NEXT_FIGURES,)),
    ],
)
def test_what_a_query_has_besides_comes_back_as_it_was(details: Details) -> None:
    query = Query(Kind.STATUS, details=details)
    assert Query.from_payload(json.loads(json.dumps(query.to_payload()))) == query
