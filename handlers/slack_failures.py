"""How Slack can fail to take a message: a closed list, each with a decision. A code that is not on it is loud.

Source: the errors that Slack documents for `chat.postMessage`, `conversations.open`, `conversations.history` and
`conversations.replies`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

logger = logging.getLogger(__name__)


class Decision(StrEnum):
    """What to do with a message that Slack did not confirm."""

    RETRY = "certainly not posted, and the cause will pass: try again later"
    PLAINLY = "Slack cannot show the blocks: send the text alone"
    DOUBT = "it may have been posted: look before trying again"
    STOP = "it cannot be posted: stop, and tell a person"


@dataclass(frozen=True, slots=True)
class Failure:
    """A decision, with a sentence for a person, and how long Slack asks to wait."""

    decision: Decision
    sentence: str
    wait: timedelta = timedelta(0)


_BUSY = "Slack was busy or not available."
_TOKEN = "Slack does not accept the bot's token. Set SLACK_BOT_TOKEN to the current one and start the bot again."
_RIGHTS = "The bot lacks a right in Slack. Install the app again from its manifest, which asks for all it needs."
_CHANNEL = "The bot is not in that channel, or it does not exist. Invite the bot there, or correct the channel's id."
_PERSON = "That person is no longer in the workspace, or takes no direct messages. The list of people should say so."
_CLOSED = "Nobody, or not the bot, may post in that channel. Reopen it, allow the bot there, or choose another channel."
_THREAD = "The conversation that it belongs to takes no more replies."
_SHAPE = "Slack does not accept how the message is built. That is a fault of this program; please report it."
_LOST = "Slack did not say whether it took the message."

DECISIONS: Mapping[Decision, Mapping[str, str]] = {
    Decision.RETRY: {
        "ratelimited": _BUSY,
        "rate_limited": _BUSY,
        "message_limit_exceeded": _BUSY,
        "accesslimited": _BUSY,
        "service_unavailable": _BUSY,
        "request_timeout": _BUSY,
        "team_added_to_org": _BUSY,
        "external_channel_migrating": _BUSY,
        "not_authed": _TOKEN,
        "invalid_auth": _TOKEN,
        "account_inactive": _TOKEN,
        "token_revoked": _TOKEN,
        "token_expired": _TOKEN,
        "org_login_required": _TOKEN,
    },
    Decision.PLAINLY: {
        "invalid_blocks": _SHAPE,
        "invalid_blocks_format": _SHAPE,
        "msg_blocks_too_long": _SHAPE,
    },
    Decision.DOUBT: {
        "fatal_error": _LOST,
        "internal_error": _LOST,
    },
    Decision.STOP: {
        "channel_not_found": _CHANNEL,
        "not_in_channel": _CHANNEL,
        "user_not_found": _PERSON,
        "user_disabled": _PERSON,
        "cannot_dm_bot": _PERSON,
        "is_archived": _CLOSED,
        "restricted_action": _CLOSED,
        "restricted_action_read_only_channel": _CLOSED,
        "restricted_action_thread_only_channel": _CLOSED,
        "restricted_action_non_threadable_channel": _CLOSED,
        "team_access_not_granted": _CLOSED,
        "enterprise_is_restricted": _CLOSED,
        "messages_tab_disabled": _CLOSED,
        "restricted_action_thread_locked": _THREAD,
        "cannot_reply_to_message": _THREAD,
        "thread_not_found": _THREAD,
        "missing_scope": _RIGHTS,
        "not_allowed_token_type": _RIGHTS,
        "no_permission": _RIGHTS,
        "access_denied": _RIGHTS,
        "ekm_access_denied": _RIGHTS,
        "two_factor_setup_required": _RIGHTS,
        "msg_too_long": _SHAPE,
        "no_text": _SHAPE,
        "too_many_attachments": _SHAPE,
        "invalid_arguments": _SHAPE,
        "invalid_arg_name": _SHAPE,
        "invalid_array_arg": _SHAPE,
        "invalid_charset": _SHAPE,
        "invalid_form_data": _SHAPE,
        "invalid_post_type": _SHAPE,
        "missing_post_type": _SHAPE,
        "invalid_metadata_format": _SHAPE,
        "invalid_metadata_schema": _SHAPE,
        "metadata_too_large": _SHAPE,
        "metadata_must_be_sent_from_app": _SHAPE,
        "deprecated_endpoint": _SHAPE,
        "method_deprecated": _SHAPE,
    },
}

FAILURES: Mapping[str, Failure] = {
    code: Failure(decision, sentence) for decision, codes in DECISIONS.items() for code, sentence in codes.items()
}


def failure(error: Exception) -> Failure:
    """What an unsuccessful call means for the message. Anything unforeseen is logged as an error."""
    if isinstance(error, SlackApiError):
        return _refusal(error.response)
    # Nothing was sent where no connection came about; anywhere later, it may have been.
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Failure(Decision.RETRY, "Slack could not be reached.")
    if not isinstance(error, aiohttp.ClientError | TimeoutError | OSError):
        logger.error("a call to Slack failed in a way that nobody foresaw", exc_info=error)
    return Failure(Decision.DOUBT, _LOST)


def _refusal(response: Any) -> Failure:
    status = getattr(response, "status_code", None)
    data = getattr(response, "data", None)
    if status == 429:
        return Failure(Decision.RETRY, _BUSY, timedelta(seconds=_retry_after(response.headers)))
    code = data.get("error") if isinstance(data, dict) else None
    if code is None or status is None or status >= 500:
        return Failure(Decision.DOUBT, _LOST)
    if code not in FAILURES:
        logger.error("Slack refused a message with a code that is not on the list: %s", code)
        return Failure(Decision.STOP, f"Slack refused it with the code “{code}”, which is new to this program.")
    return FAILURES[code]


def _retry_after(headers: Mapping[str, Any]) -> float:
    for name, value in headers.items():
        if name.lower() == "retry-after":
            try:
                return max(float(value), 0.0)
            except (TypeError, ValueError):
                break
    return 1.0
