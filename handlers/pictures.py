"""Pictures on their way to Slack: drawn by a process of their own, kept on disk, uploaded for one message.

An upload that no message shows is seen by nobody. So the message alone has to be posted exactly once, as any other, and
whatever comes before it may fail or be repeated.
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
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.views import limits
from handlers.views.escaping import clip
from perfdata.charts.chart import Chart, freeze

FOLDER = Path("var") / "pictures"
KEPT = 300
"""Pictures kept on disk, of some 100 kB each; the ones longest unused go first."""
REMEMBERED = 200
"""Uploads remembered until their message has been posted."""
MOST_SECONDS = 60
ROOT = Path(__file__).parents[1]


class Gallery:
    """Draws and uploads. A picture is kept under all that is drawn on it, so that a corrected figure is a new one."""

    def __init__(self, client: AsyncWebClient, http: aiohttp.ClientSession, folder: Path) -> None:
        self._client = client
        self._http = http
        self._folder = folder
        self._at_once = asyncio.Lock()
        self._drawing: dict[str, asyncio.Task[bytes]] = {}
        self._uploaded: OrderedDict[str, str] = OrderedDict()

    async def file_id(self, key: str, chart: Chart) -> str:
        """The id under which Slack holds the picture for the message with that key.

        Raises SlackApiError, aiohttp.ClientError or OSError where it cannot be drawn or uploaded. A drawing goes on
        when nobody waits for it any longer, and is there the next time.
        """
        if key not in self._uploaded:
            self._uploaded[key] = await self._upload(chart, await self._drawn(chart))
            while len(self._uploaded) > REMEMBERED:
                self._uploaded.popitem(last=False)
        return self._uploaded[key]

    async def _drawn(self, chart: Chart) -> bytes:
        frozen = json.dumps(freeze(chart), sort_keys=True).encode()
        name = name_of(frozen)
        if name not in self._drawing:
            self._drawing[name] = task = asyncio.create_task(self._one_at_a_time(name, frozen))
            task.add_done_callback(lambda _: self._drawing.pop(name, None))
        return await asyncio.shield(self._drawing[name])

    async def _one_at_a_time(self, name: str, frozen: bytes) -> bytes:
        async with self._at_once:
            return await asyncio.to_thread(kept_or_drawn, self._folder / name, frozen)

    async def _upload(self, chart: Chart, picture: bytes) -> str:
        name = f"{chart.code}.png"
        alt = clip(chart.alt, limits.UPLOAD_ALT_TEXT)
        place = await self._client.files_getUploadURLExternal(filename=name, length=len(picture), alt_txt=alt)
        async with self._http.post(place["upload_url"], data=picture) as taken:
            taken.raise_for_status()
        file_id = str(place["file_id"])
        await self._client.files_completeUploadExternal(files=[{"id": file_id, "title": chart.title}])
        return file_id


def name_of(frozen: bytes) -> str:
    """The name of the file that the picture of a frozen chart is kept in."""
    return f"{hashlib.sha256(frozen).hexdigest()}.png"


def kept_or_drawn(path: Path, frozen: bytes) -> bytes:
    """The picture of a frozen chart: the one kept at `path`, or drawn now and kept there.

    Raises OSError where it cannot be drawn or kept.
    """
    try:
        picture = path.read_bytes()
        os.utime(path)
        return picture
    except FileNotFoundError:
        pass
    picture = _draw(frozen)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Another process may be drawing the same: each writes a file of its own, and either is the picture.
    half_done = path.with_suffix(f".{os.getpid()}")
    half_done.write_bytes(picture)
    half_done.replace(path)
    forget_the_oldest(path.parent)
    return picture


def forget_the_oldest(folder: Path) -> None:
    """Keep no more than `KEPT` pictures."""
    with suppress(FileNotFoundError):
        for old in sorted(folder.glob("*.png"), key=lambda one: one.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)


def _draw(frozen: bytes) -> bytes:
    # The child gets none of this process's environment: there may be secrets in it.
    command = [sys.executable, "-m", "perfdata.charts.drawing"]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "MPLCONFIGDIR": str(ROOT / "var" / "matplotlib")}
    try:
        done = subprocess.run(
            command, input=frozen, capture_output=True, cwd=ROOT, env=environment, timeout=MOST_SECONDS, check=True
        )
    except subprocess.SubprocessError as error:
        told = getattr(error, "stderr", b"") or b""
        raise OSError(f"the picture could not be drawn: {told.decode(errors='replace')[-500:]}") from error
    return done.stdout
