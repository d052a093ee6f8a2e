"""The one message a day in which somebody is told what waits for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.views.message import Message, message
from handlers.views.parts import Bold, bullets, paragraph
from perfdata.reminders import Bundle


def owed_reminders(payload: Mapping[str, Any]) -> Message:
    """What is posted to one person: each thing with what is asked of them."""
    bundle = Bundle.from_payload(dict(payload))
    count = len(bundle.reminders)
    waits = "One thing waits for you." if count == 1 else f"{count} things wait for you."
    lines = [(Bold(one.what), f". {one.asked}") for one in bundle.reminders]
    return message([paragraph(waits), bullets(lines)])
