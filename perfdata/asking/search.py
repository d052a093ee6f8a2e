"""Search for the measure picker: while somebody types, the measures that fit so far."""

from __future__ import annotations

from perfdata.asking.index import WordIndex
from perfdata.asking.ranking import Ranking
from perfdata.asking.words import read
from perfdata.measures import Measure, Tier


def search_measures(index: WordIndex, words: str, limit: int) -> tuple[Measure, ...]:
    """Measures that fit `words`, best first; with nothing typed, the scorecard's. The last word may be unfinished."""
    wanted = words.strip()
    if not wanted:
        corporate = [one for one in index.measures.values() if one.tier is Tier.SCORECARD]
        return tuple(corporate[:limit])
    text = read(wanted)
    typed = [word.text for word in text.words if word.is_word]
    if not typed:
        return ()
    literal = [
        one
        for one in index.measures.values()
        if all(_begins_a_word(part, f"{one.code} {one.title}".casefold()) for part in typed)
    ]
    ranking = Ranking(index, read(wanted, index.spelling.corrected).words)
    fitting = [one.code for one in ranking.scoring(0.0) if one.score >= 0.5]
    codes = dict.fromkeys([*(one.code for one in literal), *fitting])
    return tuple(index.measures[code] for code in list(codes)[:limit])


def _begins_a_word(part: str, text: str) -> bool:
    return text.startswith(part) or any(f"{mark}{part}" in text for mark in " -'(,")
