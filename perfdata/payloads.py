"""Values as JSON and back, exactly: what a button carries, and what is frozen until it is delivered."""

from __future__ import annotations

from typing import Any, Self

from pydantic import TypeAdapter

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""One for each class, made at its first use: making one takes milliseconds."""


def adapter_of(kind: type[Any]) -> TypeAdapter[Any]:
    """What reads and writes values of a dataclass as JSON."""
    adapter = _ADAPTERS.get(kind)
    if adapter is None:
        adapter = _ADAPTERS[kind] = TypeAdapter(kind)
    return adapter


class Payload:
    """Gives a frozen dataclass `to_payload` and `from_payload`. Fields at their default are left out."""

    __slots__ = ()

    def to_payload(self) -> dict[str, Any]:
        """Only what JSON has: decimals as strings, days and moments in ISO form."""
        payload: dict[str, Any] = adapter_of(type(self)).dump_python(self, mode="json", exclude_defaults=True)
        return payload

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """The value that `to_payload` was called on. Raises ValueError when the payload is not one of this kind."""
        value: Self = adapter_of(cls).validate_python(payload)
        return value
