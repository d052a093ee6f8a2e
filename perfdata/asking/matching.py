"""Matching: when one measure is what was meant by the words of a question (how well each fits: see `ranking`).

When the best stands clear, it is the answer. When several stand level, a single scorecard measure among the best is
what an everyday word means; otherwise the right act is to ask.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from perfdata.asking.english import CONNECTORS, QUALIFIERS, stem
from perfdata.asking.index import WordIndex
from perfdata.asking.ranking import Fit, Placed, Ranking, telling
from perfdata.asking.unexplained import by_another_form, left_over, names_what_is_not_held, said_for_others
from perfdata.asking.words import Word
from perfdata.measures import Tier

ENOUGH = 0.62
"""Least score of an answer: below it too much of the question is unexplained."""

NEAR = 0.34
"""Least score of a measure that is worth naming as the nearest held, or beside one that is not safe alone."""

MARGIN = 0.12
"""By how much the best must lead to be chosen without asking."""

LEVEL = 0.025
"""Scores as near as this are level: a shade of wording, not a preference."""

_WIDELY = 3 * MARGIN
"""As near as this, measures about a group of people stand level where nothing but the group was named."""

MOST_OFFERED = 4
_PAIR = 2
_A_ROW = 3
_LONGEST_NAME = 5
_BETWEEN = frozenset({"and", "plus", "also", "please", "then"})

_PARTING = frozenset({"and", "plus", "also", "versus", "against", "or"})
"""Words that part one thing asked about from the next."""
_PARTING_COMPARED = _PARTING | {"with", "to"}

_QUALIFYING = frozenset(stem(word) for word in QUALIFIERS)
_SAYING_NOT_WHICH = frozenset(map(stem, ("other", "others", "another", "more", "else")))
"""Words that name nothing even where it is known what is talked of: `any other figures`."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the words mean: `chosen` measures; or `unsure` between several; or neither, with the `nearest`.

    `beside` are what else was named, and clearly, by words parted from those that are `unsure`.
    """

    chosen: tuple[Fit, ...] = ()
    unsure: tuple[Fit, ...] = ()
    beside: tuple[Fit, ...] = ()
    nearest: tuple[Placed, ...] = ()

    @property
    def nothing(self) -> bool:
        """True when no measure fits well enough even to ask."""
        return not self.chosen and not self.unsure

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes chosen, in the order in which they were named."""
        return tuple(dict.fromkeys(fit.code for fit in self.chosen))


def find(
    index: WordIndex, words: Sequence[Word], thread: frozenset[str] = frozenset(), *, apart: bool = False
) -> Found:
    """The measures that `words` mean, several when they name several. `thread` are codes that were talked of.

    `apart` says that words parted by `and` are different measures, even where one measure has all of them.
    """
    if named := _by_code(index, words):
        return Found(chosen=named)
    if any(word.text == "both" for word in words) and (pair := _pair(Ranking(index, words))):
        return Found(chosen=pair)
    whole, parts = _decided(index, words, thread), parts_of_several(words, apart=apart)
    if whole.chosen and whole.chosen[0].whole and not apart and _names_all(index, whole.chosen[0].code, parts):
        return whole
    if len(parts) > 1:
        founds: list[Found] = []
        for part in _with_shared_heads(index, parts):
            # "persistent absence primary and secondary": what was just named gives the bare word its subject.
            talked_of = thread | {fit.code for found in founds for fit in found.chosen}
            founds.append(_decided(index, part, talked_of))
        if all(found.chosen for found in founds):
            return Found(chosen=tuple({fit.code: fit for found in founds for fit in found.chosen}.values()))
        if any(found.chosen for found in founds) and any(found.unsure for found in founds):
            return _with_what_is_sure(founds)
        if whole.nothing and all(found.unsure for found in founds):
            return _with_what_is_sure(founds)
    return _run_together(index, words) or whole if whole.nothing else whole


