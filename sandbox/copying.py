"""Copies of what JSON can hold, many times as quick as a general deep copy."""

from __future__ import annotations

from typing import Any


def copied(value: Any) -> Any:
    """The same lists and dictionaries anew, all the way down; whatever else stands in them is as it was."""
    if isinstance(value, dict):
        return {name: copied(part) for name, part in value.items()}
    if isinstance(value, list):
        return [copied(part) for part in value]
    return value
