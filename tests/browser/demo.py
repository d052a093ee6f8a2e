"""The demo as anybody starts it: `bot.py demo`, a process of its own, with a page to open."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent.parent
COUNCIL = ROOT / "config" / "norbridge"
START_SECONDS = 90
END_SECONDS = 30


class Demo:
    """A demo that runs: where its page is, and what the bot called in the stand-in for Slack."""

    def __init__(self, address: str) -> None:
        self.address = address

    def refused(self) -> list[str]:
        """The bot's calls that were refused so far: in a demo there are none."""
        with urlopen(f"{self.address}/control/calls") as answer:
            calls: list[dict[str, Any]] = json.load(answer)["calls"]
        return [f"{call['method']}: {call['error']}" for call in calls if not call["ok"]]


def _logged(folder: Path) -> str:
    log = folder / "var" / "scrutineer.log"
    return log.read_text(encoding="utf-8")[-4000:] if log.exists() else ""


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """Start the demo with the sample council and end it afterwards; `folder` receives what it logs."""
    command = [sys.executable, str(ROOT / "bot.py"), "demo", "--no-browser"]
    environment = os.environ | {"SCRUTINEER_CONFIG": str(COUNCIL), "SCRUTINEER_TODAY": "2026-11-24"}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    patience = Timer(START_SECONDS, process.kill)
    patience.start()
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = re.search(r"http://[\d.:]+", said)
        assert address, f"the demo did not start; it said: {said}{process.stdout.read()}{_logged(folder)}"
        patience.cancel()
        yield Demo(address.group())
    finally:
        patience.cancel()
        process.terminate()
        process.wait(END_SECONDS)
