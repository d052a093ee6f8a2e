"""Headings to columns: which kind of table this is, which columns it has, which are missing, twice or misspelt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from perfdata.errors import BadConfiguration
from perfdata.loading.columns import Column, plain
from perfdata.loading.faults import BadFile, bad_file, shown
from perfdata.loading.reports import Fault, Kind

ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of table and its columns. `also` are the council's own words for headings, both as `same_heading`."""

    kind: Kind
    columns: tuple[Column[Any], ...]
    also: Mapping[str, str] = field(default_factory=dict)

    def meaning(self, text: str) -> str:
        """A heading as `same_heading` makes it, with the council's own words for a column put right."""
        name = same_heading(text)
        return self.also.get(name, name)


@dataclass(frozen=True, slots=True)
class Heading:
    """Where each column stands in this file, and the headings that nothing reads."""

    layout: Layout
    positions: Mapping[str, int]
    width: int
    ignored: tuple[str, ...]


def read_header(header: Sequence[str], layouts: Sequence[Layout]) -> Heading:
    """What the heading row says. Raises BadFile, with a fault for each column, when it does not fit its layout."""
    layout = max(layouts, key=lambda one: len(_known(one) & {one.meaning(cell) for cell in header}))
    found = [layout.meaning(cell) for cell in header]
    wanted = {same_heading(column.heading): column for column in layout.columns}
    if sum(name in found for name in wanted) < 2:
        raise bad_file(
            "no known headings",
            f"The headings are none that are known: {shown(', '.join(header))}.",
            "The first row must hold the headings of measures, observations, boards or people.",
        )
    faults = [
        Fault(
            f"column {wanted[name].heading} appears twice",
            f"There are {found.count(name)} columns called {wanted[name].heading}.",
            "Remove or rename all but one, so that it is clear which to read.",
            column=wanted[name].heading,
        )
        for name in wanted
        if found.count(name) > 1
    ]
    strangers = {name: shown(cell) for name, cell in zip(found, header, strict=True) if name and name not in wanted}
    for name, column in wanted.items():
        if name not in found:
            faults.extend(_absent(name, column, strangers))
    if faults:
        raise BadFile(*faults)
    return Heading(
        layout,
        {wanted[name].heading: position for position, name in enumerate(found) if name in wanted},
        len(header),
        tuple(strangers.values()),
    )


def with_own_words(words: Mapping[str, Mapping[str, str]], layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """The tables with the council's own words for their headings; `words` are by kind, then by word.

    Raises BadConfiguration for words about a table or a column that there is not.
    """
    kinds = {layout.kind.value: layout for layout in layouts}
    for kind, columns in words.items():
        layout = kinds.get(kind)
        strange = sorted(set(columns.values()) - (_known(layout) if layout else set()))
        if layout is None or strange:
            missing = f"column {strange[0]} in the table of {kind}" if layout else f"table of {kind}"
            raise BadConfiguration(f"layouts.toml: headings names a {missing}, which there is not. Correct it.")
    return tuple(replace(layout, also=words.get(layout.kind.value, {})) for layout in layouts)


def known_headings(layouts: Sequence[Layout]) -> Callable[[str], bool]:
    """Whether a cell is a heading that any of the tables knows."""
    known = {name for layout in layouts for name in (*_known(layout), *layout.also)}
    return lambda cell: same_heading(cell) in known


def _known(layout: Layout) -> set[str]:
    return {same_heading(column.heading) for column in layout.columns}


def _absent(name: str, column: Column[Any], strangers: Mapping[str, str]) -> list[Fault]:
    """A fault when the column is required, or when a heading that nothing reads looks like it."""
    alike = get_close_matches(name, strangers, n=1, cutoff=ALIKE)
    if not alike and not column.required:
        return []
    if alike:
        reason = f"missing column {column.heading} (found {strangers[alike[0]]})"
        problem = f"There is no column {column.heading}, but there is one called {strangers[alike[0]]}."
        advice = f"Rename it {column.heading}, or give it a name that is nothing like it."
    else:
        reason = f"missing column {column.heading}"
        problem = f"There is no column {column.heading}."
        advice = "Add it, with that heading in the first row."
    return [Fault(reason, problem, advice, column=column.heading)]


def same_heading(text: str) -> str:
    """A heading without regard to case, spaces, underscores and invisible characters."""
    return " ".join(plain(text).replace("_", " ").split()).casefold()
