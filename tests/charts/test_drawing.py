"""Drawings: of the size that a phone shows well, with their words in the file, the same bytes each time."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

from handlers import pictures
from handlers.pictures import kept_or_drawn
from perfdata.charts.drawing import HEIGHT, WIDTH, drawn
from tests.charts.conftest import a_chart


def test_a_drawing_has_its_size_and_its_words_and_is_always_the_same(drawn_once: Path) -> None:
    chart = a_chart()
    (kept,) = drawn_once.glob("*.png")
    with Image.open(kept) as picture:
        assert picture.size == (WIDTH, HEIGHT)
        assert picture.info["Title"] == chart.title
        assert picture.info["Description"] == chart.alt
        assert "Software" not in picture.info
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 50
    assert drawn(chart) == kept.read_bytes(), "by another process, and by this one"


def test_what_is_kept_is_bounded_and_the_longest_unused_goes_first(tmp_path: Path) -> None:
    for number in range(pictures.KEPT + 5):
        (tmp_path / f"{number}.png").write_bytes(b"old")
        os.utime(tmp_path / f"{number}.png", (number, number))
    assert kept_or_drawn(tmp_path / "0.png", b"") == b"old"
    pictures.forget_the_oldest(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert len(left) == pictures.KEPT
    assert "0.png" in left
    assert "1.png" not in left
