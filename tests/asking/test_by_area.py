"""Counts by area: each with how many there are, and in the order that was asked for."""

from __future__ import annotations

import pytest

from handlers.views.answers import reply as shown
from perfdata.asking import Asking, Context
from perfdata.asking.answers import Answer
from perfdata.asking.queries import Choice, Kind, Query
from perfdata.snapshot import Snapshot
from perfdata.verdicts.status import Status


@pytest.mark.parametrize(
    ("text", "by", "largest_share"),
    [
        ("which directorate has the most red", "directorate", False),
        ("which board is doing worst", "board", True),
        ("which service is worst", "service", True),
        ("how many red by priority", "priority", False),
    ],
)
def test_areas_are_counted(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, by: str, largest_share: bool
) -> None:
    answer = asking.reply(text, snapshot, context)
    assert isinstance(answer, Answer)
    assert answer.query.counted_by == by
    told = [(one.title, int(one.value.split()[0]), int(one.value.split()[2])) for one in answer.items]
    order = [(red / of, red) if largest_share else (red, 0) for _, red, of in told]
    assert order == sorted(order, reverse=True)
    for name, red, of in told:
        held = [
            verdict
            for code, verdict in snapshot.verdicts.items()
            if (measure := snapshot.measures[code]).tier.value == "scorecard"
            and not measure.exempt
            and name
            in {
                "directorate": [measure.directorate],
                "service": [measure.service],
                "priority": [measure.priority],
                "board": [snapshot.boards[board].name for board in measure.boards],
            }[by]
        ]
        assert (red, of) == (sum(one.status is Status.OFF_TARGET for one in held), len(held))
    assert "October 2026" in answer.paragraphs[1]
    assert shown(answer)["text"]


def test_an_area_of_the_counts_can_be_asked_about(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    answer = asking.reply("which board has the most reds", snapshot, context)
    assert isinstance(answer, Answer)
    [first, *_] = answer.options
    assert first.query.filter is not None
    assert first.query.filter.board == "CRB"
    later = asking.after(["which board has the most reds"], snapshot, context)
    follow_up = asking.understand("what is red in the second one", snapshot, later)
    assert isinstance(follow_up, Query)
    assert follow_up.filter is not None
    assert (follow_up.kind, follow_up.filter.board) == (Kind.LIST, "CYP")


def test_members_are_not_ranked(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    for text in ("which cabinet member is worst", "worst portfolio holder", "which councillor is doing best"):
        reading = asking.understand(text, snapshot, context)
        assert not isinstance(reading, Query | Choice), text
