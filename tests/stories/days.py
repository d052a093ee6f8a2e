"""Days as the stories write them."""

from __future__ import annotations

from datetime import date


def in_words(day: str) -> str:
    """`24 November 2026` for `2026-11-24`."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"
