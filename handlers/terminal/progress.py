"""What a long command is doing, on standard error: for somebody who waits, and never among what it prints."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

AT_ONCE, AFTER_SECONDS = 0.5, 5.0
"""When the first line is said: where somebody looks on, and where it goes to a file or a pipe."""

CLEAR = "\r\x1b[K"


@contextmanager
def progress(out: TextIO) -> Iterator[Callable[[str], None]]:
    """Say what is being done, once it takes longer than a moment; the block tells each step as it begins.

    On a terminal one line is written over again and again, with the seconds that have passed, and is gone at the end;
    elsewhere each step that lasts is one line. A command that is quick says nothing.
    """
    live = out.isatty()
    beat = AT_ONCE if live else AFTER_SECONDS
    done, lock = threading.Event(), threading.Lock()
    step, said = "", ""

    def begin(words: str) -> None:
        nonlocal step
        with lock:
            step = words

    def keep_telling() -> None:
        nonlocal said
        passed = 0.0
        while not done.wait(beat):
            passed += beat
            with lock:
                words = step
            if not words:
                continue
            if live:
                out.write(f"{CLEAR}{words} … {passed:.0f} s")
            elif words != said:
                out.write(f"{words} …\n")
            said = words
            out.flush()

    teller = threading.Thread(target=keep_telling, name="progress", daemon=True)
    teller.start()
    try:
        yield begin
    finally:
        done.set()
        teller.join()
        if live and said:
            out.write(CLEAR)
            out.flush()
