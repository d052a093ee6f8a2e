"""What a handler answers the person who pressed, typed or submitted. It is shown after the commit, never before.

None of these is owed: whoever misses one can press again. What others must read goes through the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.views.message import Block, Message


@dataclass(frozen=True, slots=True)
class Show:
    """A message that only this person sees, where they are. `in_place` replaces the private message pressed on."""

    message: Message
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """A modal."""

    view: Block


@dataclass(frozen=True, slots=True)
class Replace:
    """What the submitted modal turns into, instead of closing."""

    view: Block


@dataclass(frozen=True, slots=True)
class Renew:
    """What the modal that was pressed in turns into, without being sent."""

    view: Block


@dataclass(frozen=True, slots=True)
class Publish:
    """The person's Home, as it is now."""

    view: Block


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What to correct in the submitted form: a sentence by block id."""

    sentences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of a select with search."""

    options: Sequence[Block]


Reply = Show | Open | Replace | Renew | Publish | Mistakes | Options
