"""Pictures of the demo's main paths for `docs/`: `python -m tests.screenshots`, or `make screenshots`.

Each screen is taken in the light theme, in the dark one, and as a phone shows it; the first is the README's picture.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.accessibility import dress
from tests.browser.conftest import LEFT_OUT, PATIENCE, QUIET, browser_program
from tests.browser.demo import ROOT, running_demo
from tests.browser.paths import PATHS
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.small_png import smaller

DOCS = ROOT / "docs"
PICTURES = DOCS / "screenshots"
README_PICTURE = DOCS / "demo.png"
LOOKS = (("light", "light", DESKTOP), ("dark", "dark", DESKTOP), ("phone", "light", PHONE))
CORNER = (640, 1)
"""Where the pointer is put, so that nothing looks as if it were pointed at."""


def main() -> int:
    """Walk every path and keep its pictures; returns the exit code."""
    program = browser_program()
    if program is None:
        print(LEFT_OUT, file=sys.stderr)
        return 1
    expect.set_options(timeout=PATIENCE)
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, "--disable-lcd-text"])
        for number, name in enumerate(PATHS, 1):
            _walk(browser, demo.address, f"{number:02}-{name}", name)
        browser.close()
    README_PICTURE.write_bytes(next(iter(sorted(PICTURES.glob("01-*-light.png")))).read_bytes())
    return 0


def _walk(browser: Browser, address: str, stem: str, name: str) -> None:
    reader = browser.new_page()

    def take(page: Page, screen: str) -> None:
        page.mouse.move(*CORNER)
        for look, theme, size in LOOKS:
            dress(page, theme, size)
            target = PICTURES / f"{'-'.join(filter(None, (stem, screen, look)))}.png"
            target.write_bytes(smaller(page.screenshot(animations="disabled", caret="hide"), reader))
            print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} kB")
        dress(page, "light", DESKTOP)

    visitor = Visitor(browser, address, take)
    PATHS[name](visitor)
    visitor.leaves()
    reader.close()


if __name__ == "__main__":
    sys.exit(main())
