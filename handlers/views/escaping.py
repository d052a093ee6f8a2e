"""Untrusted text on its way to Slack: the one place where it is escaped and clipped.

Domain values hold plain text, and titles, notes and reasons come from files and from people. In blocks they travel
as rich text elements or plain text without emoji, which Slack does not parse at all. In the top-level `text` and in
mrkdwn the three characters that Slack reserves are replaced, which takes the sting out of `<!channel>`, `<@U…>` and
`<url|label>`; asterisks and the like are harmless there, because messages are posted with `mrkdwn` off.
"""

from __future__ import annotations

ELLIPSIS = "… (cut short)"


def escape(text: str) -> str:
    """`text` with `&`, `<` and `>` replaced as Slack asks, in that order, and nothing else."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What somebody typed, from the text that Slack sends: the reverse of `escape`, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clip(text: str, limit: int, mark: str = ELLIPSIS) -> str:
    """`text` in at most `limit` characters; where something is left out, `mark` at the end says so."""
    if len(text) <= limit:
        return text
    return text[: max(limit - len(mark), 0)].rstrip() + mark[:limit]
