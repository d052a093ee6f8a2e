"""Which objective or milestone a question means, by the words of both; a measure that fits is never pushed aside.

An objective is meant only where no measure explains the question: where nothing was found; or where every telling word
is the objective's and no measure has them all; or where several measures fit, and two words stand side by side as they
do in the objective and in no measure's title.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfdata.asking.amounts_asked import amount_asked
from perfdata.asking.english import FUNCTION_WORDS, stem
from perfdata.asking.index import WordIndex
from perfdata.asking.matching import find, only_qualifiers
from perfdata.asking.queries import Choice, Kind, OfObjectives, Option, Query, Reading, Reason, Refusal, clipped
from perfdata.asking.words import Text, plain_words, read
from perfdata.plans import Milestone

ENOUGH = 0.6
"""The part of a question, by the weight of its words, that an objective must explain where no measure is found."""
MARGIN = 0.1
MOST_OFFERED = 4
LONG_ENOUGH = 4
CLEARLY_MANY = 2
"""So many words, all of them an objective's, outdo measures that have only some of them."""

_WORDS_OF_ASKING = """objective objectives milestone milestones project projects programme plan track schedule going go
    progress progressing coming along delivery deliver delivered late delayed behind time due done finished complete
    completed status update latest rag red amber green doing stand where month monthly quarter quarterly year yearly
    annual last next improve improved improving improvement better worse worsened changed"""
_IDLE = frozenset(map(stem, _WORDS_OF_ASKING.split()))
_OBJECTIVES = re.compile(r"\b(?:objectives|milestones)\b")
_OF_LISTING = frozenset(map(stem, ("list", "held", "hold", "plans", "business", "directorate", "directorates")))
"""Words of a question for all objectives that say nothing of which."""
_NOTHING_FOUND = frozenset({Reason.NOT_HELD, Reason.NOT_UNDERSTOOD, Reason.OUT_OF_SCOPE})
_COULD_BE = frozenset({Kind.STATUS, Kind.FORECAST, Kind.ACTIONS})


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective with its milestones, and the stems of its words; `key` is what a query keeps of it."""

    key: str
    title: str
    directorate: str
    ref: str
    milestones: tuple[Milestone, ...]
    stems: frozenset[str]
    own: tuple[frozenset[str], ...]
    pairs: frozenset[tuple[str, str]]


class Objectives:
    """The objectives of a snapshot, to be found by their words."""

    def __init__(self, milestones: Iterable[Milestone], titles: Iterable[Sequence[str]]) -> None:
        """`titles` are the words of the measures' titles: side by side as there, they mean those and no objective."""
        grouped: dict[str, list[Milestone]] = {}
        for one in milestones:
            grouped.setdefault(key_of(one), []).append(one)
        self._all = [_objective(key, found) for key, found in grouped.items()]
        pairs = {pair for objective in self._all for pair in objective.pairs}
        self._pairs = pairs.difference(*map(_pairs, titles)) if pairs else pairs
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for place, objective in enumerate(self._all):
            for each in objective.stems:
                self._by_stem[each].append(place)
        refs = [re.escape(objective.ref) for objective in self._all if objective.ref]
        self._refs = re.compile(rf"\b(?:{'|'.join(refs)})\b", re.IGNORECASE) if refs else None

    def asked(self, raw: str, reading: Reading, index: WordIndex, before: Reading | None = None) -> Reading:
        """`reading`, or what `raw` asks of an objective where that is more likely meant, in a conversation where the
        question `before` was understood."""
        of_objectives = isinstance(before, Query) and isinstance(before.details, OfObjectives)
        if of_objectives and isinstance(reading, Query) and reading.kind is Kind.LIST:
            # "And for Place": of their objectives, after those of all.
            return self._listed(read(raw), going_on=True) or reading
        if not self._all or not _open_to_objectives(reading):
            return reading
        text = read(raw)
        if (every := self._listed(text)) is not None:
            return every
        if amount_asked(text.clean) or text.clean.startswith("which of "):
            # An amount, or one of many: no objective is either.
            return reading
        words = _telling(text)
        together = _pairs([word.text for word in text.words if word.is_word]) & self._pairs
        if only_qualifiers(index, [word for word in text.words if word.stem in words]) and not together:
            # "The second one" is of no objective that has the word.
            return reading
        ranked = self._ranked(text, words, together)
        if not ranked or ranked[0][0] < (ENOUGH if isinstance(reading, Refusal) else 1):
            return reading
        first = ranked[0][1]
        if isinstance(reading, Refusal) and ranked[0][0] < 1 and not index.beside.union(first.stems).issuperset(words):
            return reading
        if len(words) == 1 and first.stems.issuperset(words) and not _stems(first.title).issuperset(words):
            # One word of a milestone's tells too little.
            return reading
        certain = isinstance(reading, Refusal) or (isinstance(reading, Choice) and bool(together & first.pairs))
        if not certain and (len(_said(text) & first.stems) < CLEARLY_MANY or _a_measure_has_all(index, text)):
            return reading
        level = [objective for score, objective in ranked if score >= ranked[0][0] - MARGIN]
        queries = [_query(objective, words) for objective in level[:MOST_OFFERED]]
        if len(queries) == 1:
            return queries[0]
        options = tuple(
            Option(clipped(one.title), f"An objective of {one.directorate}.", query)
            for one, query in zip(level, queries, strict=False)
        )
        return Choice("Several objectives fit that. Which one do you mean?", options, ())

    def _listed(self, text: Text, *, going_on: bool = False) -> Query | None:
        """All objectives, or those of a directorate, where nothing else is asked: `what objectives do we have`."""
        together = _pairs([word.text for word in text.words if word.is_word])
        if not (going_on or _OBJECTIVES.search(text.clean)) or not together.isdisjoint(self._pairs):
            return None
        named = frozenset(_telling(text)) - _OF_LISTING
        own = [one for one in self._all if named <= _stems(one.directorate)]
        if not own:
            return None
        return Query(Kind.STATUS, details=OfObjectives(tuple(one.key for one in own)), evidence=("objectives",))

    def _ranked(
        self, text: Text, words: Sequence[str], together: frozenset[tuple[str, str]]
    ) -> list[tuple[float, Objective]]:
        if self._refs is not None and self._refs.search(text.raw) is not None:
            return [
                (1.0, one)
                for one in self._all
                if one.ref and re.search(rf"\b{re.escape(one.ref)}\b", text.raw, re.IGNORECASE)
            ]
        weights = {one: self._weight(one) for one in words}
        total = sum(weights.values())
        if not total:
            # “The local plan”: no word of it tells by itself, and side by side they name one thing.
            return [(1.0, one) for one in self._all if together & one.pairs]
        explained: dict[int, float] = defaultdict(float)
        for one, weight in weights.items():
            for place in self._by_stem.get(one, ()):
                explained[place] += weight
        found = ((explained[place] / total, self._all[place]) for place in sorted(explained))
        return sorted(found, key=lambda one: -one[0])

    def _weight(self, one: str) -> float:
        """A word that few objectives have says more; one that none has says most, so that it is not overlooked."""
        return 1.0 + math.log(len(self._all) / max(len(self._by_stem.get(one, ())), 1))


