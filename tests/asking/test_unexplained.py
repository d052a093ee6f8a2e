"""What a leading measure leaves unexplained: a question that is partly about something else is not answered with it."""

from __future__ import annotations

import pytest

from perfdata.asking import Asking, Context
from perfdata.asking.queries import Choice, Kind, Query, Refusal
from perfdata.snapshot import Snapshot


@pytest.mark.parametrize(
    "text",
    [
        "cycle lane miles",
        "leisure centre income",
        "library fines",
        "drug dealing",
        "phonics results",
        "recycling bins delivered",
        "leisure centre repairs",
        "temporary accommodation rats",
        "health and safety training",
        "how many books borrowed",
        "domestic abuse refuges",
        "hate crime convictions",
        "restaurants closed down for hygiene",
        "complaints upheld by the ombudsman",
        "garden waste complaints",
        "carbon emissions from housing",
        "adult social worker caseload",
        "school budgets in deficit",
        "planning appeals cost",
        "hospital waiting times",
        "hospital appointments",
        "child poverty",
        "care home fees",
        "affordable homes waiting list",
        "council tax arrears",
        "999 calls",
        "how many social workers do we have",
        "how many potholes in 1998",
    ],
)
def test_what_is_not_held_gets_no_measure_near_it(
    asking: Asking, snapshot: Snapshot, context: Context, text: str
) -> None:
    assert isinstance(asking.understand(text, snapshot, context), Refusal)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("are social work assessments for children done on time", {"CSC-005", "CSC-008"}),
        ("stage 1 complaints upheld", {"CUS-003", "CUS-004"}),
        ("stage 2 complaints answered on time", {"CUS-003", "CUS-004"}),
    ],
)
def test_what_is_between_two_measures_is_asked_about(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, codes: set[str]
) -> None:
    reading = asking.understand(text, snapshot, context)
    assert isinstance(reading, Choice)
    assert set(reading.candidates) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("how much of our rubbish actually gets recycled", "ENV-001"),
        ("are the kids in care moving about too much", "CSC-002"),
        ("are we getting the rent in", "HSG-002"),
        ("how much have we saved", "FIN-003"),
        ("how many bins didnt get emptied", "ENV-006"),
        ("routine repairs", "HSG-008"),
        ("stage two complaints", "CUS-004"),
        ("missing children", "CSC-011"),
        ("what's the story with missed bins", "ENV-006"),
        ("have bosses done their appraisals", "HRM-009"),
        ("are we still sending stuff to landfil", "ENV-007"),
        ("number signed up for garden waste", "ENV-010"),
        ("how often do we lose planning appeals", "PLN-004"),
        ("2 year olds taking up free nursery places", "EDU-010"),
        ("do care leavers have somewhere decent to live", "CSC-007"),
        ("is the grass being cut on time", "ENV-027"),
        ("how much are empty council houses costing us in rent", "HSG-006"),
    ],
)
def test_words_that_change_nothing_are_let_pass(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, code: str
) -> None:
    reading = asking.understand(text, snapshot, context)
    assert isinstance(reading, Query)
    assert (reading.kind, reading.measures) == (Kind.STATUS, (code,))


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("is it true that recycling is the worst in the region", Kind.COMPARE, "ENV-001"),
        ("are we worse than everyone else for council tax collection", Kind.COMPARE, "REV-001"),
        ("how does the recycling figure get worked out", Kind.DEFINE, "ENV-001"),
        ("where do we rank on care leavers in work", Kind.COMPARE, "CSC-006"),
    ],
)
def test_fresh_questions_of_other_kinds(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, kind: Kind, code: str
) -> None:
    reading = asking.understand(text, snapshot, context)
    assert isinstance(reading, Query)
    assert (reading.kind, reading.measures) == (kind, (code,))
