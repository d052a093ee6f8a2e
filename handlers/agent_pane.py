"""The line under a conversation that says what the bot is doing, for what takes longer than a moment.

An answer takes milliseconds: to say first that one is on its way would only make it come later.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

logger = logging.getLogger(__name__)

READING_FILES = "is reading your files…"


@contextmanager
def at_work(client: WebClient, channel_id: str, thread_ts: str, doing: str) -> Iterator[None]:
    """Show what is being done in a conversation until it is done or has failed; not shown, it is done all the same."""
    _show(client, channel_id, thread_ts, doing)
    try:
        yield
    finally:
        _show(client, channel_id, thread_ts, "")


def _show(client: WebClient, channel_id: str, thread_ts: str, status: str) -> None:
    try:
        client.assistant_threads_setStatus(channel_id=channel_id, thread_ts=thread_ts, status=status)
    except (SlackClientError, OSError):
        logger.warning("the status of the conversation could not be set", exc_info=True)
