"""A headless Chromium for the sandbox page.

Without one this folder is left out but for one test that says so, in pytest's list of what was skipped.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from sandbox import Sandbox
from tests.browser.demo import Demo, running_demo
from tests.sandbox.conftest import CHAIR, app, client, connect, sandbox, slack

__all__ = ["app", "client", "connect", "sandbox", "slack"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
LEFT_OUT = (
    "The browser tests were left out: no Chromium was found. Install one (on Debian: apt-get install chromium), "
    "or name its program in SCRUTINEER_BROWSER."
)
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PATIENCE = 15_000
"""Milliseconds that an expectation may take to come true: a deadline, not a measurement."""


def browser_program() -> str | None:
    """The browser to drive: SCRUTINEER_BROWSER, else a Chromium on the path, else None."""
    return os.environ.get("SCRUTINEER_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


NEED_A_BROWSER = sorted(file.name for file in Path(__file__).parent.glob("test_*.py") if file.name != "test_browser.py")
collect_ignore = [] if browser_program() else NEED_A_BROWSER


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this folder. No longer than that: its driver keeps a loop running meanwhile."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser_program(), args=list(QUIET))
        yield running
        running.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo for all tests that want the real bot: each minds its own channel, person or measure."""
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own, with nothing remembered; an error of the page's own script fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    window = context.new_page()
    window.set_default_timeout(PATIENCE)
    problems: list[str] = []
    window.on("pageerror", lambda error: problems.append(str(error)))
    yield window
    context.close()
    assert problems == []


@pytest.fixture
def chair(sandbox: Sandbox, page: Page) -> Page:
    """The page as the chair of the board sees it first. Listeners and `connect` come before or after."""
    page.goto(f"{sandbox.base_url}/?as={CHAIR}")
    expect(page.locator("body[data-ready]")).to_be_attached()
    return page
