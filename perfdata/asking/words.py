"""A text cut into words: cleaned of mark-up, contractions written out, each word with its stem and its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from perfdata.asking.english import CONTRACTIONS, stem

LONGEST = 500
"""Characters of a question that are read; nobody asks for a figure in more."""

_MARKUP = re.compile(r"<(?:[@!#][^>|]*(?:\|([^>]*))?|https?://[^>|]*(?:\|([^>]*))?|mailto:[^>]*)>")
_TOKEN = re.compile(
    r"\d{4}/\d{2,4}|\d{2}/\d{2}(?!\d)|\d+(?:[.,]\d+)*|[^\W\d_]+'[^\W\d_]+|[^\W\d_]+\d*|[,;:?&+/.!]", re.UNICODE
)
MARKS = frozenset(",;:?&+/.!")
"""The marks that are read; every other part of a text is a word or a number."""

_SEPARATORS = frozenset(",;&+/")
_A_ROADS = re.compile(r"\ba[ -]roads?\b", re.IGNORECASE)
_STAGES = {"one": "1", "two": "2", "three": "3", "four": "4"}
_STAGE = re.compile(rf"\b(stages?) ({'|'.join(_STAGES)})\b", re.IGNORECASE)
_THAN_LAST = re.compile(
    r"\bthis (year|quarter|month|january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\b.*\b(?:v|vs|versus|against|to|with|on|than|or|and) last(?=\W*$| (?:for|on|in|at) )",
    re.IGNORECASE,
)
_THAN_THIS = re.compile(
    r"\blast (year|quarter|month|spring|summer|autumn|winter)\b.*\b(?:v|vs|versus|against|to|with|on|than|or|and) "
    r"this(?=\W*$)",
    re.IGNORECASE,
)
_WRITTEN_OUT = {short: tuple(whole.split()) for short, whole in CONTRACTIONS.items()}
_LETTER_AND_LETTER = re.compile(r"\b([A-Za-z]) ?& ?([A-Za-z])(s?)\b")


class Word(NamedTuple):
    """One word of the cleaned text. `start` and `end` are places in `Text.clean`; `capitals` as it was typed.

    `is_word` is true of a word or number, false of a mark.
    """

    text: str
    stem: str
    start: int
    end: int
    capitals: bool
    is_word: bool

    @property
    def separates(self) -> bool:
        """True for a mark that parts one thing asked about from the next."""
        return self.text in _SEPARATORS


@dataclass(frozen=True, slots=True)
class Text:
    """A question as typed (`raw`), as read (`clean`: small letters, single spaces), and its words."""

    raw: str
    clean: str
    words: tuple[Word, ...]

    def outside(self, taken: Iterable[tuple[int, int]]) -> tuple[Word, ...]:
        """The words that do not touch any of the stretches of `clean` in `taken`."""
        stretches = tuple(taken)
        if not stretches:
            return self.words
        return tuple(
            word for word in self.words if not any(word.start < end and start < word.end for start, end in stretches)
        )


def read(raw: str, corrected: Callable[[str], str] = lambda word: word) -> Text:
    """Cut `raw` into words; `corrected` is asked for the right spelling of each."""
    words: list[Word] = []
    start = 0
    for token in _TOKEN.findall(_tidied(raw)):
        capitals = len(token) > 1 and token.rstrip("s").isupper()
        for part in _written_out(token):
            plain = corrected(part) if part.isalpha() else part
            end = start + len(plain)
            words.append(Word(plain, stem(plain), start, end, capitals, plain not in MARKS))
            start = end + 1
    return Text(raw, " ".join([word.text for word in words]), tuple(words))


def plain_words(text: str) -> list[str]:
    """The words of a title, a phrase or a name, in small letters, without marks."""
    return [part for part in parts_of(text) if part not in MARKS]


def parts_of(text: str) -> list[str]:
    """The words and marks of a text as `read` has them, without their places and with no spelling corrected."""
    return [part for token in _TOKEN.findall(_tidied(text)) for part in _written_out(token)]


def _tidied(raw: str) -> str:
    """`raw` without mark-up, in plain signs, with what is said for short in two ways said in one."""
    text = raw[:LONGEST]
    if "<" in text:
        text = _MARKUP.sub(lambda found: f" {found[1] or found[2] or ''} ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    if "&" in text:
        text = _LETTER_AND_LETTER.sub(r"\1and\2\3", text)
    small = text.casefold()
    if "last" in small:
        # "this year against last" leaves out what it is the last of.
        text = _THAN_THIS.sub(r"\g<0> \g<1>", _THAN_LAST.sub(r"\g<0> \g<1>", text))
    if "stage" in small:
        # A number that says which, and would be lost as a small word.
        text = _STAGE.sub(lambda found: f"{found[1]} {_STAGES[found[2].casefold()]}", text)
    if "road" in small:
        # The letter would be lost as an article; principal road is what the law calls an A road.
        text = _A_ROADS.sub("principal roads", text)
    return text


def _written_out(token: str) -> Sequence[str]:
    small = token.casefold()
    if (whole := _WRITTEN_OUT.get(small)) is not None:
        return whole
    if "'" in small:
        small = small.removesuffix("'s").replace("'", "")
    return (small,)
