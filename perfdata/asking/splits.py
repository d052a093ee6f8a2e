"""Splits: by what a question wants a figure broken down, and for which group, in the words of the council's data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from perfdata.asking.english import FUNCTION_WORDS, stem
from perfdata.asking.thesaurus import Term, Thesaurus
from perfdata.asking.words import plain_words

_NEGATIVES = frozenset({"not", "non", "without", "no"})


@dataclass(frozen=True, slots=True)
class Split:
    """What a figure is to be split by, where it was said in the clean text (`taken`), and the group that is meant.

    `dimension` is the data's own name, or what was said where the data have no such dimension. `plainly` says that it
    was asked for as a split (`by age`), so that the words cannot belong to a measure's name; `named` that a dimension
    was said and not only a group.
    """

    dimension: str
    group: str
    taken: tuple[tuple[int, int], ...]
    plainly: bool
    named: bool


class Splits:
    """The dimensions and groups of a council's data, ready to be found in a question."""

    def __init__(self, held: Iterable[tuple[str, str]], thesaurus: Thesaurus) -> None:
        """`held` are the pairs of dimension and group that the data have."""
        groups: dict[str, list[str]] = defaultdict(list)
        for dimension, group in dict.fromkeys(held):
            groups[dimension].append(group)
        self._by_words: dict[str, str] = {}
        meant = [_Meant(term) for term in thesaurus.dimensions]
        for term in meant:
            name = _named(term, groups, meant)
            for said in term.say:
                self._by_words.setdefault(_clean(said), name)
        self._groups = {name: _group_words(of, thesaurus.groups) for name, of in groups.items()}
        for name in groups:
            self._by_words.setdefault(_clean(name), name)
        self._said = _either(self._by_words)
        self._said_groups = _either({words for of in self._groups.values() for words in of})

    @property
    def words(self) -> frozenset[str]:
        """Every word of these, for the spelling."""
        phrases = (*self._by_words, *(words for of in self._groups.values() for words in of))
        return frozenset(word for phrase in phrases for word in phrase.split())

    def find(self, clean: str, dimension: str = "") -> Split | None:
        """The split that the clean text asks for, in a conversation about `dimension`; None when it names none."""
        found = list(self._said.finditer(clean)) if self._said else []
        named = found[0] if found else None
        plain = next((one for one in found if clean[: one.start()].endswith(("by ", "per ", "each "))), None)
        if plain is not None:
            named = plain
        split = self._by_words[named[0]] if named is not None else dimension
        parts = self._parts(clean, split)
        if named is None and not parts:
            # A group of another dimension: `and for women`, after a split by age.
            split, parts = "", self._parts(clean, "")
        if named is None and not parts:
            return None
        if not split:
            split = next((name for name, of in self._groups.items() if any(one[0] in of for one in parts)), "")
            parts = [one for one in parts if one[0] in self._groups.get(split, {})]
        meant = {self._groups[split][one[0]] for one in parts} if split in self._groups else set()
        taken = (*(one.span() for one in found), *(one.span() for one in parts))
        start = plain.start() - (4 if clean[: plain.start()].endswith("per ") else 3) if plain is not None else 0
        if plain is not None:
            taken = (*taken, (max(start, 0), plain.start()))
        group = meant.pop() if len(meant) == 1 else ""
        return Split(split or _unsaid(named[0] if named else ""), group, taken, plain is not None, named is not None)

    def _parts(self, clean: str, dimension: str) -> list[re.Match[str]]:
        if self._said_groups is None:
            return []
        every = self._said_groups.finditer(clean)
        return [one for one in every if not dimension or one[0] in self._groups.get(dimension, {})]


def _unsaid(said: str) -> str:
    """What was said to split by, where no figures are: `by directorate` is `directorate`."""
    return said.removeprefix("by ").removeprefix("per ")


class _Meant:
    """What a term says, and the stems of each of the wordings that it means."""

    def __init__(self, term: Term) -> None:
        self.say = term.say
        self._means = [[stem(word) for word in plain_words(pattern)] for pattern in term.means]

    def last(self, stems: list[str]) -> int:
        """Where the last word of a wording stands among `stems`; -1 when none fits."""
        return max((stems.index(one[-1]) for one in self._means if set(one) <= set(stems)), default=-1)


def _named(term: _Meant, held: Mapping[str, list[str]], terms: Sequence[_Meant]) -> str:
    """The dimension held that a term stands for: one whose last telling word is the term's and no other term's."""
    best, place = "", -1
    for name in held:
        stems = [stem(word) for word in plain_words(name)]
        own = term.last(stems)
        if own > place and all(other is term or other.last(stems) < own for other in terms):
            best, place = name, own
    return best


def _group_words(groups: list[str], terms: Iterable[Term]) -> dict[str, str]:
    """What people say for each group: its own name, a word that no other group of the dimension has, and synonyms."""
    words: dict[str, str] = {}
    stems = {group: frozenset(plain_words(group)) for group in groups}
    for group, own in stems.items():
        words.setdefault(_clean(group), group)
        others = frozenset().union(*(other for name, other in stems.items() if name != group))
        for word in own - others - FUNCTION_WORDS:
            if word.isalpha() and len(word) > 3 and not own & _NEGATIVES:
                words.setdefault(word, group)
    for term in terms:
        fits = [
            group
            for group, own in stems.items()
            if not own & _NEGATIVES and any(set(plain_words(one)) <= own for one in term.means)
        ]
        if len(fits) == 1:
            for said in term.say:
                words[_clean(said)] = fits[0]
    return words


def _clean(phrase: str) -> str:
    return " ".join(plain_words(phrase))


def _either(phrases: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted((re.escape(phrase) for phrase in phrases if phrase), key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\S)(?:{'|'.join(longest_first)})(?!\S)") if longest_first else None
