"""Messages put into words while the commit that owes them waits for the disk, to be posted the sooner after it.

Nothing is posted from here: a draft whose commit fails is never asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from handlers.views.charts import Pictured
from handlers.views.documents import Enclosed
from handlers.views.message import Message
from perfdata.store.sending import Claim

Rendered = Message | Pictured | Enclosed
Renderer = Callable[[Mapping[str, Any]], Rendered]
"""From the frozen payload of an owed message to what is posted, or to one with a file that has to be uploaded first."""

KEPT = 50
"""More drafts than this are of commits that failed."""


class Drafts:
    """What owed messages say, by the renderer of their kind. To be used from one thread."""

    def __init__(self, renderers: Mapping[str, Renderer]) -> None:
        self._renderers = renderers
        self._kept: dict[str, tuple[Claim, Rendered]] = {}

    def prepare(self, claim: Claim) -> None:
        """Put it into words ahead of `take`."""
        # What is wrong with a message is found again, and told, when it is to be sent.
        with suppress(Exception):
            rendered = self._render(claim)
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[claim.key] = claim, rendered

    def take(self, claim: Claim) -> Rendered:
        """The message in words. Raises what its renderer raises."""
        prepared = self._kept.pop(claim.key, None)
        if prepared is not None and prepared[0] is claim:
            return prepared[1]
        return self._render(claim)

    def _render(self, claim: Claim) -> Rendered:
        return self._renderers[claim.kind](claim.payload)
