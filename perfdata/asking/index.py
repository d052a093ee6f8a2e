"""The word index: which words and phrases point to which measures. Built once for a snapshot and an audience.

Three layers: the general thesaurus, the council's dictionary (titles, descriptions, acronyms made of titles), and the
words that the council adds (aliases). A measure that the audience may not see is not in the index at all, so it can be
neither found, suggested nor given away by a corrected spelling.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfdata.asking.english import CONNECTORS, FUNCTION_WORDS, QUALIFIERS, TELLING_APART, TIME_UNITS, stem
from perfdata.asking.kinds import CUE_WORDS
from perfdata.asking.list_words import LIST_WORDS
from perfdata.asking.measure_words import MeasureWords
from perfdata.asking.spelling import Spelling
from perfdata.asking.terms import TERM_WORDS
from perfdata.asking.thesaurus import Thesaurus
from perfdata.asking.time_patterns import SPAN_WORDS
from perfdata.asking.words import Word, plain_words
from perfdata.council import Alias
from perfdata.measures import Measure

IN_TITLE = 1.0
BY_THESAURUS = 0.97
BY_THESAURUS_IN_PART = 0.82
IN_DESCRIPTION = 0.6
BY_THESAURUS_IN_DESCRIPTION = 0.75
IN_NUMERATOR = 0.5
"""How strongly a word points to a measure, from the surest downwards. What residents say points in part to a measure
when another has it for its whole title: `children in care` to how many there are, less to how they fare."""

UNEXPLAINED = 1.2
"""Weight of a word that no measure has: what is not understood counts against an answer."""

_LONGEST_PHRASE = 6
"""Words of the longest phrase that is looked for as it stands."""

_ByStem = Mapping[str, set[str]]
"""Codes of the measures that have a stem."""

_NO_CODES: set[str] = set()
_IDLE = frozenset(stem(word) for word in FUNCTION_WORDS - TELLING_APART)
"""Stems that no measure is found by."""

_LETTERS = re.compile(r"[^\W\d_]{3,}")
_JOINING = frozenset(map(stem, CONNECTORS))
_INITIALS = "initials of the title"
_NOT_FOR_ACRONYMS = frozenset(
    {"and", "or", "the", "of", "a", "an", "in", "to", "for", "at", "by", "on", "with", "from", "per", "s"}
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that together point to measures. `strength` is by measure code; `why` says where the phrase is from.

    `initials` marks an acronym made of a title: a short one counts only where it was typed in capitals.
    """

    words: str
    order: tuple[str, ...]
    stems: frozenset[str]
    strength: Mapping[str, float]
    alias: bool
    why: str
    initials: bool = False


@dataclass(frozen=True, slots=True)
class WordIndex:
    """All that matching looks up. Keys are stems; `codes` are measure codes without marks, in small letters.

    `full_titles` finds titles that are written out; `side_by_side` are the pairs of a telling and an idle stem that
    stand together in some, with the codes of those; `small_words` are the same of two idle ones (`on time`), not all
    of which only join. `populations` are the stems of names of groups of people, `of_people` all of them. `unheld` are
    the stems of phrases of the thesaurus that mean no measure here, by the first of them; `beside` those of words that
    do not change which measure is asked about. `durations` are the measures that are a length of time, which is what
    `how long` asks for; `code_letters` are the letters that codes begin with.
    """

    measures: Mapping[str, Measure]
    postings: Mapping[str, Mapping[str, float]]
    phrases: Mapping[str, Sequence[Phrase]]
    titles: Mapping[str, frozenset[str]]
    durations: frozenset[str]
    codes: Mapping[str, str]
    full_titles: Mapping[str, Sequence[tuple[str, str]]]
    side_by_side: Mapping[tuple[str, str], set[str]]
    small_words: Mapping[tuple[str, str], set[str]]
    code_letters: frozenset[str]
    populations: tuple[frozenset[str], ...]
    of_people: frozenset[str]
    unheld: Mapping[str, Sequence[tuple[str, ...]]]
    beside: frozenset[str]
    spelling: Spelling
    thesaurus: Thesaurus

    def weight(self, stem_: str) -> float:
        """How much a word counts: less when many measures have it, most when none has it."""
        measures = len(self.postings.get(stem_, ()))
        return 1 / (1 + measures / 20) if measures else UNEXPLAINED

    def with_titles_named(self, clean: str) -> str:
        """The clean text with every title that is written out in it replaced by one word, which `codes` knows.

        So nothing else is read into a title's words: no cue, no time, no status.
        """
        for word in dict.fromkeys(clean.split()):
            for title, stand_in in self.full_titles.get(word, ()):
                if title in clean:
                    clean = re.sub(rf"(?:(?<=\s)|^){re.escape(title)}(?=\s|$)", stand_in, clean)
        return clean

    def within_a_phrase(self, words: Sequence[Word], start: int, end: int) -> bool:
        """Whether what stands there in the text is part of a longer phrase of the thesaurus or the council, as said."""
        for first, word in enumerate(words):
            for last in range(first + 1, min(first + _LONGEST_PHRASE, len(words))):
                if word.start <= start and end <= words[last].end and words[last].end - word.start > end - start:
                    order = tuple(one.stem for one in words[first : last + 1] if one.text not in CONNECTORS)
                    held = (phrase.order for one in order for phrase in self.phrases.get(one, ()))
                    if order and (order in held or order in self.unheld.get(order[0], ())):
                        return True
        return False

    def phrases_in(self, said: Sequence[str]) -> list[Phrase]:
        """The phrases all of whose words are among the stems `said`, without those that are part of a longer one.

        Of two with the same words (`home care`, `care home`) the one that is said in its own order holds.

        A council's word stays beside a longer phrase of the thesaurus that means the same measure among others.
        """
        stems = dict.fromkeys(said).keys()
        found = [phrase for one in stems for phrase in self.phrases.get(one, ()) if phrase.stems <= stems]
        if len(found) > 1:
            found = [one for one in found if not any(_replaces(other, one, said) for other in found)]
        return found


