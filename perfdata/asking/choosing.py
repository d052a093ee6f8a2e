"""Which measures a filter chooses, how a sentence says whose they are, and in which order they deserve attention."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from perfdata.asking.queries import Context, Filter, ListStatus
from perfdata.asking.wording import STATE_WORDS
from perfdata.measures import Aggregation, Measure, Tier
from perfdata.permissions import may_see
from perfdata.snapshot import Snapshot
from perfdata.verdicts.attention import Place, by_state, by_status, run_in_months
from perfdata.verdicts.direction import Direction
from perfdata.verdicts.status import Status
from perfdata.verdicts.verdict import Comparison, Verdict

REVISED_WITHIN = timedelta(days=31)
"""How far back a revision still counts as one of this round."""

JUDGED = {
    ListStatus.RED: Status.OFF_TARGET,
    ListStatus.RED_LONG: Status.OFF_TARGET,
    ListStatus.AMBER: Status.SLIGHTLY_OFF,
    ListStatus.GREEN: Status.ON_TARGET,
}
"""The states that are a status, as it stands."""

OTHER_THAN = {
    ListStatus.NOT_RED: Status.OFF_TARGET,
    ListStatus.NOT_AMBER: Status.SLIGHTLY_OFF,
    ListStatus.NOT_GREEN: Status.ON_TARGET,
}
"""The states that are any status but one, of what is judged against a target."""


def chosen(wanted: Filter, snapshot: Snapshot, context: Context) -> list[Measure]:
    """The measures that the filter names by where they belong, and by the state of a list that they were in; of those,
    what this person may see here."""
    found: Iterable[Measure] = snapshot.of_boards.get(wanted.board, ()) if wanted.board else snapshot.measures.values()
    if wanted.directorate:
        found = [one for one in found if one.directorate == wanted.directorate]
    if wanted.service:
        found = [one for one in found if one.service == wanted.service]
    if wanted.priority:
        found = [one for one in found if one.priority == wanted.priority]
    if wanted.tier:
        found = [one for one in found if one.tier == wanted.tier]
    if wanted.owner:
        found = [one for one in found if one.owner_role == wanted.owner]
    if wanted.portfolio:
        services = snapshot.council.portfolios.get(wanted.portfolio, ())
        found = [one for one in found if one.service in services]
    if wanted.theme:
        themes = snapshot.council.themes
        found = [one for one in found if wanted.theme in themes.get(one.code, ())]
    if wanted.among is not None:
        found = [one for one in found if _TESTS[wanted.among](snapshot.verdicts[one.code], snapshot)]
    return [one for one in found if not one.exempt or may_see(context.person, one, context.place)]


def whose(wanted: Filter, snapshot: Snapshot) -> str:
    """`on the scorecard for the Housing and Communities Board`, `of Highways`, `that I can show here`."""
    parts = []
    if wanted.tier:
        parts.append("on the scorecard" if wanted.tier == Tier.SCORECARD else "in business plans")
    if wanted.board:
        board = snapshot.boards.get(wanted.board)
        parts.append(f"for the {board.name if board else wanted.board}")
    parts += [f"of {name}" for name in (wanted.directorate, wanted.service) if name]
    if wanted.priority:
        parts.append(f"under “{wanted.priority}”")
    if wanted.theme:
        parts.append(f"on {wanted.theme}")
    if wanted.portfolio:
        parts.append(f"in the portfolio of the {wanted.portfolio}")
    if wanted.owner:
        parts.append(f"that the {wanted.owner} answers for")
    words = " ".join(parts) or "that I can show here"
    return words if wanted.among is None else f"{words} that are {STATE_WORDS[wanted.among]}"


def fitting(verdicts: list[Verdict], wanted: Filter, snapshot: Snapshot) -> list[Verdict]:
    """Those in the state that is asked for, and so for as long; all of them where nothing of the kind is asked."""
    if wanted.status is not None:
        holds = _TESTS[wanted.status]
        verdicts = [one for one in verdicts if holds(one, snapshot)]
    return [one for one in verdicts if long_enough(one, wanted)] if wanted.months else verdicts


def by_attention(verdicts: Iterable[Verdict], snapshot: Snapshot) -> list[Verdict]:
    """As they deserve attention: by precedence where a verdict is today’s, else by status; then by run."""
    found = list(verdicts)
    if all(snapshot.verdicts[one.measure.code] is one for one in found):
        return sorted(found, key=lambda one: snapshot.attention[one.measure.code])

    def place(one: Verdict) -> Place:
        current = snapshot.verdicts[one.measure.code] is one
        return by_state(one, snapshot.standings[one.measure.code].state) if current else by_status(one)

    return sorted(found, key=place)


def long_enough(verdict: Verdict, wanted: Filter) -> bool:
    """Whether its run off target is longer than asked for."""
    return not wanted.months or run_in_months(verdict) > wanted.months


def compared(verdict: Verdict) -> Comparison | None:
    """With the period before; with a year before where figures start again each April."""
    cumulative = verdict.measure.aggregation is Aggregation.CUMULATIVE
    return verdict.year_before if cumulative else verdict.previous


def _is(status: Status) -> Callable[[Verdict, Snapshot], bool]:
    return lambda verdict, snapshot: verdict.judgement.status is status


def _is_not(status: Status) -> Callable[[Verdict, Snapshot], bool]:
    return lambda verdict, snapshot: verdict.judgement.status.judged and verdict.judgement.status is not status


def _newly_red(verdict: Verdict, snapshot: Snapshot) -> bool:
    before = verdict.previous.status if verdict.previous else None
    return verdict.status is Status.OFF_TARGET and before in (Status.ON_TARGET, Status.SLIGHTLY_OFF)


def _recovered(verdict: Verdict, snapshot: Snapshot) -> bool:
    before = verdict.previous.status if verdict.previous else None
    return verdict.status is Status.ON_TARGET and before is Status.OFF_TARGET


def _moved(direction: Direction) -> Callable[[Verdict, Snapshot], bool]:
    def test(verdict: Verdict, snapshot: Snapshot) -> bool:
        earlier = compared(verdict)
        return verdict.status is not Status.MISSING and earlier is not None and earlier.direction is direction

    return test


def _not_moved(direction: Direction) -> Callable[[Verdict, Snapshot], bool]:
    """Moved the other way or not at all; where nothing can be compared, nobody can say so."""

    def test(verdict: Verdict, snapshot: Snapshot) -> bool:
        earlier = compared(verdict)
        if verdict.status is Status.MISSING or earlier is None or earlier.direction is None:
            return False
        return earlier.direction is not direction

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
    ListStatus.MISSING: _is(Status.MISSING),
    ListStatus.RED_LONG: lambda verdict, snapshot: verdict.periods_off_target > 0,
    ListStatus.PROVISIONAL: _provisional,
    ListStatus.REVISED: _revised,
    ListStatus.NO_TARGET: lambda verdict, snapshot: (
        Status.NO_TARGET in (verdict.judgement.status, verdict.latest_judgement.status)
    ),
    ListStatus.IMPROVED: _moved(Direction.BETTER),
    ListStatus.WORSENED: _moved(Direction.WORSE),
    **{state: _is_not(status) for state, status in OTHER_THAN.items()},
    ListStatus.NOT_IMPROVED: _not_moved(Direction.BETTER),
    ListStatus.NOT_WORSENED: _not_moved(Direction.WORSE),
}
