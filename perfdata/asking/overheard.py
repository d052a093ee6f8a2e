"""Overheard: what is said in a thread to nobody in particular, and is a question to the bot all the same.

People talk to each other in threads. So without a mention the rule is silence: an answer is given only to a question
that is understood with certainty, and to everything else there is no reply at all: no refusal, no question back, no
echo of what was said. A text is such a question when all of this holds:

1. it is short, on one line, to nobody by name, and not spoken from one person to another (`you`, `I`, `should`);
2. it asks: with a question mark, or beginning as a question does, or as a follow-up does that has no verb of its own;
3. it is read as a question on figures, with one reading, and not on meetings, actions or watches, of which people talk;
4. every word of it has its part in that reading, and none was taken for a slip of the pen; a list says of what area;
5. it names its measures; or it takes them from the question before it, and names a time, a status, a comparison or a
   split. Only whoever put the question before it may name less (`why?`, `who owns it?`), or choose what was offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from perfdata.asking import follow_ups
from perfdata.asking.kinds import IDLE, MORE_THAN_LAST_YEAR, cues, trend_stretches
from perfdata.asking.known import Known
from perfdata.asking.list_words import read_list_words
from perfdata.asking.matching import find
from perfdata.asking.queries import Kind, OfObjectives, Query, Reading
from perfdata.asking.spans import read_when
from perfdata.asking.understanding import understand
from perfdata.asking.words import Text, Word, read


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LONGEST_WORDS = 16
"""Whoever asks in a thread for a figure needs no more."""

OF_FIGURES = frozenset({
    Kind.STATUS, Kind.TREND, Kind.LIST, Kind.COMPARE, Kind.TARGET, Kind.DEFINE, Kind.OWNER, Kind.COMMENTARY,
    Kind.BREAKDOWN, Kind.FORECAST, Kind.MOVERS,
})  # fmt: skip
"""Kinds that are heard without a mention. The others are of what people arrange among themselves."""

_OF_ANYBODY = frozenset({Kind.STATUS, Kind.TREND, Kind.LIST, Kind.COMPARE, Kind.BREAKDOWN})
"""Kinds in which anybody may leave out the measures; `who is in charge?` may be of the meeting."""

_PLAIN = _words(
    """
    a about again against all also an and any are as at be been being better between by can compared could did do does
    doing done down each even ever far for from get getting go going gone got had has have high higher how in into is
    it its just last latest level long look looking low lower many me month more most much near now of off on one only
    or our out over please same see show since so some still than that the their them then there these they this those
    to too under until up us was we well were what which will with worse worst best would year performing performance
    figure figures number numbers rate rates percentage currently recently why council city people residents
    time times average total ok okay but
    """
)
"""Words of questions that need no explaining. None that one person says to or of another is among them."""

_BETWEEN_PEOPLE = _words(
    """
    i me my mine you your yours u he him his she her hers should shall let lets think thought believe know sorry thanks
    """
)
"""Words of somebody who speaks to a colleague, or of one, or of what ought to be."""

_SHOW_ME = re.compile(r"\b(?:show|give|tell) me\b")

_ASKS = re.compile(
    r"(?:(?:and|so|ok|but) )*(?:"
    r"(?:how|what|which|who|why) (?:is|are|was|were|did|does|do|has|have|had|will|would|many|much|about|measures?|"
    r"indicators?|board|owns|runs|far|well|long|high|low|of)\b|"
    r"(?:is|are|was|were|has|have|did|does|do|will) (?:it|that|this|they|these|those|there|we|the|our|other)\b|"
    r"where (?:is|does|did) (?:it|that|this)\b|show (?:me|us)\b|compare\b|define\b)"
)
"""How a question begins, with or without a question mark."""

_FOLLOWS = re.compile(r"(?:and|also|same|just|only|since|compared|versus|by|split)\b")
_OPENS = re.compile(
    r"(?:and|also|same|just|only|but|so|what|how|which|why|is|was|are|were|has|have|did|does|will|show|compare|compared|"
    r"since|by)\b"
)
"""How what leaves out its measures begins: `September?` alone may be of a day to meet."""

_VERBS = _words(
    "is are was were be been has have had did do does done will would can could get gets got go goes going gone look "
    "looks keep see need needs"
)
"""With one of these, what begins like a follow-up may be a remark: `and in June it was worse`."""

_BARE = re.compile(
    r"(?:(?:and|but|so|ok) )?(?:why(?: (?:is|was))?(?: (?:it|that|this))?|how come|show (?:me|us)(?: (?:it|that|this))?"
    r"|what happened|and)(?: please)?[ ?.]*"
)
"""What names nothing at all, and is understood from whoever asked just before."""

_SAID_TO_SOMEBODY = re.compile(r"[@!\n]|^>|\bhttps?:")
_OF_MEASURES = frozenset({"measure", "measures", "indicator", "indicators", "scorecard"})


def is_question(raw: str, reading: Reading, known: Known, before: Reading | None, *, own: bool) -> bool:
    """Whether `raw`, read as `reading` after `before`, is a question to the bot by the rule above.

    `own` says that whoever says it put the question before it in this thread.
    """
    if not isinstance(reading, Query) or reading.kind not in OF_FIGURES or not reading.has_subject:
        return False
    if _SAID_TO_SOMEBODY.search(raw) is not None or isinstance(reading.details, OfObjectives):
        return False
    text = read(raw)
    if (named := known.index.with_titles_named(text.clean)) != text.clean:
        text = read(named)
    if _BARE.fullmatch(text.clean) is not None or follow_ups.by_place(text.clean, before) is not None:
        return own
    words = [word for word in text.words if word.is_word]
    if len(words) > LONGEST_WORDS or _is_between_people(text, words) or not _asks(text, words, reading):
        return False
    naming, telling = _named(text, reading, known), _of_its_kind(text, reading)
    rest = text.outside((*naming, *telling))
    left = [word for word in rest if word.is_word and word.text not in _PLAIN]
    if reading.kind is Kind.LIST and not _says_of_what(reading, words):
        return False
    if left:
        return _are_explained(left, rest, reading, known) and _stands_alone(raw, reading, known)
    if own:
        return bool(naming) or any(word.text not in _PLAIN and _within(word, telling) for word in words)
    return reading.kind in _OF_ANYBODY and bool(naming) and _OPENS.match(text.clean) is not None


def _is_between_people(text: Text, words: Iterable[Word]) -> bool:
    shown = [found.span() for found in _SHOW_ME.finditer(text.clean)]
    return any(word.text in _BETWEEN_PEOPLE and not _within(word, shown) for word in words)


def _asks(text: Text, words: Iterable[Word], reading: Query) -> bool:
    clean = text.clean.rstrip(" .")
    if clean.endswith("?"):
        return "." not in clean and "?" not in clean[:-1]
    if "." in clean or "?" in clean:
        return False
    if clean.startswith("by ") and reading.kind is not Kind.BREAKDOWN:
        # "By disability" is no day by which something is to be done.
        return False
    return _ASKS.match(clean) is not None or (
        _FOLLOWS.match(clean) is not None and _VERBS.isdisjoint(word.text for word in words)
    )


def _named(text: Text, reading: Query, known: Known) -> list[tuple[int, int]]:
    """The stretches that name a time, a status, a tier, a course, a comparison or a split."""
    clean = text.clean
    when, lists = read_when(text, known.today, ahead=reading.kind is Kind.FORECAST), read_list_words(clean)
    named = [*when.taken] if when.span is not None or when.earlier else []
    named += lists.taken if lists.status is not None or lists.tier is not None else ()
    named += [found.span() for found in MORE_THAN_LAST_YEAR.finditer(clean)]
    if reading.kind is Kind.TREND:
        named += trend_stretches(clean)
    if reading.kind is Kind.BREAKDOWN and (split := known.splits.find(clean, reading.split.dimension)) is not None:
        named += split.taken
    if reading.kind in (Kind.COMPARE, Kind.BREAKDOWN):
        named += _cued(clean, reading.kind)
    return named


def _of_its_kind(text: Text, reading: Query) -> list[tuple[int, int]]:
    """The stretches that belong to the kind's way of asking and name nothing more."""
    clean = text.clean
    said = _cued(clean, reading.kind)
    if reading.kind is not Kind.STATUS:
        said += [(one.start, one.end) for one in text.words if one.text in IDLE.get(reading.kind, ())]
    if reading.kind in (Kind.LIST, Kind.MOVERS):
        said += read_list_words(clean).taken
    return said


