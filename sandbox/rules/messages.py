"""What Slack refuses of a message. Source: errors of D/methods/chat.postMessage, chat.update, chat.postEphemeral."""

import json
import re
from collections import Counter
from typing import Any

from sandbox.feed import Json
from sandbox.rules.blocks import MESSAGE, MOST_MARKDOWN_CHARACTERS, MOST_MESSAGE_CHARACTERS, compact_size, faults
from sandbox.rules.refusal import Refused
from sandbox.rules.shapes import size

MOST_TEXT = 40_000
"""Stricter: chat.postMessage cuts a longer text off without a word; here it is refused."""
MOST_UPDATED_TEXT = 4_000
MOST_ATTACHMENTS = 100
MOST_METADATA = 8_000
"""Stricter: the documentation has the error metadata_too_large but no number."""
EVENT_TYPE = re.compile(r"[A-Za-z0-9_.-]{1,255}")
"""Stricter: "a human readable alphanumeric string" is all that the documentation says."""


def decoded(value: Any, refusal: str) -> Any:
    """An argument that may come as a JSON string. Refused with the code given when it cannot be read."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        raise Refused(refusal, "not valid JSON") from None


def check_blocks(value: Any) -> list[Json] | None:
    """The blocks of a message; None when not given.

    Refused: invalid_blocks_format, invalid_blocks, msg_blocks_too_long, invalid_attachments (a second table; Slack
    keeps tables as attachments: D/blocks/table-block).
    """
    if value is None or value == "":
        return None
    blocks = decoded(value, "invalid_blocks_format")
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format", "blocks must be an array")
    if found := faults(blocks, MESSAGE):
        raise Refused("invalid_blocks", found, errors=found)
    if Counter(block["type"] for block in blocks)["table"] > 1:
        raise Refused("invalid_attachments", "only_one_table_allowed")
    if compact_size(blocks) > MOST_MESSAGE_CHARACTERS:
        raise Refused("msg_blocks_too_long", f"blocks hold more than {MOST_MESSAGE_CHARACTERS} characters")
    return blocks


def check_metadata(value: Any) -> Json | None:
    """Message metadata; None when not given. Refused: invalid_metadata_format, invalid_metadata_schema,
    metadata_too_large."""
    if value is None or value == "":
        return None
    metadata = decoded(value, "invalid_metadata_format")
    if not isinstance(metadata, dict) or metadata.keys() != {"event_type", "event_payload"}:
        raise Refused("invalid_metadata_format", "metadata has an event_type and an event_payload, nothing else")
    if not isinstance(metadata["event_type"], str) or not EVENT_TYPE.fullmatch(metadata["event_type"]):
        raise Refused("invalid_metadata_format", "event_type must be alphanumeric")
    if not isinstance(metadata["event_payload"], dict):
        raise Refused("invalid_metadata_schema", "event_payload must be an object")
    if len(json.dumps(metadata)) > MOST_METADATA:
        raise Refused("metadata_too_large")
    return metadata


def check_message(args: Json, most_text: int = MOST_TEXT) -> Json:
    """The content of a message from a call's arguments: text, and blocks, attachments and metadata if given.

    Refused: no_text, msg_too_long, markdown_text_conflict, too_many_attachments, invalid_attachments, and what
    `check_blocks` and `check_metadata` refuse.
    """
    text, markdown = args.get("text"), args.get("markdown_text")
    blocks = check_blocks(args.get("blocks"))
    attachments = decoded(args.get("attachments") or None, "invalid_attachments")
    if markdown is not None:
        if text or blocks:
            raise Refused("markdown_text_conflict")
        if size(markdown) > MOST_MARKDOWN_CHARACTERS:
            raise Refused("msg_too_long")
        text = markdown
    if text is not None and not isinstance(text, str):
        raise Refused("invalid_arguments", "must be a string [json-pointer:/text]")
    if not text and not blocks and not attachments:
        raise Refused("no_text")
    if size(text or "") > most_text:
        raise Refused("msg_too_long")
    if attachments is not None and not isinstance(attachments, list):
        raise Refused("invalid_attachments", "attachments must be an array")
    if attachments is not None and len(attachments) > MOST_ATTACHMENTS:
        raise Refused("too_many_attachments")
    content: Json = {"text": text or ""}
    for name, value in (("blocks", blocks), ("attachments", attachments)):
        if value is not None:
            content[name] = value
    if (metadata := check_metadata(args.get("metadata"))) is not None:
        content["metadata"] = metadata
    return content
