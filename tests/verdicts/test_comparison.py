"""Places among similar councils: ties, polarity, councils that did not publish, and quartiles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata import periods
from perfdata.benchmarks import Benchmark, Comparator
from perfdata.verdicts.comparison import FEWEST_TO_QUARTER, FEWEST_TO_RANK, Place, compare, place_among
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.turned_curve import turned_curve
from tests.verdicts.builders import a_measure

METHOD = (Path(__file__).parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
OURS = "95.5 95.3 95.1 95.0"
FIGURES = st.lists(st.integers(-20, 20).map(Decimal), min_size=FEWEST_TO_RANK, max_size=20)


@pytest.mark.parametrize(
    ("polarity", "own", "others", "found"),
    [
        ("higher", "88", ["95", "91", "88", "80"], Place(3, 5, True, None)),
        ("higher", "80", ["95", "91", "88", "88"], Place(5, 5, False, None)),
        ("lower", "88", ["95", "91", "88", "80"], Place(2, 5, True, None)),
        ("higher", "95", ["91", None, "88", "80", None], Place(1, 4, False, None)),
        ("higher", "95", ["91", None, "88"], None),
        ("higher", "88.04", ["95", "91", "88.01", "80"], Place(3, 5, True, None)),
        ("range", "92", ["86", "88", "84", "70"], Place(4, 5, False, None)),
    ],
)
def test_a_place(polarity: str, own: str, others: list[str | None], found: Place | None) -> None:
    measure = a_measure(polarity, range_low=Decimal(85), range_high=Decimal(90))
    assert place_among(measure, Decimal(own), [Decimal(one) if one else None for one in others]) == found


@pytest.mark.parametrize(
    ("better", "same", "worse", "quartile"), [(2, 1, 13, 1), (8, 0, 7, 3), (0, 0, 7, 1), (7, 0, 0, 4)]
)
def test_a_quartile(better: int, same: int, worse: int, quartile: int) -> None:
    others = [Decimal(9)] * better + [Decimal(5)] * same + [Decimal(1)] * worse
    found = place_among(a_measure(), Decimal(5), others)
    assert found == Place(better + 1, len(others) + 1, same > 0, quartile)


@given(FIGURES)
def test_places_count_up_from_the_best_and_turn_over_with_the_polarity(figures: list[Decimal]) -> None:
    for polarity in ("higher", "lower"):
        places = []
        for at, own in enumerate(figures):
            found = place_among(a_measure(polarity), own, figures[:at] + figures[at + 1 :])
            assert found is not None
            places.append(found.place)
            assert (found.quartile is None) is (len(figures) < FEWEST_TO_QUARTER)
        assert min(places) == 1
        assert sorted(places) == [1 + sum(one < place for one in places) for place in sorted(places)]
        best = max(figures) if polarity == "higher" else min(figures)
        assert all((place == 1) is (own == best) for place, own in zip(places, figures, strict=True))


def published(figures: Mapping[str, str], first: int = 2022) -> list[Benchmark]:
    """Yearly figures by council, from the year that begins in `first`; `-` is one that was not published."""
    groups = {"us": Comparator.OWN, "England": Comparator.ENGLAND}
    return [
        Benchmark(
            measure_id=1, period=periods.year(first + at), council=council,
            group=groups.get(council, Comparator.NEIGHBOUR), value=None if one == "-" else Decimal(one),
            source="A return", revision=1, entered_on=date(2026, 11, 24), source_file="benchmarks.csv", source_row=2,
        )
        for council, row in figures.items()
        for at, one in enumerate(row.split())
    ]  # fmt: skip


def test_a_comparison_is_of_the_latest_period_that_we_published() -> None:
    figures = published(
        {"us": "40 41 -", "a": "42 - 43", "b": "39 40 41", "c": "41 41 41", "d": "30 30 30", "England": "41 42 43"}
    )
    found = compare(a_measure(), figures)
    assert found is not None
    assert found.period == periods.year(2023)
    assert (found.similar, found.unpublished, found.place) == (3, 1, Place(1, 4, True, None))
    assert (found.own_value, found.england and found.england.value) == (Decimal(41), Decimal(42))
    assert found.against_england is Direction.WORSE
    earlier = compare(a_measure(), figures, date(2023, 3, 31))
    assert earlier is not None
    assert earlier.period == periods.year(2022)
    assert compare(a_measure(), figures, date(2022, 3, 31)) is None


def test_no_place_where_neither_way_is_better() -> None:
    figures = published({"us": "40", "a": "42", "b": "39", "c": "41", "England": "41"})
    found = compare(a_measure("context"), figures)
    assert found is not None
    assert (found.place, found.against_england, found.turned) == (None, None, None)


TURNED = {"us": OURS, "first": "89.0 87.7 89.8 90.8", "second": "94.3 93.3 95.3 96.6", "third": "97.0 97.1 97.0 96.9"}


def test_the_worked_turn() -> None:
    """Read from the method: its figures, and what it says of them."""
    text = " ".join(METHOD.partition("**The same curve turned**")[2].partition("\n## ")[0].replace(">", "").split())
    assert all(row.replace(" ", ", ") in text for row in TURNED.values())
    rows = [[Decimal(one) for one in row.split()] for row in TURNED.values()]
    usual = median(abs(later - earlier) for row in rows for earlier, later in pairwise(row))
    assert f"The usual change is {usual.normalize()}, so a gain must be more than {2 * usual.normalize()}" in text
    found = turned_curve(a_measure(), published(TURNED))
    assert found is not None
    assert (found.council, found.worst.value, found.gain) == ("second", Decimal("93.3"), Decimal("3.3"))
    assert found.own_gain == Decimal("-0.3")
    assert f"from {found.worst.value} ({found.gain} better)" in text
    without = turned_curve(a_measure(), published({name: row for name, row in TURNED.items() if name != "second"}))
    assert without is not None
    assert f"from {without.worst.value} ({without.gain} better)" in text


@pytest.mark.parametrize(
    "changes",
    [
        {"us": "95.0 94.8 94.9 95.1"},
        {"us": "95.5 95.1 95.2 95.4"},
        {"second": "94.3 95.3 93.3 96.6", "first": "90 90 90 90"},
        {"second": "94.3 93.3 96.7 96.6", "first": "90 90 90 90"},
        {"second": "94.3 93.3 - 96.6", "first": "90 90 90 90"},
        {"second": "94.3 93.3 93.5 93.6", "first": "90 92 90 92"},
        {"second": "92.0 93.3 95.3 96.6", "first": "90 90 90 90"},
    ],
    ids=[
        "ours is no worse than at first", "ours has recovered too", "one good year", "not kept up", "a gap",
        "too little", "never got worse",
    ],
)  # fmt: skip
def test_no_turn(changes: dict[str, str]) -> None:
    assert turned_curve(a_measure(), published({**TURNED, **changes})) is None


def test_a_turn_where_lower_is_better() -> None:
    turned = {name: " ".join(str(200 - Decimal(one)) for one in row.split()) for name, row in TURNED.items()}
    found = turned_curve(a_measure("lower"), published(turned))
    assert found is not None
    assert (found.council, found.gain) == ("second", Decimal("3.3"))


def test_a_season_is_no_turn() -> None:
    rows = published(TURNED)
    assert turned_curve(a_measure(), [one for one in rows if one.period.start.year > 2022]) is None