def _run_together(index: WordIndex, words: Sequence[Word]) -> Found | None:
    """Three measures or more that were named one after another with nothing between them: `recycling voids litter`.

    None unless what people say for them is all that there is, and each names one measure.
    """
    left = [word for word in words if word.text not in _BETWEEN and not word.separates]
    if len(left) < _A_ROW:
        return None
    row: list[list[Word]] = []
    place = 0
    while place < len(left):
        ends = range(min(place + _LONGEST_NAME, len(left)), place, -1)
        end = next((end for end in ends if _is_said(index, left[place:end])), None)
        if end is None:
            return None
        row.append(left[place:end])
        place = end
    if len(row) < _A_ROW:
        return None
    founds = [_decided(index, part, frozenset()) for part in row]
    if not all(len(found.chosen) == 1 for found in founds):
        return None
    return Found(chosen=tuple({fit.code: fit for found in founds for fit in found.chosen}.values()))


def _is_said(index: WordIndex, words: Sequence[Word]) -> bool:
    """Whether the words are, as they stand, one thing that people say for measures."""
    order = tuple(word.stem for word in words if word.text not in CONNECTORS)
    return any(phrase.order == order for one in order for phrase in index.phrases.get(one, ()))


def _names_all(index: WordIndex, code: str, parts: Sequence[Sequence[Word]]) -> bool:
    """Whether the measure is what all parts name together: by its title, or by a phrase that has words of several.

    Else people have said two things, though the one measure has to do with both: `bins and recycling`.
    """
    if len(parts) < _PAIR:
        return True
    stems = [{word.stem for word in telling(part)} for part in parts]
    phrases = index.phrases_in([word.stem for part in parts for word in part if word.is_word])
    across = [
        one.stems for one in phrases if code in one.strength and sum(not one.stems.isdisjoint(p) for p in stems) > 1
    ]
    return all(
        not index.titles[code].isdisjoint(one) or any(not phrase.isdisjoint(one) for phrase in across) for one in stems
    )


def _with_what_is_sure(founds: Sequence[Found]) -> Found:
    """What is unsure among the parts, with the measures that the other parts name clearly; each part in turn."""
    sure = {fit.code: fit for found in founds for fit in found.chosen}
    left = [[fit for fit in found.unsure if fit.code not in sure] for found in founds if found.unsure]
    offered = {fit.code: fit for level in zip_longest(*left) for fit in level if fit is not None}
    if not offered:
        return Found(chosen=tuple(sure.values()))
    return Found(unsure=tuple(offered.values())[:MOST_OFFERED], beside=tuple(sure.values()))


def _decided(index: WordIndex, words: Sequence[Word], thread: frozenset[str]) -> Found:
    ranking = Ranking(index, words)
    placed = ranking.leading(MOST_OFFERED, _WIDELY)
    nearest = tuple(one for one in placed[:MOST_OFFERED] if one.explained >= NEAR)
    best = next((one.score for one in placed if one.explained >= ENOUGH), None)
    if best is None:
        return Found(nearest=nearest)
    if only_people(index, words) and not thread:
        level = [one for one in placed if one.score >= best - _WIDELY]
    else:
        level = [one for one in placed if one.score >= best - MARGIN]
        if (general := _general(index, ranking, level, best)) is not None:
            level = [general]
    if all(names_what_is_not_held(index, words, one.code) for one in level):
        return Found(nearest=nearest)
    if len(level) > 1:
        if frozenset.intersection(*(left_over(index, words, ranking.fit(one)) for one in level)) - index.of_people:
            return Found(nearest=nearest)
        return Found(unsure=tuple(ranking.fit(one) for one in _offered(index, level)))
    fit = ranking.fit(level[0])
    if only_qualifiers(index, words) and not ((fit.whole and len(fit.covered) > 1) or _beside(index, fit.code, thread)):
        return Found(nearest=nearest)
    if fit.covered <= _SAYING_NOT_WHICH:
        return Found(nearest=nearest)
    led = [word for word in words if word.stem in fit.covered]
    if len(fit.covered) < len(_stems(words)) and only_qualifiers(index, led) and not _beside(index, fit.code, thread):
        # “The top 3 worries”: a number in a title is not what is asked about.
        return Found(nearest=nearest)
    if by_another_form(index, words, fit):
        return Found(nearest=nearest)
    if ranking.only_length_tells:
        near = [one for one in placed if one.code != fit.code and one.explained >= NEAR]
        if near:
            return Found(unsure=(fit, *map(ranking.fit, near[: MOST_OFFERED - 1])))
    left, others = left_over(index, words, fit), said_for_others(ranking, fit)
    if left or others:
        rivals = [one for one in placed if one.code in others or not left.isdisjoint(ranking.covered(one.code))]
        unsure = tuple(ranking.fit(one) for one in rivals if one.explained >= NEAR and one.code != fit.code)
        return Found(unsure=(fit, *unsure[: MOST_OFFERED - 1])) if unsure else Found(nearest=nearest)
    return Found(chosen=(fit,), nearest=nearest)


