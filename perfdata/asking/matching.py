"""Matching: how well the words of a question fit each measure, and when one measure is what was meant.

A measure's score is the share of the question's telling words that point to it, each by its weight and by how
strongly it points (see `index`). When the best stands clear, it is the answer. When several stand level, a single
scorecard measure among the best is what an everyday word means; otherwise the right act is to ask.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from perfdata.asking.english import FUNCTION_WORDS, HOW_LONG, HOW_MANY, QUALIFIERS, TELLING_APART, stem
from perfdata.asking.index import BY_THESAURUS_IN_PART, IN_TITLE, Phrase, WordIndex
from perfdata.asking.words import Word
from perfdata.measures import Tier

ENOUGH = 0.62
"""Least score of an answer: below it too much of the question is unexplained."""

NEAR = 0.34
"""Least score of a measure that is worth naming as the nearest held."""

MARGIN = 0.12
"""By how much the best must lead to be chosen without asking."""

LEVEL = 0.025
"""Scores as near as this are level: a shade of wording, not a preference."""

MOST_OFFERED = 4

ALIAS_BONUS = 0.2
COMPANY_BONUS = 0.08
TITLE_BONUS = 0.1
COUNT_BONUS = 0.15
TOGETHER_BONUS = 0.06
"""What tells level measures apart: the council's own word, a word such as `long`, a short title, a count where
`how many` is asked, and a small word that stands beside a telling one in the title too. None of it makes up for words
that are not explained."""

CLEARLY = 0.5
"""Least strength of a word that a measure is about; a word that a phrase has taken elsewhere falls below it."""

LENGTH_WEIGHT = 0.8
"""Weight of `how long`, which points to every measure that is a length of time and to no other."""

_LENGTH = " how long"
_PARTING = frozenset({"and", "plus", "also", "versus", "against", "or"})
"""Words that part one thing asked about from the next."""

_QUALIFYING = frozenset(stem(word) for word in QUALIFIERS)

BESIDE_A_PHRASE = 0.8
"""How much a word still points by itself when a phrase has it: `tax` of `council tax` to other taxes."""


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


@dataclass(frozen=True, slots=True)
class Found:
    """What the words mean: `chosen` measures; or `unsure` between several; or neither, with the `nearest`."""

    chosen: tuple[Fit, ...] = ()
    unsure: tuple[Fit, ...] = ()
    nearest: tuple[Fit, ...] = ()

    @property
    def nothing(self) -> bool:
        """True when no measure fits well enough even to ask."""
        return not self.chosen and not self.unsure

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes chosen, in the order in which they were named."""
        return tuple(dict.fromkeys(fit.code for fit in self.chosen))


@dataclass(slots=True)
class _Tally:
    strength: dict[str, float] = field(default_factory=dict)
    bonus: float = 0.0
    why: str = ""
    because: float = 0.0


def telling(words: Iterable[Word]) -> list[Word]:
    """The words that say what is asked about."""
    return [word for word in words if word.is_word and word.text not in FUNCTION_WORDS]


def find(
    index: WordIndex, words: Sequence[Word], thread: frozenset[str] = frozenset(), *, apart: bool = False
) -> Found:
    """The measures that `words` mean, several when they name several. `thread` are codes that were talked of.

    `apart` says that words parted by `and` are different measures, even where one measure has all of them.
    """
    if named := _by_code(index, words):
        return Found(chosen=named)
    wanted_both = any(word.text == "both" for word in words)
    fits = rank(index, words)
    whole = _decided(index, words, fits, thread)
    if wanted_both and (pair := _pair(fits)):
        return Found(chosen=pair)
    if whole.chosen and whole.chosen[0].whole and not apart:
        return whole
    parts = _parts(words)
    if len(parts) > 1:
        founds: list[Found] = []
        for part in _with_shared_heads(index, parts):
            # "persistent absence primary and secondary": what was just named gives the bare word its subject.
            talked_of = thread | {fit.code for found in founds for fit in found.chosen}
            founds.append(_decided(index, part, rank(index, part), talked_of))
        if all(found.chosen for found in founds):
            return Found(chosen=tuple({fit.code: fit for found in founds for fit in found.chosen}.values()))
        if any(found.chosen for found in founds) and any(found.unsure for found in founds):
            return next(found for found in founds if found.unsure)
    return whole


