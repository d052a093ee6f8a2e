"""A program run in a process of its own, with what it and its children took: seconds, processor time and memory.

Memory is looked at every few milliseconds, as the system tells it of each process, and added up over those that run at
the same moment. What a system keeps as a process's greatest memory begins with its parent's, so that it is no measure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

BETWEEN_LOOKS = 0.01


@dataclass(frozen=True, slots=True)
class Watched:
    """What the program printed; seconds of processor time and the most megabytes, of all its processes."""

    said: str
    processor_seconds: float
    megabytes: float


def watch(program: str, *arguments: str) -> Watched:
    """Run the Python program to its end. Raises AssertionError when it fails."""
    before = os.times()
    with subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True) as process:
        most = 0
        while process.poll() is None:
            most = max(most, sum(_resident(one) for one in _with_children(process.pid)))
            time.sleep(BETWEEN_LOOKS)
        assert process.stdout is not None
        said = process.stdout.read()
    assert process.returncode == 0, said
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Watched(said, processor, most / 1024)


def _with_children(number: int) -> Iterator[int]:
    yield number
    with suppress(OSError):
        for child in Path(f"/proc/{number}/task/{number}/children").read_text().split():
            yield from _with_children(int(child))


def _resident(number: int) -> int:
    """Kilobytes of memory that the process holds; nought for one that has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{number}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0
