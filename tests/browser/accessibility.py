"""Is a screen fit for everybody? An accessibility checker looks at it, light and dark, on a desktop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, ViewportSize

from tests.browser.visitor import DESKTOP, PHONE

WIDTHS = {"desktop": DESKTOP, "phone": PHONE}
OPTIONS = {"resultTypes": ["violations"]}
SET_THEME = """(dark) => {
  const button = document.querySelector("[data-testid=theme-switch]");
  if ((button.getAttribute("aria-pressed") === "true") !== dark) button.click();
}"""
TO_BE_MENDED = ("serious", "critical")


def dress(page: Page, theme: str, width: ViewportSize) -> None:
    """Show the screen in a theme ("light" or "dark") and at a size, without moving the keyboard's focus."""
    page.evaluate(SET_THEME, theme == "dark")
    page.set_viewport_size(width)


def check(page: Page, name: str = "") -> None:
    """Fail with the checker's own words when it finds anything serious or critical; leaves the page as it was."""
    found = list(_faults(page))
    dress(page, "light", DESKTOP)
    assert not found, f"{name}: " + "\n".join(found)


def _faults(page: Page) -> Iterator[str]:
    for theme, width in product(("light", "dark"), WIDTHS):
        dress(page, theme, WIDTHS[width])
        violations: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
        for fault in violations:
            if fault["impact"] in TO_BE_MENDED:
                for node in fault["nodes"]:
                    yield f"{theme}, {width}: {fault['id']}: {node['target']}: {node['failureSummary']}"
