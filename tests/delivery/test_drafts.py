"""Messages put into words before their commit: what is posted is what the claim handed over says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.drafts import KEPT, Drafts
from handlers.views.message import Message
from perfdata.store.outbox import State
from perfdata.store.sending import Claim

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Rendering:
    """A renderer that says what it was given, and remembers it."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def __call__(self, payload: Mapping[str, Any]) -> Message:
        self.said.append(payload["says"])
        if not payload["says"]:
            raise ValueError("nothing to say")
        return {"text": payload["says"], "blocks": []}


def claim(says: str, key: str = "reply:1") -> Claim:
    return Claim(1, key, "T1", "C1", None, "answer", {"says": says}, State.SENDING, 1, NOW, NOW)


def test_what_was_prepared_is_not_rendered_again() -> None:
    rendering = Rendering()
    drafts, one = Drafts({"answer": rendering}), claim("44.3%")

    drafts.prepare(one)

    assert drafts.take(one)["text"] == "44.3%"  # type: ignore[index]
    assert rendering.said == ["44.3%"]


def test_a_draft_whose_commit_failed_is_never_what_another_claim_says() -> None:
    drafts = Drafts({"answer": Rendering()})
    drafts.prepare(claim("44.3%"))

    assert drafts.take(claim("44.4%"))["text"] == "44.4%"  # type: ignore[index]


def test_what_cannot_be_rendered_is_told_when_it_is_to_be_sent() -> None:
    drafts, one = Drafts({"answer": Rendering()}), claim("")

    drafts.prepare(one)

    with pytest.raises(ValueError, match="nothing to say"):
        drafts.take(one)


def test_drafts_that_nobody_asks_for_do_not_gather() -> None:
    rendering = Rendering()
    drafts = Drafts({"answer": rendering})
    first = claim("0", "reply:0")
    for number in range(KEPT + 1):
        drafts.prepare(replace(first, key=f"reply:{number}", payload={"says": str(number)}))

    drafts.take(first)

    assert rendering.said.count("0") == 2
