"""Phrases that give a meaning away, in a small notation that can be read and checked.

`(a|b)` is either, `word?` may lack its last letter, `(word )?` may be left out, `^` and `$` are the ends of the text,
`#` is a number, and ` * ` stands for up to four words. Everything is in small letters with single spaces, as in
`Text.clean`; a phrase begins and ends at whole words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
"""Numbers that people write out."""

_NUMBER = "(?:[0-9]+|" + "|".join(NUMBERS) + ")"


def compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases; its groups are what stands at each ` * ` and `#`, where one is used."""
    whole = "|".join(phrases).replace("(", "(?:").replace("#", f"({_NUMBER})").replace(" * ", r" ((?:\S+ ){0,4}?)")
    return re.compile(rf"(?<!\S)(?:{whole})(?!\S)")


def words_of(phrases: Iterable[str]) -> frozenset[str]:
    """Every word of three letters or more in the phrases, with and without a letter that may be left out."""
    found = (word for phrase in phrases for word in re.findall(r"[a-z]{3,}\??", phrase))
    return frozenset(part for word in found for part in ((word[:-2], word[:-1]) if word.endswith("?") else (word,)))
