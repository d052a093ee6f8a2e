"""What a leading measure leaves unexplained, and whether it is safe to give all the same.

The share of a question that a measure explains says little of what is left over. `How many staff work from home` is
three parts explained by a measure of staff who do social work; the fourth part is what was asked about. One wrong
figure costs more than a question back. So a leading measure is given only where every word that it leaves over is
known to change nothing, and where people say none of the words for another measure, or for what no measure is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from perfdata.asking.english import CONNECTORS, FUNCTION_WORDS, stem
from perfdata.asking.index import IN_TITLE, WordIndex
from perfdata.asking.phrases import NUMBERS
from perfdata.asking.ranking import Fit, Ranking, telling
from perfdata.asking.words import Word, plain_words

_WRITTEN_OUT = {str(number): word for word, number in NUMBERS.items()}
_SMALL = frozenset(map(stem, FUNCTION_WORDS))
_YEAR = len("1998")
_SHORT = 5
"""Letters of a stem that may be that of two words."""


def left_over(index: WordIndex, words: Sequence[Word], fit: Fit) -> frozenset[str]:
    """The stems of the telling words that the measure does not explain and that may speak of something else.

    A number does where it stands in the title of another measure: `stage 1`, of a measure of stage 2.
    """
    left = (
        {word.stem for word in telling(words) if word.text.isdecimal() or len(word.text) > 1}
        - fit.covered
        - index.beside
    )
    return frozenset(one for one in left if not one[0].isdigit() or _is_another_number(index, one, fit.code))


def said_for_others(ranking: Ranking, fit: Fit) -> frozenset[str]:
    """The measures for which people say some of the words, where this one is called by none of them."""
    return frozenset().union(*(phrase.strength for phrase in ranking.phrases_elsewhere(fit.code)))


def by_another_form(index: WordIndex, words: Sequence[Word], fit: Fit) -> bool:
    """Whether nothing leads to the measure but one short word, which its definition has only with or without an -ing:
    `trains` is no word for `training`. Two words that fit are enough (`sleep rough`), and so is what people say."""
    if len(fit.covered) != 1:
        return False
    (only,) = fit.covered
    if len(only) > _SHORT or any(only in phrase.stems for phrase in index.phrases_in([only])):
        return False
    measure = index.measures[fit.code]
    held = _held_words(f"{measure.title} {measure.description} {measure.numerator}")
    forms = {_in_ing(word) for word in held if stem(word) == only}
    return bool(forms) and forms.isdisjoint(_in_ing(word.text) for word in words if word.stem == only)


@lru_cache(maxsize=8192)
def _held_words(text: str) -> tuple[str, ...]:
    """The words of what a definition says, which many questions lead to; nothing that anybody typed is kept here."""
    return tuple(plain_words(text))


def _in_ing(word: str) -> bool:
    return word.endswith(("ing", "ings"))


def names_what_is_not_held(index: WordIndex, words: Sequence[Word], code: str) -> bool:
    """Whether people say some of the words, as they stand, for what no measure is of, and the title not so.

    What has but one telling word (`how much is the rent`) yields to what is said of the measure with others (`how much
    rent do tenants owe`).
    """
    said = _joined(word.text for word in words if word.is_word)
    named = [order for one in said for order in index.unheld.get(one, ()) if _stands_in(order, said)]
    if named and all(sum(one not in _SMALL for one in order) == 1 for order in named):
        own = (phrase.stems for phrase in index.phrases_in(said) if code in phrase.strength)
        if any(len(one) > 1 and not one <= frozenset().union(*named) for one in own):
            return False
    return bool(named) and not all(_stands_in(one, _joined(_held_words(index.measures[code].title))) for one in named)


def _joined(texts: Iterable[str]) -> tuple[str, ...]:
    """Stems without the small words that join."""
    return tuple(stem(text) for text in texts if text not in CONNECTORS)


def _stands_in(order: tuple[str, ...], stems: tuple[str, ...]) -> bool:
    return any(stems[place : place + len(order)] == order for place in range(len(stems)))


def _is_another_number(index: WordIndex, number: str, code: str) -> bool:
    """Whether other titles have the number and this measure has it nowhere; or it is a year that was not read."""
    if len(number) == _YEAR and number.isdecimal():
        return True
    measure = index.measures[code]
    its_own = {number, _WRITTEN_OUT.get(number, number)} & {*plain_words(f"{measure.title} {measure.description}")}
    return not its_own and IN_TITLE in index.postings.get(number, {}).values()
