"""The words of a measure's definition, read once: what each part of the word index is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfdata.asking.english import stem
from perfdata.asking.words import MARKS, parts_of
from perfdata.measures import Measure

_EXCLUDING = frozenset({"excluding", "except", "without", "excludes", "omitting"})
_CLAUSE_END = frozenset(",;:.")


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """What a measure's definition says.

    `title` are the words of the title, `clean` the title as a question is read that holds it. `about`, `description`
    and `numerator` are the stems of what each of the three is about, without what it says is left out; `core` those
    of what the title counts, without what it is a rate of: `Suspensions` of `Suspensions per 1,000 pupils`. `others`
    are the words of all but the title.
    """

    measure: Measure
    title: tuple[str, ...]
    clean: str
    about: frozenset[str]
    core: frozenset[str]
    description: frozenset[str]
    numerator: frozenset[str]
    others: frozenset[str]

    @classmethod
    def of(cls, measure: Measure) -> MeasureWords:
        """The words of this measure."""
        title, description, numerator = map(parts_of, (measure.title, measure.description, measure.numerator))
        per = title.index("per", 1) if "per" in title[1:] else len(title)
        return cls(
            measure,
            title=tuple(part for part in title if part not in MARKS),
            clean=" ".join(title),
            about=_stems(title),
            core=_stems(title[:per]),
            description=_stems(description),
            numerator=_stems(numerator),
            others=frozenset((*description, *numerator, *parts_of(measure.denominator))) - MARKS,
        )

    @property
    def fuller(self) -> frozenset[str]:
        """The stems of what the measure is about, wherever it is said."""
        return self.about | self.description | self.numerator


def _stems(parts: Sequence[str]) -> frozenset[str]:
    """Stems of what a text is about, not of what it says is left out."""
    excludes = not _EXCLUDING.isdisjoint(parts) or "leaving" in parts
    return frozenset(map(stem, _not_left_out(parts) if excludes else parts)) - MARKS


def _not_left_out(parts: Sequence[str]) -> Iterator[str]:
    """The text without what stands between a word that excludes and the next mark."""
    left_out = False
    for place, part in enumerate(parts):
        if part in _CLAUSE_END:
            left_out = False
        elif part in _EXCLUDING or (part == "leaving" and parts[place + 1 : place + 2] == ["out"]):
            left_out = True
        elif not left_out:
            yield part
