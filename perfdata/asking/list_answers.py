"""Answers that are lists: which measures are in a state, in order of what deserves attention, with the counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from perfdata.asking.amounts import counted, day_words, periods_counted
from perfdata.asking.answers import Answer, Count, Figure, Item
from perfdata.asking.figures import figure_of
from perfdata.asking.queries import Context, Filter, ListStatus, Query
from perfdata.asking.status_answers import periods_in
from perfdata.asking.wording import STATUS_WORDS
from perfdata.measures import Aggregation, Measure, Tier
from perfdata.periods import Frequency
from perfdata.permissions import may_see
from perfdata.snapshot import Snapshot
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Comparison, Verdict

REVISED_WITHIN = timedelta(days=31)
"""How far back a revision still counts as one of this round."""

_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.TERMLY: 4, Frequency.ANNUAL: 12}
_ATTENTION = (
    Status.OFF_TARGET,
    Status.MISSING,
    Status.SLIGHTLY_OFF,
    Status.SUPPRESSED,
    Status.ON_TARGET,
    Status.NO_TARGET,
)
_SAID = {
    ListStatus.RED: "off target",
    ListStatus.AMBER: "slightly off target",
    ListStatus.GREEN: "on target",
    ListStatus.NEWLY_RED: "newly off target",
    ListStatus.RECOVERED: "back on target",
    ListStatus.MISSING: "not reported",
    ListStatus.RED_LONG: "off target",
    ListStatus.PROVISIONAL: "provisional",
    ListStatus.REVISED: "revised lately",
    ListStatus.IMPROVED: "better than before",
    ListStatus.WORSENED: "worse than before",
}
_JUDGED = {
    ListStatus.RED: Status.OFF_TARGET,
    ListStatus.RED_LONG: Status.OFF_TARGET,
    ListStatus.AMBER: Status.SLIGHTLY_OFF,
    ListStatus.GREEN: Status.ON_TARGET,
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A measure of the list: its verdict, the figure that is shown, and what to say beside it."""

    verdict: Verdict
    figure: Figure
    detail: str


def list_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """The measures that the filter leaves, each with its latest figure, or with that of the time asked for."""
    wanted = query.filter or Filter()
    in_scope = [
        measure
        for measure in snapshot.measures.values()
        if may_see(context.person, measure, context.place) and _belongs(measure, wanted)
    ]
    verdicts, notes = _verdicts(in_scope, query, snapshot)
    test = _TESTS[wanted.status] if wanted.status else _always
    lines = [_line(one, wanted) for one in verdicts if test(one, snapshot) and _long_enough(one, wanted)]
    lines.sort(key=_by_run if wanted.status is ListStatus.RED_LONG else _by_attention)
    counts = [Count("measures listed", len(lines)), Count("measures looked at", len(verdicts))]
    paragraphs = [_heading(wanted, len(lines), len(verdicts), snapshot, query)]
    if lines and not wanted.tier:
        tiers = [sum(line.verdict.measure.tier is tier for line in lines) for tier in Tier]
        paragraphs.append(f"Of those, {tiers[0]:,} on the scorecard and {tiers[1]:,} in business plans.")
        counts += [Count(str(tier), number) for tier, number in zip(Tier, tiers, strict=True)]
    if wanted.months:
        counts.append(Count("months", wanted.months))
    if left_out := _not_counted(wanted, verdicts):
        counts.append(Count("not counted", len(left_out)))
        notes.append(_not_counted_words(wanted, left_out))
    return Answer(
        kind=query.kind,
        query=query,
        paragraphs=tuple(paragraphs),
        figures=tuple(line.figure for line in lines),
        items=tuple(_item(line) for line in lines),
        notes=tuple(notes),
        counts=tuple(counts),
    )


def _belongs(measure: Measure, wanted: Filter) -> bool:
    return (
        (not wanted.board or wanted.board in measure.boards)
        and (not wanted.directorate or wanted.directorate == measure.directorate)
        and (not wanted.service or wanted.service == measure.service)
        and (not wanted.priority or wanted.priority == measure.priority)
        and (not wanted.tier or wanted.tier == measure.tier)
    )


