"""The measure picker: what is found while somebody types."""

from __future__ import annotations

import pytest

from perfdata.asking import Asking, Context
from perfdata.measures import Tier
from perfdata.snapshot import Snapshot


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("rec", "ENV-001"),
        ("missed", "ENV-006"),
        ("missed bins", "ENV-006"),
        ("ENV-0", "ENV-001"),
        ("hsg-02", "HSG-020"),
        ("people sleeping ro", "HSG-024"),
        ("bed blocking", "ASC-005"),
        ("fly-t", "ENV-020"),
        ("libary", "LEI-001"),
    ],
)
def test_what_is_typed(asking: Asking, snapshot: Snapshot, context: Context, typed: str, first: str) -> None:
    assert first in [one.code for one in asking.search(typed, snapshot, context)][:3]


def test_nothing_typed_gives_the_scorecard(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    found = asking.search("", snapshot, context, limit=10)
    assert len(found) == 10
    assert {one.tier for one in found} == {Tier.SCORECARD}


def test_nonsense_finds_nothing(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    assert asking.search("zzzz qqqq", snapshot, context) == ()
    assert asking.search("<!channel> 🚮", snapshot, context) == ()


def test_never_more_than_asked_for(asking: Asking, snapshot: Snapshot, context: Context) -> None:
    assert len(asking.search("a", snapshot, context, limit=5)) == 5
