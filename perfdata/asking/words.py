"""A text cut into words: cleaned of mark-up, contractions written out, each word with its stem and its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from perfdata.asking.english import CONTRACTIONS, stem

LONGEST = 500
"""Characters of a question that are read; nobody asks for a figure in more."""

_MARKUP = re.compile(r"<(?:[@!#][^>|]*(?:\|([^>]*))?|https?://[^>|]*(?:\|([^>]*))?|mailto:[^>]*)>")
_TOKEN = re.compile(
    r"\d{4}/\d{2,4}|\d{2}/\d{2}(?!\d)|\d+(?:[.,]\d+)*|[^\W\d_]+'[^\W\d_]+|[^\W\d_]+\d*|[,;:?&+/.!]", re.UNICODE
)
_SEPARATORS = frozenset(",;&+/")
_A_ROADS = re.compile(r"\ba[ -]roads?\b", re.IGNORECASE)
_THAN_LAST = re.compile(
    r"\bthis (year|quarter|month)\b.*\b(?:v|vs|versus|against|to|with|on|than|or|and) last(?=\W*$)", re.IGNORECASE
)
_LETTER_AND_LETTER = re.compile(r"\b([A-Za-z]) ?& ?([A-Za-z])(s?)\b")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the cleaned text. `start` and `end` are places in `Text.clean`; `capitals` as it was typed."""

    text: str
    stem: str
    start: int
    end: int
    capitals: bool

    @property
    def separates(self) -> bool:
        """True for a mark that parts one thing asked about from the next."""
        return self.text in _SEPARATORS

    @property
    def is_word(self) -> bool:
        """True for a word or number, false for a mark."""
        return self.text[0].isalnum()


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
    text = _MARKUP.sub(lambda found: f" {found[1] or found[2] or ''} ", raw[:LONGEST])
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    text = _LETTER_AND_LETTER.sub(r"\1and\2\3", text)
    # "this year against last" leaves out what it is the last of.
    text = _THAN_LAST.sub(r"\g<0> \g<1>", text)
    # The letter would be lost as an article; principal road is what the law calls an A road.
    text = _A_ROADS.sub("principal roads", text)
    words: list[Word] = []
    parts: list[str] = []
    length = 0
    for token in _TOKEN.findall(text):
        for part in _written_out(token):
            plain = corrected(part) if part.isalpha() else part
            words.append(
                Word(plain, stem(plain), length, length + len(plain), token.rstrip("s").isupper() and len(token) > 1)
            )
            parts.append(plain)
            length += len(plain) + 1
    return Text(raw, " ".join(parts), tuple(words))


def plain_words(text: str) -> list[str]:
    """The words of a title, a phrase or a name, in small letters, without marks."""
    return [word.text for word in read(text).words if word.is_word]


def _written_out(token: str) -> list[str]:
    small = token.casefold()
    if small in CONTRACTIONS:
        return CONTRACTIONS[small].split()
    if "'" in small:
        small = small.removesuffix("'s").replace("'", "")
    return [small]
