"""The thesaurus as plain values: what residents call things, and which words of a dictionary that points to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Any of the phrases in `say` may stand for a measure whose title or description has all words of one of `means`;
    where a council has no such measure, of one of `failing`.

    The order of words does not matter, in the question nor in the title.
    """

    say: tuple[str, ...]
    means: tuple[str, ...]
    failing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Words that are the same for every council.

    `populations` are groups of people whom many measures are about: such a word alone never chooses between them.
    `plain` are everyday words that name no measure: they are neither corrected nor looked for. `beside` are those that
    may stand beside the words of a measure and do not change which one is asked about. `areas` gives the
    words of a service's or board's name for what people say instead; `dimensions` and `groups` do so for what figures
    are split by and for the parts of it.
    """

    terms: tuple[Term, ...] = ()
    populations: tuple[str, ...] = ()
    plain: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    areas: tuple[Term, ...] = ()
    dimensions: tuple[Term, ...] = ()
    groups: tuple[Term, ...] = ()
