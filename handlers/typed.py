"""What somebody typed, read from the text that Slack sends."""

from __future__ import annotations

import re

from handlers.views.escaping import unescape

_TOKEN = re.compile(r"<([^<>]*)>")


def as_typed(text: str, bot_user_id: str = "") -> str:
    """`text` in plain words: without mentions of the bot, with channels and links by their labels, unescaped once.

    Slack sends `<@U1>`, `<#C1|bins>` and `<https://x|label>` for what a person typed as a mention, a channel, a link.
    """

    def plain(found: re.Match[str]) -> str:
        target, _, label = found[1].partition("|")
        if bot_user_id and target == f"@{bot_user_id}":
            return " "
        return label or target

    return " ".join(unescape(_TOKEN.sub(plain, text)).split())
