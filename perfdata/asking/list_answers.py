"""Answers that are lists: which measures are in a state, in order of what deserves attention, with the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from perfdata.asking.amounts import counted, joined, periods_counted
from perfdata.asking.answers import Answer, Figure, Item
from perfdata.asking.choosing import JUDGED, OTHER_THAN, by_attention, chosen, compared, fitting, long_enough, whose
from perfdata.asking.figures import change_between, figure_when_due, latest_figure
from perfdata.asking.findings import standing_words
from perfdata.asking.queries import Context, Filter, ListStatus, Order, Query
from perfdata.asking.said import Said
from perfdata.asking.status_answers import periods_in
from perfdata.asking.turned_lists import TURNED_WORDS, before_stretch, is_turned_list, turned
from perfdata.asking.wording import STATE_WORDS, STATUS_WORDS, compared_words
from perfdata.measures import Measure, Polarity, Tier
from perfdata.snapshot import Snapshot
from perfdata.verdicts.attention import by_run
from perfdata.verdicts.movement import largest
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Verdict

SHOWN = 10
"""Lines that a message shows; the rest is behind “Show all”."""

LISTED = 100
"""Lines that an answer holds: more of them nobody reads, and Slack does not take."""

_STANDING = {**STATUS_WORDS, Status.NO_TARGET: "without a target"}
_FIRST = {
    Order.WORST: ("furthest from target", "as a share of the target"),
    Order.BEST: ("best against target", "as a share of the target"),
    Order.IMPROVED: ("most improved", "against what is usual for each measure"),
    Order.WORSENED: ("worst changes", "against what is usual for each measure"),
    Order.CHANGED: ("most changed", "against what is usual for each measure"),
}
_OF_MOVEMENT = (ListStatus.IMPROVED, ListStatus.WORSENED, ListStatus.NOT_IMPROVED, ListStatus.NOT_WORSENED)
_BY_MOVEMENT = (Order.IMPROVED, Order.WORSENED, Order.CHANGED)


@dataclass(frozen=True, slots=True)
class _Line:
    """A measure of the list: its verdict, the figure that is shown, and what to say beside it."""

    verdict: Verdict
    figure: Figure
    detail: str


def list_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """The measures that the filter leaves, each with its latest figure, or with that of the time asked for.

    In order of what deserves attention, or in the order asked for; cut after `query.most`, and shown as far as a
    message should be read at one go.
    """
    wanted, said = query.wanted, Said(shown=SHOWN)
    verdicts = verdicts_of(chosen(wanted, snapshot, context), query, snapshot, said)
    if is_turned_list(query):
        found = [one for one in verdicts if turned(one, query, snapshot)]
    else:
        found = fitting(verdicts, wanted, snapshot)
    ordered = _in_order(found, query, wanted, snapshot)
    whole = ordered[: query.most] if query.most else ordered
    first_ones = whole[:LISTED]
    said.count("measures listed", len(first_ones))
    said.count("measures in that state", len(found))
    said.count("measures looked at", len(verdicts))
    said.say(_heading(wanted, len(found), len(verdicts), snapshot, query))
    if found and wanted.status is None:
        said.say(_standing(said, found))
    if found and not wanted.tier:
        of_tiers = Counter(one.measure.tier for one in found)
        tiers = [said.count(str(tier), of_tiers[tier]) for tier in Tier]
        said.say(f"Of those, {tiers[0]:,} on the scorecard and {tiers[1]:,} in business plans.")
    if wanted.months:
        said.count("months", wanted.months)
    if query.order is not None and len(first_ones) > 1:
        first, basis = _FIRST[query.order]
        cut = 0 < query.most < len(ordered)
        said.say(
            f"The {said.count('asked for', query.most)} {first}, {basis}:" if cut else f"The {first} first, {basis}:"
        )
    for verdict in first_ones:
        line = _line(said, verdict, wanted)
        if is_turned_list(query):
            line = replace(line, detail=_before(said, verdict, query, snapshot))
        said.figures.append(line.figure)
        said.items.append(_item(line))
    note_beyond(said, len(whole) - len(first_ones))
    if left_out := _not_counted(wanted, verdicts):
        said.count("not counted", len(left_out))
        said.notes.append(_not_counted_words(said, wanted, left_out))
    return said.answer(query)


def note_beyond(said: Said, left: int) -> None:
    """Say how many more there are than an answer holds, if any are left."""
    if left:
        said.notes.append(
            f"The first {said.count('lines', LISTED)} are listed here, and "
            f"{said.count('measures beyond the list', left):,} more are not: ask about one board or service."
        )


def _standing(said: Said, verdicts: Sequence[Verdict]) -> str:
    """`By status: 34 on target, 7 slightly off target and 25 off target.`"""
    found = Counter(one.status for one in verdicts)
    counts = [f"{said.count(words, found[status])} {words}" for status, words in _STANDING.items() if found[status]]
    return f"By status: {joined(counts)}."


def verdicts_of(measures: Sequence[Measure], query: Query, snapshot: Snapshot, said: Said) -> list[Verdict]:
    """The verdicts when due; or, for a time, those of the measures that have a period ending in it."""
    if query.span is None:
        return [snapshot.verdicts[measure.code] for measure in measures]
    found, without = [], 0
    for measure in measures:
        period = periods_in(measure, query.span)[-1]
        if query.span.first_day <= period.end <= query.span.last_day:
            found.append(snapshot.verdict(measure.code, period))
        else:
            without += 1
    if query.span.start != query.span.end:
        said.notes.append("Each measure is judged on its last figure in that time.")
    if without:
        said.notes.append("Measures that are not reported for that time are left out.")
    return found


def _in_order(verdicts: list[Verdict], query: Query, wanted: Filter, snapshot: Snapshot) -> list[Verdict]:
    if query.order in _BY_MOVEMENT:
        by_code = {one.measure.code: one for one in verdicts}
        moved = [snapshot.movements[code] for code in by_code if code in snapshot.movements]
        return [by_code[one.measure.code] for one in largest(moved)]
    if query.order is Order.WORST:
        return sorted(verdicts, key=_margin)
    if query.order is Order.BEST:
        return sorted((one for one in verdicts if one.latest_judgement.status.judged), key=_margin, reverse=True)
    if wanted.status is ListStatus.RED_LONG:
        return sorted(verdicts, key=by_run)
    return by_attention(verdicts, snapshot)


def _margin(verdict: Verdict) -> tuple[bool, Decimal]:
    """How far the latest figure is on the good side of its target, as a share of it; what has no judgement comes last.

    A target of nought is missed by more than any share of another; a range is measured by the bound that is nearer.
    """
    measure, latest = verdict.measure, verdict.latest
    shortfall = verdict.latest_judgement.shortfall
    if latest is None or latest.value is None or shortfall is None:
        return True, Decimal(0)
    if measure.polarity is Polarity.RANGE:
        bound = max(abs(measure.range_low or Decimal(0)), abs(measure.range_high or Decimal(0)))
        return False, -shortfall / bound if bound else -shortfall
    assert latest.target is not None
    if measure.polarity is Polarity.NEAREST:
        return False, -shortfall / abs(latest.target) if latest.target else -shortfall * 100
    ahead = measure.rounded(latest.value) - latest.target
    good = ahead if measure.polarity is Polarity.HIGHER else -ahead
    return False, good / abs(latest.target) if latest.target else good * 100


def _line(said: Said, verdict: Verdict, wanted: Filter) -> _Line:
    stale = verdict.observation is None and verdict.latest is not None
    figure = (
        latest_figure(verdict, verdict.latest)
        if stale and verdict.latest is not None and wanted.status is not ListStatus.MISSING
        else figure_when_due(verdict)
    )
    return _Line(verdict, figure, _detail(said, verdict, wanted, stale))


def _detail(said: Said, verdict: Verdict, wanted: Filter, stale: bool) -> str:
    measure = verdict.measure
    if wanted.status is ListStatus.MISSING:
        return f"due by {said.day(verdict.period.end + timedelta(days=measure.lag_days))}"
    if stale:
        return f"the figure for {said.period(verdict.period)} has not been reported"
    if wanted.status in _OF_MOVEMENT:
        return _moved(said, verdict)
    details = []
    if verdict.periods_off_target > 1:
        run = periods_counted(said.count("periods off target", verdict.periods_off_target), measure.frequency)
        details.append(f"off target for {run}")
    if wanted.status is not None and (words := standing_words(verdict)):
        details.append(words)
        if verdict.reading.since is not None:
            said.period(verdict.reading.since)
    return "; ".join(details)


def _before(said: Said, verdict: Verdict, query: Query, snapshot: Snapshot) -> str:
    """`on target in March 2026`"""
    before = before_stretch(verdict, query, snapshot)
    return f"{STATUS_WORDS[before.status]} in {said.period(before.period)}" if before is not None else ""


def _moved(said: Said, verdict: Verdict) -> str:
    """`0.3 percentage points higher than in September 2026 (better)`"""
    earlier = compared(verdict)
    if earlier is None or verdict.latest is None:
        return ""
    since = f"in {earlier.observation.period.words}"
    change = change_between(verdict.measure, verdict.latest, earlier.observation, since, earlier.direction)
    if change is None:
        return ""
    said.changes.append(change)
    return compared_words(change)


def _item(line: _Line) -> Item:
    measure = line.verdict.measure
    status = STATUS_WORDS[line.figure.status]
    return Item(
        measure.code,
        measure.title,
        status,
        # A figure that is not there is said once: by its status.
        "" if line.figure.value_words == status else line.figure.value_words,
        line.figure.period_words,
        str(measure.tier),
        line.detail,
    )


def _heading(wanted: Filter, number: int, looked_at: int, snapshot: Snapshot, query: Query) -> str:
    of_whom = whose(wanted, snapshot)
    when = f" in {query.span.words}" if query.span else ""
    if wanted.status is None:
        return f"{counted(number, 'measure')} {of_whom}{when}."
    state = STATE_WORDS[wanted.status]
    if wanted.months:
        state += f" for more than {counted(wanted.months, 'month')}"
    of = f"of the {counted(looked_at, 'measure')} {of_whom}"
    if query.span is not None and is_turned_list(query):
        still = "and was so at its end" if number == 1 else "and were so at its end"
        words = f"{of} {TURNED_WORDS[wanted.status]} over {query.span.words}"
        return f"{number:,} {words}, {still}." if number else f"None {words}."
    if number == 0:
        return f"None {of} {'was' if query.span else 'is'} {state}{when}."
    verb = ("was" if number == 1 else "were") if query.span else ("is" if number == 1 else "are")
    longest = ", longest first" if wanted.status is ListStatus.RED_LONG and number > 1 and not query.order else ""
    return f"{number:,} {of} {verb} {state}{when}{longest}."


def _not_counted(wanted: Filter, verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Measures whose last figure was as asked for, but whose due one has not come: nobody can say how they stand."""
    missing = [one for one in verdicts if one.judgement.status is Status.MISSING and long_enough(one, wanted)]
    if wanted.status in OTHER_THAN:
        last = ((one, one.latest_judgement.status) for one in missing)
        return tuple(one for one, status in last if status.judged and status is not OTHER_THAN[wanted.status])
    status = JUDGED.get(wanted.status) if wanted.status else None
    return tuple(one for one in missing if one.latest_judgement.status is status)


def _not_counted_words(said: Said, wanted: Filter, left_out: tuple[Verdict, ...]) -> str:
    assert wanted.status is not None
    titles = "; ".join(said.time(one.measure.title) for one in left_out)
    were = "was" if len(left_out) == 1 else "were"
    return (
        f"Not counted: {counted(len(left_out), 'measure')} that {were} {STATE_WORDS[wanted.status]} when last "
        f"reported, and whose figure that is due now has not come: {titles}."
    )