def rank(index: WordIndex, words: Sequence[Word]) -> list[Fit]:
    """Every measure that any word points to, best first."""
    content = {word.stem: word for word in telling(words)}
    in_order = [word.stem for word in words if word.is_word]
    said = frozenset(in_order)
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for one in content:
        for code, strength in index.postings.get(one, {}).items():
            tally = tallies[code]
            tally.strength[one] = strength
            if strength > tally.because:
                tally.because, tally.why = strength, f"“{content[one].text}” is in its title or description"
    counted = set(content)
    shouted = {word.stem for word in words if word.capitals}
    phrases = [one for one in index.phrases_in(in_order) if not one.initials or _is_acronym(one, shouted)]
    in_phrases = frozenset().union(*(phrase.stems for phrase in phrases))
    for tally in tallies.values():
        for one in in_phrases & tally.strength.keys():
            tally.strength[one] *= BESIDE_A_PHRASE
    for phrase in phrases:
        covers = phrase.stems & content.keys() or phrase.stems
        counted |= covers
        for code, strength in phrase.strength.items():
            tally = tallies[code]
            for one in covers:
                literal = one in index.titles[code] and strength > BY_THESAURUS_IN_PART
                tally.strength[one] = max(IN_TITLE if literal else strength, tally.strength.get(one, 0.0))
            if phrase.alias:
                tally.bonus = max(tally.bonus, ALIAS_BONUS)
            if strength + phrase.alias > tally.because:
                tally.because, tally.why = strength + phrase.alias, f"“{phrase.words}”: {phrase.why}"
    weights = {
        one: 1.0 if one in in_phrases else index.weight(one)
        for one in counted
        if one in in_phrases or one in index.postings or not one[0].isdigit()
    }
    if weights and HOW_LONG.search(" ".join(word.text for word in words)):
        weights[_LENGTH] = LENGTH_WEIGHT
        for code in index.durations & tallies.keys():
            tallies[code].strength[_LENGTH] = IN_TITLE
    total = sum(weights.values())
    if not total:
        return []
    company = {one for one in said if one in TELLING_APART}
    wants_count = any(word.text in HOW_MANY for word in words)
    together = set(pairwise(in_order))
    fits = [_fit(index, code, tally, weights, total, company, wants_count, together) for code, tally in tallies.items()]
    return sorted(fits, key=lambda fit: -fit.score)


def _is_acronym(phrase: Phrase, shouted: set[str]) -> bool:
    return len(phrase.order[0]) > 3 or phrase.order[0] in shouted


def _fit(
    index: WordIndex,
    code: str,
    tally: _Tally,
    weights: dict[str, float],
    total: float,
    company: set[str],
    wants_count: bool,
    together: set[tuple[str, str]],
) -> Fit:
    title = index.titles[code]
    covered = frozenset(one for one in tally.strength if one in weights)
    explained = sum(weights[one] * tally.strength[one] for one in covered) / total
    whole = len(covered) == len(weights) and all(tally.strength[one] >= CLEARLY for one in covered)
    score = explained + tally.bonus * whole + TITLE_BONUS * len(covered & title) / max(len(title), 1)
    score += COMPANY_BONUS * min(len(company & title), 2)
    score += TOGETHER_BONUS * min(len(together & index.side_by_side[code]), 2)
    score += COUNT_BONUS * (wants_count and index.measures[code].unit == "number")
    return Fit(code, score, explained, covered, whole, tally.why)


def _decided(index: WordIndex, words: Sequence[Word], fits: list[Fit], thread: frozenset[str]) -> Found:
    nearest = tuple(fit for fit in fits[:MOST_OFFERED] if fit.explained >= NEAR)
    enough = [fit for fit in fits if fit.explained >= ENOUGH]
    if not enough:
        return Found(nearest=nearest)
    best = enough[0].score
    level = [fit for fit in fits if fit.score >= best - MARGIN]
    if only_people(index, words) and not thread:
        level = [fit for fit in fits if fit.score >= best - 3 * MARGIN]
    elif len(corporate := [fit for fit in level if index.measures[fit.code].tier is Tier.SCORECARD]) == 1 and (
        corporate[0].whole
        and corporate[0].score >= best - LEVEL
        and all(fit.covered <= corporate[0].covered for fit in level)
        and not _twin(index, corporate[0], level)
    ):
        level = corporate
    if len(level) == 1:
        if only_qualifiers(index, words) and not (
            (level[0].whole and len(level[0].covered) > 1) or _beside(index, level[0].code, thread)
        ):
            return Found(nearest=nearest)
        return Found(chosen=(level[0],), nearest=nearest)
    return Found(unsure=_offered(index, level))