def _verdicts(measures: Iterable[Measure], query: Query, snapshot: Snapshot) -> tuple[list[Verdict], list[str]]:
    """The verdicts when due; or, for a time, those of the measures that have a period ending in it."""
    if query.span is None:
        return [snapshot.verdicts[measure.code] for measure in measures], []
    found, without = [], 0
    for measure in measures:
        period = periods_in(measure, query.span)[-1]
        if query.span.first_day <= period.end <= query.span.last_day:
            found.append(snapshot.verdict(measure.code, period))
        else:
            without += 1
    notes = ["Measures that are not reported for that time are left out."] if without else []
    if query.span.start != query.span.end:
        notes.insert(0, "Each measure is judged on its last figure in that time.")
    return found, notes


def _line(verdict: Verdict, wanted: Filter) -> _Line:
    measure = verdict.measure
    stale = verdict.observation is None and verdict.latest is not None
    figure = (
        figure_of(measure, verdict.latest.period, verdict.latest)
        if stale and verdict.latest is not None and wanted.status is not ListStatus.MISSING
        else figure_of(measure, verdict.period, verdict.observation)
    )
    return _Line(verdict, figure, _detail(verdict, wanted, stale))


def _detail(verdict: Verdict, wanted: Filter, stale: bool) -> str:
    measure = verdict.measure
    if wanted.status is ListStatus.MISSING:
        due = verdict.period.end + timedelta(days=measure.lag_days)
        return f"due by {day_words(due)}"
    if stale:
        return f"the figure for {verdict.period.words} has not been reported"
    if wanted.status in (ListStatus.IMPROVED, ListStatus.WORSENED):
        return "than a year before" if measure.aggregation is Aggregation.CUMULATIVE else "than the period before"
    if verdict.periods_off_target > 1:
        return f"off target for {periods_counted(verdict.periods_off_target, measure.frequency)}"
    return ""


def _item(line: _Line) -> Item:
    measure = line.verdict.measure
    status = STATUS_WORDS[line.figure.status]
    return Item(
        measure.code,
        measure.title,
        status,
        line.figure.value_words,
        line.figure.period_words,
        str(measure.tier),
        line.detail,
    )


def _heading(wanted: Filter, number: int, looked_at: int, snapshot: Snapshot, query: Query) -> str:
    whose = _whose(wanted, snapshot)
    when = f" in {query.span.words}" if query.span else ""
    if wanted.status is None:
        return f"{counted(number, 'measure')} {whose}{when}."
    said = _SAID[wanted.status]
    if wanted.months:
        said += f" for more than {counted(wanted.months, 'month')}"
    of = f"of the {counted(looked_at, 'measure')} {whose}"
    if number == 0:
        return f"None {of} {'was' if query.span else 'is'} {said}{when}."
    verb = ("was" if number == 1 else "were") if query.span else ("is" if number == 1 else "are")
    longest = ", longest first" if wanted.status is ListStatus.RED_LONG and number > 1 else ""
    return f"{number:,} {of} {verb} {said}{when}{longest}."


def _whose(wanted: Filter, snapshot: Snapshot) -> str:
    """`on the scorecard for the Housing and Communities Board`, `of Highways`, `held`."""
    parts = []
    if wanted.tier:
        parts.append("on the scorecard" if wanted.tier == Tier.SCORECARD else "in business plans")
    if wanted.board:
        board = snapshot.boards.get(wanted.board)
        parts.append(f"for the {board.name if board else wanted.board}")
    for name in (wanted.directorate, wanted.service):
        if name:
            parts.append(f"of {name}")
    if wanted.priority:
        parts.append(f"under “{wanted.priority}”")
    return " ".join(parts) or "that I can show here"


