"""The questions that are suggested to somebody who opens the conversation with the bot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

PROMPTS = 4
"""Slack shows at most so many."""


def suggested_prompts(boards: Sequence[str]) -> dict[str, Any]:
    """What `assistant.threads.setSuggestedPrompts` takes, for somebody who sits on these boards."""
    questions = [f"What is off target for the {board}?" for board in boards]
    prompts = [{"title": question, "message": question} for question in questions[: PROMPTS - 1]]
    return {"title": "For example", "prompts": [*prompts, {"title": "What can I ask?", "message": "help"}]}
