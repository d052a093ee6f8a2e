"""What is said to a question, whichever it is: frozen to be stored, thawed to be shown, and what it was about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfdata.asking.answers import Answer
from perfdata.asking.queries import Choice, Reading, Refusal

Reply = Answer | Choice | Refusal

_KINDS: Mapping[str, type[Reply]] = {"answer": Answer, "choice": Choice, "refusal": Refusal}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def freeze(reply: Reply) -> dict[str, Any]:
    """The reply as JSON, for the outbox: the value, of which the words are made when it is posted."""
    return {"reply": _NAMES[type(reply)], "value": reply.to_payload()}


def thaw(payload: Mapping[str, Any]) -> Reply:
    """The reply that `freeze` stored. Raises KeyError or ValueError when it is none."""
    return _KINDS[payload["reply"]].from_payload(payload["value"])


def reading_of(reply: Reply) -> Reading:
    """How the question was understood that this reply answers."""
    return reply.query if isinstance(reply, Answer) else reply
