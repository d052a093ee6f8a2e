"""Whatever is typed gets an answer that is safe to post."""

from __future__ import annotations

import json
from pathlib import Path

from perfdata.asking import Asking, Context
from perfdata.snapshot import Snapshot
from tests.asking.odd_inputs import as_text, try_all

QUESTIONS = Path(__file__).parents[1] / "data" / "questions" / "dev.jsonl"


def test_whatever_is_typed_gets_an_answer_that_is_safe_to_post(
    asking: Asking, snapshot: Snapshot, context: Context
) -> None:
    questions = [json.loads(line)["text"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    summary = try_all(asking, snapshot, context, questions, 600, seed=7)
    assert summary.clean, as_text(summary)
    assert len(summary.kinds) > 8