def _cued(clean: str, kind: Kind) -> list[tuple[int, int]]:
    return [stretch for cue in cues(clean) if cue.kind is kind for stretch in cue.taken]


def _says_of_what(reading: Query, words: Iterable[Word]) -> bool:
    """Whether a list is of an area, or of what can only be measures: `who is missing?` is of people."""
    of_area = reading.filter is not None and reading.filter.names_an_area
    return of_area or not _OF_MEASURES.isdisjoint(word.text for word in words)


def _are_explained(left: list[Word], rest: tuple[Word, ...], reading: Query, known: Known) -> bool:
    """Whether each of the words that are `left`, as they stand in the `rest`, names what the reading is about."""
    if reading.measures:
        found = find(known.index, rest)
        if set(found.codes) != set(reading.measures) or not all(one.whole for one in found.chosen):
            return False
        covered = frozenset().union(*(one.covered for one in found.chosen))
        covered |= frozenset().union(*(known.index.titles[code] for code in reading.measures))
        if all(not one.covered for one in found.chosen):
            # By their codes, of which the digits stand as words of their own.
            coded = {*known.index.codes, *known.index.code_letters}
            return all(word.text in coded or word.text.isdigit() for word in left)
        return all(word.stem in covered for word in left)
    area = known.areas.find(left, partly=True)
    return area is not None and all(word.stem in area.used for word in left)


def _stands_alone(raw: str, reading: Query, known: Known) -> bool:
    """Whether what is named is the same without the conversation, which may have settled what would be asked back."""
    alone = understand(raw, known)
    return isinstance(alone, Query) and (alone.measures == reading.measures or alone.filter is not None)


def _within(word: Word, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(start <= word.start and word.end <= end for start, end in stretches)
