"""Answers on what moved: the largest changes, real ones first, and those that are usual variation named as such.

Changes of different units are put in order by how large each is beside the measure's usual change over the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from perfdata.asking.amounts import counted
from perfdata.asking.answers import Answer, Item
from perfdata.asking.choosing import chosen, whose
from perfdata.asking.figures import change_between, figure_of
from perfdata.asking.findings import finding_of, standing_words
from perfdata.asking.list_answers import LISTED, note_beyond
from perfdata.asking.queries import Context, Filter, Order, Query, Span
from perfdata.asking.said import Said
from perfdata.asking.status_answers import periods_in
from perfdata.asking.wording import STATUS_WORDS, compared_words
from perfdata.measures import Aggregation, Measure
from perfdata.snapshot import Snapshot
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.movement import Movement, largest, movement
from perfdata.verdicts.reading import Variation
from perfdata.verdicts.verdict import Verdict

SHOWN = 7
"""Movers that a message shows when no number is asked for."""
A_YEAR = 12
"""Months of a span from which on its first figure is compared with its last; in a shorter one the figure before it."""

_WAY = {Order.IMPROVED: Direction.BETTER, Order.BEST: Direction.BETTER,
        Order.WORSENED: Direction.WORSE, Order.WORST: Direction.WORSE}  # fmt: skip
_REAL = {Direction.BETTER: Variation.IMPROVING, Direction.WORSE: Variation.WORSENING}
_SAID = {Direction.BETTER: "better", Direction.WORSE: "worse"}


def movers_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """The measures that moved most, since the period before or over the time asked for."""
    wanted, said = query.wanted, Said()
    measures = [snapshot.measures[code] for code in query.measures] or chosen(wanted, snapshot, context)
    movements = snapshot.movements if query.span is None else _over(measures, query.span, snapshot)
    way = _WAY.get(query.order) if query.order is not None else None
    moved = [movements[one.code] for one in measures if one.code in movements]
    verdicts = {one.measure.code: _verdict(one, query.span, snapshot) for one in moved}
    found = [one for one in moved if _fits(one, verdicts[one.measure.code], way)]
    ordered = _in_order(found, verdicts, way)
    real = sum(_is_real(verdicts[one.measure.code], way) for one in ordered)
    whole = ordered[: query.most] if query.most else ordered
    listed = whole[:LISTED]
    said.shown = query.most or SHOWN
    _heading(said, query, wanted, way, len(moved), found, real, snapshot)
    for one in listed:
        _mover(said, one, verdicts[one.measure.code])
    if listed:
        said.notes.append(
            "Real changes come first, then the largest beside what is usual for each measure. "
            "Change within the usual variation says nothing by itself."
        )
    note_beyond(said, len(whole) - len(listed))
    if without := len(measures) - len(moved):
        have = "has" if without == 1 else "have"
        left = counted(said.count("not compared", without), "measure")
        said.notes.append(f"{left} {have} no figure to compare, and so {'is' if without == 1 else 'are'} left out.")
    return said.answer(query)


def _over(measures: Iterable[Measure], span: Span, snapshot: Snapshot) -> Mapping[str, Movement]:
    """From the span's beginning to its end; what counts from April is compared with the same point of last year."""
    found = {}
    months = (span.end[0] - span.start[0]) * 12 + span.end[1] - span.start[1]
    for measure in measures:
        series = snapshot.series[measure.code]
        periods = [one for one in periods_in(measure, span) if one.end >= span.first_day]
        if not periods or (later := series.at(periods[-1])) is None:
            continue
        first = periods[0] if months >= A_YEAR and len(periods) > 1 else periods[0].previous()
        if measure.aggregation is Aggregation.CUMULATIVE:
            first = later.period.year_before()
        earlier = series.at(first)
        moved = movement(measure, series, earlier, later) if earlier is not None else None
        if moved is not None:
            found[measure.code] = moved
    return found


def _verdict(one: Movement, span: Span | None, snapshot: Snapshot) -> Verdict:
    current = snapshot.verdicts[one.measure.code]
    if span is None or current.period == one.later.period:
        return current
    return snapshot.verdict(one.measure.code, one.later.period)


def _fits(one: Movement, verdict: Verdict, way: Direction | None) -> bool:
    """Whether it moved at all, or moved the way that is asked for; a real change that way counts whatever came last."""
    if way is None:
        return one.difference != 0
    return one.direction is way or verdict.reading.variation is _REAL[way]


def _is_real(verdict: Verdict, way: Direction | None) -> bool:
    variation = verdict.reading.variation
    return variation.real if way is None else variation is _REAL[way]


def _in_order(found: list[Movement], verdicts: Mapping[str, Verdict], way: Direction | None) -> list[Movement]:
    def key(one: Movement) -> tuple[bool, bool]:
        return not _is_real(verdicts[one.measure.code], way), way is not None and one.direction is not way

    return sorted(largest(found), key=key)


def _heading(
    said: Said,
    query: Query,
    wanted: Filter,
    way: Direction | None,
    compared: int,
    found: Sequence[Movement],
    real: int,
    snapshot: Snapshot,
) -> None:
    of = f"Of {counted(said.count('measures compared', compared), 'measure')} {whose(wanted, snapshot)}"
    if query.measures:
        of = f"Of {counted(compared, 'measure')}"
    since = f"over {query.span.words}" if query.span is not None else "since the period before"
    said.count("moved", len(found))
    said.count("really changing", real)
    if not found:
        said.say(f"{of}, none {'moved' if way is None else f'got {_SAID[way]}'} {since}.")
        return
    if way is None:
        verb = "is" if real == 1 else "are"
        said.say(f"{of}, {real or 'none'} {verb} really changing; {len(found):,} moved {since}.")
        return
    shows = "shows" if real == 1 else "show"
    moved = said.count("moved that way", sum(one.direction is way for one in found))
    said.say(
        f"{of}, {real or 'none'} {shows} a real change for the {_SAID[way]}; {moved or 'none'} moved that way {since}."
    )


def _mover(said: Said, one: Movement, verdict: Verdict) -> None:
    measure = one.measure
    figure = figure_of(measure, one.later.period, one.later)
    said.figures.append(figure)
    change = change_between(measure, one.later, one.earlier, f"in {one.earlier.period.words}", one.direction)
    assert change is not None
    said.changes.append(change)
    if (finding := finding_of(verdict)) is not None:
        said.findings.append(finding)
    words = standing_words(verdict) or _unchanged(verdict)
    details = [compared_words(change), words, _size(said, one)]
    said.items.append(
        Item(
            code=measure.code,
            title=measure.title,
            status=STATUS_WORDS[figure.status] if figure.status.judged else "",
            value=figure.value_words,
            period=figure.period_words,
            tier=str(measure.tier),
            detail="; ".join(part for part in details if part),
        )
    )


def _unchanged(verdict: Verdict) -> str:
    if verdict.reading.variation is Variation.NONE:
        return "within its usual variation"
    return "whether that is more than chance cannot be told"


def _size(said: Said, one: Movement) -> str:
    """`3.2 times its usual change`, where that says something."""
    if one.size is None or one.size < 2:
        return ""
    size = one.size.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    words = said.quantity(one.measure.code, "times the usual change", size, f"{size.normalize():f}")
    return f"{words} times its usual change"
