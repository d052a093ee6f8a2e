"""Understanding: from words to a query, a choice or a refusal, by the same steps in the same order.

1. what is not asked of this bot; 2. greetings and help; 3. time; 4. the kind, by its cues; 5. lists: a status, a
tier or an area; 6. measures. A follow-up inherits from the question before it what it leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from perfdata.asking import choices, follow_ups, refusals
from perfdata.asking.areas import AreaFound, Areas
from perfdata.asking.guards import abusive, forbidden
from perfdata.asking.index import WordIndex
from perfdata.asking.kinds import MORE_THAN_LAST_YEAR, SUPPORTED, Cue, cues, trend_cue
from perfdata.asking.languages import is_other_language
from perfdata.asking.list_words import ListWords, read_list_words
from perfdata.asking.matching import Found, find, names_no_measure, only_people, telling
from perfdata.asking.queries import Filter, Kind, ListStatus, Query, Reading, Reason, Refusal, Span
from perfdata.asking.small_talk import is_about_statuses, is_help
from perfdata.asking.spans import When, read_when
from perfdata.asking.words import Text, Word, read
from perfdata.measures import Measure, Tier

_EVERY_TIER = frozenset({ListStatus.MISSING, ListStatus.PROVISIONAL, ListStatus.REVISED})
"""Lists of these mean every measure where no area is named; all others then mean the scorecard."""

_CHANGES = frozenset({ListStatus.IMPROVED, ListStatus.WORSENED, ListStatus.NEWLY_RED, ListStatus.RECOVERED})
"""States that compare one figure with the one before it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What questions are read against: the words, areas and measures of one snapshot for one audience.

    `pressing` orders measure codes by what deserves attention first.
    """

    index: WordIndex
    areas: Areas
    today: date
    pressing: Callable[[str], tuple[int, ...]]

    @property
    def measures(self) -> Mapping[str, Measure]:
        """The measures that the audience may see."""
        return self.index.measures


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with all that was read of it before its subject."""

    text: Text
    when: When
    lists: ListWords
    before: Reading | None

    def without(self, *stretches: tuple[int, int]) -> tuple[Word, ...]:
        """The words outside the words of time and outside `stretches`."""
        return self.text.outside((*self.when.taken, *stretches))


def understand(raw: str, known: Known, before: Reading | None = None) -> Reading:
    """What `raw` asks, in a thread where the question `before` was understood."""
    text = read(raw, known.index.spelling.corrected)
    if (named := known.index.with_titles_named(text.clean)) != text.clean:
        text = replace(read(named), raw=raw)
    if (reason := forbidden(raw, text.clean)) is not None:
        return refusals.refused(reason)
    if is_help(text.clean):
        return Query(Kind.HELP, evidence=("a greeting or a call for help",))
    words = [word.text for word in text.words if word.is_word]
    if is_other_language(raw, words, sum(word in known.index.spelling for word in words)):
        return refusals.refused(Reason.LANGUAGE)
    if names_no_measure(known.index, text.words):
        return refusals.not_held(())
    before = follow_ups.still_known(before, known.measures)
    asked = _Asked(text, *_time(text, known.today), read_list_words(text.clean), before)
    kind = follow_ups.kind_of(text.clean, asked.when, before)
    reading = _by_kind(asked, known) or _list(asked, known) or _about_measures(asked, known, kind)
    if isinstance(reading, Refusal) and reading.reason is not Reason.NOT_YET and abusive(text.clean):
        return refusals.refused(Reason.ABUSE)
    return reading


def _time(text: Text, today: date) -> tuple[When]:
    when = read_when(text, today)
    own_year_before = MORE_THAN_LAST_YEAR.search(text.clean)
    if own_year_before is not None:
        when = When(taken=(*when.taken, own_year_before.span()))
    return (when,)


def _by_kind(asked: _Asked, known: Known) -> Reading | None:
    """A reading of any kind that has a cue of its own; None when no cue holds."""
    if asked.when.several:
        return _about_measures(asked, known, Kind.COMPARE)
    for cue in cues(asked.text.clean):
        if _holds(cue, asked, known):
            if cue.kind is Kind.DEFINE:
                return _definition(cue, asked, known)
            if not telling(asked.without(*cue.taken)):
                return _inherited(asked, cue.kind, known) or refusals.not_yet(cue.kind, (), ())
            return _about_measures(asked, known, cue.kind, *cue.taken)
    named = [word for word in asked.text.words if word.is_word]
    if asked.text.clean.startswith("what is ") and len(named) == 3 and named[2].capitals:
        return _about_measures(asked, known, Kind.DEFINE)
    return None


