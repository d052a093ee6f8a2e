"""Words withheld from understanding, to see how it does without those that only a part of the questions needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from perfdata.asking.english import CONNECTORS, stem
from perfdata.asking.thesaurus import Thesaurus
from perfdata.asking.words import plain_words
from perfdata.council import Alias
from tests.asking.scoring import Question

FOLDS = 5


@dataclass(frozen=True)
class Withheld:
    """One fifth of the questions, and the words that are left when those owed to it alone are taken away."""

    questions: tuple[Question, ...]
    aliases: tuple[Alias, ...]
    thesaurus: Thesaurus
    aliases_removed: int
    phrases_removed: int


def folds(questions: Sequence[Question], aliases: Sequence[Alias], thesaurus: Thesaurus) -> list[Withheld]:
    """Five parts, every fifth question in each. A word or phrase is owed to a part when every question that holds it
    is in that part. Phrases of the thesaurus go with the aliases: both were written with the questions at hand."""
    said = [_stems(question) for question in questions]
    parts_of: dict[str, frozenset[int]] = {}
    for phrase in {*(one.words for one in aliases), *(say for term in thesaurus.terms for say in term.say)}:
        wanted = _key(phrase)
        parts_of[phrase] = frozenset(number % FOLDS for number, stems in enumerate(said) if wanted <= stems)
    found = []
    for part in range(FOLDS):
        owed = {phrase for phrase, parts in parts_of.items() if parts == {part}}
        kept = tuple(one for one in aliases if one.words not in owed)
        terms = tuple(
            replace(term, say=say)
            for term in thesaurus.terms
            if (say := tuple(one for one in term.say if one not in owed))
        )
        found.append(
            Withheld(
                questions=tuple(question for number, question in enumerate(questions) if number % FOLDS == part),
                aliases=kept,
                thesaurus=replace(thesaurus, terms=terms),
                aliases_removed=len(aliases) - len(kept),
                phrases_removed=sum(len(term.say) for term in thesaurus.terms) - sum(len(term.say) for term in terms),
            )
        )
    return found


def by_kind(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """The questions by the kind of their main reading."""
    found: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        found[question.kind].append(question)
    return dict(found)


def _stems(question: Question) -> frozenset[str]:
    return frozenset(stem(word) for text in (*question.prior, question.text) for word in plain_words(text))


def _key(phrase: str) -> frozenset[str]:
    words = plain_words(phrase)
    return frozenset(stem(word) for word in words if word not in CONNECTORS) or frozenset(map(stem, words))
