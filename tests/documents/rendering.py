"""Documents rendered to pages by LibreOffice, which is installed by hand: a file that only we can read is none.

The pages are left in var/documents as PDF files, to be looked at.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from perfdata.documents.writing import written
from tests.documents.samples import documents

PAGES = Path("var") / "documents"
MOST_PAGES = 12
SECONDS = 120
ABSENT = (
    "LibreOffice is not here, so nothing was rendered: apt-get install -y --no-install-recommends libreoffice-writer"
)
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def rendered() -> Iterator[tuple[str, bool]]:
    """A line for each document: how long it took to make, and its pages; and whether all was well."""
    office = shutil.which("soffice")
    if office is None:
        yield ABSENT, True
        return
    PAGES.mkdir(parents=True, exist_ok=True)
    for paper, document in documents():
        began = time.perf_counter()
        content = written(document)
        took = time.perf_counter() - began
        path = PAGES / f"{document.name}.docx"
        path.write_bytes(content)
        pages = _pages(office, path)
        well = 0 < pages <= MOST_PAGES
        yield f"{paper:8} made in {took:.2f} s, {len(content) / 1000:,.0f} kB: {pages} pages", well


def _pages(office: str, path: Path) -> int:
    """How many pages LibreOffice makes of it; 0 where it makes none."""
    with tempfile.TemporaryDirectory(prefix="scrutineer-office-") as profile:
        command = [office, "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "pdf", "--outdir"]
        subprocess.run([*command, str(path.parent), str(path)], capture_output=True, timeout=SECONDS, check=False)
    made = path.with_suffix(".pdf")
    return len(_PAGE.findall(made.read_bytes())) if made.exists() else 0
