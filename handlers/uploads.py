"""Files on their way to Slack: made by a process of their own, kept on disk, uploaded for one message.

A picture is shown in its message; a document hangs on it, because a message in which the link to a file of one's own
stands shares that file with all who read it. An upload that no message names is seen by nobody. So the message alone
has to be posted exactly once, as any other, and whatever comes before it may fail or be repeated.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.views import limits
from handlers.views.escaping import clip
from perfdata.charts.chart import Chart, freeze
from perfdata.documents import document as document_file
from perfdata.documents.document import Document

FOLDER = Path("var") / "pictures"
KEPT = 300
"""Files kept on disk, of some 100 kB each; the ones longest unused go first."""
REMEMBERED = 200
"""Uploads remembered until their message has been posted."""
MOST_SECONDS = 60
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Made:
    """A file to be made: by which module, from which frozen value, and how it is called in Slack.

    `ending` is that of its name, such as `.png`. `alt` says what it shows, blank for what is read as text. One that is
    `linked` hangs on its message by a link.
    """

    module: str
    frozen: bytes
    ending: str
    name: str
    title: str
    alt: str = ""
    linked: bool = False

    @property
    def kept_as(self) -> str:
        """The name of the file that it is kept in: another value is another file."""
        return f"{hashlib.sha256(self.frozen).hexdigest()}{self.ending}"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file as Slack holds it; `permalink` is blank unless it is to be linked."""

    file_id: str
    permalink: str = ""


def picture(chart: Chart) -> Made:
    """The picture of a chart. It is kept under all that is drawn on it, so that a corrected figure is a new one."""
    frozen = json.dumps(freeze(chart), sort_keys=True).encode()
    return Made("perfdata.charts.drawing", frozen, ".png", f"{chart.code}.png", chart.title, chart.alt)


def word_file(document: Document) -> Made:
    """A document as a Word file."""
    frozen = json.dumps(document_file.freeze(document), sort_keys=True).encode()
    return Made("perfdata.documents.writing", frozen, ".docx", f"{document.name}.docx", document.title, linked=True)


class Uploads:
    """Has files made and uploads them."""

    def __init__(self, client: AsyncWebClient, http: aiohttp.ClientSession, folder: Path) -> None:
        self._client = client
        self._http = http
        self._folder = folder
        self._at_once = asyncio.Lock()
        self._making: dict[str, asyncio.Task[bytes]] = {}
        self._uploaded: OrderedDict[str, Uploaded] = OrderedDict()

    async def file(self, key: str, made: Made) -> Uploaded:
        """The file for the message with that key.

        Raises SlackApiError, aiohttp.ClientError or OSError where it cannot be made or uploaded. What is being made
        goes on when nobody waits for it any longer, and is there the next time.
        """
        if key not in self._uploaded:
            self._uploaded[key] = await self._upload(made, await self._content(made))
            while len(self._uploaded) > REMEMBERED:
                self._uploaded.popitem(last=False)
        return self._uploaded[key]

    def is_making(self, made: Made) -> bool:
        """Whether that file is being made just now."""
        return made.kept_as in self._making

    async def _content(self, made: Made) -> bytes:
        name = made.kept_as
        if name not in self._making:
            self._making[name] = task = asyncio.create_task(self._one_at_a_time(made))
            task.add_done_callback(lambda _: self._making.pop(name, None))
        return await asyncio.shield(self._making[name])

    async def _one_at_a_time(self, made: Made) -> bytes:
        async with self._at_once:
            return await asyncio.to_thread(kept_or_made, self._folder, made)

    async def _upload(self, made: Made, content: bytes) -> Uploaded:
        alt = {"alt_txt": clip(made.alt, limits.UPLOAD_ALT_TEXT)} if made.alt else {}
        place = await self._client.files_getUploadURLExternal(filename=made.name, length=len(content), **alt)
        async with self._http.post(place["upload_url"], data=content) as taken:
            taken.raise_for_status()
        file_id = str(place["file_id"])
        await self._client.files_completeUploadExternal(files=[{"id": file_id, "title": made.title}])
        if not made.linked:
            return Uploaded(file_id)
        about = await self._client.files_info(file=file_id)
        return Uploaded(file_id, str(about["file"]["permalink"]))


def kept_or_made(folder: Path, made: Made) -> bytes:
    """The file: the one kept in `folder`, or made now and kept there. Raises OSError where it cannot be."""
    path = folder / made.kept_as
    try:
        content = path.read_bytes()
        os.utime(path)
        return content
    except FileNotFoundError:
        pass
    content = make(made)
    folder.mkdir(parents=True, exist_ok=True)
    # Another process may be making the same: each writes a file of its own, and either will do.
    half_done = path.with_suffix(f".{os.getpid()}")
    half_done.write_bytes(content)
    half_done.replace(path)
    forget_the_oldest(folder)
    return content


def forget_the_oldest(folder: Path) -> None:
    """Keep no more than `KEPT` files."""
    with suppress(FileNotFoundError):
        made = [one for one in folder.iterdir() if one.suffix in (".png", ".docx")]
        for old in sorted(made, key=lambda one: one.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)


def make(made: Made) -> bytes:
    """The file, made now. Raises OSError where it cannot be."""
    # The child gets none of this process's environment: there may be secrets in it.
    command = [sys.executable, "-m", made.module]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "MPLCONFIGDIR": str(ROOT / "var" / "matplotlib")}
    try:
        done = subprocess.run(
            command, input=made.frozen, capture_output=True, cwd=ROOT, env=environment, timeout=MOST_SECONDS, check=True
        )
    except subprocess.SubprocessError as error:
        told = getattr(error, "stderr", b"") or b""
        raise OSError(f"{made.name} could not be made: {told.decode(errors='replace')[-500:]}") from error
    return done.stdout
