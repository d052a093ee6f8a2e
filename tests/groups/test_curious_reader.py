"""The curious reader: takes all that is published, knows the rule that withheld the rest, and works out what can be.

Two readers. The one subtracts: from the total, another split, and earlier figures of the year, with what a count can
be at all. The other tries every world: each table that fits what is shown is put through the very rule, and those
that would have been published exactly so are possible. Neither may be left with one value for a small count.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from perfdata.measures import Aggregation, Measure
from tests.groups.builders import COUNT, FEWEST, SHARE, Cell, cells_of, published

EXAMPLES = 40
CUMULATIVE = replace(COUNT, aggregation=Aggregation.CUMULATIVE)
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


def shown(tables: Sequence[Sequence[Cell]], measure: Measure) -> list[Cell]:
    """What is published of one split of consecutive months from May, its totals being known."""
    months = ["May 2026", "Jun 2026"][: len(tables)]
    held = {month: {"Sex": table} for month, table in zip(months, tables, strict=True)}
    totals = {month: whole_of(table) for month, table in zip(months, tables, strict=True)}
    return cells_of(published(held, totals, measure))


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


def small_counts(cell: Cell, before: Cell = 0) -> Mapping[str, int]:
    """The counts under the threshold that a cell holds: its own, the others of a share, and what came since."""
    if isinstance(cell, tuple):
        held = {"numerator": cell[0], "denominator": cell[1], "others": cell[1] - cell[0]}
    else:
        assert isinstance(cell, int)
        held = {"count": cell, "since": cell - before if isinstance(before, int) else 0}
    return {kind: number for kind, number in held.items() if 0 < abs(number) < FEWEST}


def assert_nothing_is_recovered(tables: Sequence[Sequence[Cell]], measure: Measure, most: int = 1500) -> None:
    """Try every world and see that no small count is the same in all that are possible; of tables with more than
    `most` worlds, none."""
    seen = shown(tables, measure)
    size = len(tables[0])
    first = list(itertools.islice(worlds(tables[0], seen[:size]), most + 1))
    assume(len(first) <= most)
    # What the first month shows rests on the first month alone.
    possible: list[tuple[tuple[Cell, ...], ...]] = [
        (world,) for world in first if shown([world], measure) == seen[:size]
    ]
    if len(tables) > 1:
        second = list(itertools.islice(worlds(tables[1], seen[size:]), most + 1))
        assume(len(possible) * len(second) <= most)
        pairs = [(*world, then) for world in possible for then in second]
        possible = [world for world in pairs if shown(world, measure) == seen]
    assert tuple(map(tuple, tables)) in possible
    for month, group in itertools.product(range(len(tables)), range(size)):
        before = tables[month - 1][group] if month else 0
        for kind, number in small_counts(tables[month][group], before).items():
            others = {
                small_counts(world[month][group], world[month - 1][group] if month else 0).get(kind)
                for world in possible
            }
            assert len(others) > 1, (tables, seen, month, group, kind, number)


@settings(max_examples=EXAMPLES, deadline=None)
@given(COUNTS)
def test_every_world_of_a_count(cells: list[int]) -> None:
    assert_nothing_is_recovered([cells], COUNT)


@settings(max_examples=EXAMPLES, deadline=None)
@given(PAIRS)
def test_every_world_of_a_share(cells: list[tuple[int, int]]) -> None:
    assert_nothing_is_recovered([cells], SHARE)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.tuples(SMALL, st.integers(0, 6)), min_size=2, max_size=3))
def test_every_world_of_a_year_so_far(cells: list[tuple[int, int]]) -> None:
    assert_nothing_is_recovered([[one for one, _ in cells], [one + more for one, more in cells]], CUMULATIVE)
