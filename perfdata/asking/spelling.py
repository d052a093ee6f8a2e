"""Misspellings: a word that nobody here uses becomes the nearest word that the dictionary or the language has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Words of fewer letters are never corrected: too many others are near."""


class Spelling:
    """Corrects words against a vocabulary. The first letter is taken as right, which people seldom get wrong."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(vocabulary)
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
        allowed = 1 if len(word) < 7 else 2
        found = process.extractOne(word, self._by_letter[word[0]], scorer=OSA.distance, score_cutoff=allowed)
        return found[0] if found else word
