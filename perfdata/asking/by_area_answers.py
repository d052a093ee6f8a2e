"""Answers that count by area: how many measures of each directorate, board, service or priority are in a state.

Each count is said with how many there are, so that no area is put first by its size without that being seen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from perfdata.asking.amounts import counted, joined
from perfdata.asking.answers import Answer, Item
from perfdata.asking.choosing import chosen, fitting, whose
from perfdata.asking.list_answers import verdicts_of
from perfdata.asking.queries import Context, Filter, Kind, Option, Query, clipped
from perfdata.asking.said import Said
from perfdata.asking.wording import STATE_WORDS
from perfdata.measures import Measure
from perfdata.snapshot import Snapshot
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

SHOWN = 12
"""Areas that a message shows."""
OFFERED = 3
"""Areas whose list is offered by a press."""
_FAIR = "Areas have different numbers of measures: this says where to look, and judges nobody."
_SHARED = "A measure that is looked at by several boards is counted under each of them."

_AREAS: dict[str, Callable[[Measure, Snapshot], Sequence[str]]] = {
    "directorate": lambda measure, snapshot: (measure.directorate,),
    "service": lambda measure, snapshot: (measure.service,),
    "priority": lambda measure, snapshot: (measure.priority,),
    "board": lambda measure, snapshot: [code for code in measure.boards if code in snapshot.boards],
}
_NARROWED: dict[str, Callable[[Filter, str], Filter]] = {
    "directorate": lambda wanted, value: replace(wanted, directorate=value),
    "service": lambda wanted, value: replace(wanted, service=value),
    "priority": lambda wanted, value: replace(wanted, priority=value),
    "board": lambda wanted, value: replace(wanted, board=value),
}


@dataclass(frozen=True, slots=True)
class _Area:
    """One area: the value that a filter has for it, its name, its measures in the state asked for and all of them."""

    value: str
    name: str
    number: int
    of: int


def by_area_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """How many measures of each area are in the state asked for, the largest number first, or the largest share."""
    wanted, said = query.wanted, Said(shown=SHOWN)
    verdicts = verdicts_of(chosen(wanted, snapshot, context), query, snapshot, said)
    found = fitting(verdicts, wanted, snapshot)
    areas = _areas(query, verdicts, found, snapshot)
    state = STATE_WORDS[wanted.status] if wanted.status is not None else ""
    number, of = said.count("measures in that state", len(found)), said.count("measures looked at", len(verdicts))
    verb = ("is" if number == 1 else "are") if query.span is None else ("was" if number == 1 else "were")
    first = f"{number:,} of the {counted(of, 'measure')} {whose(wanted, snapshot)} {verb} {state}."
    said.say(first, _leading(said, areas, query))
    said.say(_when(said, verdicts, query))
    for one in areas:
        words = f"{said.count('of an area', one.number):,} of {said.count('all of an area', one.of):,} {state}"
        said.items.append(Item("", one.name, "", words, "", ""))
    if missing := sum(one.judgement.status is Status.MISSING for one in verdicts):
        have = "has not had its figure that is due, and counts" if missing == 1 else "have not had theirs, and count"
        said.notes.append(f"{counted(said.count('missing', missing), 'measure')} {have} only among all there are.")
    if query.counted_by == "board":
        said.notes.append(_SHARED)
    said.notes.append(_FAIR)
    said.options += [_option(query, wanted, one, state) for one in areas[:OFFERED] if one.number]
    return said.answer(query)


def _areas(query: Query, verdicts: Iterable[Verdict], found: Iterable[Verdict], snapshot: Snapshot) -> list[_Area]:
    of_measure = _AREAS[query.counted_by]
    everything: dict[str, int] = defaultdict(int)
    held: dict[str, int] = defaultdict(int)
    for counts, each in ((everything, verdicts), (held, found)):
        for one in each:
            for value in of_measure(one.measure, snapshot):
                counts[value] += 1
    areas = [
        _Area(value, snapshot.boards[value].name if query.counted_by == "board" else value, held[value], of)
        for value, of in everything.items()
        if value
    ]
    if query.order is None:
        return sorted(areas, key=lambda one: (-one.number, one.of, one.name))
    return sorted(areas, key=lambda one: (-one.number / one.of, -one.number, one.name))


def _leading(said: Said, areas: Sequence[_Area], query: Query) -> str:
    """Which area has most, or the largest share; all of them that are level."""
    if not areas or not areas[0].number:
        return ""
    first = areas[0]
    if query.order is None:
        level = [one for one in areas if one.number == first.number]
        if len(level) == 1:
            return f"{first.name} has the most: {first.number:,} of its {first.of:,}."
        return f"{joined([one.name for one in level])} have the most, with {first.number:,} each."
    level = [one for one in areas if one.number * first.of == first.number * one.of]
    if len(level) > OFFERED:
        return f"{said.count('areas level', len(level)):,} are level at the top, by the share of their measures."
    shares = joined([f"{one.name}, {one.number:,} of {one.of:,}" for one in level])
    return f"As a share of its measures, the most {'is' if len(level) == 1 else 'are'} in {shares}."


def _when(said: Said, verdicts: Sequence[Verdict], query: Query) -> str:
    """The time that the counts are of."""
    if query.span is not None:
        return f"For {said.time(query.span.words)}."
    if not verdicts:
        return ""
    common = Counter(one.period for one in verdicts).most_common(1)[0][0]
    return f"Each measure is judged on the figure that is due now; for most that is {said.period(common)}."


def _option(query: Query, wanted: Filter, area: _Area, state: str) -> Option:
    narrowed = _NARROWED[query.counted_by](wanted, area.value)
    listed = Query(Kind.LIST, (), narrowed, query.span, (f"{query.counted_by}: {area.value}",))
    return Option(clipped(f"What is {state} in {area.name}"), "", listed)
