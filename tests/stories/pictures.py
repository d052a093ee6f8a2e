"""Pictures for the pages of the stories, taken as the story is played, when the pages are written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import expect, sync_playwright

from tests.browser.accessibility import dress
from tests.browser.conftest import PATIENCE, QUIET, browser_program
from tests.browser.visitor import BOT, PHONE, Visitor
from tests.small_png import smaller
from tests.stories.page import FOLDER

WRITING = "WRITE_STORIES"


@contextmanager
def taking(address: str) -> Iterator[Callable[[str, str, str, str], None]]:
    """What takes a picture of the page at `address` as a phone shows it; nothing does while pages are only checked."""
    program = browser_program()
    if not os.environ.get(WRITING) or program is None:
        yield lambda name, who, place, words: None
        return
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, "--disable-lcd-text"])
        reader = browser.new_page()

        def take(name: str, who: str, place: str, words: str) -> None:
            visitor = Visitor(browser, address, lambda page, screen: None)
            visitor.comes_as(who).goes_to(place or BOT)
            shown = visitor.page.get_by_text(words).last
            dress(visitor.page, "light", PHONE)
            shown.scroll_into_view_if_needed()
            visitor.page.evaluate("(element) => element.scrollIntoView({block: 'start'})", shown.element_handle())
            picture = visitor.page.screenshot(animations="disabled", caret="hide")
            (FOLDER / f"{name}.png").write_bytes(smaller(picture, reader))
            visitor.leaves()

        yield take
        browser.close()
