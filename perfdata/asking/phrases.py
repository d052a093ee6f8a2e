"""Phrases that give a meaning away, in a small notation that can be read and checked.

`(a|b)` is either, `word?` may lack its last letter, `(word )?` may be left out, `^` and `$` are the ends of the text,
`#` is a number, and ` * ` stands for up to four words. Everything is in small letters with single spaces, as in
`Text.clean`; a phrase begins and ends at whole words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from perfdata.asking.english import FUNCTION_WORDS

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


class Phrases:
    """Phrases of one meaning, looked for only in a text that has a word which one of them cannot do without."""

    __slots__ = ("_needs", "pattern")

    def __init__(self, phrases: Iterable[str]) -> None:
        """Raises ValueError for a phrase that can do without any word."""
        phrases = tuple(phrases)
        self.pattern = compiled(phrases)
        self._needs = frozenset[str]().union(*map(_sure, phrases))

    def may_be_in(self, words: frozenset[str]) -> bool:
        """Whether a text of these words may hold one of the phrases."""
        return not self._needs.isdisjoint(words)

    def search(self, clean: str, words: frozenset[str]) -> re.Match[str] | None:
        """The first of the phrases in the clean text, whose words are given too."""
        return self.pattern.search(clean) if self.may_be_in(words) else None

    def finditer(self, clean: str, words: frozenset[str]) -> Iterable[re.Match[str]]:
        """All of the phrases in the clean text, whose words are given too."""
        return self.pattern.finditer(clean) if self.may_be_in(words) else ()


def _sure(phrase: str) -> frozenset[str]:
    """Words of which every text that holds the phrase has one: the most telling such set."""
    if not (found := _needed(*_without_groups(phrase))):
        raise ValueError(f"no word of the phrase “{phrase}” is always in it")
    return found


def _without_groups(phrase: str) -> tuple[str, list[list[str]]]:
    """The phrase with signs in place of its groups, which may hold such signs too; what may be left out is left out."""
    groups: list[list[str]] = []
    while found := _INNERMOST.search(phrase):
        alternatives = found[1].split("|")
        before = all(one.startswith(" ") for one in alternatives)
        after = all(one.endswith(" ") for one in alternatives)
        if found[2] in ("?", "*"):
            mark = "" if before or after else _GLUED
        else:
            mark = f"{' ' * before}{chr(_FIRST_GROUP + len(groups))}{' ' * after}"
            groups.append(alternatives)
        phrase = phrase[: found.start()] + mark + phrase[found.end() :]
    return phrase, groups


_INNERMOST = re.compile(r"\(([^()]*)\)([?*+]?)")
_GLUED = "-"
"""Stands for letters that may be there or not, so that what it touches is no whole word."""
_FIRST_GROUP = 0xE000
"""From here on, signs that nobody types stand for groups of alternatives."""


def _needed(part: str, groups: Sequence[Sequence[str]]) -> frozenset[str]:
    """Words of which one is always in a part of a phrase without its groups; empty where none is sure."""
    sets = [_of_token(token, groups) for token in part.replace(" ?", _GLUED).strip("^$").split()]
    return max(filter(None, sets), key=_tells, default=frozenset())


def _of_token(token: str, groups: Sequence[Sequence[str]]) -> frozenset[str]:
    if token.isascii():
        return words_of((token,), shortest=1) if re.fullmatch(r"[a-z]+\??", token) else frozenset()
    if len(token) > 1:
        return frozenset()
    sets = [_needed(one, groups) for one in groups[ord(token) - _FIRST_GROUP]]
    return frozenset().union(*sets) if all(sets) else frozenset()


def _tells(words: frozenset[str]) -> tuple[bool, int]:
    return words.isdisjoint(FUNCTION_WORDS), min(map(len, words))


def words_of(phrases: Iterable[str], shortest: int = 3) -> frozenset[str]:
    """Every word of so many letters or more in the phrases, with and without a letter that may be left out."""
    found = (word for phrase in phrases for word in re.findall(rf"[a-z]{{{shortest},}}\??", phrase))
    return frozenset(part for word in found for part in ((word[:-2], word[:-1]) if word.endswith("?") else (word,)))
