"""A look at a channel just before something is posted there unasked: does it exist, is the bot in it, who reads it?

`perfdata/care.py` says what stands against it. Where Slack does not let the bot look (an app that was installed before
its manifest asked for `channels:read` and `groups:read`), the message goes as it always did, and the log says so.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack_failures import Decision, Failure, failure
from perfdata.care import PUBLICITY, Channel, Wait, obstacle, wait_for
from perfdata.council import Council
from perfdata.readers import Reader
from perfdata.store.sending import Claim

logger = logging.getLogger(__name__)


CHANNEL_IDS = ("C", "G")
"""How the ids of channels begin. What is addressed to one person has that person's id, and no channel to look at."""


class ChannelChecks:
    """Looks at the channels of one council. `readers` gives who is told in a channel, by its id; `now` is the moment
    that the calendar is held against."""

    def __init__(
        self, council: Council, readers: Callable[[], Mapping[str, Reader]], now: Callable[[], datetime]
    ) -> None:
        self._council = council
        self._readers = readers
        self.now = now

    async def stopped(self, client: AsyncWebClient, claim: Claim) -> Wait | Failure | None:
        """What stands against posting this message now; None where nothing does. Raises nothing."""
        if claim.kind not in PUBLICITY or not claim.channel_id.startswith(CHANNEL_IDS):
            return None
        try:
            answer = await client.conversations_info(channel=claim.channel_id)
            # Never in the loop itself: whatever it waits for, the leases of other messages run out.
            readers = await asyncio.to_thread(self._readers)
        except SlackApiError as error:
            if error.response.get("error") == "missing_scope":
                logger.warning("the channel of %s cannot be looked at: the app lacks channels:read", claim.key)
                return None
            return _certain(failure(error))
        except Exception as error:
            return _certain(failure(error))
        found = channel_of(answer["channel"])
        if (sentence := obstacle(readers.get(claim.channel_id), found)) is not None:
            return Failure(Decision.STOP, sentence)
        return wait_for(self._council, claim.kind, found, self.now())


def channel_looker(token: str, api_url: str, seconds: int) -> Callable[[str], Channel | None]:
    """What looks at a channel for whoever can wait for it. It says None where Slack does not answer; a channel that
    does not exist, or is private and without the bot, is one that the bot is not in."""
    client = WebClient(token=token, base_url=api_url, timeout=seconds, retry_handlers=[])

    def look(channel_id: str) -> Channel | None:
        try:
            return channel_of(client.conversations_info(channel=channel_id)["channel"])
        except SlackApiError as error:
            if error.response.get("error") == "channel_not_found":
                return Channel(is_private=True, is_member=False, is_archived=False, is_shared=False)
        except (SlackClientError, OSError):
            pass
        logger.warning("the channel %s cannot be looked at just now", channel_id)
        return None

    return look


def channel_of(answer: Mapping[str, object]) -> Channel:
    """What `conversations.info` says of a channel."""
    shared = ("is_ext_shared", "is_pending_ext_shared", "is_org_shared")
    return Channel(
        is_private=bool(answer.get("is_private")),
        is_member=bool(answer.get("is_member")),
        is_archived=bool(answer.get("is_archived")),
        is_shared=any(answer.get(name) for name in shared),
    )


def _certain(failed: Failure) -> Failure:
    """Nothing has been posted yet, so that there is no doubt about it."""
    return replace(failed, decision=Decision.RETRY) if failed.decision is Decision.DOUBT else failed
