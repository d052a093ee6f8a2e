"""Which groups are withheld: each rule on a table of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from perfdata.measures import Aggregation
from tests.groups.builders import COUNT, SHARE, Cell, cells_of, published

METHOD = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
SECTION = METHOD.partition("\n## Small numbers\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ([20, 30, 40], [20, 30, 40]),
        ([20, 30, 0], [20, 30, 0]),
        ([3, 30, 40], [None, None, 40]),
        ([None, 30, 40], [None, None, 40]),
        ([1, 1, 30, 40], [None, None, None, 40]),
        ([2, 4, 30, 40], [None, None, 30, 40]),
        ([4, 4, 30, 40], [None, None, None, 40]),
        ([5, 5, 4, 30], [None, None, None, 30]),
        ([3, 0, 40], [None, 0, None]),
        ([3, 9], [None, None]),
    ],
    ids=[
        "nothing small", "a nought is shown", "the next smallest too", "as the file withheld it",
        "two ones sum to two", "two that could be 2 and 4 or 3 and 3", "two that sum to eight must be fours",
        "of two alike neither is chosen", "a nought hides nothing", "all",
    ],
)  # fmt: skip
def test_counts(cells: list[Cell], shown: list[Cell]) -> None:
    total = sum(one if isinstance(one, int) else 4 for one in cells)
    assert cells_of(published({"Sep 2026": {"Age band": cells}}, {"Sep 2026": total})) == shown


@pytest.mark.parametrize("case", re.findall(r"^\| ([\d, ]+) \| [^|]* \| ([\d, ]+)", SECTION, re.MULTILINE))
def test_the_cases_of_the_method(case: tuple[str, str]) -> None:
    cells = [int(one) for one in case[0].split(", ")]
    left = [int(one) for one in case[1].split(", ")]
    found = cells_of(published({"Sep 2026": {"Age band": cells}}, {"Sep 2026": sum(cells)}))
    assert [one for one in found if one is not None] == left


def test_the_method_has_its_cases() -> None:
    assert len(re.findall(r"^\| \d", SECTION, re.MULTILINE)) == 5


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ([(10, 40), (20, 60), (30, 70)], [(10, 40), (20, 60), (30, 70)]),
        ([(10, 40), (20, 60), (68, 70)], [None, (20, 60), None]),
        ([(7, 9), (20, 60), (30, 70)], [None, None, (30, 70)]),
    ],
    ids=["nothing small", "all but two", "nine people"],
)
def test_shares(cells: list[tuple[int, int]], shown: list[Cell]) -> None:
    total = (sum(one for one, _ in cells), sum(of for _, of in cells))
    assert cells_of(published({"Sep 2026": {"Age band": cells}}, {"Sep 2026": total}, SHARE)) == shown


def test_another_split_shown_whole_gives_the_total_away() -> None:
    """The measure's own figure is not held; the sexes add up to it all the same."""
    tables = {"Sex": [5, 6], "Age band": [1, 1, 9]}
    assert cells_of(published({"Sep 2026": tables}, {})) == [5, 6, None, None, None]


def test_nothing_is_shown_where_the_measures_own_figure_is_withheld() -> None:
    assert cells_of(published({"Sep 2026": {"Age band": [20, 30]}}, {"Sep 2026": None})) == [None, None]


def test_a_year_so_far_is_split_at_its_end_only() -> None:
    """Else the difference between two figures of one year would be a count of what came between."""
    measure = replace(COUNT, aggregation=Aggregation.CUMULATIVE)
    tables = {"Feb 2026": {"Sex": [20, 30]}, "Mar 2026": {"Sex": [22, 33]}, "Apr 2026": {"Sex": [18, 28]}}
    totals: dict[str, Cell] = {"Feb 2026": 50, "Mar 2026": 55, "Apr 2026": 46}
    assert cells_of(published(tables, totals, measure)) == [None, None, 22, 33, None, None]
    assert cells_of(published(tables, totals)) == [20, 30, 22, 33, 18, 28]
