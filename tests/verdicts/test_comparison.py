"""Places among similar councils: ties, polarity, councils that did not publish, and quartiles."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdata.verdicts.comparison import FEWEST_TO_QUARTER, FEWEST_TO_RANK, Place, place_among
from tests.verdicts.builders import a_measure

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