def _holds(cue: Cue, asked: _Asked, known: Known) -> bool:
    """Whether the cue means its kind here: not as part of a status (`off target`), a time or a measure's title."""
    within = (*asked.lists.taken, *asked.when.taken)
    if any(start <= cue.start and cue.end <= end and end - start > cue.end - cue.start for start, end in within):
        return False
    if any(start <= cue.start and cue.end <= end for start, end in asked.when.taken):
        return False
    inside = telling(_inside(asked.text, cue.start, cue.end))
    if cue.gap is not None or len(inside) != 1:
        return True
    found = find(known.index, asked.without(*asked.lists.taken))
    return not any(inside[0].stem in known.index.titles[fit.code] and len(fit.covered) > 1 for fit in found.chosen)


def _inside(text: Text, start: int, end: int) -> tuple[Word, ...]:
    return text.outside(((0, start), (end, len(text.clean) + 1)))


def _definition(cue: Cue, asked: _Asked, known: Known) -> Reading:
    if is_about_statuses([word.text for word in asked.text.words if word.is_word]):
        return Query(Kind.DEFINE, evidence=("how statuses are given",))
    subject = asked.without(*cue.taken)
    if cue.gap is not None and cue.words.startswith("does "):
        # "does X include Y" is about X: whether Y is in it, the definition of X says.
        subject = _inside(asked.text, *cue.gap)
    found = find(known.index, subject, follow_ups.talked_of(asked.before))
    if found.unsure:
        same = {known.measures[fit.code].description for fit in found.unsure}
        if len(same) == 1:
            return _query(Kind.DEFINE, Found(chosen=found.unsure[:1]), None)
    if found.nothing and (inherited := _inherited(asked, Kind.DEFINE, known)) is not None:
        return inherited
    return _settled(found, Kind.DEFINE, asked, known)


def _list(asked: _Asked, known: Known) -> Reading | None:
    """A list, when the question has words for one and nothing else is asked about; a broad area is asked back."""
    lists = asked.lists
    rest = asked.without(*lists.taken)
    area = known.areas.find(rest, partly=lists.anything or isinstance(asked.before, Query))
    left = [word for word in telling(rest) if area is None or word.stem not in area.used]
    if not lists.anything and area is None and (field := _field(rest, known)) is not None:
        return choices.about_area(field, known.measures, known.pressing)
    if left:
        return _list_with_strangers(asked, known, area, left)
    if lists.anything:
        if area is not None and _rather_a_measure(area, asked, known, rest):
            return None
        if area is None and follow_ups.is_about_it(asked.text.clean, asked.before):
            return None
        return _listed(asked, area)
    if area is not None and (area.full or area.cued or follow_ups.is_list(asked.before)):
        return _listed(asked, area)
    return None


def _field(words: tuple[Word, ...], known: Known) -> AreaFound | None:
    """The field that is all that the words name: part of the names of several areas, or of one and of no measure."""
    part = known.areas.find(words, partly=True)
    if part is None or part.full or part.cued or any(word.stem not in part.used for word in telling(words)):
        return None
    if any(len(phrase.order) > 1 for phrase in known.index.phrases_in([word.stem for word in words])):
        return None
    return part if part.broad or find(known.index, words).nothing else None


def _rather_a_measure(area: AreaFound, asked: _Asked, known: Known, words: tuple[Word, ...]) -> bool:
    """A part of one service's name that is also what a measure is called: `is recycling red`, but `what is red in`."""
    if area.full or area.cued or area.broad:
        return False
    first = asked.text.words[0].text
    return first not in ("what", "which", "any", "anything", "list", "show") and bool(find(known.index, words).chosen)


def _list_with_strangers(asked: _Asked, known: Known, area: AreaFound | None, left: list[Word]) -> Reading | None:
    """With words that no area explains: a measure is asked about, or nothing that is held."""
    found = find(known.index, asked.without(), follow_ups.talked_of(asked.before))
    if found.chosen or found.unsure or asked.lists.status is None or area is None:
        return None
    if find(known.index, left).nothing:
        query = _listed(asked, area)
        return refusals.not_held((choices.list_option(query, area.area.name),)) if isinstance(query, Query) else query
    return None