def key_of(milestone: Milestone) -> str:
    """What a query keeps of the milestone's objective."""
    return f"{milestone.directorate}/{milestone.objective_ref}"


def _objective(key: str, milestones: Sequence[Milestone]) -> Objective:
    first = milestones[-1]
    title = _stems(first.objective)
    own = tuple(_stems(one.milestone) for one in milestones)
    return Objective(
        key=key,
        title=first.objective,
        directorate=first.directorate,
        ref=first.objective_ref,
        milestones=tuple(milestones),
        stems=title.union(*own),
        own=own,
        pairs=_pairs(plain_words(first.objective)).union(*(_pairs(plain_words(one.milestone)) for one in milestones)),
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in plain_words(text) if word not in FUNCTION_WORDS)


def _pairs(words: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Stems that stand side by side, of words that are long enough to say something."""
    return frozenset(
        (stem(one), stem(other)) for one, other in pairwise(words) if min(len(one), len(other)) >= LONG_ENOUGH
    )


def _said(text: Text) -> frozenset[str]:
    return frozenset(word.stem for word in text.words if word.is_word and word.text not in FUNCTION_WORDS)


def _telling(text: Text) -> list[str]:
    """The stems that say what is asked about, without the words with which one asks."""
    return sorted(_said(text) - _IDLE)


def _open_to_objectives(reading: Reading) -> bool:
    if isinstance(reading, Refusal):
        return reading.reason in _NOTHING_FOUND and not reading.measures
    if isinstance(reading, Choice):
        return all(one.query.kind in _COULD_BE for one in reading.options)
    return reading.kind in _COULD_BE and reading.filter is None


def _a_measure_has_all(index: WordIndex, text: Text) -> bool:
    found = find(index, text.words)
    return any(fit.whole for fit in (*found.chosen, *found.unsure))


def _query(objective: Objective, words: Sequence[str]) -> Query:
    """The whole objective, or one milestone where the words are clearly that one's and not the objective's."""
    evidence, milestone = [f"objective: {objective.title}"], ""
    title = _stems(objective.title)
    counts = [len(own.intersection(words)) for own in objective.own]
    best = max(counts)
    if best and counts.count(best) == 1 and best >= len(title.intersection(words)):
        milestone = objective.milestones[counts.index(best)].milestone
        evidence.append(f"milestone: {milestone}")
    return Query(Kind.STATUS, details=OfObjectives((objective.key,), milestone), evidence=tuple(evidence))