def _replaces(other: Phrase, phrase: Phrase, said: Sequence[str]) -> bool:
    if phrase.stems == other.stems and phrase.alias == other.alias:
        return not _in_order(phrase.order, said) and _in_order(other.order, said)
    if not phrase.stems < other.stems:
        return False
    return other.alias or not phrase.alias or not phrase.strength.keys() <= other.strength.keys()


def _in_order(order: Sequence[str], said: Sequence[str]) -> bool:
    places = iter(said)
    return all(one in places for one in order)


def build_index(
    words: Mapping[str, MeasureWords],
    aliases: Iterable[Alias],
    thesaurus: Thesaurus,
    names: Iterable[str],
    others: Iterable[str] = (),
) -> WordIndex:
    """Index measures by their `words`, by code.

    `names` are those of boards and the like, whose spelling is to be known too, as is that of the words `others`.
    """
    measures = {code: one.measure for code, one in words.items()}
    titles = {code: one.about - _IDLE for code, one in words.items()}
    phrases = _phrases(words, aliases, thesaurus)
    pairs = _pairs(words)
    by_word: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        by_word[min(phrase.stems, key=lambda one: (one in FUNCTION_WORDS, -len(one), one))].append(phrase)
    populations = tuple(frozenset(map(stem, plain_words(phrase))) for phrase in thesaurus.populations)
    return WordIndex(
        measures=measures,
        postings=_postings(words, titles),
        phrases=by_word,
        titles=titles,
        durations=frozenset(code for code, one in words.items() if _is_duration(one)),
        codes={_squashed(code): code for code in measures} | {_stand_in(one): one.code for one in measures.values()},
        full_titles=_full_titles(words.values()),
        side_by_side={pair: codes for pair, codes in pairs.items() if not _IDLE.issuperset(pair)},
        small_words={pair: codes for pair, codes in pairs.items() if _IDLE.issuperset(pair)},
        code_letters=frozenset("".join(filter(str.isalpha, _squashed(code))) for code in measures),
        populations=populations,
        of_people=frozenset().union(*populations),
        unheld=_unheld(thesaurus, phrases),
        beside=frozenset(map(stem, thesaurus.beside)),
        spelling=_spelling(words.values(), phrases, thesaurus, names, others),
        thesaurus=thesaurus,
    )


def _stand_in(measure: Measure) -> str:
    """One word that nobody types, for a title that was written out."""
    return f"titleofmeasure{measure.id}"


def _full_titles(words: Iterable[MeasureWords]) -> dict[str, list[tuple[str, str]]]:
    """Titles as they are read, by their first word, the longest first, each with its stand-in."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in sorted(words, key=lambda one: -len(one.measure.title)):
        if one.clean:
            found[one.clean.split()[0]].append((one.clean, _stand_in(one.measure)))
    return dict(found)


def _pairs(words: Mapping[str, MeasureWords]) -> dict[tuple[str, str], set[str]]:
    """Stems that stand side by side in titles, at least one of them idle and not both joining, with the codes."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, one in words.items():
        for pair in pairwise(map(stem, one.title)):
            if not _IDLE.isdisjoint(pair) and not _JOINING.issuperset(pair):
                found[pair].add(code)
    return dict(found)


def _is_duration(words: MeasureWords) -> bool:
    title = words.title
    return words.measure.unit in TIME_UNITS or (title[:1] == ("average",) and not TIME_UNITS.isdisjoint(title))


def _squashed(code: str) -> str:
    return "".join(letter for letter in code.casefold() if letter.isalnum())


def _postings(words: Mapping[str, MeasureWords], titles: Mapping[str, frozenset[str]]) -> dict[str, dict[str, float]]:
    postings: dict[str, dict[str, float]] = defaultdict(dict)
    for code, one in words.items():
        stems = dict.fromkeys(one.numerator - _IDLE, IN_NUMERATOR)
        stems |= dict.fromkeys(one.description - _IDLE, IN_DESCRIPTION)
        stems |= dict.fromkeys(titles[code], IN_TITLE)
        for each, strength in stems.items():
            postings[each][code] = strength
    return dict(postings)