def _offered(index: WordIndex, fits: list[Fit]) -> tuple[Fit, ...]:
    """The few to offer: scorecard first among those that fit alike."""
    order = sorted(
        fits, key=lambda fit: (-round(fit.score / MARGIN), index.measures[fit.code].tier is not Tier.SCORECARD)
    )
    return tuple(order[:MOST_OFFERED])


def only_people(index: WordIndex, words: Sequence[Word]) -> bool:
    """Whether the words name nobody but a group of people whom many measures are about."""
    stems = {word.stem for word in telling(words)}
    named = frozenset().union(*(phrase for phrase in index.populations if phrase <= stems))
    return stems <= named


def only_qualifiers(index: WordIndex, words: Sequence[Word]) -> bool:
    """Whether no word names a subject, by itself or in a phrase: `second`, `main`, `91`."""
    if any(word.stem not in _QUALIFYING and not word.text[0].isdigit() for word in telling(words)):
        return False
    return not index.phrases_in([word.stem for word in words if word.is_word])


def _beside(index: WordIndex, code: str, thread: frozenset[str]) -> bool:
    """Whether the measure is one of those talked of, or of the same service as one of them."""
    services = {index.measures[one].service for one in thread if one in index.measures}
    return index.measures[code].service in services


def _twin(index: WordIndex, chosen: Fit, level: list[Fit]) -> bool:
    """Whether another title is the same but for one word each (gas, electrical): then neither is the general one."""
    title = index.titles[chosen.code]
    return any(
        len(title - other) == 1 and len(other - title) == 1
        for other in (index.titles[fit.code] for fit in level if fit.code != chosen.code)
    )


def _pair(fits: list[Fit]) -> tuple[Fit, ...]:
    """The two that `both` means: the best two, when a third is clearly behind."""
    if len(fits) < 2 or fits[1].explained < ENOUGH:
        return ()
    if len(fits) > 2 and fits[2].score >= fits[1].score - LEVEL:
        return ()
    return tuple(sorted(fits[:2], key=lambda fit: fit.code))


def _parts(words: Sequence[Word]) -> list[list[Word]]:
    """The words between `and`, commas and the like, leaving out parts that say nothing."""
    parts: list[list[Word]] = [[]]
    for word in words:
        if word.separates or word.text in _PARTING:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if telling(part)]


def _with_shared_heads(index: WordIndex, parts: list[list[Word]]) -> list[list[Word]]:
    """The parts, each qualifier that stands alone with the subject of the part after it: `primary and secondary
    absence` is of primary absence and of secondary absence."""
    whole: list[list[Word]] = []
    for part, following in pairwise([*parts, []]):
        words = telling(following)
        alone = len(words) > 1 and only_qualifiers(index, part)
        whole.append([*part, *following[following.index(words[0]) + 1 :]] if alone else part)
    return whole


def names_no_measure(index: WordIndex, words: Sequence[Word]) -> bool:
    """Whether the words hold what looks like a code, letters and all, that no measure has."""
    texts = [word.text for word in words if word.is_word]
    return any(
        first in index.code_letters and second.isdigit() and first + second not in index.codes
        for first, second in pairwise(texts)
    )


def _by_code(index: WordIndex, words: Sequence[Word]) -> tuple[Fit, ...]:
    """Measures named by their codes, however the mark between letters and digits was written."""
    texts = [word.text for word in words if word.is_word]
    joined = [*texts, *(first + second for first, second in pairwise(texts))]
    codes = [index.codes[text] for text in joined if text in index.codes]
    return tuple(
        Fit(code, 2.0, 1.0, frozenset(), True, f"{code}: its code or its title") for code in dict.fromkeys(codes)
    )
