"""Files that people sent, fetched from Slack: asked about first, refused when too large, never more than allowed.

The bot's token goes to Slack alone: to the address of its API, or to a host of slack.com over HTTPS. A redirect is not
followed, because Slack sends those whom it does not know to a page for signing in.
"""

from __future__ import annotations

import http.client
import logging
import urllib.error
import urllib.request
from typing import IO
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from perfdata.errors import BadInput
from perfdata.loading.faults import quoted
from perfdata.loading.uploads import MOST_BYTES, Sent

logger = logging.getLogger(__name__)

SECONDS = 20
"""The longest that Slack may be silent while a file is on its way."""

GONE = ("file_not_found", "file_deleted")
PASSING = ("ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout")
AGAIN = "Please send it again; if that does not help, load it with the command line."


class TryLater(Exception):
    """Slack could not be asked just now; the file may be had in a moment."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:  # fmt: skip
        return None


class SlackFiles:
    """Fetches files with the bot's token. `most_bytes` is the most that one call may bring."""

    def __init__(self, token: str, api_url: str) -> None:
        self._token = token
        self._api = urlsplit(api_url)
        self._client = WebClient(token, base_url=api_url, timeout=SECONDS, retry_handlers=[])
        self._opener = urllib.request.build_opener(_NoRedirects)

    def fetch(self, file_id: str, *, most_bytes: int) -> Sent:
        """A file's name and bytes.

        Raises BadInput, with a sentence fit to show, where it cannot be had, and TryLater where it may be in a moment.
        """
        facts = self._ask(file_id)
        name = str(facts.get("name") or facts.get("title") or "file")
        address = str(facts.get("url_private_download") or "")
        if facts.get("is_external") or not address:
            raise BadInput(f"{quoted(name)} is a link to a file that is kept elsewhere. Please send the file itself.")
        if not self._is_slack(address):
            logger.error("Slack names an address for file %s that is none of its own", file_id)
            raise BadInput(f"{quoted(name)} could not be fetched from Slack. {AGAIN}")
        # Slack says how large a file is; whoever serves it may still send more.
        if int(str(facts.get("size") or 0)) > most_bytes:
            raise too_large(name)
        content = self._download(name, address, most_bytes)
        if len(content) > most_bytes:
            raise too_large(name)
        return Sent(name, content)

    def _ask(self, file_id: str) -> dict[str, object]:
        try:
            return dict(self._client.files_info(file=file_id)["file"])
        except SlackApiError as error:
            code = str(error.response.get("error") or "")
            if code in PASSING or error.response.status_code == 429 or error.response.status_code >= 500:
                raise TryLater(code) from None
            if code in GONE:
                raise BadInput("The file is no longer there. Please send it again.") from None
            logger.error("Slack does not tell of file %s: %s", file_id, code)
            raise BadInput(
                f"Slack does not let me have that file ({code}). The app may need to be installed again, since reading "
                "files is a permission of its own."
            ) from None
        except (SlackClientError, OSError, ValueError) as error:
            raise TryLater(type(error).__name__) from None

    def _download(self, name: str, address: str, most_bytes: int) -> bytes:
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {self._token}"})
        try:
            with self._opener.open(request, timeout=SECONDS) as response:
                content: bytes = response.read(most_bytes + 1)
                promised = int(response.headers.get("Content-Length") or len(content))
        except urllib.error.HTTPError as error:
            if error.code == 429 or error.code >= 500:
                raise TryLater(str(error.code)) from None
            logger.error("a file could not be fetched: %s", error.code)
            raise BadInput(f"{quoted(name)} could not be fetched from Slack. {AGAIN}") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise TryLater(type(error).__name__) from None
        if len(content) < min(promised, most_bytes + 1):
            raise TryLater("cut short")
        return content

    def _is_slack(self, address: str) -> bool:
        given = urlsplit(address)
        if (given.scheme, given.netloc) == (self._api.scheme, self._api.netloc):
            return True
        return given.scheme == "https" and (given.hostname or "").endswith(".slack.com")


def too_large(name: str) -> BadInput:
    """The refusal of a file that is larger than may be sent here, or of the one with which several are."""
    return BadInput(
        f"{quoted(name)} is too large: I take {MOST_BYTES // 1024 // 1024} MB at a time here. "
        "Please send it in parts, such as a year at a time, or load it with the command line."
    )