def _by_attention(line: _Line) -> tuple[int, int, int]:
    verdict = line.verdict
    return (
        _ATTENTION.index(verdict.status),
        -_run_in_months(verdict),
        verdict.measure.tier is not Tier.SCORECARD,
    )


def _by_run(line: _Line) -> tuple[int, int]:
    return (-_run_in_months(line.verdict), line.verdict.measure.tier is not Tier.SCORECARD)


def _run_in_months(verdict: Verdict) -> int:
    return verdict.periods_off_target * _MONTHS[verdict.measure.frequency]


def _long_enough(verdict: Verdict, wanted: Filter) -> bool:
    return not wanted.months or _run_in_months(verdict) > wanted.months


def _compared(verdict: Verdict) -> Comparison | None:
    """With the period before; with a year before where figures start again each April."""
    cumulative = verdict.measure.aggregation is Aggregation.CUMULATIVE
    return verdict.year_before if cumulative else verdict.previous


def _always(verdict: Verdict, snapshot: Snapshot) -> bool:
    return True


def _is(status: Status) -> Callable[[Verdict, Snapshot], bool]:
    return lambda verdict, snapshot: verdict.status is status


def _not_counted(wanted: Filter, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Measures whose last figure was as asked for, but whose due one has not come: nobody can say how they stand."""
    status = _JUDGED.get(wanted.status) if wanted.status else None
    return tuple(
        one
        for one in verdicts
        if one.status is Status.MISSING and one.latest_judgement.status is status and _long_enough(one, wanted)
    )


def _not_counted_words(wanted: Filter, left_out: tuple[Verdict, ...]) -> str:
    assert wanted.status is not None
    titles = "; ".join(one.measure.title for one in left_out)
    were = "was" if len(left_out) == 1 else "were"
    return (
        f"Not counted: {counted(len(left_out), 'measure')} that {were} {_SAID[wanted.status]} when last reported, and "
        f"whose figure that is due now has not come: {titles}."
    )


def _newly_red(verdict: Verdict, snapshot: Snapshot) -> bool:
    before = verdict.previous.status if verdict.previous else None
    return verdict.status is Status.OFF_TARGET and before in (Status.ON_TARGET, Status.SLIGHTLY_OFF)


def _recovered(verdict: Verdict, snapshot: Snapshot) -> bool:
    before = verdict.previous.status if verdict.previous else None
    return verdict.status is Status.ON_TARGET and before is Status.OFF_TARGET


def _moved(direction: Direction) -> Callable[[Verdict, Snapshot], bool]:
    def test(verdict: Verdict, snapshot: Snapshot) -> bool:
        earlier = _compared(verdict)
        return verdict.status is not Status.MISSING and earlier is not None and earlier.direction is direction

    return test


def _provisional(verdict: Verdict, snapshot: Snapshot) -> bool:
    return verdict.latest is not None and verdict.latest.provisional


def _revised(verdict: Verdict, snapshot: Snapshot) -> bool:
    since = snapshot.today - REVISED_WITHIN
    return any(
        one.revision > 1 and one.entered_on >= since for one in snapshot.series[verdict.measure.code].observations
    )


_TESTS: dict[ListStatus, Callable[[Verdict, Snapshot], bool]] = {
    ListStatus.RED: _is(Status.OFF_TARGET),
    ListStatus.AMBER: _is(Status.SLIGHTLY_OFF),
    ListStatus.GREEN: _is(Status.ON_TARGET),
    ListStatus.NEWLY_RED: _newly_red,
    ListStatus.RECOVERED: _recovered,
    ListStatus.MISSING: lambda verdict, snapshot: verdict.status is Status.MISSING,
    ListStatus.RED_LONG: lambda verdict, snapshot: verdict.periods_off_target > 0,
    ListStatus.PROVISIONAL: _provisional,
    ListStatus.REVISED: _revised,
    ListStatus.IMPROVED: _moved(Direction.BETTER),
    ListStatus.WORSENED: _moved(Direction.WORSE),
}
