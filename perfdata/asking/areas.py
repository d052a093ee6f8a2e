"""Areas: boards, directorates, services, priorities, themes, portfolios and posts, by their names or a part of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfdata.asking.english import stem
from perfdata.asking.queries import Filter
from perfdata.asking.thesaurus import Thesaurus
from perfdata.asking.words import Word, plain_words
from perfdata.boards import Board
from perfdata.measures import Measure

_CUES = {
    "board": {"board", "boards", "scrutiny", "committee", "panel"},
    "directorate": {"directorate", "department", "directorates"},
    "service": {"service", "team"},
    "priority": {"priority", "outcome", "theme", "priorities", "objective"},
    "portfolio": {"portfolio", "portfolios", "cabinet"},
    "theme": {"theme", "themes"},
    "owner": {"head", "director"},
}
"""Words that say which sort of area is meant."""

_IN_NAMES = {stem(word) for words in _CUES.values() for word in words} | {
    "and", "the", "of", "for", "a", "in", "that",
}  # fmt: skip
_EVERYDAY = frozenset({"council", "good", "best", "safe", "start", "works", "strong", "service", "services"})
"""Words of names that do not name an area by themselves."""

_GENERAL = frozenset(
    map(stem, ("service", "services", "department", "area", "side", "work", "holder", "member", "cover", "own"))
)
"""Words that are said beside an area's name and add nothing to it."""

_CUED_ONLY = frozenset({"portfolio", "owner"})
"""Sorts that are meant only where the sort is said: their names are those of services too."""

_WHOLE = ("theme", "owner", "portfolio", "priority", "board", "directorate", "service")
_IN_PART = ("service", "directorate", "board")
"""The sort that is likelier meant comes last: a whole name is the narrowest, a part of one the board's."""


@dataclass(frozen=True, slots=True)
class Area:
    """One board, directorate, service, priority, theme, portfolio or post, by one of its names.

    `value` is a code for a board, else the name. `only_cued` marks a short name, such as `housing board`, which is
    the whole name only where its sort (`board`) is said. `post` is the service of a post that has all its measures.
    """

    field: str
    value: str
    name: str
    stems: frozenset[str]
    only_cued: bool = False
    post: str = ""

    def narrowed(self, base: Filter) -> Filter:
        """`base` with this area as its only one."""
        own: dict[str, Any] = {self.field: self.value}
        return Filter(**own, tier=base.tier, status=base.status, months=base.months, among=base.among)


@dataclass(frozen=True, slots=True)
class AreaFound:
    """An area in a question: `full` when all of its name is there, `cued` when its sort was said.

    `used` are the stems of the question that it explains; `others` areas share those words.
    """

    area: Area
    full: bool
    cued: bool
    used: frozenset[str]
    others: tuple[Area, ...] = ()

    @property
    def broad(self) -> bool:
        """True for a part of a name that several areas share, so that it names a field more than one of them."""
        return not self.full and not self.cued and bool(self.others)


