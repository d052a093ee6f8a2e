"""What shows that an action is done: words, a link, or a file in the chat, taken down as text and never fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from perfdata.errors import BadInput

_LINK = re.compile(r"<?(?P<link>[a-zA-Z][a-zA-Z0-9+.-]*:[^\s>|]+)(?:\|[^>]*)?>?")
_FILE = re.compile(
    r"https://[a-z0-9-]+(?:\.enterprise)?\.slack\.com/files/[UW][A-Z0-9]+/(?P<id>F[A-Z0-9]+)/(?P<name>[^\s/?#>|]+)"
)


@dataclass(frozen=True, slots=True)
class Showing:
    """`words` as they were given. Of a file in the chat, by its permalink, the chat's id of it and its name."""

    words: str
    file_id: str = ""
    file_name: str = ""


def showing(text: str) -> Showing:
    """What somebody gave as evidence. Raises BadInput for a link that is neither http nor https."""
    words = text.strip()
    for found in _LINK.finditer(words):
        scheme = found["link"].partition(":")[0].casefold()
        if scheme not in ("http", "https") and ("//" in found["link"] or scheme in ("javascript", "data", "vbscript")):
            raise BadInput("Please give a link that begins with https, or say in words where it can be seen.")
    if file := _FILE.search(words):
        return Showing(words, file["id"], unquote(file["name"]))
    return Showing(words)
