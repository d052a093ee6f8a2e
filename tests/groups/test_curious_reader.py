"""The curious reader: takes all that is published, knows the rule that withheld the rest, and works out what can be.

The strongest reader tries every world: each table that fits what is shown is put through the very rule, and those that
would have been published exactly so are possible. None may be left with one value for a small count. Another subtracts,
from the total and from another split of the same people. `tests/asking/test_published_groups.py` reads what is said.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from perfdata.measures import Measure
from tests.groups.builders import COUNT, FEWEST, SHARE, Cell, cells_of, published

EXAMPLES = 40
SMALL = st.integers(0, 9)
COUNTS = st.lists(SMALL, min_size=2, max_size=5)
PAIRS = st.lists(
    st.integers(1, 16).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=2, max_size=3
)


def whole_of(cells: Sequence[Cell]) -> Cell:
    """What the groups sum to."""
    if all(isinstance(one, int) for one in cells):
        return sum(one for one in cells if isinstance(one, int))
    pairs = [one for one in cells if isinstance(one, tuple)]
    return sum(one for one, _ in pairs), sum(of for _, of in pairs)


def shown(table: Sequence[Cell], measure: Measure) -> list[Cell]:
    """What is published of one split, its total being known."""
    return cells_of(published({"Sep 2026": {"Sex": table}}, {"Sep 2026": whole_of(table)}, measure))


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way in which `parts` groups can sum to `total`."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield first, *rest


def worlds(table: Sequence[Cell], seen: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    """Every table with the same total that agrees with what is seen of this one."""
    hidden = [at for at, cell in enumerate(seen) if cell is None]
    if not hidden:
        yield tuple(table)
        return
    parts: list[list[tuple[int, ...]]] = []
    for part in (0, 1) if isinstance(table[0], tuple) else (0,):
        rest = sum(one[part] if isinstance(one := table[at], tuple) else int(str(one)) for at in hidden)
        parts.append(list(splits(rest, len(hidden))))
    for guess in itertools.product(*parts):
        world = list(table)
        for at, *numbers in zip(hidden, *guess, strict=True):
            world[at] = numbers[0] if len(numbers) == 1 else (numbers[0], numbers[1])
        if all(not isinstance(cell, tuple) or cell[0] <= cell[1] for cell in world):
            yield tuple(world)


def small_counts(cell: Cell) -> Mapping[str, int]:
    """The counts under the threshold that a cell holds: its own, its people, and the others of a share."""
    if isinstance(cell, tuple):
        held = {"numerator": cell[0], "denominator": cell[1], "others": cell[1] - cell[0]}
    else:
        assert isinstance(cell, int)
        held = {"count": cell}
    return {kind: number for kind, number in held.items() if 0 < number < FEWEST}


def assert_nothing_is_recovered(table: Sequence[Cell], measure: Measure, most: int = 1500) -> None:
    """Try every world and see that no small count is the same in all that are possible; of tables with more than
    `most` worlds, none."""
    seen = shown(table, measure)
    every = list(itertools.islice(worlds(table, seen), most + 1))
    assume(len(every) <= most)
    possible = [world for world in every if shown(world, measure) == seen]
    assert tuple(table) in possible
    for group, cell in enumerate(table):
        for kind, number in small_counts(cell).items():
            found = {small_counts(world[group]).get(kind) for world in possible}
            assert len(found) > 1, (table, seen, group, kind, number)


@settings(max_examples=EXAMPLES, deadline=None)
@given(COUNTS)
def test_every_world_of_a_count(cells: list[int]) -> None:
    assert_nothing_is_recovered(cells, COUNT)


@settings(max_examples=EXAMPLES, deadline=None)
@given(PAIRS)
def test_every_world_of_a_share(cells: list[tuple[int, int]]) -> None:
    assert_nothing_is_recovered(cells, SHARE)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=7), st.data())
def test_subtraction_from_every_total(cells: list[int], data: st.DataObject) -> None:
    """Two splits of the same people; what is left of their number, when the groups shown are taken from it, must let
    each of the withheld be one, and be the threshold. Whoever knows the rule counts on at least one in each."""
    people = sum(cells)
    cuts = sorted(data.draw(st.lists(st.integers(0, people), min_size=1, max_size=5)))
    other = [later - earlier for earlier, later in itertools.pairwise([0, *cuts, people])]
    found = cells_of(published({"Sep 2026": {"Sex": cells, "Age band": other}}, {"Sep 2026": people}))
    for table, seen in ((cells, found[: len(cells)]), (other, found[len(cells) :])):
        assert all(one is None or one == 0 or int(str(one)) >= FEWEST for one in seen)
        hidden = [cell for cell, one in zip(table, seen, strict=True) if one is None]
        if hidden and len(hidden) < len(table):
            assert len(hidden) > 1
            assert sum(hidden) >= len(hidden) + FEWEST - 1
