"""Drawings: of the size that a phone shows well, with their words in the file, the same bytes each time."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

from handlers import uploads
from handlers.uploads import kept_or_made, picture
from perfdata.charts.drawing import HEIGHT, WIDTH, drawn
from tests.charts.conftest import a_chart


def test_a_drawing_has_its_size_and_its_words_and_is_always_the_same(drawn_once: Path) -> None:
    chart = a_chart()
    (kept,) = drawn_once.glob("*.png")
    with Image.open(kept) as shown:
        assert shown.size == (WIDTH, HEIGHT)
        assert shown.info["Title"] == chart.title
        assert shown.info["Description"] == chart.alt
        assert "Software" not in shown.info
        assert len(shown.convert("RGB").getcolors(1 << 20) or []) > 50
    assert drawn(chart) == kept.read_bytes(), "by another process, and by this one"


def test_what_is_kept_is_bounded_and_the_longest_unused_goes_first(tmp_path: Path) -> None:
    oldest = picture(a_chart())
    for number in range(uploads.KEPT + 5):
        path = tmp_path / (f"{number}.png" if number else oldest.kept_as)
        path.write_bytes(b"old")
        os.utime(path, (number, number))
    assert kept_or_made(tmp_path, oldest) == b"old"
    uploads.forget_the_oldest(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert len(left) == uploads.KEPT
    assert oldest.kept_as in left
    assert "1.png" not in left
