"""Ranking: how well the words of a question fit each measure.

A measure's score is the share of the question's telling words that point to it, each by its weight and by how
strongly it points (see `index`), and a little for what tells level measures apart. Of the thousands that a common word
may point to, only those are looked at more closely that could still come to lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from perfdata.asking.english import FUNCTION_WORDS, HOW_LONG, HOW_MANY, TELLING_APART
from perfdata.asking.index import BY_THESAURUS_IN_PART, IN_TITLE, Phrase, WordIndex
from perfdata.asking.words import Word

ALIAS_BONUS = 0.2
COMPANY_BONUS = 0.08
TITLE_BONUS = 0.1
COUNT_BONUS = 0.15
TOGETHER_BONUS = 0.06
"""What tells level measures apart: the council's own word, a word such as `long`, a short title, a count where
`how many` is asked, and a small word that stands beside a telling one in the title too. None of it makes up for words
that are not explained."""

_TWICE = 2
"""How often a bonus is given to one measure at most, where several words may earn it."""

CLEARLY = 0.5
"""Least strength of a word that a measure is about; a word that a phrase has taken elsewhere falls below it."""

LENGTH_WEIGHT = 0.8
"""Weight of `how long`, which points to every measure that is a length of time and to no other."""

_LENGTH = " how long"

BESIDE_A_PHRASE = 0.8
"""How much a word still points by itself when a phrase has it: `tax` of `council tax` to other taxes."""

_NOTHING: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Fit:
    """How one measure fits: its score; how much of the question it explains, from 0 to 1; by which stems; and why.

    `whole` is True when every telling word of the question points to it.
    """

    code: str
    score: float
    explained: float
    covered: frozenset[str]
    whole: bool
    why: str


class Placed(NamedTuple):
    """A measure with its score, and with how much of the question it explains, from 0 to 1."""

    code: str
    score: float
    explained: float


def telling(words: Iterable[Word]) -> list[Word]:
    """The words that say what is asked about."""
    return [word for word in words if word.is_word and word.text not in FUNCTION_WORDS]


_SEVERAL = 2


class Ranking:
    """The measures that any of the words points to."""

    def __init__(self, index: WordIndex, words: Sequence[Word]) -> None:
        self._index = index
        self._said = [word for word in words if word.is_word]
        self._content = {word.stem: word.text for word in telling(self._said)}
        in_order = [word.stem for word in self._said]
        found = index.phrases_in(in_order)
        if any(one.initials for one in found):
            shouted = {word.stem for word in self._said if word.capitals}
            found = [one for one in found if not one.initials or _is_acronym(one, shouted)]
        self._phrases = found
        self._columns, in_phrases = self._pointing()
        self._weights = {
            one: 1.0 if one in in_phrases else index.weight(one)
            for one in self._columns
            if one in in_phrases or one in index.postings or not (one[0].isdigit() or one in index.beside)
        }
        texts = [word.text for word in self._said]
        self._explained = self._shares(how_long="how" in texts and HOW_LONG.search(" ".join(texts)) is not None)
        self._aliased = {code for phrase in found if phrase.alias for code in phrase.strength}
        self._company = TELLING_APART.intersection(in_order)
        self._beside = [index.side_by_side[pair] for pair in {*pairwise(in_order)} if pair in index.side_by_side]
        self._wants_count = not HOW_MANY.isdisjoint(texts)

    def _pointing(self) -> tuple[dict[str, Mapping[str, float]], set[str]]:
        """By stem how strongly it points to which measure; and the stems that stand in phrases."""
        postings = self._index.postings
        in_phrases = {one for phrase in self._phrases for one in phrase.stems}
        columns: dict[str, Mapping[str, float]] = {}
        changed: dict[str, dict[str, float]] = {}
        for one in self._content:
            columns[one] = posting = postings.get(one, _NOTHING)
            if one in in_phrases:
                columns[one] = changed[one] = {code: strength * BESIDE_A_PHRASE for code, strength in posting.items()}
        for phrase in self._phrases:
            for one in [one for one in phrase.order if one in self._content] or phrase.order:
                titled = postings.get(one, _NOTHING)
                columns[one] = column = changed.setdefault(one, {})
                for code, strength in phrase.strength.items():
                    if strength > BY_THESAURUS_IN_PART and titled.get(code) == IN_TITLE:
                        strength = IN_TITLE
                    if strength > column.get(code, 0.0):
                        column[code] = strength
        return columns, in_phrases

    def _shares(self, *, how_long: bool) -> dict[str, float]:
        """By measure how much of the question it explains."""
        sums: dict[str, float] = {}
        for one, weight in self._weights.items():
            column = self._columns[one]
            if not sums:
                sums = {code: weight * strength for code, strength in column.items()}
                continue
            for code, strength in column.items():
                sums[code] = sums.get(code, 0.0) + weight * strength
        if self._weights and how_long:
            self._weights[_LENGTH] = LENGTH_WEIGHT
            self._columns[_LENGTH] = lengths = dict.fromkeys(self._index.durations & sums.keys(), IN_TITLE)
            for code in lengths:
                sums[code] += LENGTH_WEIGHT * IN_TITLE
        total = sum(self._weights.values())
        return {code: amount / total for code, amount in sums.items()} if total else {}

    def leading(self, most: int, within: float) -> list[Placed]:
        """The best, best first: so many of them, and all whose score is as near as `within` to that of any that
        explains most."""
        highest = sorted(self._explained.values())[-most:]
        return self.scoring(min(highest[0], highest[-1] - within) - self._most_bonus) if highest else []

    def scoring(self, least: float) -> list[Placed]:
        """Those that explain at least so much, the best score first; those of the same score as they were found."""
        placed = [
            Placed(code, self._score(code, explained), explained)
            for code, explained in self._explained.items()
            if explained >= least
        ]
        placed.sort(key=lambda one: -one.score)
        return placed

    @property
    def only_length_tells(self) -> bool:
        """Whether nothing but a length of time that is asked for tells apart the measures that all other words point
        to, as in `how long do repairs take`."""
        others = [one for one in self._weights if one != _LENGTH]
        if not others or len(others) == len(self._weights) or self._aliased:
            return False
        columns = (self._columns[one].items() for one in others)
        pointed = [{code for code, strength in column if strength >= CLEARLY} for column in columns]
        return len(set.intersection(*pointed)) > _SEVERAL

    @property
    def _most_bonus(self) -> float:
        """By how much a score may be above what is explained."""
        most = TITLE_BONUS + (ALIAS_BONUS if self._aliased else 0) + (COUNT_BONUS if self._wants_count else 0)
        most += COMPANY_BONUS * min(len(self._company), _TWICE) + TOGETHER_BONUS * min(len(self._beside), _TWICE)
        return most

    def _score(self, code: str, explained: float) -> float:
        title = self._index.titles[code]
        score = explained
        if code in self._aliased and self.whole(code):
            score += ALIAS_BONUS
        if title:
            score += TITLE_BONUS * len(title & self._weights.keys()) / len(title)
        if self._company:
            score += COMPANY_BONUS * min(len(self._company & title), _TWICE)
        if self._beside:
            score += TOGETHER_BONUS * min(sum(code in codes for codes in self._beside), _TWICE)
        if self._wants_count and self._index.measures[code].unit == "number":
            score += COUNT_BONUS
        return score

    def covered(self, code: str) -> frozenset[str]:
        """The stems that point to the measure."""
        return frozenset(one for one in self._weights if code in self._columns[one])

    def whole(self, code: str) -> bool:
        """Whether every telling word points to the measure clearly."""
        return all(self._columns[one].get(code, 0.0) >= CLEARLY for one in self._weights)

    def phrases_elsewhere(self, code: str) -> list[Phrase]:
        """What people say for other measures and not for this one, though its title has not all of the words."""
        title = self._index.titles[code]
        return [
            phrase
            for phrase in self._phrases
            if not phrase.alias
            and code not in phrase.strength
            and not phrase.stems.isdisjoint(self._content)
            and not title.issuperset(phrase.stems & self._content.keys())
        ]

    def fit(self, placed: Placed) -> Fit:
        """How the measure fits, with why."""
        code = placed.code
        return Fit(code, placed.score, placed.explained, self.covered(code), self.whole(code), self._why(code))

    def _why(self, code: str) -> str:
        """What points to it most."""
        why, because = "", 0.0
        for one, text in self._content.items():
            if (strength := self._index.postings.get(one, _NOTHING).get(code, 0.0)) > because:
                because, why = strength, f"“{text}” is in its title or description"
        for phrase in self._phrases:
            if (strength := phrase.strength.get(code, 0.0) + phrase.alias) > because and code in phrase.strength:
                because, why = strength, f"“{phrase.words}”: {phrase.why}"
        return why


def _is_acronym(phrase: Phrase, shouted: set[str]) -> bool:
    return len(phrase.order[0]) > 3 or phrase.order[0] in shouted
