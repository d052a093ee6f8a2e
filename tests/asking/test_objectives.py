"""Objectives and milestones asked about like measures: the council's own judgement, its dates, and no figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.guard import strays
from perfdata.asking.queries import Choice, Kind, OfObjectives, Query
from perfdata.snapshot import Snapshot

PATCHING = "is the second patching gang late?"


def reply(asking: Asking, snapshot: Snapshot, context: Context, text: str) -> Answer:
    """The answer, which must be one."""
    said = asking.reply(text, snapshot, context)
    assert isinstance(said, Answer), said
    return said


@pytest.mark.parametrize(
    ("question", "objective", "milestone"),
    [
        ("is the local plan on track?", "Place/PL2", ""),
        ("how is the highways recovery programme going", "Place/PL3", ""),
        ("how is PL2 going?", "Place/PL2", ""),
        (PATCHING, "Place/PL3", "Mobilise second patching gang"),
        ("how is the prepaid card pilot doing", "Adults and Public Health/AP2", "Prepaid card pilot"),
    ],
)
def test_words_of_an_objective_or_a_milestone(
    question: str, objective: str, milestone: str, asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    query = reply(asking, snapshot, context, question).query
    assert (query.kind, query.details) == (Kind.STATUS, OfObjectives((objective,), milestone))


@pytest.mark.parametrize(
    "question", ["is the leisure centre on track?", "how is sickness doing", "how is recycling going", "is repairs red"]
)
def test_a_measure_that_fits_goes_on_being_meant(
    question: str, asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    reading = asking.understand(question, snapshot, context)
    assert not isinstance(reading, Query) or (reading.measures and not isinstance(reading.details, OfObjectives))
    assert not isinstance(reading, Choice) or reading.candidates


def test_one_milestone_in_one_breath(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    said = reply(asking, snapshot, context, PATCHING)
    assert said.paragraphs == (
        (
            "“Mobilise second patching gang” is red. That is the council’s own judgement of delivery, not a measured "
            "figure. It was due on 31 August 2026 and is late by 12 weeks."
        ),
        "It is a milestone of the objective “Deliver the highways recovery programme” (Place).",
        "Source: objectives.csv, row 7, entered 24 November 2026.",
    )
    assert [one.words for one in said.quotations] == ["Contractor has not supplied the gang."]
    assert said.figures == ()
    assert strays(said, said.paragraphs) == frozenset()


def test_an_objective_by_its_milestones(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    said = reply(asking, snapshot, context, "is the local plan on track?")
    assert said.paragraphs[0].startswith("“Adopt the new Local Plan” (Place) has 2 milestones: 1 complete and 1 amber.")
    assert [(one.title, one.status, one.value) for one in said.items] == [
        ("“Publish for comment”", "complete", "due on 31 July 2026"),
        ("“Submit to the Secretary of State”", "amber", "due on 31 January 2027"),
    ]
    spoken = [*said.paragraphs, *(f"{one.title} {one.value}" for one in said.items)]
    assert strays(said, spoken) == frozenset()


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (date(2026, 8, 31), "It is due on 31 August 2026."),
        (date(2026, 9, 1), "It was due on 31 August 2026 and is late by 1 day."),
        (date(2026, 9, 7), "It was due on 31 August 2026 and is late by 1 week."),
        (date(2026, 9, 14), "It was due on 31 August 2026 and is late by 2 weeks."),
    ],
)
def test_how_late_is_counted_from_the_day_of_asking(
    today: date, late: str, asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    query = reply(asking, snapshot, context, PATCHING).query
    said = asking.answer(query, replace(snapshot, today=today), context)
    assert isinstance(said, Answer)
    assert said.paragraphs[0].endswith(late)


def test_two_objectives_that_fit_alike_are_both_offered(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    [one] = [one for one in snapshot.milestones if one.milestone == "Prepaid card pilot"]
    other = replace(one, objective_ref="AP9", objective="Cards for carers", milestone="Prepaid card for carers")
    both = replace(snapshot, milestones=(*snapshot.milestones, other))
    said = asking.reply("how are prepaid cards coming along", both, context)
    assert isinstance(said, Choice)
    assert [option.query.details for option in said.options] == [
        OfObjectives(("Adults and Public Health/AP2",), "Prepaid card pilot"),
        OfObjectives(("Adults and Public Health/AP9",), "Prepaid card for carers"),
    ]


def test_what_is_no_longer_held_is_not_held(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    query = reply(asking, snapshot, context, PATCHING).query
    gone = asking.answer(query, replace(snapshot, milestones=()), context)
    assert not isinstance(gone, Answer)


@pytest.mark.parametrize(
    ("question", "objectives", "directorates"),
    [
        ("what objectives do we have", 11, 5),
        ("which objectives are red", 11, 5),
        ("milestones for resources", 2, 1),
        ("local plan objectives", 1, 1),
    ],
)
def test_all_objectives_or_a_directorates(
    question: str, objectives: int, directorates: int, asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    said = reply(asking, snapshot, context, question)
    assert isinstance(said.query.details, OfObjectives)
    assert len(said.query.details.keys) == objectives
    assert len({key.partition("/")[0] for key in said.query.details.keys}) == directorates
    assert not strays(said, (*said.paragraphs, *(item.detail for item in said.items)))
