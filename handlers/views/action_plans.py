"""What is told of actions: what was reported, by whom, in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.views.days import LONDON, day_in_words
from handlers.views.message import Message, message
from handlers.views.parts import Bold, paragraph, quotation
from perfdata.action_plans.reporting import ActionTold
from perfdata.surgeries.lifecycles import ActionMove


def owed_action(payload: Mapping[str, Any]) -> Message:
    """What is posted in the surgery's thread when somebody has reported on one of its actions."""
    action = ActionTold.from_payload(dict(payload)).action
    news = action.updates[-1]
    said = f"{news.title}, {day_in_words(news.reported_at.astimezone(LONDON).date())}"
    parts = [paragraph(Bold(f"{action.text}: "), _said(news.move, action.state.value, action.due_on), ".")]
    if news.text:
        parts.append(quotation(news.text, said))
    if news.evidence:
        parts.append(quotation(news.evidence, f"what shows it, {said}"))
    return message(parts)


def _said(move: ActionMove | None, state: str, due_on: date) -> str:
    if move is None:
        return "a note"
    if move in (ActionMove.EXTEND, ActionMove.REOPEN):
        return f"{move.value}, now due on {day_in_words(due_on)}"
    return state
