"""What a thread is told of being followed: in one sentence, with until when and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.views.message import Message, message
from handlers.views.parts import paragraph
from perfdata.asking.amounts import day_words
from perfdata.followed_threads import Following, Hears
from perfdata.rounds import london_date


def owed_following(payload: Mapping[str, Any]) -> Message:
    """Who is understood in the thread from now on."""
    following = Following.from_payload(dict(payload))
    if following.hears is Hears.NOBODY:
        return message([paragraph("I no longer follow this thread: here I answer only where somebody mentions me.")])
    until = day_words(london_date(following.until))
    return message(
        [
            paragraph(
                f"I follow this thread until {until}: whoever asks for a figure here need not mention me, I am silent "
                "on all else and keep none of it, and “stop following” ends it."
            )
        ]
    )
