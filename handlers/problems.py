"""The single error path: what goes wrong becomes one sentence, on the surface where the person is.

An error that the domain raised on purpose carries its sentence. Any other is ours: the person sees an apology with a
short reference, and the log has the reference with everything else. The text of an exception is never shown.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from handlers.replies import Open, Options, Replace, Reply, Show
from handlers.views import problems as views
from handlers.views.message import Message
from perfdata.asking.guard import NotInTheRecord
from perfdata.errors import ScrutineerError

logger = logging.getLogger(__name__)


def sentence(error: Exception) -> str:
    """What to tell the person. An error that nobody foresaw is logged here, with the reference that is shown."""
    if isinstance(error, ScrutineerError):
        return error.sentence
    if isinstance(error, NotInTheRecord):
        logger.error("withheld %s: %s", error.reference, error)
        return views.withheld_sentence(error.reference)
    reference = secrets.token_hex(3).upper()
    logger.error("problem %s", reference, exc_info=error)
    return (
        "Sorry, something went wrong on my side and I could not do that. Please try again; "
        f"if it happens again, tell the Performance Team and give them the reference {reference}."
    )


def problem_message(error: Exception) -> Message:
    """The same as a message."""
    return views.problem(sentence(error))


def reply(error: Exception, body: Mapping[str, Any]) -> Reply:
    """The reply that fits what Slack sent: a private message, a modal instead of the submitted one, or no choices."""
    said = sentence(error)
    kind = body.get("type")
    if kind == "block_suggestion":
        return Options(())
    if kind == "view_submission":
        return Replace(views.problem_view(said))
    if kind == "block_actions" and "view" in body:
        return Open(views.problem_view(said))
    return Show(views.problem(said))
