"""Misspellings: a word that nobody here uses becomes the nearest word that the dictionary or the language has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from perfdata.asking.everyday_english import everyday_words

SHORTEST = 4
"""Words of fewer letters are never corrected: too many others are near. In words of this length only two letters
that changed places are."""

SURE = 9
"""From this length on, one wrong consonant is allowed; in shorter words it too often makes another word of one."""

_BRITISH = (("or", "our"), ("er", "re"), ("ize", "ise"), ("izing", "ising"), ("ized", "ised"), ("ense", "ence"))
"""How words end in American English and in British."""

_SOUNDS = str.maketrans({"c": "s", "z": "s", "q": "k"})
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")


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
        """`word` itself when it is known, of everyday English, or nothing is near; else the nearest known word."""
        if word in self._known or len(word) < SHORTEST or word.removesuffix("s") in self._known:
            return word
        if british := self._in_british(word):
            return british
        if word in everyday_words():
            return word
        if word.endswith("in") and f"{word}g" in self._known:
            return f"{word}g"
        near = process.extract(word, self._by_letter[word[0]], scorer=OSA.distance, score_cutoff=2, limit=12)
        found = [one for one in near if _is_slip(word, one[0], int(one[1]))]
        if not found:
            return word
        # Letters are left out more often than put in.
        return min(found, key=lambda one: (one[1], one[0] not in self._subjects, len(one[0]) < len(word), one[0]))[0]

    def _in_british(self, word: str) -> str | None:
        singular = word.removesuffix("s")
        for american, british in _BRITISH:
            if singular.endswith(american):
                for ending in ("", "s"):
                    if (spelt := singular.removesuffix(american) + british + ending) in self._known:
                        return spelt
        return None


def _is_slip(typed: str, meant: str, distance: int) -> bool:
    """Whether `typed` is `meant` with a slip that people make, not another word that happens to be near.

    Two mistakes only where the consonants are right (`tempory`); one where a letter is missing, doubled, too many or
    in the wrong place (`surgey`, `tiping`, `liesure`), or in a long word any.
    """
    if len(typed) == SHORTEST:
        return sorted(typed) == sorted(meant)
    if _skeleton(typed) == _skeleton(meant):
        return distance == 1 or len(typed) > 6
    return distance == 1 and (len(typed) != len(meant) or sorted(typed) == sorted(meant) or len(typed) >= SURE)


def _skeleton(word: str) -> str:
    """The consonants as they sound, each once where it is doubled: what people get right when they spell by ear."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word.translate(_SOUNDS)))
