"""Somebody with the page open while others are busy: how long does the page take to react to them?"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import QUIET, browser_program

REACT = """async () => {
    const began = performance.now();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - began;
}"""
"""How long until the page has drawn and is free again: what somebody who presses or types now would wait."""


@dataclass
class Looking:
    """What was seen: the slowest reaction in milliseconds, None where there is no browser."""

    slowest_ms: float | None = None
    _ended: threading.Event = field(default_factory=threading.Event)

    def watch(self, address: str) -> None:
        """Keep looking until told to end."""
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=browser_program(), args=list(QUIET))
            page = running.new_page()
            page.goto(address)
            page.get_by_role("textbox").first.wait_for()
            while not self._ended.wait(0.5):
                self.slowest_ms = max(self.slowest_ms or 0.0, self._reaction(page))
            running.close()

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()

    def _reaction(self, page: Page) -> float:
        began = time.perf_counter()
        page.evaluate(REACT)
        return (time.perf_counter() - began) * 1000


@contextmanager
def onlooker(address: str) -> Iterator[Looking]:
    """Look on from a thread of its own; does nothing where there is no browser."""
    looking = Looking()
    if browser_program() is None:
        yield looking
        return
    thread = threading.Thread(target=looking.watch, args=(address,), name="onlooker")
    thread.start()
    try:
        yield looking
    finally:
        looking.end()
        thread.join()
