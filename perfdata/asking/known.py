"""What questions are read against: the words, areas and measures of one snapshot, for one audience."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from perfdata.asking.areas import Areas
from perfdata.asking.english import FUNCTION_WORDS, stem
from perfdata.asking.index import WordIndex, build_index
from perfdata.asking.measure_words import MeasureWords
from perfdata.asking.months import YearMonth
from perfdata.asking.objectives import Objectives
from perfdata.asking.pressing import Pressing
from perfdata.asking.splits import Splits
from perfdata.asking.thesaurus import Thesaurus
from perfdata.asking.words import plain_words
from perfdata.measures import Measure
from perfdata.past_surgeries import PastAction
from perfdata.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Known:
    """What questions are read against.

    `surgeries` are the codes that have been to a
    surgery or are due at one, with the stems of what was agreed there; `broken_down` those held for groups. `first` is
    the earliest month held, None when nothing is.
    """

    index: WordIndex
    areas: Areas
    splits: Splits
    surgeries: Mapping[str, frozenset[str]]
    broken_down: frozenset[str]
    first: YearMonth | None
    today: date
    pressing: Pressing
    objectives: Objectives
    own_name: re.Pattern[str] | None

    def without_own_name(self, raw: str) -> str:
        """A text without the name of the place, which is what everything here is about."""
        if self.own_name is None or self.own_name.search(raw) is None:
            return raw
        return self.own_name.sub(" ", raw)

    @property
    def measures(self) -> Mapping[str, Measure]:
        """The measures that the audience may see."""
        return self.index.measures


def known_to(snapshot: Snapshot, exempt: frozenset[str], residents: Thesaurus) -> Known:
    """What an audience may ask about that sees all open measures and of the exempt ones those in `exempt`."""
    measures = {code: measure for code, measure in snapshot.measures.items() if not measure.exempt or code in exempt}
    council = snapshot.council
    areas = Areas(
        measures.values(), snapshot.boards, council.board_words, residents, council.portfolios, council.themes
    )
    held = {code: parts for code, parts in snapshot.breakdowns.items() if code in measures}
    splits = Splits(((part.dimension, part.group) for parts in held.values() for part in parts), residents)
    surgeries = _agreed(one for one in snapshot.past_actions if one.code in measures)
    agreed = (word for one in snapshot.past_actions if one.code in measures for word in plain_words(one.action))

    words = {code: MeasureWords.of(one) for code, one in measures.items()}
    index = build_index(words, (*council.aliases, *snapshot.taught), residents, (*areas.names, *splits.words), agreed)
    return Known(
        index=index,
        own_name=_own_name(council.name, index),
        areas=areas,
        splits=splits,
        surgeries=surgeries,
        broken_down=frozenset(held),
        first=_first(snapshot, measures),
        today=snapshot.today,
        pressing=Pressing(measures, snapshot.verdicts),
        objectives=Objectives(snapshot.milestones, (one.title for one in words.values())),
    )


def _agreed(actions: Iterable[PastAction]) -> dict[str, frozenset[str]]:
    stems: dict[str, set[str]] = defaultdict(set)
    for one in actions:
        stems[one.code].update(stem(word) for word in plain_words(f"{one.action}. {one.update}"))
    return {code: frozenset(found) for code, found in stems.items()}


def _own_name(name: str, index: WordIndex) -> re.Pattern[str] | None:
    """Finds the words of the council's name that say nothing else, with the small word before them."""
    words = [word for word in plain_words(name) if word not in FUNCTION_WORDS and stem(word) not in index.postings]
    if not words:
        return None
    said = "|".join(map(re.escape, words))
    return re.compile(rf"(?:\b(?:in|for|at|of|across|around) )?\b(?:{said})(?:['’]?s)?\b", re.IGNORECASE)


def _first(snapshot: Snapshot, measures: Iterable[str]) -> YearMonth | None:
    starts = (snapshot.series[code].observations for code in measures)
    first = min((one[0].period.start for one in starts if one), default=None)
    return (first.year, first.month) if first is not None else None