def _phrases(words: Mapping[str, MeasureWords], aliases: Iterable[Alias], thesaurus: Thesaurus) -> list[Phrase]:
    titles = _by_stem({code: one.about for code, one in words.items()})
    fuller = _by_stem({code: one.fuller for code, one in words.items()})
    cores = {code: one.core - _IDLE for code, one in words.items()}
    found: dict[tuple[tuple[str, ...], bool], dict[str, float]] = defaultdict(dict)
    said: dict[tuple[tuple[str, ...], bool], tuple[str, str]] = {}
    for alias in aliases:
        if alias.measure in words:
            key = (_phrase_stems(alias.words), True)
            found[key][alias.measure] = IN_TITLE
            said[key] = (alias.words, f"the council's word for it: {alias.why}")
    for term in thesaurus.terms:
        # Where a council's titles have none of the words that are meant, one that says it as residents do is meant.
        strength = (
            _meant(term.means, titles, BY_THESAURUS, cores)
            or _meant(term.means, fuller, BY_THESAURUS_IN_DESCRIPTION)
            or _meant(term.failing, titles, BY_THESAURUS, cores)
            or _meant(term.say, titles, BY_THESAURUS, cores)
            or _meant(term.failing, fuller, BY_THESAURUS_IN_DESCRIPTION)
        )
        for phrase in term.say:
            key = (_phrase_stems(phrase), False)
            for code, amount in strength.items():
                found[key][code] = max(amount, found[key].get(code, 0.0))
            said.setdefault(key, (phrase, "what residents say"))
    ordinary = FUNCTION_WORDS | QUALIFIERS | thesaurus.plain
    for acronym, codes in _acronyms(words).items():
        key = ((acronym,), False)
        if key not in found and acronym not in ordinary:
            found[key] = dict.fromkeys(codes, BY_THESAURUS)
            said[key] = (acronym.upper(), _INITIALS)
    return [
        Phrase(said[key][0], key[0], frozenset(key[0]), strength, key[1], said[key][1], said[key][1] is _INITIALS)
        for key, strength in found.items()
        if strength
    ]


def _unheld(thesaurus: Thesaurus, phrases: Iterable[Phrase]) -> dict[str, list[tuple[str, ...]]]:
    held = {phrase.order for phrase in phrases}
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for order in dict.fromkeys(_phrase_stems(say) for term in thesaurus.terms for say in term.say):
        if order not in held:
            found[order[0]].append(order)
    return dict(found)


def _phrase_stems(phrase: str) -> tuple[str, ...]:
    words = plain_words(phrase)
    return tuple(stem(word) for word in words if word not in CONNECTORS) or tuple(map(stem, words))


def _by_stem(texts: Mapping[str, frozenset[str]]) -> _ByStem:
    found: dict[str, set[str]] = defaultdict(set)
    for code, stems in texts.items():
        for one in stems:
            found[one].add(code)
    return found


def _meant(
    means: Iterable[str], texts: _ByStem, strength: float, cores: Mapping[str, frozenset[str]] | None = None
) -> dict[str, float]:
    """The measures that have all words of one of the patterns, each with `strength`; less where the pattern is the
    whole of what another title counts (`cores`)."""
    found: dict[str, float] = {}
    for pattern in means:
        stems = _phrase_stems(pattern)
        hits = set.intersection(*(texts.get(one, _NO_CODES) for one in stems))
        whole = frozenset(stems) - _IDLE
        exact = {code for code in hits if cores is not None and cores[code] == whole}
        for code in sorted(hits):
            amount = BY_THESAURUS_IN_PART if exact and code not in exact else strength
            found[code] = max(amount, found.get(code, 0.0))
    return found


def _acronyms(words: Mapping[str, MeasureWords]) -> dict[str, set[str]]:
    """Initials of three to six words that follow each other in a title, with and without its small words."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, one in words.items():
        whole = "".join(word[0] for word in one.title)
        without = "".join(word[0] for word in one.title if word not in _NOT_FOR_ACRONYMS)
        for letters in {run for text in (whole, without) for run in _LETTERS.findall(text)}:
            for first in range(len(letters) - 2):
                for end in range(first + 3, min(first + 6, len(letters)) + 1):
                    found[letters[first:end]].add(code)
    return found


def _spelling(
    words: Iterable[MeasureWords],
    phrases: Iterable[Phrase],
    thesaurus: Thesaurus,
    names: Iterable[str],
    also: Iterable[str],
) -> Spelling:
    words = tuple(words)
    # Initials are typed as they are meant; a word a letter away from one is another word.
    said = {phrase.words for phrase in phrases if not phrase.initials}.union(thesaurus.populations, names)
    others = [text for term in (*thesaurus.terms, *thesaurus.areas) for text in (*term.say, *term.means)]
    known = {word for text in others for word in plain_words(text)}.union(also, *(one.others for one in words))
    return Spelling(
        {word for text in said for word in plain_words(text)}.union(*(one.title for one in words)),
        known | FUNCTION_WORDS | thesaurus.plain | CUE_WORDS | LIST_WORDS | SPAN_WORDS | TERM_WORDS,
    )
