"""Values as JSON and back, exactly: what a button carries, and what is frozen until it is delivered."""

from __future__ import annotations

from functools import cache
from typing import Any, Self

from pydantic import TypeAdapter


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


class Payload:
    """Gives a frozen dataclass `to_payload` and `from_payload`. Fields at their default are left out."""

    __slots__ = ()

    def to_payload(self) -> dict[str, Any]:
        """Only what JSON has: decimals as strings, days and moments in ISO form."""
        payload: dict[str, Any] = _adapter(type(self)).dump_python(self, mode="json", exclude_defaults=True)
        return payload

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """The value that `to_payload` was called on. Raises ValueError when the payload is not one of this kind."""
        value: Self = _adapter(cls).validate_python(payload)
        return value
