"""Misspellings: a word that nobody here uses becomes the nearest word that the dictionary or the language has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Words of fewer letters are never corrected: too many others are near. In words of this length only two letters
that changed places are."""

SURE = 7
"""From this length on, two mistakes are allowed."""


class Spelling:
    """Corrects words against a vocabulary. The first letter is taken as right, which people seldom get wrong."""

    def __init__(self, subjects: Iterable[str], others: Iterable[str]) -> None:
        """`subjects` are words of what can be asked about; they win over `others` that are as near."""
        self._subjects = frozenset(subjects)
        self._known = self._subjects | frozenset(others)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= SHORTEST and word.isalpha():
                self._by_letter[word[0]].append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def corrected(self, word: str) -> str:
        """`word` itself when it is known or nothing is near, else the nearest known word."""
        if word in self._known or len(word) < SHORTEST or word.removesuffix("s") in self._known:
            return word
        allowed = 1 if len(word) < SURE else 2
        found = process.extract(word, self._by_letter[word[0]], scorer=OSA.distance, score_cutoff=allowed, limit=8)
        if len(word) == SHORTEST:
            found = [one for one in found if sorted(one[0]) == sorted(word)]
        if not found:
            return word
        return min(found, key=lambda one: (one[1], one[0] not in self._subjects, one[0]))[0]
