"""The questions that are suggested to somebody who opens the conversation with the bot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

PROMPTS = 4
"""Slack shows at most so many."""


def suggested_prompts(questions: Sequence[str]) -> dict[str, Any]:
    """What `assistant.threads.setSuggestedPrompts` takes: each question is both what is shown and what is sent."""
    return {
        "title": "For example",
        "prompts": [{"title": question, "message": question} for question in questions[:PROMPTS]],
    }
