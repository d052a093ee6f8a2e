"""One owed message and Slack: post it, or look whether it is there; what came of it is a value, settled elsewhere."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from handlers.channel_checks import ChannelChecks
from handlers.drafts import Drafts, Rendered
from handlers.slack_failures import Decision, Failure, failure
from handlers.uploads import Uploads, picture, word_file
from handlers.views import problems
from handlers.views.charts import Pictured
from handlers.views.documents import Enclosed
from handlers.views.message import Message
from perfdata.asking.guard import NotInTheRecord
from perfdata.care import Wait
from perfdata.store.outbox import Kind, State
from perfdata.store.sending import Claim

logger = logging.getLogger(__name__)

EVENT_TYPE = "scrutineer_message"
"""Names our metadata. Other apps can read metadata, so that it holds the key and nothing else."""

SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
"""After an outage of Slack's nobody should wait much longer for what is owed."""

DOUBTS = 50
"""At which attempt a doubt is the last, after some three hours, and a person is told: Slack itself seems to fail on the
message."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""By how much our clock may differ from Slack's: a look into the channel begins that much earlier."""

PICTURE_TRIES = 5
"""How often a picture is tried before its words go alone: Slack takes a moment until an upload can be shown."""

MAKING_TRIES = 20
"""How often a file is looked for that is still being made, as a long document is: for longer than it may take."""

PAGE = 200

WITHHELD = "It would have said {strays}, which its record does not hold. Reference {reference}."

_NOT_READY = "Slack cannot show the picture yet."
_STILL_MADE = "Its file is still being made."
PEOPLE = ("U", "W")
"""How ids of people begin; those of conversations begin otherwise."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one attempt: the state it leads to, and what that state needs to know.

    `asked_to_wait` is how long Slack has asked for quiet, nought where it has not.
    `withheld` says why an apology was sent in place of the message, for the Performance Team; blank where none was.
    """

    claim: Claim
    state: State
    channel_id: str = ""
    ts: str = ""
    wait: timedelta = timedelta(0)
    problem: str = ""
    withheld: str = ""
    asked_to_wait: timedelta = timedelta(0)


