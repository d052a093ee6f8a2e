"""Text as Slack keeps it: three characters escaped, mentions in angle brackets; and whom a text really notifies."""

import re
from collections.abc import Iterator, Mapping

ENTITY = re.compile(
    r"<(?:@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!(?:channel|here|everyone)|!subteam\^[A-Z0-9]+|!date\^[^<>]*|(?:https?|mailto|tel):[^<>|]*)(?:\|[^<>]*)?>"
)
"""What is markup inside angle brackets. Source: docs.slack.dev/messaging/formatting-message-text."""
KNOWN_ESCAPE = re.compile(r"&(?!amp;|lt;|gt;)")
BROADCAST = re.compile(r"<!(channel|here|everyone)(?:\|[^<>]*)?>")
TARGET = re.compile(r"<(?:@([UW][A-Z0-9]+)|!subteam\^([A-Z0-9]+))(?:\|[^<>]*)?>")


def escape(text: str) -> str:
    """Plain text made safe, as Slack's own composer does for what a person types."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Text from Slack as plain text again: the three entities turned back, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def normalise(text: str) -> str:
    """An app's text as it comes back from Slack: its entities kept, every other special character escaped."""
    parts: list[str] = []
    end = 0
    for entity in ENTITY.finditer(text):
        parts += [_loose(text[end : entity.start()]), entity.group()]
        end = entity.end()
    return "".join([*parts, _loose(text[end:])])


def _loose(text: str) -> str:
    return KNOWN_ESCAPE.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str, people: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """What a person types, as it is sent: `@name` and `#name` become mentions, entities pass, the rest is escaped.

    `people` and `channels` map a visible name to an id; the longest name that fits is meant.
    """
    names = {f"@{name}".lower(): f"<@{key}>" for name, key in people.items() if name}
    names |= {f"#{name}".lower(): f"<#{key}|{name}>" for name, key in channels.items() if name}
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    pattern = re.compile(
        r"<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+(?:\|[^<>]*)?>" + "".join(f"|(?:{n})(?!\\w)" for n in longest), re.I
    )
    parts: list[str] = []
    end = 0
    for found in pattern.finditer(text):
        parts += [escape(text[end : found.start()]), names.get(found.group().lower(), found.group())]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def pings(mrkdwn: str) -> Iterator[tuple[str, str]]:
    """(kind, target) of each notification that a text with markup causes."""
    for found in BROADCAST.finditer(mrkdwn):
        yield found.group(1), ""
    for found in TARGET.finditer(mrkdwn):
        yield ("user", found.group(1)) if found.group(1) else ("usergroup", found.group(2))