class Areas:
    """All areas of a council, ready to be found in a question."""

    def __init__(
        self,
        measures: Iterable[Measure],
        boards: Mapping[str, Board],
        board_words: Mapping[str, str],
        thesaurus: Thesaurus,
        portfolios: Mapping[str, tuple[str, ...]],
        themes: Mapping[str, tuple[str, ...]],
    ) -> None:
        measures = tuple(measures)
        found: dict[tuple[str, str, frozenset[str]], Area] = {}

        def add(field: str, value: str, name: str, said: str, post: str = "") -> None:
            stems = _name_stems(said)
            if value and stems:
                short = said != name and not _CUES[field].isdisjoint(plain_words(said))
                found.setdefault((field, value, stems), Area(field, value, name, stems, short, post))

        for board in boards.values():
            add("board", board.code, board.name, board.name)
            add("board", board.code, board.name, board.code)
        for said, code in board_words.items():
            if code in boards:
                add("board", code, boards[code].name, said)
        placed = (
            (("directorate", one.directorate), ("service", one.service), ("priority", one.priority)) for one in measures
        )
        for field, value in dict.fromkeys(pair for pairs in placed for pair in pairs):
            add(field, value, value, value)
        held = {measure.service for measure in measures}
        for title, services in portfolios.items():
            if not held.isdisjoint(services):
                add("portfolio", title, title, _without_post(title))
        for theme in dict.fromkeys(theme for measure in measures for theme in themes.get(measure.code, ())):
            stems = _name_stems(theme)
            # A theme whose words are in another area's name is meant only where it is called a theme.
            shared = any(stems <= other.stems for other in found.values())
            found["theme", theme, stems] = Area("theme", theme, theme, stems, only_cued=shared)
        for owner, service in _posts(measures).items():
            add("owner", owner, service or owner, owner, service)
        meant = [(term, {_name_stems(words) for words in term.means}) for term in thesaurus.areas]
        for area in list(found.values()):
            for term, names in meant:
                if area.stems in names:
                    for said in term.say:
                        add(area.field, area.value, area.name, said)
        self._areas = tuple(found.values())
        self._places = frozenset(range(len(self._areas)))
        self._by_stem: dict[str, set[int]] = defaultdict(set)
        for place, area in enumerate(self._areas):
            for one in area.stems:
                self._by_stem[one].add(place)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, for the spelling of its words."""
        return tuple(" ".join(sorted(area.stems)) + " " + area.name for area in self._areas)

    def find(self, words: Sequence[Word], *, partly: bool) -> AreaFound | None:
        """The area that `words` name; with `partly`, a part of its name is enough."""
        stems = frozenset(word.stem for word in words if word.is_word)
        texts = {word.text for word in words}
        telling = frozenset(word.stem for word in words if word.text not in _EVERYDAY)
        places = sorted({place for one in telling for place in self._by_stem.get(one, ())})
        if not places:
            return None
        wanted = [field for field, cue in _CUES.items() if texts & cue]
        cues_said = frozenset(stem(text) for cue in _CUES.values() for text in texts & cue)
        best: tuple[tuple[int, int, int, int], Area, frozenset[str]] | None = None
        for area in (self._areas[place] for place in places):
            common = area.stems & stems
            if wanted and area.field not in wanted and not (area.stems <= stems):
                continue
            cued = area.field in wanted
            if area.field in _CUED_ONLY and not cued:
                continue
            full = common == area.stems and (cued or not area.only_cued)
            if not full and not (partly or cued):
                continue
            order = _WHOLE if full or cued else _IN_PART
            if area.field not in order:
                continue
            rank = (int(cued), int(full), len(common), order.index(area.field))
            if best is None or rank > best[0]:
                best = (rank, area, common)
        if best is None:
            return None
        (was_cued, is_full, _, _), area, common = best
        if area.post:
            # The measures of a post that has those of one service, no more and no less, are the service's.
            area = replace(area, field="service", value=area.post)
        used = common | cues_said | (stems & _GENERAL)
        return AreaFound(area, bool(is_full), bool(was_cued), used, self._also(used - cues_said, area))

    def _also(self, stems: frozenset[str], but: Area) -> tuple[Area, ...]:
        """The other areas that all of the stems are words of."""
        places = self._places.intersection(*(self._by_stem.get(one, ()) for one in stems))
        return tuple(
            area
            for area in (self._areas[place] for place in sorted(places))
            if (area.field, area.value) != (but.field, but.value) and area.field not in ("priority", *_CUED_ONLY)
        )


def _name_stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in plain_words(name)) - _IN_NAMES


def _without_post(title: str) -> str:
    """What a cabinet member answers for, of their title: `Housing` of `Cabinet Member, Housing`."""
    return title.partition(",")[2].strip() or title


def _posts(measures: Iterable[Measure]) -> dict[str, str]:
    """Each post that owns measures, with the service whose measures, no more and no less, are its own; else blank."""
    owned, served = defaultdict(set), defaultdict(set)
    for measure in measures:
        owned[measure.owner_role].add(measure.service)
        served[measure.service].add(measure.owner_role)
    return {
        owner: next(iter(services)) if len(services) == 1 and len(served[next(iter(services))]) == 1 else ""
        for owner, services in owned.items()
        if owner
    }
