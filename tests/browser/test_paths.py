"""The demo's main paths in a real browser, with the real bot; every screen of them is checked for accessibility."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import check
from tests.browser.demo import Demo
from tests.browser.paths import PATHS
from tests.browser.visitor import Visitor


@pytest.fixture
def visitor(browser: Browser, demo: Demo) -> Iterator[Visitor]:
    """Somebody at the demo's page. At the end no call of the bot's may have been refused."""
    somebody = Visitor(browser, demo.address, check)
    yield somebody
    somebody.leaves()
    assert demo.refused() == []


@pytest.mark.parametrize("path", PATHS)
def test_path(visitor: Visitor, path: str) -> None:
    PATHS[path](visitor)
