"""“Ask the service about …”: the words that ask for a question to be put to whoever a measure belongs to.

What is left of the sentence is understood as any other question is; its answer has the button that puts the question.
"""

from __future__ import annotations

import re

_PUT = re.compile(
    r"^\W*(?:(?:please|can|could|would|you|we|i|i'd|i’d|want|like|to)\s+)*"
    r"(?:ask|(?:put|have)\s+(?:a|this|that|my|the|it)(?:\s+question)?\s+to|(?:a\s+)?question\s+for)\s+"
    r"(?:them|the\s+(?:service|owner|officers?))\b[\s:,–-]*(?:(?:about|on|regarding|for)\b)?",
    re.IGNORECASE,
)

PRESS = "To put it to the service, press “Ask the service”. The answer comes back here."


def asked_of_service(text: str) -> str | None:
    """What the question to the service is about, in the words used, blank where they do not say.

    None for a text that would not have a service asked.
    """
    found = _PUT.match(text)
    if found is None:
        return None
    return text[found.end() :].strip(" ?.!")
