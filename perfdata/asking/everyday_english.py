"""Everyday English: words so common that whoever types one means it, however near it is to a word of a measure."""

from __future__ import annotations

from functools import cache

from spellchecker import SpellChecker

COMMON = 800
"""How often a word is found at least in what people say, by the count that comes with the list: the commonest twenty
thousand. A rarer one (`hosing`) is more often a slip (`housing`) than meant."""


@cache
def everyday_words() -> frozenset[str]:
    """The words, in small letters, by the American spelling. Read once, when first needed; that takes a moment."""
    counted = SpellChecker(language="en").word_frequency.dictionary
    return frozenset(word for word, times in counted.items() if times >= COMMON)