def _stems(words: Sequence[Word]) -> set[str]:
    return {word.stem for word in telling(words)}


def _general(index: WordIndex, ranking: Ranking, level: list[Placed], best: float) -> Placed | None:
    """The only scorecard measure among those that stand level, where an everyday word means it."""
    corporate = [one for one in level if index.measures[one.code].tier is Tier.SCORECARD]
    if len(corporate) != 1:
        return None
    chosen = corporate[0]
    if chosen.score < best - LEVEL or not ranking.whole(chosen.code) or _twin(index, chosen.code, level):
        return None
    covered = ranking.covered(chosen.code)
    return chosen if all(ranking.covered(one.code) <= covered for one in level) else None


def _offered(index: WordIndex, level: list[Placed]) -> list[Placed]:
    """The few to offer: scorecard first among those that fit alike."""
    return heapq.nsmallest(
        MOST_OFFERED,
        level,
        key=lambda one: (-round(one.score / MARGIN), index.measures[one.code].tier is not Tier.SCORECARD),
    )


def only_people(index: WordIndex, words: Sequence[Word]) -> bool:
    """Whether the words name nobody but a group of people whom many measures are about."""
    stems = {word.stem for word in telling(words)}
    if not stems <= index.of_people:
        return False
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


def _twin(index: WordIndex, code: str, level: list[Placed]) -> bool:
    """Whether another title is the same but for one word each (gas, electrical): then neither is the general one."""
    title = index.titles[code]
    return any(
        len(title - other) == 1 and len(other - title) == 1
        for other in (index.titles[one.code] for one in level if one.code != code)
    )


def _pair(ranking: Ranking) -> tuple[Fit, ...]:
    """The two that `both` means: the best two, when a third is clearly behind."""
    placed = ranking.leading(3, 0)
    if len(placed) < 2 or placed[1].explained < ENOUGH:
        return ()
    if len(placed) > 2 and placed[2].score >= placed[1].score - LEVEL:
        return ()
    return tuple(ranking.fit(one) for one in sorted(placed[:2]))


def parts_of_several(words: Sequence[Word], *, apart: bool = False) -> list[list[Word]]:
    """The words between `and`, commas and the like, without parts that say nothing; all of them where none is there.

    With `apart`, `with` and `to` part them too: `compare voids with arrears`.
    """
    parting = _PARTING_COMPARED if apart else _PARTING
    if not any(word.text in parting or word.separates for word in words):
        return [list(words)]
    parts: list[list[Word]] = [[]]
    for word in words:
        if word.separates or word.text in parting:
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
    codes = [code for text in joined if (code := index.codes.get(text)) is not None]
    return tuple(
        Fit(code, 2.0, 1.0, frozenset(), True, f"{code}: its code or its title") for code in dict.fromkeys(codes)
    )