class Poster:
    """Posts and looks up, over one client whose own retries must be off: only the outbox repeats a message.

    `look_after` is how long to wait before looking for a message in doubt: one that was on its way has arrived by then.
    `drafts` has what messages say. A picture has `picture_within` to be drawn and uploaded, so that the lease is still
    good when its message is posted. `checks` looks at the channel before anything is posted there that nobody has asked
    for.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        drafts: Drafts,
        uploads: Uploads,
        *,
        look_after: timedelta,
        picture_within: timedelta,
        checks: ChannelChecks | None = None,
    ) -> None:
        self._client = client
        self._drafts = drafts
        self._uploads = uploads
        self._look_after = look_after
        self._picture_within = picture_within
        self._checks = checks
        self._bot_id = ""

    async def deal_with(self, claim: Claim) -> Result:
        """Send what is owed; look up what is in doubt. Raises nothing."""
        if claim.state is State.DOUBTFUL:
            return await self._look_up(claim)
        return await self._send(claim)

    async def _send(self, claim: Claim) -> Result:
        checks = self._checks
        if checks is not None and (stopped := await self._checked(checks, claim)) is not None:
            return _after_check(claim, stopped, checks)
        withheld = ""
        try:
            rendered: Rendered = self._drafts.take(claim)
        except NotInTheRecord as error:
            logger.error("withheld %s: %s, %s", error.reference, claim.key, error)
            withheld = WITHHELD.format(strays=", ".join(error.strays), reference=error.reference)
            if claim.kind != Kind.ANSWER:
                # Nobody asked for it, so nobody waits for an apology.
                return Result(claim, State.FAILED, problem=withheld)
            rendered = problems.withheld(error.reference)
        except Exception:
            logger.exception("an owed message of kind %s cannot be rendered: %s", claim.kind, claim.key)
            return Result(
                claim, State.FAILED, problem="The message cannot be put into words. Please report this fault."
            )
        message = rendered if isinstance(rendered, dict) else await self._with_file(claim, rendered)
        if isinstance(message, Result):
            return message
        failed = await self._post(claim, dict(message), shares=isinstance(rendered, Enclosed))
        if isinstance(failed, Failure) and failed.decision is Decision.PLAINLY:
            if isinstance(rendered, Pictured) and claim.attempts < PICTURE_TRIES:
                return Result(claim, State.OWED, wait=waiting(claim.attempts), problem=_NOT_READY)
            logger.error("Slack did not accept the blocks of %s: the text goes alone", claim.key)
            failed = await self._post(claim, {name: value for name, value in message.items() if name != "blocks"})
        return replace(failed, withheld=withheld) if isinstance(failed, Result) else self._after(claim, failed)

    async def _checked(self, checks: ChannelChecks, claim: Claim) -> Wait | Failure | None:
        """What stands against posting. A look that took too long counts as none, so that the lease is still good when
        the message is posted."""
        began = time.monotonic()
        stopped = await checks.stopped(self._client, claim)
        if stopped is None and time.monotonic() - began > self._picture_within.total_seconds():
            return Failure(Decision.RETRY, "It took too long to look at the channel.")
        return stopped

    async def _with_file(self, claim: Claim, rendered: Pictured | Enclosed) -> Message | Result:
        """The message with its file; without, when it cannot be had. Nothing of this has been posted yet."""
        made = picture(rendered.chart) if isinstance(rendered, Pictured) else word_file(rendered.document)
        try:
            async with asyncio.timeout(self._picture_within.total_seconds()):
                held = await self._uploads.file(claim.key, made)
                return rendered.as_message(held.file_id if isinstance(rendered, Pictured) else held.permalink)
        except Exception as error:
            if self._uploads.is_making(made) and claim.attempts < MAKING_TRIES:
                return Result(claim, State.OWED, wait=SHORTEST_WAIT, problem=_STILL_MADE)
            failed = failure(error)
        if failed.decision in (Decision.RETRY, Decision.DOUBT) and claim.attempts < PICTURE_TRIES:
            return Result(claim, State.OWED, wait=max(failed.wait, waiting(claim.attempts)), problem=failed.sentence)
        logger.error("the file of %s cannot be shown; its words go alone: %s", claim.key, failed.sentence)
        return rendered.plainly

    async def _post(self, claim: Claim, content: dict[str, Any], *, shares: bool = False) -> Result | Failure:
        """Post it. A message that `shares` a file by a link to it must let Slack look at its links."""
        try:
            response = await self._client.chat_postMessage(
                channel=claim.channel_id,
                thread_ts=claim.thread_ts,
                # The text is data: nothing in it formats, and no link in it is opened up.
                mrkdwn=False,
                unfurl_links=shares,
                unfurl_media=shares,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": claim.key}},
                **content,
            )
            return Result(claim, State.SENT, channel_id=response["channel"], ts=response["ts"])
        except Exception as error:
            return failure(error)

    def _after(self, claim: Claim, failed: Failure) -> Result:
        if failed.decision is Decision.RETRY:
            wait = max(failed.wait, waiting(claim.attempts))
            return Result(claim, State.OWED, wait=wait, problem=failed.sentence, asked_to_wait=failed.wait)
        if failed.decision is Decision.DOUBT:
            if claim.attempts >= DOUBTS:
                return Result(claim, State.UNKNOWN, problem=failed.sentence)
            wait = max(self._look_after, waiting(claim.attempts) if claim.attempts > 1 else timedelta(0))
            return Result(claim, State.DOUBTFUL, wait=wait, problem=failed.sentence)
        return Result(claim, State.FAILED, problem=failed.sentence)

    async def _look_up(self, claim: Claim) -> Result:
        try:
            ts = await self._find(claim)
        except Exception as error:
            failed = failure(error)
            if failed.decision in (Decision.RETRY, Decision.DOUBT):
                wait = max(failed.wait, waiting(claim.attempts))
                return Result(claim, State.DOUBTFUL, wait=wait, problem=failed.sentence)
            return Result(claim, State.UNKNOWN, problem=failed.sentence)
        if ts is None:
            return Result(claim, State.OWED, problem="It was not there; it is sent again.")
        return Result(claim, State.SENT, channel_id=claim.channel_id, ts=ts)

    async def _conversation(self, channel_id: str) -> str:
        """The channel to look in: Slack posts to a person's id, but keeps no history under it."""
        if not channel_id.startswith(PEOPLE):
            return channel_id
        opened = await self._client.conversations_open(users=channel_id)
        return str(opened["channel"]["id"])

    async def _find(self, claim: Claim) -> str | None:
        """The ts under which our message with this key stands in its channel or thread; None when it does not."""
        if not self._bot_id:
            self._bot_id = (await self._client.auth_test())["bot_id"]
        oldest = str((claim.owed_at - CLOCKS_DIFFER).timestamp())
        channel = await self._conversation(claim.channel_id)
        cursor = ""
        while True:
            where: dict[str, Any] = {"channel": channel, "oldest": oldest, "limit": PAGE, "cursor": cursor}
            if claim.thread_ts:
                page = await self._client.conversations_replies(ts=claim.thread_ts, include_all_metadata=True, **where)
            else:
                page = await self._client.conversations_history(include_all_metadata=True, **where)
            for message in page["messages"]:
                payload = message.get("metadata", {}).get("event_payload", {})
                if payload.get("key") == claim.key and message.get("bot_id") == self._bot_id:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None


def _after_check(claim: Claim, stopped: Wait | Failure, checks: ChannelChecks) -> Result:
    """Nothing has been posted: the message waits, or it cannot go there at all."""
    if isinstance(stopped, Wait):
        return Result(claim, State.OWED, wait=stopped.until - checks.now(), problem=stopped.why)
    if stopped.decision is Decision.STOP:
        return Result(claim, State.FAILED, problem=stopped.sentence)
    return Result(claim, State.OWED, wait=max(stopped.wait, waiting(claim.attempts)), problem=stopped.sentence)


def waiting(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling from one second to five minutes."""
    return min(SHORTEST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)