def _listed(asked: _Asked, area: AreaFound | None) -> Reading:
    lists, before = asked.lists, asked.before
    said = Filter(tier=str(lists.tier or ""), status=lists.status, months=lists.months)
    if area is not None:
        said = area.area.narrowed(said)
    span = asked.when.span
    if isinstance(before, Query) and before.filter is not None and _follows(asked, area, lists):
        said = follow_ups.narrowed(before.filter, said)
        span = before.span if not asked.when.taken else span
    if not said.names_an_area and not said.tier and said.status not in _EVERY_TIER:
        said = replace(said, tier=str(Tier.SCORECARD))
    if asked.when.future:
        return refusals.in_the_future((), asked.when.span, ())
    evidence = tuple(f"{name}: {value}" for name, value in said.terms.items())
    if said.status in _CHANGES and span is not None and span.start != span.end:
        # One figure beside the one before it says nothing of a whole stretch.
        latest = Query(Kind.LIST, (), said, None, evidence)
        name = area.area.name if area is not None else "the scorecard"
        return refusals.not_yet(Kind.MOVERS, (), (choices.list_option(latest, name),))
    return Query(Kind.LIST, (), said, span, evidence)


def _follows(asked: _Asked, area: AreaFound | None, lists: ListWords) -> bool:
    return follow_ups.follows(asked.text.clean) or (lists.status is None and (area is None or not lists.anything))


def _about_measures(asked: _Asked, known: Known, kind: Kind, *cue: tuple[int, int]) -> Reading:
    """A question of `kind` about the measures that its words mean."""
    clean = asked.text.clean
    course = trend_cue(clean) if kind is Kind.STATUS else None
    if course is not None and not _holds(course, asked, known):
        course = None
    taken = [*cue, *(course.taken if course else ())]
    words = asked.without(*taken)
    found = find(known.index, words, follow_ups.talked_of(asked.before))
    if asked.lists.taken and not (found.chosen and found.chosen[0].whole):
        # "is recycling red": the status is no part of the measure, unless with it one is named outright.
        words = asked.without(*taken, *asked.lists.taken)
        found = find(known.index, words, follow_ups.talked_of(asked.before))
    if (course or asked.when.over_time) and kind is Kind.STATUS:
        kind = Kind.TREND
    about_people = only_people(known.index, words)
    if about_people or (found.nothing and not telling(words)):
        inherited = _inherited(asked, kind, known)
        if inherited is not None:
            return inherited
    return _settled(found, kind, asked, known)


def _settled(found: Found, kind: Kind, asked: _Asked, known: Known) -> Reading:
    """The reading of what was found, with the honest outcomes for what was not."""
    when = asked.when
    span = follow_ups.span_of(asked.text.clean, when, asked.before)
    if found.nothing:
        nearest = tuple(known.measures[fit.code] for fit in found.nearest)
        if nearest:
            return refusals.not_held(refusals.status_options(nearest[:3]))
        if kind not in SUPPORTED:
            return refusals.not_yet(kind, (), ())
        known_words = [word for word in telling(asked.text.words) if word.text in known.index.spelling]
        return refusals.refused(Reason.OUT_OF_SCOPE if known_words else Reason.NOT_UNDERSTOOD)
    if kind not in SUPPORTED:
        fits = found.chosen or found.unsure
        codes = tuple(fit.code for fit in fits)
        return refusals.not_yet(
            kind, codes if found.chosen else (), refusals.status_options(known.measures[code] for code in codes[:4])
        )
    if found.unsure:
        return choices.between(kind, found.unsure, known.measures, span)
    options = refusals.status_options(known.measures[code] for code in found.codes[:4])
    if when.future:
        return refusals.in_the_future(found.codes, when.span, options)
    if when.finer:
        return refusals.too_fine(found.codes, options)
    return _query(kind, found, span)


def _query(kind: Kind, found: Found, span: Span | None) -> Query:
    return Query(kind, found.codes, None, span, tuple(dict.fromkeys(f"{fit.code}: {fit.why}" for fit in found.chosen)))


def _inherited(asked: _Asked, kind: Kind, known: Known) -> Reading | None:
    return follow_ups.inherited(kind, asked.when, asked.before, known.measures)
