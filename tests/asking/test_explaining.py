"""Why a question was read as it was is said in full, and never gives away who asked or the question as typed."""

from __future__ import annotations

import pytest

from perfdata.asking import Asking, Context
from perfdata.asking.explaining import explained
from perfdata.snapshot import Snapshot


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("why was recycling red in june", ("read as: commentary", "period: June 2026", "because of kind: “why”",
                                          "because of time: “in june”")),
        ("what is amber for recycling", ("read as: define", "measures: ENV-001")),
        ("what is red for council tax", ("read as: define", "measures: REV-001")),
        ("what is red for the housing board", ("read as: list", "board: HCB", "status: red")),
        ("debt", ("read as: a choice between HSG-001, REV-005",)),
        ("who will win the election", ("declined: politics",)),
    ],
)  # fmt: skip
def test_every_reading_is_explained(
    asking: Asking, snapshot: Snapshot, context: Context, text: str, expected: tuple[str, ...]
) -> None:
    lines = explained(asking.understand(text, snapshot, context))
    assert set(expected) <= set(lines)
    assert not any(context.person.title in line for line in lines)
    assert " " not in text or not any(text in line for line in lines)
