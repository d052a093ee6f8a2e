"""Answers on performance surgeries: what is planned, what was held, what came of it, and how to nominate.

Outcomes and actions are in the council's own words; what the figures have done since stands beside them, so that a
reader can see whether the curve turned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from perfdata.asking import wording
from perfdata.asking.action_answers import deed_of, describe, in_order, standing_of_actions
from perfdata.asking.amounts import counted, joined, value_words
from perfdata.asking.answers import Answer, Item
from perfdata.asking.choosing import chosen
from perfdata.asking.figures import change_between, figure_of
from perfdata.asking.findings import change_words, finding_of
from perfdata.asking.queries import Context, Facet, Query
from perfdata.asking.said import Said
from perfdata.measures import Aggregation, Measure
from perfdata.past_surgeries import PastAction
from perfdata.periods import containing
from perfdata.permissions import Act, may_see, refusal
from perfdata.snapshot import Snapshot
from perfdata.surgeries.lifecycles import SurgeryState
from perfdata.surgeries.on_record import RunSurgery
from perfdata.surgeries.remit import open_to_any_board, refusal_to_nominate
from perfdata.surgeries.turning import Turn
from perfdata.verdicts.direction import Direction, direction

HELD = frozenset({SurgeryState.HELD, SurgeryState.FOLLOWED, SurgeryState.BACK_WITH_BOARD, SurgeryState.CLOSED})
_EXPLAINED = (
    "A performance surgery is a meeting about a measure that keeps missing its target, with those responsible for it.",
    "It asks why, what would turn the curve, and who does what by when. It is there to help: nobody is on trial.",
    "Board members nominate a measure, and others second it. What was agreed is followed until the curve turns.",
    "Ask “which surgeries have there been?”, or write /nominate.",
)
SHOWN = 10
"""Surgeries that a message shows."""


@dataclass(frozen=True, slots=True)
class _Surgery:
    """One surgery on one measure, with its actions; one that is planned has none yet.

    `run` is what the product holds of it, None for one from before it was there.
    """

    ref: str
    held_on: date
    measure: Measure
    board: str
    outcome: str
    rows: tuple[PastAction, ...]
    run: RunSurgery | None = None

    def held(self, today: date) -> bool:
        """Whether it has been held: its record says so, or, before there was one, its day has come."""
        return self.held_on <= today if self.run is None else self.run.state in HELD


def surgery_answer(query: Query, snapshot: Snapshot, context: Context) -> Answer:
    """What is known of the surgeries asked for, or how to nominate."""
    said = Said(shown=SHOWN)
    if Facet.EXPLAINED in query.facets and not query.measures:
        said.say(*_EXPLAINED)
        return said.answer(query)
    if Facet.NOMINATE in query.facets:
        _how_to_nominate(said, query, snapshot, context)
    known = _surgeries(query, snapshot, context)
    held = [one for one in known if one.held(snapshot.today)]
    coming = [one for one in known if not one.held(snapshot.today)]
    if Facet.LAST in query.facets:
        held, coming = [one for one in held if one.held_on == held[0].held_on], []
    if Facet.NOMINATE in query.facets:
        if query.measures:
            _whether_before(said, held, coming)
    elif Facet.NEXT in query.facets:
        _next(said, query, held, coming, snapshot)
    elif len(held) == 1 or (held and Facet.WORKED in query.facets and len({one.measure.code for one in held}) == 1):
        _one(said, held[0], snapshot, context)
        _others(said, held[1:], coming)
    else:
        _all(said, query, held, coming, snapshot)
    _without_a_date(said, query, snapshot, context)
    return said.answer(query)


def _surgeries(query: Query, snapshot: Snapshot, context: Context) -> list[_Surgery]:
    """The surgeries asked for, latest first, without those on measures that this person may not see here."""
    asked = _asked(query, snapshot, context)
    rows: dict[tuple[str, str], list[PastAction]] = {}
    for row in snapshot.past_actions:
        rows.setdefault((row.surgery, row.code), []).append(row)
    found = []
    for (ref, code), actions in rows.items():
        measure, first = snapshot.measures.get(code), actions[0]
        if measure is None or not asked((code,), first.board, first.held_on):
            continue
        done = tuple(one for one in actions if one.action)
        found.append(_Surgery(ref, first.held_on, measure, first.board, first.outcome, done))
    for run in snapshot.run_surgeries:
        if run.held_on is not None and not run.called_off and asked(run.codes, run.board, run.held_on):
            measure = snapshot.measures[run.code]
            ref = f"number {run.number}"
            found.append(_Surgery(ref, run.held_on, measure, run.board, run.outcome, run.actions, run))
    return sorted(found, key=lambda one: one.held_on, reverse=True)


def _asked(query: Query, snapshot: Snapshot, context: Context) -> Callable[[tuple[str, ...], str, date | None], bool]:
    """Says of a surgery on these measures, of a board (a code), on a day, whether it is asked for and may be seen."""
    codes, wanted = set(query.measures), query.wanted
    if not codes and query.filter is not None and not wanted.board:
        codes = {one.code for one in chosen(wanted, snapshot, context)}
    span = query.span

    def asked(of: tuple[str, ...], board: str, day: date | None) -> bool:
        measures = [snapshot.measures.get(code) for code in of]
        return (
            all(one is not None and may_see(context.person, one, context.place) for one in measures)
            and (not codes or not codes.isdisjoint(of))
            and (not wanted.board or board == wanted.board)
            and (span is None or (day is not None and span.first_day <= day <= span.last_day))
        )

    return asked


def _without_a_date(said: Said, query: Query, snapshot: Snapshot, context: Context) -> None:
    asked = _asked(query, snapshot, context)
    titles = [
        said.time(snapshot.measures[one.code].title)
        for one in snapshot.run_surgeries
        if one.held_on is None and not one.called_off and asked(one.codes, one.board, None)
    ]
    if titles:
        verb = "has" if len(titles) == 1 else "have"
        said.say(f"{joined(titles)} {verb} been chosen for a surgery; no date is set yet.")


def _one(said: Said, one: _Surgery, snapshot: Snapshot, context: Context) -> None:
    """One surgery: when, what came of it, what the figures say, and its actions."""
    deeds = [deed_of(row, snapshot, context) for row in one.rows]
    said.deeds += deeds
    board = snapshot.boards.get(one.board)
    with_board = f", with the {board.name}" if board is not None else ""
    went = f"{one.measure.title}: it went to surgery on {said.day(one.held_on)}"
    if one.run is None and not one.outcome:
        said.say(f"{went}; no outcome is on record yet.")
    else:
        said.say(f"{went}{with_board}.", _outcome(said, one))
    said.say(_figures_since(said, one, snapshot))
    said.say(
        f"{counted(said.count('actions', len(deeds)), 'action')} agreed: {standing_of_actions(said, deeds)}."
        if deeds
        else "No actions are on record."
    )
    said.items += [describe(deed, with_measure=False) for deed in in_order(deeds)]
    for text, standing in one.run.recommended if one.run is not None else ():
        said.say(f"It recommended to the executive: “{said.time(text)}” ({standing}).")


def _outcome(said: Said, one: _Surgery) -> str:
    """What came of it: the outcome on record, and, of one that the product holds, whether the curve has turned."""
    on_record = f"The outcome on record: “{said.time(one.outcome)}”." if one.outcome else ""
    if one.run is None:
        return on_record
    state = f"It is {one.run.state.value}."
    if one.run.turn_in is None:
        return f"{state} {on_record} There is no figure yet for a period that ended after it.".replace("  ", " ")
    turned = "the curve has turned" if Turn(one.run.turn).turned else "the curve has not turned"
    looked = f"When its figures were last looked at, for {said.period(one.run.turn_in)}: {one.run.turn}, so {turned}."
    return " ".join(words for words in (state, on_record, looked) if words)


def _figures_since(said: Said, one: _Surgery, snapshot: Snapshot) -> str:
    """The latest figure beside that of the time of the surgery: a comparison, which says nothing of what caused it."""
    measure, verdict = one.measure, snapshot.verdicts[one.measure.code]
    latest = verdict.latest
    if latest is None or latest.value is None:
        return ""
    then = next(verdict.series.figures_back_from(containing(one.held_on, measure.frequency)), None)
    said.figures.append(figure := figure_of(measure, latest.period, latest))
    now = wording.latest_sentence(measure, figure)
    if then is None or then.value is None or then.period == latest.period:
        return now
    if measure.aggregation is Aggregation.CUMULATIVE:
        return now
    judged_as = direction(measure, latest.value, then.value, target=latest.target, earlier_target=then.target)
    change = change_between(measure, latest, then, f"in {then.period.words}", judged_as)
    assert change is not None
    said.changes.append(change)
    was = said.quantity(measure.code, "at the surgery", change.earlier_value, value_words(measure, then.value))
    finding = finding_of(verdict)
    real = ""
    if finding is not None and verdict.reading.variation.real:
        said.findings.append(finding)
        real = change_words(verdict, finding)
    way = "higher" if change.difference > 0 else "lower"
    judged = "" if change.direction in (None, Direction.SAME) else f" ({change.direction})"
    moved = f"{change.words} {way} now{judged}" if change.difference else "the same now"
    return f"{now} At the time, in {said.period(then.period)}, it was {was}; it is {moved}. {real}".rstrip()


def _others(said: Said, earlier: Sequence[_Surgery], coming: Sequence[_Surgery]) -> None:
    if earlier:
        days = joined([said.day(one.held_on) for one in earlier])
        said.say(f"It had been to surgery before, on {days}.")
    if coming:
        said.say(f"Another is planned for {said.day(coming[-1].held_on)}.")


def _next(said: Said, query: Query, held: Sequence[_Surgery], coming: Sequence[_Surgery], snapshot: Snapshot) -> None:
    if coming:
        first = coming[-1]
        board = snapshot.boards.get(first.board)
        said.say(
            f"The next surgery is on {said.day(first.held_on)}, on {said.time(first.measure.title)}"
            f"{f', with the {board.name}' if board is not None else ''}."
        )
        said.items += [_item(said, one, True) for one in reversed(coming[:-1])]
        return
    about = f" on {said.time(held[0].measure.title)}" if query.measures and held else ""
    last = f" The last{about} was on {said.day(held[0].held_on)}." if held else ""
    said.say(f"No surgery{about} is planned that I know of.{last}")


def _all(said: Said, query: Query, held: Sequence[_Surgery], coming: Sequence[_Surgery], snapshot: Snapshot) -> None:
    if not held and not coming:
        when = f" in {query.span.words}" if query.span is not None else ""
        about = "on that" if query.measures or query.filter is not None else ""
        said.say(f"I know of no surgery {about}".rstrip() + f"{when}.")
        return
    number = counted(said.count("surgeries held", len(held)), "surgery", "surgeries")
    planned = f", and {said.count('surgeries planned', len(coming))} is planned" if len(coming) == 1 else ""
    if len(coming) > 1:
        planned = f", and {said.count('surgeries planned', len(coming))} are planned"
    if query.measures and len({one.measure.code for one in held}) == 1:
        days = joined([said.day(one.held_on) for one in held])
        said.say(f"{held[0].measure.title}: it has been to surgery {_times(said, len(held))}, on {days}{planned}.")
    elif query.measures and not held:
        said.say(
            f"{coming[0].measure.title}: a surgery is planned for {said.day(coming[-1].held_on)}; none has been held."
        )
    else:
        said.say(f"{number} held{planned}, latest first.")
    said.items += [_item(said, one, one in coming) for one in (*coming, *held)]


def _times(said: Said, number: int) -> str:
    return {1: "once", 2: "twice"}.get(number) or f"{said.count('times', number)} times"


def _item(said: Said, one: _Surgery, planned: bool) -> Item:
    actions = counted(said.count("actions", len(one.rows)), "action") if one.rows else ""
    return Item(
        code=one.measure.code,
        title=one.measure.title,
        status="planned" if planned else "",
        value=said.day(one.held_on),
        period=f"outcome on record: “{said.time(one.outcome)}”" if one.outcome and not planned else "",
        tier=str(one.measure.tier),
        detail=actions,
    )


def _how_to_nominate(said: Said, query: Query, snapshot: Snapshot, context: Context) -> None:
    if not query.measures:
        why_not = refusal(context.person, Act.NOMINATE, None, context.place)
        said.say(
            "Ask me about a measure and press Nominate under the answer, or write /nominate.",
            "You say in a sentence why the board should look into it; the board is told, and others can second it.",
        )
        said.say(why_not or "")
        return
    for code in query.measures:
        measure = snapshot.measures[code]
        boards = [snapshot.boards[one].name for one in measure.boards if one in snapshot.boards]
        why_not = refusal_to_nominate(context.person, Act.NOMINATE, measure, context.place, snapshot.council)
        who = f"Members of the {joined(boards)} can nominate it." if boards else ""
        if open_to_any_board(measure, snapshot.council):
            who = "Members of any board can nominate it."
        latest = snapshot.verdicts[code].latest
        if latest is not None:
            said.figures.append(figure := figure_of(measure, latest.period, latest))
            now = wording.latest_sentence(measure, figure)
        else:
            now = "No figure has been reported."
        press = "Press Nominate below, and say in a sentence why the board should look into it."
        said.say(f"{measure.title}: {why_not or press}", now, who)


def _whether_before(said: Said, held: Sequence[_Surgery], coming: Sequence[_Surgery]) -> None:
    if held:
        days = joined([said.day(one.held_on) for one in held])
        said.say(f"It has been to surgery before: on {days}.")
    if coming:
        said.say(f"A surgery on it is planned for {said.day(coming[-1].held_on)} already.")
